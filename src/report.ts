/** Tells the runner what is known of the run, and how the step ended. */

import type { Outcome, RunHandle, RunSnapshot } from './core/model.ts'
import type { Runner } from './core/ports.ts'
import { messageOf, type Names } from './message.ts'
import { finalOutputs, type Outputs, outputsOf } from './outputs.ts'

/** The outputs of a run that is not over, so that they are there whatever happens next. */
export function tellRun(runner: Runner, run: RunHandle, last: RunSnapshot | undefined): void {
  const { 'run-id': runId, 'run-url': runUrl, status, conclusion } = outputsOf('pending', run, last)
  writeOutputs(runner, { 'run-id': runId, 'run-url': runUrl, status, conclusion })
}

/** Outputs first, then the step's own verdict. */
export function report(runner: Runner, names: Names, outcome: Outcome): void {
  writeOutputs(runner, finalOutputs(outcome))
  const message = messageOf(outcome, names)
  switch (outcome.kind) {
    case 'ended':
      if (outcome.phase === 'succeeded') runner.info(message)
      else runner.fail(message)
      return
    case 'pending':
      runner.info(message)
      return
    case 'cancelled':
      runner.failSilently(message)
      return
    case 'timed_out':
    case 'lost':
    case 'not_started':
    case 'unknown':
    case 'action_required':
      runner.fail(message)
      return
  }
}

function writeOutputs(runner: Runner, outputs: Partial<Outputs>): void {
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value)
}
