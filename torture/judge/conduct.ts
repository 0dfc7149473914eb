/** How the step behaves towards its platform: idle when all is done, patient when asked, never in a hot loop. */

import type { RecordedRequest } from '../../sandbox/control-plane/simulator.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import type { Evidence } from './evidence.ts'

/** Within one second, by main. */
const MOST_REQUESTS = 40

/** `post` "does nothing when main concluded". */
export function* postIsIdle(e: Evidence): Iterable<string> {
  const { main, requests } = e.record
  // Told to stop while it looked for a second run, main has its verdict, but has not concluded.
  const wasCutOff = e.conclusion === 'cancelled' || (e.record.signalledAtMs !== undefined && e.doubtful.length > 0)
  const hasConcluded = !main.killed && !wasCutOff
  const sent = requests.filter((request) => e.isOfPost(request))
  if (hasConcluded && sent.length > 0) yield `post sent ${sent.length} requests though main had concluded`
}

export function* noHotLoop(e: Evidence): Iterable<string> {
  const times = e.record.requests.map(({ atMs }) => atMs)
  const isCrowded = times.some((atMs, at) => (times[at + MOST_REQUESTS] ?? Number.POSITIVE_INFINITY) < atMs + 1000)
  if (isCrowded) yield `more than ${MOST_REQUESTS} requests within a second`
}

const PATIENT: readonly Operation[] = ['fqn', 'deploymentFqn', 'deploymentStatuses', 'trigger', 'status']

/** "Retried within `outage-tolerance`, with backoff, jitter and `Retry-After`". */
export function* retryAfter(e: Evidence): Iterable<string> {
  for (const operation of PATIENT) {
    // A second run is looked at while it is ended, which has its own bounds.
    const own = encodeURIComponent(e.told?.name ?? '')
    const requests = e.ofMain(operation).filter(({ path }) => operation !== 'status' || path.includes(own))
    let sinceMs: number | undefined
    for (const [at, request] of requests.entries()) {
      const answer = e.answer(request)
      sinceMs = answer === 'good' ? undefined : (sinceMs ?? begunMs(e, requests, at))
      const next = requests[at + 1]
      // A doubtful trigger is a case of its own: what is looked for first takes its time.
      const isRetried = operation !== 'trigger' || answer === 'later'
      const askedMs = isRetried ? askedFor(request) : undefined
      if (next === undefined || askedMs === undefined || sinceMs === undefined) continue
      // A read that is overdue is asked a second time, beside the first.
      if (next.atMs <= e.arrivedMs(request)) continue
      const endMs = Math.min(sinceMs + e.toleranceMs, e.timeoutMs, e.record.signalledAtMs ?? Number.POSITIVE_INFINITY)
      const notBeforeMs = Math.min(request.atMs + askedMs, endMs - 1000) - e.record.slackMs
      if (next.atMs < notBeforeMs)
        yield `${operation} was sent again after ${next.atMs - request.atMs} ms, where the platform had asked for ${askedMs} ms`
    }
  }
}

/** When the stretch without an answer began: perhaps with what could not even be sent. */
function begunMs({ record }: Evidence, requests: readonly RecordedRequest[], at: number): number {
  const fromMs = requests[at - 1]?.atMs ?? -1
  const ownMs = requests[at]?.atMs ?? 0
  return record.unsent.find(({ atMs }) => atMs > fromMs && atMs < ownMs)?.atMs ?? ownMs
}

function askedFor({ fault }: RecordedRequest): number | undefined {
  const seconds = fault?.kind === 'status' ? fault.headers?.['retry-after'] : undefined
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
