/** Details of a run's end that come a moment after its final status: when it ended, why, with what result. */

import type { Limit } from './limit.ts'
import type { RunHandle, RunSnapshot } from './model.ts'
import { askStatus, type TerminatePorts } from './terminate.ts'

const FIRST_GAP_MS = 500
const LONGEST_GAP_MS = 2000

/**
 * Looks again at a run that has ended, until nothing is lacking; at most until the limit, and for details at least once and
 * no longer than its log is read anyway. The verdict stays that of the first answer. Never rejects.
 */
export async function completeEnd(
  ports: TerminatePorts,
  run: RunHandle,
  last: RunSnapshot,
  limit: Limit & { readonly log: Promise<void> },
): Promise<RunSnapshot> {
  const { clock, platform } = ports
  let known = last
  // Not known before the first wait, so that there is one more look in any case.
  let isLogRead = false
  let askedToWaitMs = 0
  void limit.log.then(() => {
    isLogRead = true
  })
  for (let gapMs = FIRST_GAP_MS; ; gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS)) {
    const lack = platform.lacks?.(known) ?? 'nothing'
    const isWorthIt = lack === 'result' || (lack === 'details' && !isLogRead)
    const waitMs = Math.max(gapMs, askedToWaitMs)
    if (!isWorthIt || clock.nowMs() + waitMs >= limit.untilMs) return known
    await clock.sleep(waitMs, limit.signal)
    if (limit.signal?.aborted) return known
    const seen = await askStatus(ports, run, limit)
    if (seen?.kind === 'good' && seen.value.phase === last.phase) known = seen.value
    askedToWaitMs = seen?.kind === 'setback' ? (seen.retryAfterMs ?? 0) : 0
  }
}
