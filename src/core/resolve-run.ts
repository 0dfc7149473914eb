/** A run that was named before its job was looked up: the look-up, made good by whoever has to end the run. */

import { type Limit, within } from './limit.ts'
import type { RunHandle } from './model.ts'
import { FIRST_PATIENCE_MS, type TerminatePorts } from './terminate.ts'

export type ResolvedRun =
  | { readonly kind: 'resolved'; readonly run: RunHandle }
  /** `reason` is a sentence without a full stop. */
  | { readonly kind: 'unresolved'; readonly run: RunHandle; readonly reason: string }

const GAP_MS = 500

/** Asks until there is an answer or the limit is reached. At once where nothing has to be looked up. */
export async function resolveRun(
  { channel, platform, clock }: TerminatePorts,
  run: RunHandle,
  limit: Limit,
): Promise<ResolvedRun> {
  const { resolve } = platform
  if (resolve === undefined) return { kind: 'resolved', run }
  for (let patienceMs = FIRST_PATIENCE_MS; ; patienceMs *= 2) {
    const reading = await channel.ask(resolve, within(limit, clock.nowMs() + patienceMs))
    if (reading.kind === 'good') return { kind: 'resolved', run: platform.attach(reading.value, run.runId) }
    const reason = `could not ${resolve.what}: ${reading.kind === 'stopped' ? 'stopped' : reading.message}`
    const isOver = reading.kind === 'stopped' || clock.nowMs() + GAP_MS >= limit.untilMs
    if (isOver) return { kind: 'unresolved', run, reason }
    await clock.sleep(GAP_MS, limit.signal)
  }
}
