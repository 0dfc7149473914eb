/**
 * The story of a step once it has begun: trigger or attach -> watch -> verdict -> what is told of it. Everything else is
 * somewhere below.
 */

import type { RunHandle } from './core/model.ts'
import { finishBy } from './github/reports.ts'
import { stateNames } from './state.ts'
import type { Opening } from './step/opening.ts'
import {
  afterVerdict,
  reportOf,
  reportOfFaults,
  reportVerdict,
  writeFinalOutputs,
  writeSummary,
} from './step/reporting.ts'
import { searchForTwins, searchMeanwhile } from './step/second-runs.ts'
import { attach, start } from './step/starting.ts'
import { type Known, lastOf, type Step, type World } from './step/step.ts'
import { watchToVerdict } from './step/watching.ts'
import { type Names, namesOf } from './verdict/names.ts'
import type { Outcome } from './verdict/outcome.ts'

/** From what was asked first to the step's end. */
export async function finish(step: Step, opening: Promise<Opening>): Promise<void> {
  const { platform, known, clock, reports, runner, inputs } = step
  const names = namesOf(platform)
  const outcome = await story(step, opening).catch((error: unknown) => afterBug(known, error))
  writeFinalOutputs(runner, outcome, platform)
  reportVerdict(runner, names, outcome, known)
  runner.saveState(known.leftToPost ? stateNames.reportedEnd : stateNames.concluded, 'true')
  if (inputs.summary) {
    await afterVerdict(step, 'The job summary could not be made', () => {
      return writeSummary(runner, reportOf(step, names, outcome))
    })
  }
  const byMs = finishBy(clock.nowMs(), runner.stop.aborted ? step.stoppedAtMs() : undefined)
  await afterVerdict(step, 'GitHub could not be told of it', () => reports.finish(outcome, byMs))
  step.http.close()
}

/** The end of a step whose inputs can't be used. */
export async function finishUnbegun({ runner }: World, reason: string, summary: boolean): Promise<void> {
  const names: Names = { platform: '', runNoun: 'run' }
  const outcome: Outcome = { kind: 'not_started', reason }
  writeFinalOutputs(runner, outcome)
  reportVerdict(runner, names, outcome)
  runner.saveState(stateNames.concluded, 'true')
  if (!summary) return
  await afterVerdict({ runner }, 'The job summary could not be made', () => {
    return writeSummary(runner, reportOfFaults(names, outcome))
  })
}

async function story(step: Step, opening: Promise<Opening>): Promise<Outcome> {
  const begun = await (step.inputs.attachTo === undefined ? start(step, opening) : attach(step, step.inputs.attachTo))
  if (begun.kind !== 'begun') return begun
  const { run: handle } = begun
  if (!step.inputs.wait) await step.known.endingTwins
  if (!step.inputs.wait) return { kind: 'pending', run: handle, ...lastOf(step.known) }
  const outcome = await watchBesideTwins(step, handle)
  if (outcome.kind !== 'cancelled') await searchForTwins(step, handle)
  return outcome
}

/** The wait; beside it a second run that may be there is looked for. */
async function watchBesideTwins(step: Step, handle: RunHandle): Promise<Outcome> {
  const { inDoubt } = step.known
  if (inDoubt === undefined) return watchToVerdict(step, handle)
  const over = new AbortController()
  const search = searchMeanwhile(step, inDoubt, handle, over.signal)
  const outcome = await watchToVerdict(step, handle)
  over.abort()
  await search
  return outcome
}

/** A fault of this program: told as what it is, with all that is known of the run. Never a verdict. */
function afterBug(known: Known, error: unknown): Outcome {
  const reason = `an error in this action: ${error instanceof Error ? error.message : String(error)}`
  if (known.run !== undefined) return { kind: 'lost', run: known.run, ...lastOf(known), reason }
  return { kind: 'unknown', reason, candidates: [] }
}
