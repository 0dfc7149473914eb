/** How a verdict is put in a status and in a comment. */

import { formatDuration } from '../core/duration-format.ts'
import type { Facts } from './facts.ts'

export function verdictWords({ conclusion, runNoun, timeoutMs }: Facts): string {
  switch (conclusion) {
    case 'success':
      return 'Succeeded'
    case 'failure':
      return 'Failed'
    case 'terminated':
      return 'Terminated'
    case 'timed_out':
      return timeoutMs === undefined ? 'Timed out' : `Timed out after ${formatDuration(timeoutMs)}`
    case 'cancelled':
      return 'Cancelled'
    case 'lost':
      return 'Lost sight of the run'
    case 'pending':
      return 'Started, not waited for'
    case 'not_started':
      return `No ${runNoun} was started`
    case 'unknown':
      return `Unknown whether a ${runNoun} was started`
    case 'action_required':
      return 'A person has to act'
  }
}

/** How long the run took; undefined where the platform does not tell both times. */
export function durationMs({ startedAtMs, endedAtMs }: Facts): number | undefined {
  return startedAtMs === undefined || endedAtMs === undefined ? undefined : Math.max(0, endedAtMs - startedAtMs)
}
