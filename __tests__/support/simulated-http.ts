/** The HTTP port on the simulated control planes and a fake clock: no sockets, no real time. */

import type { ControlPlane } from '../../sandbox/control-plane/simulator.ts'
import type { SimPlan } from '../../sandbox/control-plane/types.ts'
import type {
  Http,
  HttpFailure,
  HttpFailureCause,
  HttpReply,
  HttpRequest,
  HttpStreamRequest,
  HttpStreams,
} from '../../src/core/ports.ts'
import type { FakeClock } from './fake-clock.ts'
import { simulatedStream } from './simulated-stream.ts'

export interface SimulatedHttpOptions {
  readonly clock: FakeClock
  readonly plane: Pick<ControlPlane, 'handle' | 'now'>
  /** Bearer token; a function is asked anew for each request. */
  readonly apiKey: string | (() => string)
  readonly pathPrefix?: string
  /** Decides, for each request, whether it fails before it reaches the platform. */
  readonly unsent?: (request: HttpRequest) => HttpFailureCause | undefined
  /** From request to answer. */
  readonly latencyMs?: number
}

export function simulatedHttp(options: SimulatedHttpOptions): Http & HttpStreams & { close(): void } {
  const { clock, plane, apiKey, pathPrefix = '', latencyMs = 20 } = options
  const headersNow = () => ({
    authorization: `Bearer ${typeof apiKey === 'string' ? apiKey : apiKey()}`,
    'content-type': 'application/json',
  })
  return {
    close: () => undefined,
    stream(streamed, sink) {
      const request = asRequest(streamed)
      const cause = options.unsent?.(request)
      if (cause !== undefined) {
        return settle(clock, request, latencyMs, failure(cause, false, `no connection (${cause})`))
      }
      if (request.signal?.aborted) return Promise.resolve(failure('aborted', false, 'stopped'))
      const path = `${pathPrefix}${request.path}`
      const plan = plane.handle({ method: 'GET', path, headers: { ...headersNow(), ...streamed.headers }, body: '' })
      if (plan.kind === 'stream') return simulatedStream({ clock, now: plane.now, latencyMs }, plan, streamed, sink)
      const answered = carryOut(clock, request, latencyMs, plan)
      return answered.then((reply) => {
        const isGood = reply.kind === 'answer' && reply.status < 300
        if (!isGood || !sink.onHead(reply)) return isGood ? { ...reply, body: '' } : reply
        sink.onText(reply.body)
        return { kind: 'closed' }
      })
    },
    send(request) {
      const cause = options.unsent?.(request)
      if (cause !== undefined) {
        return settle(clock, request, latencyMs, failure(cause, false, `no connection (${cause})`))
      }
      if (request.signal?.aborted) return Promise.resolve(failure('aborted', false, 'stopped'))
      const plan = plane.handle({
        method: request.method,
        path: `${pathPrefix}${request.path}`,
        headers: headersNow(),
        body: request.body === undefined ? '' : JSON.stringify(request.body),
      })
      return carryOut(clock, request, latencyMs, plan)
    },
  }
}

function asRequest({ path, timeoutMs, signal }: HttpStreamRequest): HttpRequest {
  return { method: 'GET', path, timeoutMs, ...(signal === undefined ? {} : { signal }) }
}

function carryOut(clock: FakeClock, request: HttpRequest, latencyMs: number, plan: SimPlan): Promise<HttpReply> {
  switch (plan.kind) {
    case 'respond': {
      const { status, headers, body } = plan.response
      return settle(clock, request, latencyMs + plan.delayMs, { kind: 'answer', status, headers, body })
    }
    case 'reset':
      return settle(clock, request, latencyMs + plan.delayMs, failure('connection', true, 'the connection was reset'))
    case 'truncate':
      return settle(clock, request, latencyMs + plan.delayMs, failure('truncated', true, 'the answer was cut off'))
    case 'hang':
      return settle(clock, request, undefined, failure('timeout', true, 'unreachable'))
    case 'stream':
      throw new Error('a stream is not for `send`')
  }
}

/** Undefined: never. The request's own limits come first. */
function settle(clock: FakeClock, request: HttpRequest, afterMs: number | undefined, reply: HttpReply) {
  return new Promise<HttpReply>((resolve) => {
    const sent = !(reply.kind === 'failure' && !reply.sent)
    const cancels: (() => void)[] = []
    const done = (result: HttpReply) => {
      for (const cancel of cancels) cancel()
      request.signal?.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const onAbort = () => done(failure('aborted', sent, 'stopped'))
    if (request.signal?.aborted) return onAbort()
    request.signal?.addEventListener('abort', onAbort, { once: true })
    const timeout = failure('timeout', sent, `no answer within ${request.timeoutMs / 1000} s`)
    cancels.push(clock.at(clock.nowMs() + request.timeoutMs, () => done(timeout)))
    if (afterMs !== undefined) cancels.push(clock.at(clock.nowMs() + afterMs, () => done(reply)))
  })
}

function failure(cause: HttpFailureCause, sent: boolean, message: string): HttpFailure {
  return { kind: 'failure', cause, sent, message }
}
