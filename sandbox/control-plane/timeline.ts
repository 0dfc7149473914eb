/** A run's life as a pure function of the platform's clock. */

import type { Platform, RunBehaviour, SimRun } from './types.ts'

export interface Phase {
  readonly atMs: number
  readonly status: string
}

const FINAL: Readonly<Record<Platform, readonly string[]>> = {
  truefoundry: ['FINISHED', 'FAILED', 'TERMINATED'],
  kubiya: ['completed', 'failed', 'cancelled', 'terminated'],
}

export const DEFAULT_BEHAVIOUR: Readonly<Record<Platform, RunBehaviour>> = {
  truefoundry: {
    timeline: [
      { afterMs: 0, status: 'CREATED' },
      { afterMs: 1_000, status: 'SCHEDULED' },
      { afterMs: 2_000, status: 'RUNNING' },
      { afterMs: 10_000, status: 'FINISHED' },
    ],
    exitCode: 0,
  },
  kubiya: {
    timeline: [
      { afterMs: 0, status: 'pending' },
      { afterMs: 1_000, status: 'running' },
      { afterMs: 10_000, status: 'completed' },
    ],
    response: 'Done.',
  },
}

export function isFinal(platform: Platform, status: string): boolean {
  return FINAL[platform].includes(platform === 'kubiya' ? status.toLowerCase() : status)
}

/** Everything that the run goes through, times absolute; a termination cuts off what had not happened by then. */
export function phasesOf(run: SimRun): readonly Phase[] {
  const natural = run.behaviour.timeline.map(({ afterMs, status }) => ({ atMs: run.createdAtMs + afterMs, status }))
  const { termination } = run
  if (termination === undefined || run.behaviour.survivesTermination) return natural
  const before = natural.filter((phase) => phase.atMs <= termination.atMs)
  if (before.some((phase) => isFinal(run.platform, phase.status))) return natural
  return [...before, ...termination.phases]
}

export function statusAt(run: SimRun, atMs: number): string {
  const phases = phasesOf(run)
  const current = phases.findLast((phase) => phase.atMs <= atMs) ?? phases[0]
  return current?.status ?? (run.platform === 'truefoundry' ? 'CREATED' : 'pending')
}

/** When the run ended, or undefined if it has not by that time. */
export function endedAtMs(run: SimRun, atMs: number): number | undefined {
  return phasesOf(run).find((phase) => phase.atMs <= atMs && isFinal(run.platform, phase.status))?.atMs
}

/** When the run left its waiting states, or undefined if it has not by that time. */
export function startedAtMs(run: SimRun, atMs: number): number | undefined {
  return phasesOf(run).find((phase) => phase.atMs <= atMs && phase.status.toLowerCase() === 'running')?.atMs
}

/** Takes a termination in; of two the earlier one counts, since a late effect may be overtaken. */
export function requestTermination(run: SimRun, termination: NonNullable<SimRun['termination']>): void {
  if (run.termination === undefined || termination.atMs < run.termination.atMs) run.termination = termination
}
