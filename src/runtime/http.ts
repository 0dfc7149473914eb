/** The `Http` port on undici: the only place that talks to the platform. */

import type { Dispatcher } from 'undici'
import { formatDuration } from '../core/duration-format.ts'
import type { Clock, Http, HttpFailure, HttpReply, HttpRequest } from '../core/ports.ts'
import { Connection, ConnectionPool, directConnector } from './http/connection.ts'
import { decodeBody } from './http/decode.ts'
import { exchange } from './http/exchange.ts'
import { failure, howFar, notMade, type Peer, type Progress } from './http/failures.ts'
import { chooseProxy, type Env, type ProxyChoice } from './http/proxy.ts'
import { redirectOf } from './http/redirect.ts'
import { tunnelConnector } from './http/tunnel.ts'

export interface HttpOptions {
  /** Absolute, without a trailing slash; may have a path prefix. */
  readonly baseUrl: string
  /** Bearer token. A function is asked anew for each request. */
  readonly token: string | (() => string)
  readonly userAgent: string
  /** For HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly env: Env
  readonly clock: Pick<Clock, 'sleep'>
  /** Limit on an answer's body, as it arrives and decoded. */
  readonly maxBodyBytes?: number
}

export interface ClosableHttp extends Http {
  /** Destroys all connections, so that none keeps the process alive. Requests under way and later ones are `aborted`. */
  close(): void
}

/** One `send`: how far it has come, and the connection that it holds. */
interface Trip {
  readonly request: HttpRequest
  readonly progress: Progress
  connection?: Connection | undefined
  /** Cut off: whatever still comes of it is of no interest. */
  over: boolean
}

const MAX_REDIRECTS = 5

export function createHttp(options: HttpOptions): ClosableHttp {
  const platform = new PlatformHttp(options)
  return { send: (request) => platform.send(request), close: () => platform.close() }
}

class PlatformHttp {
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

  async send(request: HttpRequest): Promise<HttpReply> {
    if (request.signal?.aborted || this.#closed) return failure(false, 'aborted', 'the request was called off')
    if (this.#proxy.kind === 'malformed') return failure(false, 'proxy', this.#proxy.message)
    const trip: Trip = { request, progress: { sent: false, answering: false, receivedBytes: 0 }, over: false }
    const landed = new AbortController()
    const travelled = this.#travel(trip).catch((error: unknown): HttpFailure => {
      const { cause, message } = notMade(error) // such as a token's provider that throws
      return failure(trip.progress.sent, cause, message)
    })
    const reply = await Promise.race([this.#cutOff(trip, landed.signal), travelled])
    landed.abort()
    return reply
  }

  close(): void {
    this.#closed = true
    this.#pool.close()
  }

  /** The end of a trip that takes too long or is called off: at once, whatever undici is doing. */
  #cutOff(trip: Trip, landed: AbortSignal): Promise<HttpFailure> {
    const { signal, timeoutMs } = trip.request
    return new Promise((resolve) => {
      const end = (cause: 'aborted' | 'timeout', message: string) => {
        if (landed.aborted) return
        trip.over = true
        if (trip.connection !== undefined) this.#pool.drop(trip.connection)
        resolve(failure(trip.progress.sent, cause, message))
      }
      signal?.addEventListener('abort', () => end('aborted', 'the request was called off'), { signal: landed })
      void this.#options.clock.sleep(timeoutMs, landed).then(() => end('timeout', this.#timeoutMessage(trip)))
    })
  }

  /** The request and, for GET, the redirects within the origin. */
  async #travel(trip: Trip): Promise<HttpReply> {
    let path = this.#base.pathname.replace(/\/$/, '') + trip.request.path
    for (let hops = 0; ; hops++) {
      const reply = await this.#once(path, trip)
      if (reply.kind === 'failure' || trip.request.method !== 'GET' || trip.over) return reply
      const redirect = redirectOf(reply, new URL(this.#base.origin + path))
      if (redirect.kind === 'none') return reply
      if (redirect.kind === 'refused') return failure(true, 'redirect', redirect.message)
      if (hops === MAX_REDIRECTS) {
        return failure(true, 'redirect', `${this.#peer.name} redirects more than ${MAX_REDIRECTS} times`)
      }
      path = redirect.path
    }
  }

  async #once(path: string, trip: Trip): Promise<HttpReply> {
    const { freshConnection = false } = trip.request
    const outgoing = this.#outgoing(path, trip.request)
    const connection = this.#pool.take(freshConnection)
    trip.connection = connection
    const result = await exchange(outgoing, {
      connection,
      peer: this.#peer,
      maxBodyBytes: this.#maxBodyBytes,
      progress: trip.progress,
    })
    trip.connection = undefined
    if (freshConnection || result.kind === 'failed') this.#pool.drop(connection)
    else this.#pool.giveBack(connection)
    if (result.kind === 'failed') return failure(trip.progress.sent, result.cause, result.message)
    const { status, headers } = result
    const body = await decodeBody(result.body, headers['content-encoding'], this.#maxBodyBytes)
    return typeof body === 'string'
      ? { kind: 'answer', status, headers, body }
      : failure(true, body.cause, body.message)
  }

  #outgoing(path: string, { method, body }: HttpRequest): Dispatcher.DispatchOptions {
    const { token, userAgent } = this.#options
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': userAgent,
      authorization: `Bearer ${typeof token === 'string' ? token : token()}`,
    }
    if (body === undefined) return { method, path, headers }
    return { method, path, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  }

  #timeoutMessage({ progress, request }: Trip): string {
    const within = `within ${formatDuration(request.timeoutMs)}`
    const proxy = this.#proxy.kind === 'proxy' ? ` through the proxy ${this.#proxy.proxy.name}` : ''
    if (!progress.sent) return `no connection to ${this.#peer.name}${proxy} ${within}`
    if (!progress.answering) return `no answer from ${this.#peer.name} ${within}`
    return `no complete answer from ${this.#peer.name} ${within}: it stopped ${howFar(progress)}`
  }
}
