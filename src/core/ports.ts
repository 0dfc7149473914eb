/** What the core needs of the world: interfaces only. `src/runtime` has the real ones, the tests have fakes. */

import type { Json } from './json.ts'

/** Environment variables, inputs among them. */
export type Env = Readonly<Record<string, string | undefined>>

export interface Clock {
  /** Milliseconds since the process started, by a clock that is never set back. */
  nowMs(): number
  /** Epoch milliseconds by the runner's clock, which may be minutes off the platform's. */
  epochMs(): number
  /** Resolves after that many milliseconds, or as soon as the signal aborts. Never rejects. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
  /** A number in [0, 1), for jitter and random suffixes. */
  random(): number
}

/** One request to the platform's origin. The adapter adds the base URL and the bearer token, and sends them nowhere else. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Path below the base URL with its query, already encoded, starting with a slash. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: Json
  /** On a connection of its own, never a kept-alive one: for requests that must not be sent twice. */
  readonly freshConnection?: boolean
  /** Limit on a good answer's body, as it arrives and decoded: 32 MiB unless told. An error's is smaller in any case. */
  readonly maxBodyBytes?: number
  /** For the whole exchange, connecting included. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Whatever came of a request. `send` never rejects: failures are values, so that none can be overlooked. */
export type HttpReply = HttpAnswer | HttpFailure

/** A complete answer: every byte of the body has arrived. */
export interface HttpAnswer {
  readonly kind: 'answer'
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface HttpFailure {
  readonly kind: 'failure'
  /** False only when provably no byte of the request reached the platform: the connection was never made. */
  readonly sent: boolean
  readonly cause: HttpFailureCause
  /** For a person: what happened, without secrets. */
  readonly message: string
}

export type HttpFailureCause =
  | 'aborted' // by the caller's signal
  | 'timeout'
  | 'name_not_resolved'
  | 'connection' // refused, reset, closed, unreachable, TLS handshake failed otherwise
  | 'certificate' // the platform's certificate does not verify
  | 'proxy_auth' // the proxy answered 407
  | 'proxy' // the proxy refused or could not reach the platform
  | 'truncated' // the connection ended before the answer did
  | 'too_large' // the answer exceeds the limit on body size
  | 'settings' // a proxy's URL or a token that can't be used at all
  | 'token' // there is no token to send it with, for now
  | 'redirect' // to another origin, or too many

export interface Http {
  send(request: HttpRequest): Promise<HttpReply>
}

/** A GET whose answer is read while it arrives, for as long as it lasts. On a connection of its own. */
export interface HttpStreamRequest {
  /** As in `HttpRequest`. */
  readonly path: string
  /** Beside those of every request; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Until the head of the answer is there, connecting included. */
  readonly timeoutMs: number
  /** How long nothing at all may arrive. After that, and about twice that at most, the stream counts as dead. */
  readonly silenceMs: number
  readonly signal?: AbortSignal
}

/** Whoever reads a stream. Neither may throw. */
export interface HttpStreamSink {
  /** The head of a 2xx answer. False: its body is not wanted, and the connection is closed. */
  onHead(head: Pick<HttpAnswer, 'status' | 'headers'>): boolean
  /** The next piece of the body, decoded: what a piece ends with may be half a line, never half a character. */
  onText(text: string): void
}

/** `closed`: a body that was wanted came to its end in good order. An answer: there was none, and `body` is an error's. */
export type HttpStreamEnd = HttpReply | { readonly kind: 'closed' }

export interface HttpStreams {
  /** Never rejects. Resolves when the stream has ended, for whatever reason. */
  stream(request: HttpStreamRequest, sink: HttpStreamSink): Promise<HttpStreamEnd>
}

export interface ClosableHttp extends Http, HttpStreams {
  /** Destroys all connections, so that none keeps the process alive. Requests under way and later ones are `aborted`. */
  close(): void
}

/** A file that was opened for writing. Both reject where the disk says no. */
export interface TextFile {
  write(text: string): Promise<void>
  close(): Promise<void>
}

/**
 * The runner, as a step sees it.
 *
 * All text passes one door on its way out: secrets are blotted out and workflow commands in it are neutralised.
 */
export interface Runner {
  /**
   * From now on this value is blotted out everywhere. One of many that follow each other (`passing`) is forgotten here
   * when it is long out of use; the runner itself never forgets it.
   */
  mask(secret: string, kind?: 'passing'): void
  /** The text without any secret, for what is cut or leaves by another way. */
  blot(text: string): string
  /** A line of the step's own. */
  info(text: string): void
  /** Lines of the job's log, joined by LF: they are told from the step's own. */
  showLog(text: string): void
  /** A line in the log and an annotation: only for what a person should act on. */
  warning(text: string): void
  /** Fails the step with the one error annotation that it makes. */
  fail(message: string): void
  /** Fails the step without an annotation: on cancel the runner makes its own. */
  failSilently(message: string): void
  setOutput(name: string, value: string): void
  /** Adds to the job summary's Markdown. */
  addSummary(markdown: string): void
  /**
   * Keeps a value for `post`, at once, so that it is there even if the process is killed next. It is kept without secrets:
   * `restore` gives it back as it was.
   */
  saveState(name: string, value: string): void
  /** A saved value as it was, once the secrets that are in it are masked here too. */
  restore(value: string): string
  /** Aborts when the runner tells the step to stop (SIGINT, SIGTERM, SIGBREAK). */
  readonly stop: AbortSignal
}
