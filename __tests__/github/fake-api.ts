/** A GitHub whose answers take as long as they are told to, by a fake clock. */

import { type CommitStatus, type GithubApi, type GithubReply, good, type IssueComment } from '../../src/github/api.ts'
import type { FakeClock } from '../support/fake-clock.ts'

export interface Slowness {
  /** Milliseconds; infinite: no answer, ever. */
  readonly delayMs?: number
  /** Hangs on even when it is called off. */
  readonly deaf?: boolean
  /** Whether the nth request (from 1) to set a status gets no answer. */
  readonly hangs?: (nth: number) => boolean
  /** In place of the nth answer (from 1) to setting a status. */
  readonly status?: (nth: number) => GithubReply<undefined> | undefined
  /** How many pages of comments by others there are before ours. */
  readonly foreignPages?: number
  readonly create?: (nth: number) => GithubReply<undefined> | undefined
}

export class FakeApi implements GithubApi {
  readonly statuses: (CommitStatus & { readonly sha: string; readonly atMs: number })[] = []
  readonly comments: IssueComment[] = []
  /** Statuses that were asked for, whatever came of it. */
  asked = 0
  #creates = 0
  readonly #clock: FakeClock
  readonly #slowness: Slowness

  constructor(clock: FakeClock, slowness: Slowness = {}) {
    this.#clock = clock
    this.#slowness = slowness
  }

  async createStatus(sha: string, status: CommitStatus, signal: AbortSignal) {
    const reply = this.#slowness.status?.(++this.asked)
    if (this.#slowness.hangs?.(this.asked) === true) return new Promise<never>(() => undefined)
    if (!(await this.#answered(signal))) return CALLED_OFF
    if (reply !== undefined) return reply
    this.statuses.push({ ...status, sha, atMs: this.#clock.nowMs() })
    return good(undefined)
  }

  whoAmI() {
    return Promise.resolve(good('github-actions[bot]'))
  }

  async listComments(_pull: number, page: number, signal: AbortSignal) {
    if (!(await this.#answered(signal))) return CALLED_OFF
    if (page <= (this.#slowness.foreignPages ?? 0)) {
      const items = Array.from({ length: 100 }, (_, index) => ({ id: -index, author: 'someone', body: 'hi' }))
      return good({ items, hasMore: true })
    }
    return good({ items: [...this.comments], hasMore: false })
  }

  createComment(_pull: number, body: string) {
    const reply = this.#slowness.create?.(++this.#creates)
    if (reply !== undefined) return Promise.resolve(reply)
    this.comments.push({ id: this.comments.length + 1, author: 'github-actions[bot]', body })
    return Promise.resolve(good(undefined))
  }

  updateComment(id: number, body: string) {
    const index = this.comments.findIndex((comment) => comment.id === id)
    this.comments.splice(index, 1, { id, author: 'github-actions[bot]', body })
    return Promise.resolve(good(undefined))
  }

  deleteComment() {
    return Promise.resolve(good(undefined))
  }

  listOpenPulls() {
    return Promise.resolve(good({ items: [], hasMore: false }))
  }

  /** False when it was called off first. */
  async #answered(signal: AbortSignal): Promise<boolean> {
    const { delayMs = 0, deaf = false } = this.#slowness
    if (delayMs === 0) return !signal.aborted
    await (Number.isFinite(delayMs)
      ? this.#clock.sleep(delayMs, deaf ? undefined : signal)
      : new Promise<void>((resolve) => deaf || signal.addEventListener('abort', () => resolve(), { once: true })))
    return !signal.aborted
  }
}

const CALLED_OFF = { kind: 'failed', cause: 'unavailable', message: 'called off' } as const
