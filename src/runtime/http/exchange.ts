/** One request and its answer, on one connection. */

import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Connection } from './connection.ts'
import { tooLarge } from './decode.ts'
import {
  ConnectError,
  codeOf,
  exchangeFailed,
  type Failed,
  howFar,
  notMade,
  type Peer,
  type Progress,
} from './failures.ts'
import { passOverContinue } from './interim.ts'

export type Exchanged =
  | { readonly kind: 'complete'; readonly status: number; readonly headers: Headers; readonly body: Buffer }
  | ({ readonly kind: 'failed' } & Failed)

export type Headers = Readonly<Record<string, string>>

export interface ExchangeParts {
  readonly connection: Pick<Connection, 'dispatch' | 'socket'>
  readonly peer: Peer
  /** Of a good answer. */
  readonly maxBodyBytes: number
  /** Kept up to date, for whoever gives up meanwhile. */
  readonly progress: Progress
  /** Gets the body of a 2xx answer, in place of its being kept. */
  readonly sink?: BodySink | undefined
}

export interface BodySink {
  /** False: the body is not wanted, and the exchange is over. */
  onHead(status: number, headers: Headers): boolean
  onChunk(chunk: Buffer): void
}

const LARGEST_ERROR_BYTES = 1024 * 1024

/** How large a body may be: an error has less to tell. */
export function mostBytes(status: number, maxBodyBytes: number): number {
  return status < 300 ? maxBodyBytes : Math.min(maxBodyBytes, LARGEST_ERROR_BYTES)
}

/**
 * Never rejects. After a failure the connection is in no good state: destroy it.
 *
 * undici calls `onRequestStart` before it writes the first byte, and only then. It never sends a request again with one
 * request a connection; should it ever, the second start is where that ends.
 */
export function exchange(request: Dispatcher.DispatchOptions, parts: ExchangeParts): Promise<Exchanged> {
  return new Promise((resolve) => parts.connection.dispatch(request, new AnswerReader(parts, resolve)))
}

class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #parts: ExchangeParts
  readonly #settle: (result: Exchanged) => void
  readonly #chunks: Buffer[] = []
  #started = false
  #settled = false
  #streamsTo: BodySink | undefined
  #status = 0
  #headers: Headers = {}

  constructor(parts: ExchangeParts, settle: (result: Exchanged) => void) {
    this.#parts = parts
    this.#settle = (result) => {
      this.#settled = true
      settle(result)
    }
    Object.assign(parts.progress, { answering: false, receivedBytes: 0, expectedBytes: undefined })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#started) {
      controller.abort(new Error('a request is sent only once'))
    } else {
      this.#started = true
      this.#parts.progress.sent = true
      passOverContinue(this.#parts.connection.socket)
    }
  }

  onResponseStarted(): void {
    this.#parts.progress.answering = true
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    this.#status = status
    this.#headers = flattened(headers)
    if (this.#parts.sink !== undefined && status < 300) this.#startStream(this.#parts.sink, status)
    else this.#expectBody(status)
  }

  get #mostBytes(): number {
    return mostBytes(this.#status, this.#parts.maxBodyBytes)
  }

  #expectBody(status: number): void {
    const length = this.#headers['content-length']
    if (length === undefined || status === 204 || status === 304) return
    this.#parts.progress.expectedBytes = Number(length)
    if (Number(length) > this.#mostBytes) this.#fail(tooLarge(this.#mostBytes))
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return
    const { progress } = this.#parts
    progress.receivedBytes += chunk.length
    if (this.#streamsTo !== undefined) {
      this.#streamsTo.onChunk(chunk)
    } else {
      this.#chunks.push(chunk)
      if (progress.receivedBytes > this.#mostBytes) this.#fail(tooLarge(this.#mostBytes))
    }
  }

  onResponseEnd(): void {
    if (this.#settled) return
    if (this.#endedByReset()) {
      this.#fail({ cause: 'truncated', message: `the connection was closed ${howFar(this.#parts.progress)}` })
    } else {
      const body = Buffer.concat(this.#chunks)
      this.#settle({ kind: 'complete', status: this.#status, headers: this.#headers, body })
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#settled) return
    const { progress, peer } = this.#parts
    if (error instanceof ConnectError) this.#fail(error.failed)
    else if (this.#started || codeOf(error) === 'UND_ERR_DESTROYED') this.#fail(exchangeFailed(error, progress, peer))
    else this.#fail(notMade(error))
  }

  #startStream(sink: BodySink, status: number): void {
    if (sink.onHead(status, this.#headers)) this.#streamsTo = sink
    else this.#settle({ kind: 'complete', status, headers: this.#headers, body: Buffer.alloc(0) })
  }

  /** A body without a length ends with the connection, and undici takes a reset for an end. */
  #endedByReset(): boolean {
    const hasEnd = 'content-length' in this.#headers || 'transfer-encoding' in this.#headers
    return !hasEnd && (this.#parts.connection.socket?.errored ?? null) !== null
  }

  #fail(failed: Failed): void {
    this.#settle({ kind: 'failed', ...failed })
  }
}

/** Names are in lower case already; a header that came several times is one, as RFC 9110, 5.3 allows. */
function flattened(headers: IncomingHttpHeaders): Headers {
  const entries = Object.entries(headers).map(([name, value = '']) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ])
  return Object.fromEntries(entries)
}
