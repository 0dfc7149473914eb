/** Keeps one token that is good, and asks GitHub for the next one in time. */

import type { Clock, Http, HttpFailure, HttpReply } from '../core/ports.ts'
import { formatDuration } from '../text/duration.ts'
import { readToken } from './token.ts'

export interface KeeperParts {
  readonly github: Http
  /** Path and query at which GitHub is asked for a token. */
  readonly path: string
  readonly clock: Clock
  mask(token: string): void
}

/** How long may be waited for a token: a monotonic time, and a signal that ends it before. */
export interface Patience {
  readonly untilMs: number
  readonly signal?: AbortSignal | undefined
}

interface Held {
  readonly kind: 'token'
  readonly token: string
  /** Monotonic: from then on the next one is asked for. */
  readonly freshUntilMs: number
  /** Monotonic: from then on it may be expired. */
  readonly goodUntilMs: number
}

/** For one request to GitHub. The toolkit's own client would try for minutes. */
const ASK_TIMEOUT_MS = 10_000
/** How long before its end a token is replaced, at most: the platform's clock may be ahead, and GitHub not answer at once. */
const EARLY_MS = 60_000
const EARLY_SHARE = 0.25
/** How long the next token is waited for while the last one is still good: most of the time is for the request itself. */
const PATIENCE_MS = 2000
const PATIENCE_SHARE = 0.1
/** When GitHub is asked again after that. */
const REST_MS = 5000
/** GitHub has to say no this often before that counts; once it has given a token, its no is taken for an outage. */
const MOST_REFUSALS = 3

export class TokenKeeper {
  readonly #parts: KeeperParts
  #held: Held | undefined
  #asking: Promise<Held | HttpFailure> | undefined
  #restUntilMs = 0
  #refusals = 0
  #wasGiven = false
  #wasReplaced = false

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** The last token that GitHub gave, whether or not it is still good. */
  get token(): string {
    return this.#held?.token ?? ''
  }

  /** Sees to it that the token is good for a request that is made now. The failure says that nothing was sent. */
  async makeReady(patience: Patience): Promise<{ readonly kind: 'token' } | HttpFailure> {
    const { clock } = this.#parts
    const held = this.#held
    const nowMs = clock.nowMs()
    if (held !== undefined && nowMs < held.freshUntilMs) return held
    const isGood = held !== undefined && nowMs < held.goodUntilMs
    if (isGood && nowMs < this.#restUntilMs) return held
    const leftMs = patience.untilMs - nowMs
    const untilMs = nowMs + (isGood ? Math.min(leftMs * PATIENCE_SHARE, PATIENCE_MS) : leftMs)
    const next = await this.#awaitNext({ ...patience, untilMs })
    // Whoever comes next asks anew, rather than wait for what has kept this one waiting.
    if (next.kind === 'failure' && !isGood) this.#asking = undefined
    if (next.kind === 'token' || !isGood || clock.nowMs() >= held.goodUntilMs) return next
    this.#restUntilMs = clock.nowMs() + REST_MS
    return held
  }

  /**
   * Takes in how the platform answered a request with that token. True if it refused the token (401) and another one is
   * worth a try: not when the one refused had itself replaced a refused one.
   */
  learn(token: string, reply: HttpReply): boolean {
    if (reply.kind === 'failure') return false
    if (reply.status !== 401) {
      this.#wasReplaced = false
      return false
    }
    if (token !== this.token) return true // another request has replaced it meanwhile
    if (this.#wasReplaced) return false
    this.#wasReplaced = true
    this.#held = undefined
    return true
  }

  async #awaitNext({ untilMs, signal }: Patience): Promise<Held | HttpFailure> {
    const { clock } = this.#parts
    const startMs = clock.nowMs()
    const over = new AbortController()
    const end = () => over.abort()
    signal?.addEventListener('abort', end, { once: true })
    if (signal?.aborted) end()
    const next = await Promise.race([this.#ask(), clock.sleep(untilMs - startMs, over.signal)])
    signal?.removeEventListener('abort', end)
    end()
    if (next !== undefined) return next
    if (signal?.aborted) return notSent('aborted', 'the request was called off')
    return notSent('token', `no OIDC token from GitHub within ${formatDuration(clock.nowMs() - startMs)}`)
  }

  /** One request to GitHub at a time, whoever waits for it. */
  #ask(): Promise<Held | HttpFailure> {
    if (this.#asking !== undefined) return this.#asking
    const asking = this.#request().finally(() => {
      if (this.#asking === asking) this.#asking = undefined
    })
    this.#asking = asking
    return asking
  }

  async #request(): Promise<Held | HttpFailure> {
    const { github, path, clock, mask } = this.#parts
    const askedMs = clock.nowMs()
    const reply = await github.send({ method: 'GET', path, timeoutMs: ASK_TIMEOUT_MS })
    if (reply.kind === 'failure') return failed(reply)
    const read = readToken(reply, clock.epochMs())
    if (read.kind === 'none') return this.#refused(read)
    mask(read.token)
    this.#wasGiven = true
    const { token, lifeMs } = read
    const early = Math.min(EARLY_MS, EARLY_SHARE * lifeMs)
    // Counted from the request on: the answer may have been long under way.
    const goodUntilMs = askedMs + lifeMs
    const next: Held = { kind: 'token', token, freshUntilMs: goodUntilMs - early, goodUntilMs }
    // One that was given up may still come, after a later one.
    if (this.#held === undefined || this.#held.goodUntilMs < goodUntilMs) this.#held = next
    return next
  }

  #refused({ why, isRefusal }: { readonly why: string; readonly isRefusal: boolean }): HttpFailure {
    if (!isRefusal) return notSent('token', `no OIDC token from GitHub: ${why}`)
    this.#refusals += 1
    const isHopeless = !this.#wasGiven && this.#refusals >= MOST_REFUSALS
    return notSent(isHopeless ? 'settings' : 'token', `GitHub gives this job no OIDC token: ${why}`)
  }
}

/** GitHub could not be asked. What a person can put right keeps its cause; the rest says nothing about the platform. */
function failed({ cause, message }: HttpFailure): HttpFailure {
  const text = `no OIDC token from GitHub: ${message}`
  if (cause === 'certificate') {
    return notSent('settings', `${text}; for a private certificate authority set NODE_EXTRA_CA_CERTS`)
  }
  return notSent(cause === 'proxy_auth' || cause === 'settings' || cause === 'aborted' ? cause : 'token', text)
}

function notSent(cause: HttpFailure['cause'], message: string): HttpFailure {
  return { kind: 'failure', sent: false, cause, message }
}
