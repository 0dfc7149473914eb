/** The life of a commit status: pending in the background while the run goes, then the verdict, or else left to `post`. */

import type { Clock, Runner } from '../core/ports.ts'
import type { CommitStatus, GithubAccess, GithubApi, GithubFailureCause, GithubReply } from './api.ts'
import type { Facts } from './facts.ts'
import { describeFailure } from './failures.ts'
import { persistently, within } from './limit.ts'
import { savedStatusName } from './reports.ts'
import type { SavedStatus } from './saved.ts'
import { cutOffStatus, finalStatus, pendingStatus } from './status.ts'

export interface StatusPorts {
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info' | 'warning' | 'saveState'>
  readonly open: () => Promise<GithubApi>
}

export interface StatusPlace {
  readonly access: Pick<GithubAccess, 'apiUrl' | 'repository'>
  readonly sha: string
  readonly context: string
  /** Where to look when there is no run. */
  readonly fallbackUrl?: string
}

/** For the pending status, which nobody waits for. */
const PENDING_MS = 20_000
/** For one request: a connection that hangs is given up while there is time for another. */
const ATTEMPT_MS = 2300
/** How long the final status waits for a pending one on its way, so that the two do not overtake each other. */
const GRACE_MS = 1500

export class StatusReport {
  readonly #ports: StatusPorts
  readonly #place: StatusPlace
  readonly #replaced = new AbortController()
  /** Resolves to true where GitHub refused. */
  #pending: Promise<boolean> | undefined

  constructor(ports: StatusPorts, place: StatusPlace) {
    this.#ports = ports
    this.#place = place
  }

  /** The run is known. From here on `post` has something to set right, should this process end. */
  begin(facts: Facts): void {
    const { clock } = this.#ports
    const { context } = this.#place
    this.#leave(cutOffStatus(context, facts))
    this.#pending = this.#set(pendingStatus(context, facts), clock.nowMs() + PENDING_MS, this.#replaced.signal).then(
      (reply) => this.#isRefused(reply),
    )
  }

  /** By `untilMs` (monotonic) at the latest. Refused or set, nothing is left to `post`; otherwise the verdict is. */
  async finish(facts: Facts, untilMs: number): Promise<void> {
    const status = finalStatus(this.#place.context, facts, this.#place.fallbackUrl)
    this.#leave(status)
    if (await this.#endPending(untilMs)) return this.#settle()
    const reply = await this.#set(status, untilMs)
    if (reply.kind === 'good' || this.#isRefused(reply)) return this.#settle()
    this.#ports.runner.info(`${this.#what()} yet: ${reply.message}. The post step tries again.`)
  }

  async #endPending(untilMs: number): Promise<boolean> {
    if (this.#pending === undefined) return false
    const { clock } = this.#ports
    const settled = new AbortController()
    const graceMs = Math.min(GRACE_MS, untilMs - clock.nowMs())
    await Promise.race([this.#pending, clock.sleep(graceMs, settled.signal)])
    settled.abort()
    this.#replaced.abort()
    return this.#pending
  }

  #set(status: CommitStatus, untilMs: number, stop?: AbortSignal): Promise<GithubReply<undefined>> {
    const { clock, open } = this.#ports
    const send = async (signal: AbortSignal) => {
      const api = await open()
      return persistently(clock, ATTEMPT_MS, (each) => api.createStatus(this.#place.sha, status, each), signal)
    }
    return within(clock, untilMs, send, stop)
  }

  #leave(status: CommitStatus): void {
    const { apiUrl, repository } = this.#place.access
    const saved: SavedStatus = { apiUrl, repository, sha: this.#place.sha, status }
    this.#ports.runner.saveState(savedStatusName, JSON.stringify(saved))
  }

  #settle(): void {
    this.#ports.runner.saveState(savedStatusName, '')
  }

  /** Refused for good, and told of: to ask again, or later, would not change it. */
  #isRefused(reply: GithubReply<undefined>): boolean {
    if (reply.kind === 'good' || !isLasting(reply.cause)) return false
    this.#ports.runner.warning(describeFailure(this.#what(), reply, 'statuses: write'))
    return true
  }

  #what(): string {
    return notSet(this.#place.context, this.#place.sha)
  }
}

export function notSet(context: string, sha: string): string {
  return `The commit status \`${context}\` on ${sha.slice(0, 7)} could not be set`
}

function isLasting(cause: GithubFailureCause): boolean {
  switch (cause) {
    case 'bad_token':
    case 'not_allowed':
    case 'not_found':
    case 'refused':
      return true
    case 'rate_limited':
    case 'unavailable':
      return false
  }
}
