/** The version that was asked for, if one was: waited for where it is not ready. */

import type { RunSnapshot, Target } from '../core/model.ts'
import type { AskedVersion } from '../core/platform.ts'
import { awaitReady } from '../core/ready.ts'
import type { Watched } from '../core/watch.ts'
import { formatDuration } from '../text/duration.ts'
import type { Outcome } from '../verdict/outcome.ts'
import { refusalOf } from './before-trigger.ts'
import { cancel } from './ending.ts'
import { withAdvice } from './resolving.ts'
import type { Step } from './step.ts'

/** Undefined once the job can be triggered, else what became of the step. */
export async function untilReady(step: Step, target: Target): Promise<Outcome | undefined> {
  const { version } = step.platform
  if (version === undefined) return undefined
  const refusal = await refusalOf(step, target)
  if (refusal !== undefined) return { kind: 'not_started', reason: refusal }
  const policy = { ...step.inputs, deadlineMs: step.deadlineMs }
  const watched = await awaitReady(step, version, target, policy)
  if (watched.ending.kind === 'stopped') return cancel(step, undefined)
  const reason = whyNotReady(step, version, watched)
  return reason === undefined ? undefined : { kind: 'not_started', reason }
}

/** Undefined where the version is ready. */
function whyNotReady(step: Step, { name }: AskedVersion, { ending, last }: Watched): string | undefined {
  switch (ending.kind) {
    case 'final':
      return ending.phase === 'succeeded' ? undefined : badEnd(name, ending.last)
    case 'timed_out': {
      const stands = last === undefined ? 'how it stands could not be seen' : `it is ${last.status}`
      return `${name} was not ready within \`timeout\` (${formatDuration(step.inputs.timeoutMs)}): ${stands}`
    }
    case 'unreachable':
      return `how ${name} stands could not be seen: ${ending.reason}`
    case 'denied':
      return `how ${name} stands could not be seen: ${withAdvice(step, ending.reason, ending.about, 'see this job')}`
    case 'input_required':
      return `${name} waits for a person`
    case 'stopped':
      return 'the step was told to stop'
  }
}

function badEnd(name: string, { status, error }: RunSnapshot): string {
  const why = error === undefined ? '' : `: ${error.trim()}`
  return `${name} can't be run, since its deployment ended as ${status}${why}`
}
