/** What costs nothing to know is known before the trigger, side by side; what does not answer in time changes nothing. */

import type { Target } from '../core/model.ts'
import type { RunPage } from '../core/platform.ts'
import type { Good } from '../core/requests/reading.ts'
import { askDefinition } from './definition.ts'
import type { Before, Step } from './step.ts'

/** For all of it together. */
const WITHIN_MS = 3000
/** A setback is often over by then: a connection that was cut, a proxy that was exchanged. */
const GAP_MS = 200
/** With less time than this nothing is asked that the trigger can do without. */
const SHORTEST_MS = 2000

export async function askBeforeTrigger(step: Step, target: Target): Promise<Before> {
  const untilMs = courtesyUntilMs(step)
  if (untilMs === undefined) return {}
  const [runs, definition] = await Promise.all([
    askRecentRuns(step, target, untilMs),
    // A version that was asked for has been looked at before it was waited for.
    step.platform.version === undefined ? askDefinition(step, target, untilMs) : undefined,
  ])
  const { refusal, target: completed } = definition ?? {}
  return {
    ...(runs === undefined ? {} : { runs }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(completed === undefined ? {} : { target: completed }),
  }
}

/** Why a trigger would be no good by the job's own definition; undefined where nothing is known against it. */
export async function refusalOf(step: Step, target: Target): Promise<string | undefined> {
  const untilMs = courtesyUntilMs(step)
  return untilMs === undefined ? undefined : (await askDefinition(step, target, untilMs)).refusal
}

export function courtesyUntilMs({ clock, deadlineMs }: Step): number | undefined {
  const nowMs = clock.nowMs()
  const leftMs = deadlineMs - nowMs
  return leftMs < SHORTEST_MS ? undefined : nowMs + Math.min(WITHIN_MS, leftMs / 2)
}

/** One request, by which it is known later which runs are new and how long earlier ones took; once more after a setback. */
export async function askRecentRuns(
  { platform, channel, clock, runner }: Step,
  target: Target,
  untilMs: number,
): Promise<Good<RunPage> | undefined> {
  const call = platform.recentRuns?.(target)
  if (call === undefined) return undefined
  const limit = { untilMs, signal: runner.stop }
  const first = await channel.ask(call, limit)
  if (first.kind === 'good') return first
  // A certificate or a proxy's refusal does not get better by itself.
  if (first.kind !== 'setback' || first.cause === 'certificate' || first.cause === 'proxy_auth') return undefined
  const gapMs = Math.max(GAP_MS, first.retryAfterMs ?? 0)
  if (clock.nowMs() + gapMs >= untilMs) return undefined
  await clock.sleep(gapMs, runner.stop)
  const second = runner.stop.aborted ? first : await channel.ask(call, limit)
  return second.kind === 'good' ? second : undefined
}
