/** A stream of a simulated control plane, delivered on a fake clock. */

import type { SimPlan } from '../../sandbox/control-plane/types.ts'
import type { HttpFailure, HttpStreamEnd, HttpStreamRequest, HttpStreamSink } from '../../src/core/ports.ts'
import type { FakeClock } from './fake-clock.ts'

export interface StreamWorld {
  readonly clock: FakeClock
  /** The platform's clock. */
  readonly now: () => number
  readonly latencyMs: number
}

/** How often an open stream is looked after: somebody may have terminated the run meanwhile. */
const BEAT_MS = 1000

export async function simulatedStream(
  { clock, now, latencyMs }: StreamWorld,
  plan: Extract<SimPlan, { kind: 'stream' }>,
  { silenceMs, signal }: HttpStreamRequest,
  sink: HttpStreamSink,
): Promise<HttpStreamEnd> {
  await clock.sleep(latencyMs + plan.delayMs, signal)
  if (signal?.aborted) return broken('aborted')
  const { status, headers } = plan.response
  if (!sink.onHead({ status, headers })) return { kind: 'answer', status, headers, body: '' }
  let heardMs = clock.nowMs()
  for (let sent = 0; ; ) {
    const { chunks, endsAtMs, abrupt } = plan.script()
    const due = chunks.slice(sent).filter(({ atMs }) => atMs <= now())
    for (const { text } of due) if (!signal?.aborted) sink.onText(text)
    if (signal?.aborted) return broken('aborted')
    sent += due.length
    if (due.length > 0) heardMs = clock.nowMs()
    if (now() >= endsAtMs) return abrupt ? broken('truncated') : { kind: 'closed' }
    if (clock.nowMs() - heardMs >= silenceMs) return broken('timeout')
    const nextMs = Math.min(chunks[sent]?.atMs ?? Number.POSITIVE_INFINITY, endsAtMs) - now()
    await clock.sleep(Math.min(nextMs, BEAT_MS), signal)
  }
}

function broken(cause: HttpFailure['cause']): HttpFailure {
  return { kind: 'failure', sent: true, cause, message: `the stream broke (${cause})` }
}
