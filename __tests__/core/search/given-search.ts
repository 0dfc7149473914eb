/** A search for the runs of an attempt that finds what a test says. */

import type { ListedRun } from '../../../src/core/model.ts'
import type { Clock } from '../../../src/core/ports.ts'
import type { Reading } from '../../../src/core/requests/reading.ts'
import type { Found, RunSearch } from '../../../src/core/search/run-search.ts'
import { attemptOf } from '../../support/bench.ts'

export const NOTHING = found({})
export const BAD_GATEWAY: Reading<Found> = { kind: 'setback', effect: 'possible', message: 'HTTP 502' }

/** An answered look. What is ours is among the newer ones. */
export function found({ ours = [], newer = ours, complete = true }: Partial<Found>): Reading<Found> {
  return { kind: 'good', value: { ours, newer, complete } }
}

/** The last of these looks is repeated. `times` has when each began, `limitsMs` until when it was allowed to last. */
export function givenSearch(
  clock: Clock,
  readings: readonly Reading<Found>[],
  { lookMs = 40, sends = 1, ...more }: Partial<RunSearch> & { readonly lookMs?: number; readonly sends?: number } = {},
) {
  const times: number[] = []
  const limitsMs: number[] = []
  const seen = new Map<string, ListedRun>()
  const ours = new Map<string, ListedRun>()
  const remember = (known: Map<string, ListedRun>, runs: readonly ListedRun[]) => {
    for (const run of runs) known.set(run.handle.runId, run)
  }
  const runSearch: RunSearch = {
    attempt: attemptOf({ clock, target: {} }, undefined, sends),
    isPossible: true,
    hasAlias: true,
    get ours() {
      return [...ours.values()]
    },
    get seen() {
      return [...seen.values()]
    },
    async search({ untilMs }) {
      times.push(clock.nowMs())
      limitsMs.push(untilMs)
      await clock.sleep(lookMs)
      const reading = readings[Math.min(times.length, readings.length) - 1] ?? NOTHING
      if (reading.kind === 'good') {
        remember(ours, reading.value.ours)
        remember(seen, reading.value.newer)
      }
      return reading
    },
    ...more,
  }
  return { runSearch, times, limitsMs }
}
