/**
 * A re-run goes on with the run that this very step started in an earlier attempt of the workflow run, if that is still
 * going: "Re-run failed jobs" after a time-out or a lost runner would start a second run beside it.
 */

import { isFinal, type ListedRun, type Target } from '../core/model.ts'
import { aliasesOf } from '../core/search/alias.ts'
import { searchByAlias } from '../core/search/by-alias.ts'
import type { Step } from './step.ts'

/** The search is a courtesy to the step's start: the earlier attempt may have left nothing. */
const SEARCH_MS = 3000

/** The run to go on with: the oldest, where there are several. Undefined: trigger. */
export async function findOfEarlierAttempt(step: Step, target: Target): Promise<ListedRun | undefined> {
  const { inputs, platform, clock, runner } = step
  if (!inputs.isRerun || inputs.onRerun === 'start' || runner.stop.aborted) return undefined
  const untilMs = Math.min(clock.nowMs() + SEARCH_MS, step.deadlineMs)
  const aliases = aliasesOf(inputs.alias, clock)
  const found = await searchByAlias(step, target, aliases, { untilMs, signal: runner.stop })
  if (found.kind === 'stopped') return undefined
  if (found.kind !== 'good') {
    runner.warning(`Could not look for a ${platform.runNoun} of an earlier attempt: ${found.message}. ${STARTING}`)
    return undefined
  }
  const going = found.value.runs.filter((run) => !isFinal(run) && run.phase !== 'ending')
  const [oldest, ...others] = going
  if (oldest === undefined) {
    runner.info(nothingFound(step, target))
    return undefined
  }
  if (!found.value.isProved) {
    runner.warning(
      `${listOf(going)} may be of an earlier attempt, but the search by alias proves nothing here. ${STARTING}`,
    )
    return undefined
  }
  if (others.length > 0) {
    runner.warning(
      `Earlier attempts of this step started more than one ${platform.runNoun} that still goes on. Waiting for the oldest, ${oldest.handle.runId}; look after ${listOf(others)}.`,
    )
  }
  return oldest
}

const STARTING = 'The job is triggered; if the earlier run still goes on, there are two now.'

function nothingFound({ platform, inputs }: Step, target: Target): string {
  return platform.findByAlias?.(target, inputs.alias.stem) === undefined
    ? `This is a re-run. ${platform.name} can't tell which ${platform.runNoun} an earlier attempt started: the job is triggered.`
    : `This is a re-run. No ${platform.runNoun} of an earlier attempt that still goes on was found: the job is triggered.`
}

function listOf(runs: readonly ListedRun[]): string {
  return runs.map(({ handle }) => `${handle.runId} (${handle.runUrl})`).join(', ')
}
