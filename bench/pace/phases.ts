/** What it brings to pace the work apart from the queue before it. */

import { type EarlierRun, planPhases } from '../../src/pace/phases.ts'
import { tableFamilies } from './families.ts'
import { type Random, seeded } from './random.ts'
import { seconds, table } from './text.ts'

interface Draw extends EarlierRun {
  readonly workMs: number
}

/** A queue of a minute on average, of any length, before work of four minutes ± 10 %. */
function draw(random: Random): Draw {
  const queueMs = tableFamilies(60_000)[5]?.quantileMs(random()) ?? 0
  const workMs = tableFamilies(240_000)[1]?.quantileMs(random()) ?? 0
  return { workMs, durationMs: queueMs + workMs }
}

export function phasesTable(samples: number, seed: number): string {
  const rows = [3, 10, 50].flatMap((earlier) =>
    [false, true].map((apart) => {
      const random = seeded(seed + earlier)
      let requests = 0
      let lagMs = 0
      for (let i = 0; i < samples; i++) {
        const history = Array.from({ length: earlier }, () => draw(random))
        const pace = planPhases(apart ? history : history.map(({ durationMs }) => ({ durationMs })))
        const { durationMs, workMs } = draw(random)
        const startMs = durationMs - workMs
        let elapsedMs = 0
        let known: { workedMs?: number } = {}
        while (elapsedMs < durationMs) {
          elapsedMs += pace.gapMs({ elapsedMs, ...known }, random())
          known = { workedMs: Math.max(0, elapsedMs - startMs) }
          requests++
        }
        lagMs += elapsedMs - durationMs
      }
      const label = `${earlier} earlier runs, ${apart ? 'apart' : 'as one'}`
      return [label, (requests / samples).toFixed(1), seconds(lagMs / samples)]
    }),
  )
  return table([['queue and work', 'requests', 'mean lag'], ...rows])
}
