/** Second runs that a trigger in doubt may have started: ended when they are seen, looked for beside the wait and before the verdict. */

import type { Limit } from '../core/limit.ts'
import type { RunHandle, Twin } from '../core/model.ts'
import type { RunSearch } from '../core/search/run-search.ts'
import { areEnded, endSeenTwins, endTwins, type TwinSearch, unseenRuns } from '../core/search/twins.ts'
import { twinWarnings } from '../verdict/doubt-words.ts'
import type { Step } from './step.ts'

/** How long it may take to end those that have been seen. */
const ENDING_MS = 30_000
/** How long one look may take. */
const TWIN_SEARCH_MS = 10_000
/** A send may still take effect for about so long, or for as long as its answer was waited for. */
const SOON_MS = 15_000
/** When it is looked beside a long wait, counted from the last send. What comes later than that waits for the verdict. */
const LOOKS_AFTER_MS = [15_000, 45_000, 120_000, 300_000]

/** A second run that was seen while the trigger's fate was settled does not go on until the verdict. */
export async function endTwinsAtOnce(step: Step, inDoubt: RunSearch, keep: RunHandle): Promise<void> {
  const limit: Limit = { untilMs: step.clock.nowMs() + ENDING_MS, signal: step.runner.stop }
  reportEndedTwins(step, { ...NONE, twins: await endSeenTwins(step, inDoubt, keep, limit) }, keep)
}

/** One that has not been seen yet is looked for, until it has been or the wait is over. */
export async function searchMeanwhile(
  step: Step,
  inDoubt: RunSearch,
  keep: RunHandle,
  isOver: AbortSignal,
): Promise<void> {
  const { clock, runner } = step
  const signal = AbortSignal.any([runner.stop, isOver])
  for (const afterMs of LOOKS_AFTER_MS) {
    if (unseenRuns(inDoubt, keep) === 0) return
    await clock.sleep(afterMs - inDoubt.attempt.lastAgeMs(), signal)
    if (signal.aborted) return
    reportEndedTwins(
      step,
      await endTwins(step, inDoubt, keep, { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal }),
      keep,
    )
  }
}

/** A second run of ours is ended and told of; one that may be ours is told of. Before the verdict, whatever it is. */
export async function searchForTwins(step: Step, handle: RunHandle): Promise<void> {
  const { known, runner, clock } = step
  const { inDoubt } = known
  if (inDoubt === undefined) return
  await known.endingTwins
  const limit: Limit = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop }
  let search = await endTwins(step, inDoubt, handle, limit)
  const soonMs = Math.max(SOON_MS, step.inputs.requestTimeoutMs) - inDoubt.attempt.lastAgeMs()
  if (search.unseen > 0 && search.looked && soonMs > 0) {
    const waitMs = Math.min(soonMs, step.deadlineMs - clock.nowMs() - 1000)
    warnOfTwins(step, { ...search, suspects: [], unseen: 0 }, handle)
    if (waitMs > 0) await clock.sleep(waitMs, runner.stop)
    const again: Limit = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop }
    if (waitMs > 0 && !runner.stop.aborted) search = await endTwins(step, inDoubt, handle, again)
  }
  warnOfTwins(step, search, handle)
  if (runner.stop.aborted && !areEnded(search)) known.leftToPost = true
}

export function warnOfTwins({ runner, platform, known }: Step, search: TwinSearch, handle: RunHandle): void {
  const twins = search.twins.filter(({ run }) => !known.warnedTwins.has(run.runId))
  for (const { run } of twins) known.warnedTwins.add(run.runId)
  for (const warning of twinWarnings({ ...search, twins }, handle, platform.runNoun)) runner.warning(warning)
}

const NONE: TwinSearch = { twins: [], suspects: [], looked: true, unseen: 0 }

/** What is open yet is told at the end. */
function reportEndedTwins(step: Step, { twins }: TwinSearch, keep: RunHandle): void {
  warnOfTwins(step, { ...NONE, twins: twins.filter(isDealtWith) }, keep)
}

function isDealtWith({ termination }: Twin): boolean {
  return termination.kind !== 'failed'
}
