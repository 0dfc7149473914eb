/** Makes a story that breaks a rule as small as it gets without keeping it. Only on the clock that jumps. */

import { judge } from './judge/index.ts'
import { playCore } from './play-core.ts'
import type { Plot } from './plot.ts'

/** Whether a story still shows what it is to show. */
export type Shows = (plot: Plot) => Promise<boolean>

/** The smallest story found that still shows it. */
export async function shrink(plot: Plot, shows: Shows): Promise<Plot> {
  for (const simpler of simplerThan(plot)) {
    if (await shows(simpler)) return shrink(simpler, shows)
  }
  return plot
}

/** That this rule is broken. */
export function breaking(rule: string): Shows {
  return async (plot) => {
    const violations = await playCore(plot).then(judge, () => [])
    return violations.some((violation) => violation.rule === rule)
  }
}

/** What a step can't do without. */
const NEEDED = ['platform', 'application-id', 'application-fqn', 'job-id', 'run-name-alias']

function* simplerThan(plot: Plot): Iterable<Plot> {
  const { behaviour } = plot
  for (const [at] of plot.faults.entries()) yield { ...plot, faults: plot.faults.toSpliced(at, 1) }
  if (plot.interruption.kind !== 'none') yield { ...plot, interruption: { kind: 'none' } }
  if (plot.downtimes.length > 0) yield { ...plot, downtimes: [] }
  const { oidc, ...withKey } = plot
  if (oidc !== undefined) yield withKey
  for (const [at] of (oidc?.faults ?? []).entries()) {
    if (oidc !== undefined) yield { ...plot, oidc: { ...oidc, faults: oidc.faults.toSpliced(at, 1) } }
  }
  for (const [at] of plot.foreignMs.entries()) yield { ...plot, foreignMs: plot.foreignMs.toSpliced(at, 1) }
  for (const settings of withoutOne(plot.settings)) yield { ...plot, settings }
  for (const inputs of withoutOne(plot.inputs, NEEDED)) yield { ...plot, inputs }
  for (const rest of withoutOne(behaviour, ['timeline', 'name'])) yield { ...plot, behaviour: rest }
  for (const [at, rule] of plot.faults.entries()) {
    if (rule.times !== undefined && rule.times > 1)
      yield { ...plot, faults: plot.faults.with(at, { ...rule, times: 1 }) }
  }
  if (plot.clockOffsetMs !== 0) yield { ...plot, clockOffsetMs: 0 }
}

/** Copies that lack one part each; `needed` are the parts that the type has to have. */
function* withoutOne<T extends object>(record: T, needed: readonly string[] = []): Iterable<T> {
  for (const name of Object.keys(record).filter((each) => !needed.includes(each))) {
    const copy = { ...record }
    Reflect.deleteProperty(copy, name)
    yield copy
  }
}
