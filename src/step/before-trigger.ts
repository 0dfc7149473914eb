/** What costs nothing to know is known before the trigger, side by side; what does not answer in time changes nothing. */

import type { Target } from '../core/model.ts'
import type { RunPage } from '../core/platform.ts'
import type { Good } from '../core/requests/reading.ts'
import { askDefinition } from './definition.ts'
import type { Before, Step } from './step.ts'

/** For all of it together. */
const WITHIN_MS = 3000
/** With less time than this nothing is asked that the trigger can do without. */
const SHORTEST_MS = 2000

export async function lookBefore(step: Step, target: Target): Promise<Before> {
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

/** One request, by which it is known later which runs are new and how long earlier ones took. */
export async function askRecentRuns(
  { platform, channel, runner }: Step,
  target: Target,
  untilMs: number,
): Promise<Good<RunPage> | undefined> {
  const call = platform.recentRuns?.(target)
  if (call === undefined) return undefined
  const reading = await channel.ask(call, { untilMs, signal: runner.stop })
  return reading.kind === 'good' ? reading : undefined
}
