/** Tells the runner what is known of the run, and how the step ended. */

import type { RunHandle, RunSnapshot } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import type { Runner } from '../core/ports.ts'
import { usualOf } from '../core/progress.ts'
import type { StepReport } from '../summary/report.ts'
import { conclusionOf, traitsOf } from '../verdict/conclusions.ts'
import { type Heard, messageOf } from '../verdict/message.ts'
import type { Names } from '../verdict/names.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { finalOutputs, firstOutputs } from '../verdict/outputs.ts'
import { shownOutcome } from '../verdict/shown.ts'
import type { Known, Step } from './step.ts'

/** The outputs of a run that is not over, so that they are there whatever happens next. */
export function writeFirstOutputs(runner: Runner, run: RunHandle, last: RunSnapshot | undefined): void {
  writeOutputs(runner, firstOutputs(run, last))
}

/** The outputs of a step that is decided, before anything else that may take time. */
export function writeFinalOutputs(runner: Runner, outcome: Outcome, platform?: Platform): void {
  writeOutputs(runner, finalOutputs(shown(runner, outcome), platform))
}

/** The step's verdict: in the log, as its one annotation where it failed, and as its exit code. */
export function reportVerdict(runner: Runner, names: Names, outcome: Outcome, heard?: Heard): void {
  const message = messageOf(shown(runner, outcome), names, heard)
  switch (traitsOf(conclusionOf(outcome)).step) {
    case 'succeeds':
      runner.info(message)
      return
    case 'fails':
      runner.fail(message)
      return
    case 'fails_silently':
      runner.failSilently(message)
      return
  }
}

/** Warns, once, of an answer about another version than was triggered. */
export function warnOfOtherVersion({ platform, known, runner }: Step, seen: RunSnapshot): void {
  const other = known.asked === undefined ? undefined : platform.otherVersion?.(known.asked, seen)
  if (other === undefined) return
  delete known.asked
  runner.warning(`${other.charAt(0).toUpperCase()}${other.slice(1)}.`)
}

/** Adds the job summary. The program for it is loaded only when it is needed: after the verdict. */
export async function writeSummary(runner: Runner, report: StepReport): Promise<void> {
  const { renderSummary } = await import('../summary/page.ts')
  runner.addSummary(renderSummary(report))
}

/** For what comes after the verdict: that it goes wrong is worth a warning, and changes nothing. `failed` says what then could not be done. */
export async function afterVerdict({ runner }: Pick<Step, 'runner'>, failed: string, work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    runner.warning(`${failed}: ${why}. This does not touch the verdict.`)
  }
}

/** The report of a step whose inputs were sound. */
export function reportOf({ platform, inputs, clock, known, runner }: Step, names: Names, outcome: Outcome): StepReport {
  const usual = usualOf(known.past)
  const told = shown(runner, outcome)
  return {
    names,
    outcome: told,
    message: messageOf(told, names, { lastLines: [], lastWarning: known.lastWarning }),
    ...(platform.jobName === undefined ? {} : { job: runner.blot(platform.jobName) }),
    ...(inputs.runName === undefined ? {} : { alias: runner.blot(inputs.runName) }),
    asked: platform.describes.map(({ label, value }) => ({ label, value: runner.blot(value) })),
    statuses: known.statuses.map((seen) => ({ ...seen, status: runner.blot(seen.status) })),
    elapsedMs: clock.nowMs() - (known.begunAtMs ?? clock.nowMs()),
    lastLines: known.lastLines,
    ...(known.lastWarning === undefined ? {} : { lastWarning: known.lastWarning }),
    ...(usual === undefined ? {} : { usual }),
  }
}

/** The report of a step that did not come so far as to read its inputs. */
export function reportOfFaults(names: Names, outcome: Outcome): StepReport {
  const known: Pick<Known, 'statuses' | 'lastLines'> = { statuses: [], lastLines: [] }
  return { names, outcome, message: messageOf(outcome, names), asked: [], elapsedMs: 0, ...known }
}

function shown(runner: Runner, outcome: Outcome): Outcome {
  return shownOutcome(outcome, (text) => runner.blot(text))
}

function writeOutputs(runner: Runner, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value)
}
