/** The `Http` port on undici: the only place that talks to the platform. */

import type { Dispatcher } from 'undici'
import type {
  Clock,
  ClosableHttp,
  Env,
  HttpFailure,
  HttpReply,
  HttpRequest,
  HttpStreamEnd,
  HttpStreamRequest,
  HttpStreamSink,
} from '../core/ports.ts'
import { formatDuration } from '../text/duration.ts'
import { Connection, ConnectionPool, directConnector } from './http/connection.ts'
import { decodeBody } from './http/decode.ts'
import { exchange, type Headers, mostBytes } from './http/exchange.ts'
import { failure, howFar, notMade, type Peer, type Progress } from './http/failures.ts'
import { chooseProxy, type ProxyChoice } from './http/proxy.ts'
import { redirectOf } from './http/redirect.ts'
import { type OpenStream, openStream } from './http/stream-body.ts'
import { tunnelConnector } from './http/tunnel.ts'

export interface HttpOptions {
  /** Absolute, without a trailing slash; may have a path prefix. */
  readonly baseUrl: string
  /** Bearer token. A function is asked anew for each request. */
  readonly token: string | (() => string)
  /** Of every request, names in lower case; `user-agent` among them. */
  readonly headers: Headers
  /** For HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly env: Env
  readonly clock: Pick<Clock, 'sleep'>
  /** Limit on an answer's body, as it arrives and decoded, where a request names none that is smaller. */
  readonly maxBodyBytes?: number
}

/** One `send` or `stream`: how far it has come, and the connection that it holds. */
interface InFlight {
  readonly request: HttpRequest
  readonly progress: Progress
  readonly stream?: OpenStream | undefined
  connection?: Connection | undefined
  /** Cut off: whatever still comes of it is of no interest. */
  over: boolean
}

const MAX_REDIRECTS = 5

export function createHttp(options: HttpOptions): ClosableHttp {
  return new PlatformHttp(options)
}

class PlatformHttp implements ClosableHttp {
  readonly #options: HttpOptions
  readonly #base: URL
  readonly #peer: Peer
  readonly #proxy: ProxyChoice
  readonly #pool: ConnectionPool
  readonly #maxBodyBytes: number
  #closed = false

  constructor(options: HttpOptions) {
    this.#options = options
    this.#base = new URL(options.baseUrl)
    this.#peer = { role: 'platform', name: this.#base.host }
    this.#proxy = chooseProxy(this.#base, options.env)
    this.#maxBodyBytes = options.maxBodyBytes ?? 32 * 1024 * 1024
    const connector =
      this.#proxy.kind === 'proxy' ? tunnelConnector(this.#proxy.proxy, this.#peer) : directConnector(this.#peer)
    this.#pool = new ConnectionPool(() => new Connection(this.#base.origin, connector))
  }

  send(request: HttpRequest): Promise<HttpReply> {
    return this.#go(request)
  }

  async stream(request: HttpStreamRequest, sink: HttpStreamSink): Promise<HttpStreamEnd> {
    const stream = openStream(request, sink)
    const reply = await this.#go({ ...request, method: 'GET', freshConnection: true }, stream)
    return reply.kind === 'answer' && stream.isOpen() ? { kind: 'closed' } : reply
  }

  async #go(request: HttpRequest, stream?: OpenStream): Promise<HttpReply> {
    if (request.signal?.aborted || this.#closed) return failure(false, 'aborted', 'the request was called off')
    if (this.#proxy.kind === 'malformed') return failure(false, 'settings', this.#proxy.message)
    const flight: InFlight = {
      request,
      progress: { sent: false, answering: false, receivedBytes: 0 },
      stream,
      over: false,
    }
    const settled = new AbortController()
    const answered = this.#answer(flight).catch((error: unknown): HttpFailure => {
      const { cause, message } = notMade(error) // such as a token's provider that throws
      return failure(flight.progress.sent, cause, message)
    })
    const reply = await Promise.race([this.#cutOff(flight, settled.signal), answered])
    settled.abort()
    return reply
  }

  close(): void {
    this.#closed = true
    this.#pool.close()
  }

  /** The end of a request that takes too long or is called off: at once, whatever undici is doing. */
  #cutOff(flight: InFlight, settled: AbortSignal): Promise<HttpFailure> {
    const { signal } = flight.request
    return new Promise((resolve) => {
      const end = (cause: 'aborted' | 'timeout', message: string) => {
        if (settled.aborted) return
        flight.over = true
        if (flight.connection !== undefined) this.#pool.drop(flight.connection)
        resolve(failure(flight.progress.sent, cause, message))
      }
      signal?.addEventListener('abort', () => end('aborted', 'the request was called off'), { signal: settled })
      void this.#tooLong(flight, settled).then((message) => end('timeout', message))
    })
  }

  /** Resolves with a message when time is up: that of the request, or of a stream that has fallen silent. */
  async #tooLong({ request, progress, stream }: InFlight, settled: AbortSignal): Promise<string> {
    const { clock } = this.#options
    await clock.sleep(request.timeoutMs, settled)
    if (stream?.isOpen() !== true) return this.#timeoutMessage(request, progress)
    for (let heard = -1; heard !== progress.receivedBytes && !settled.aborted; ) {
      heard = progress.receivedBytes
      await clock.sleep(stream.silenceMs, settled)
    }
    return `nothing more from ${this.#peer.name} within ${formatDuration(stream.silenceMs)}`
  }

  /** The request and, for GET, the redirects within the origin. */
  async #answer(flight: InFlight): Promise<HttpReply> {
    let path = this.#base.pathname.replace(/\/$/, '') + flight.request.path
    for (let hops = 0; ; hops++) {
      const reply = await this.#once(path, flight)
      if (reply.kind === 'failure' || flight.request.method !== 'GET' || flight.over) return reply
      const redirect = redirectOf(reply, new URL(this.#base.origin + path))
      if (redirect.kind === 'none') return reply
      if (redirect.kind === 'refused') return failure(true, 'redirect', redirect.message)
      if (hops === MAX_REDIRECTS) {
        return failure(true, 'redirect', `${this.#peer.name} redirects more than ${MAX_REDIRECTS} times`)
      }
      path = redirect.path
    }
  }

  async #once(path: string, flight: InFlight): Promise<HttpReply> {
    const { freshConnection = false } = flight.request
    const outgoing = this.#outgoing(path, flight.request, flight.stream?.headers)
    const connection = this.#pool.take(freshConnection)
    flight.connection = connection
    const maxBodyBytes = Math.min(this.#maxBodyBytes, flight.request.maxBodyBytes ?? this.#maxBodyBytes)
    const result = await exchange(outgoing, {
      connection,
      peer: this.#peer,
      maxBodyBytes,
      progress: flight.progress,
      sink: flight.stream?.sink,
    })
    flight.connection = undefined
    if (freshConnection || result.kind === 'failed') this.#pool.drop(connection)
    else this.#pool.giveBack(connection)
    if (result.kind === 'failed') return failure(flight.progress.sent, result.cause, result.message)
    const { status, headers } = result
    const body = await decodeBody(result.body, headers['content-encoding'], mostBytes(status, maxBodyBytes))
    return typeof body === 'string'
      ? { kind: 'answer', status, headers, body }
      : failure(true, body.cause, body.message)
  }

  #outgoing(path: string, { method, body }: HttpRequest, more: Headers = {}): Dispatcher.DispatchOptions {
    const { token, headers: own } = this.#options
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...own,
      ...more,
      authorization: `Bearer ${typeof token === 'string' ? token : token()}`,
    }
    if (body === undefined) return { method, path, headers }
    return { method, path, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  }

  #timeoutMessage(request: HttpRequest, progress: Progress): string {
    const within = `within ${formatDuration(request.timeoutMs)}`
    const proxy = this.#proxy.kind === 'proxy' ? ` through the proxy ${this.#proxy.proxy.name}` : ''
    if (!progress.sent) return `no connection to ${this.#peer.name}${proxy} ${within}`
    if (!progress.answering) return `no answer from ${this.#peer.name} ${within}`
    return `no complete answer from ${this.#peer.name} ${within}: it stopped ${howFar(progress)}`
  }
}
