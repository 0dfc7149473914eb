/** A run's life as a pure function of the platform's clock. */

import type { SimRun } from './types.ts'

export interface StatusChange {
  readonly atMs: number
  readonly status: string
}

/** Everything that the run goes through, times absolute; a termination cuts off what had not happened by then. */
export function phasesOf(run: SimRun): readonly StatusChange[] {
  const natural = run.behaviour.timeline.map(({ afterMs, status }) => ({ atMs: run.createdAtMs + afterMs, status }))
  const { termination } = run
  if (termination === undefined || run.behaviour.survivesTermination) return natural
  const before = natural.filter((phase) => phase.atMs <= termination.atMs)
  if (before.some((phase) => run.words.isFinal(phase.status))) return natural
  return [...before, ...termination.phases]
}

export function statusAt(run: SimRun, atMs: number): string {
  const phases = phasesOf(run)
  const current = phases.findLast((phase) => phase.atMs <= atMs) ?? phases[0]
  return current?.status ?? run.words.waiting
}

/** When the run ended, or undefined if it has not by that time. */
export function endedAtMs(run: SimRun, atMs: number): number | undefined {
  return phasesOf(run).find((phase) => phase.atMs <= atMs && run.words.isFinal(phase.status))?.atMs
}

/** When the run left its waiting states, or undefined if it has not by that time. */
export function startedAtMs(run: SimRun, atMs: number): number | undefined {
  const running = run.words.running.toLowerCase()
  return phasesOf(run).find((phase) => phase.atMs <= atMs && phase.status.toLowerCase() === running)?.atMs
}

/** From that time on, as far as it has not ended by then, the run is in this status, whatever it would have gone through. */
export function redirect(run: SimRun, atMs: number, status: string, sinceMs = atMs): void {
  const before = (run.termination?.phases ?? []).filter((phase) => phase.atMs <= sinceMs)
  run.termination = { atMs: run.termination?.atMs ?? sinceMs, phases: [...before, { atMs, status }] }
}

/** Takes a termination in; of two the earlier one counts, since a late effect may be overtaken. */
export function requestTermination(run: SimRun, termination: NonNullable<SimRun['termination']>): void {
  if (run.termination === undefined || termination.atMs < run.termination.atMs) run.termination = termination
}
