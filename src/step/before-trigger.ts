/** What costs nothing to know is known before the trigger, side by side; what does not answer in time changes nothing. */

import type { Target } from '../core/model.ts'
import type { RunPage } from '../core/platform.ts'
import type { Before, Step } from './step.ts'

/** For all of it together. */
const WITHIN_MS = 3000
/** With less time than this nothing is asked that the trigger can do without. */
const SHORTEST_MS = 2000

export async function lookBefore(step: Step, target: Target): Promise<Before> {
  const nowMs = step.clock.nowMs()
  const leftMs = step.deadlineMs - nowMs
  if (leftMs < SHORTEST_MS) return {}
  const untilMs = nowMs + Math.min(WITHIN_MS, leftMs / 2)
  const runs = await askRecentRuns(step, target, untilMs)
  return runs === undefined ? {} : { runs }
}

/** One request, by which it is known later which runs are new and how long earlier ones took. */
export async function askRecentRuns(
  { platform, channel, runner }: Step,
  target: Target,
  untilMs: number,
): Promise<RunPage | undefined> {
  const call = platform.recentRuns?.(target)
  if (call === undefined) return undefined
  const reading = await channel.ask(call, { untilMs, signal: runner.stop })
  return reading.kind === 'good' ? reading.value : undefined
}
