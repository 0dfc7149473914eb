/** How a verdict is put in a commit status and in a comment. */

import { durationOf } from '../core/model.ts'
import { formatDuration } from '../text/duration.ts'
import { traitsOf } from '../verdict/conclusions.ts'
import type { Facts } from './facts.ts'

/** `Succeeded`, `Timed out after 1h 00m` */
export function verdictWords({ conclusion, timeoutMs }: Facts): string {
  const { words } = traitsOf(conclusion)
  return timeoutMs === undefined ? words : `${words} after ${formatDuration(timeoutMs)}`
}

/** ` in 4m 05s`; empty where the platform does not tell both times. */
export function tookWords(facts: Facts, preposition: 'in' | 'after'): string {
  const tookMs = durationOf(facts)
  return tookMs === undefined ? '' : ` ${preposition} ${formatDuration(tookMs)}`
}
