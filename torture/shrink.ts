/** Makes a story that breaks a rule as small as it gets without keeping it. Only on the clock that jumps. */

import { judge } from './judge/index.ts'
import { playCore } from './play-core.ts'
import type { StorySetup } from './story-setup.ts'

/** Whether a story still shows what it is to show. */
export type Shows = (setup: StorySetup) => Promise<boolean>

/** The smallest story found that still shows it. */
export async function shrink(setup: StorySetup, shows: Shows): Promise<StorySetup> {
  for (const simpler of simplerThan(setup)) {
    if (await shows(simpler)) return shrink(simpler, shows)
  }
  return setup
}

/** That this rule is broken. */
export function breaking(rule: string): Shows {
  return async (setup) => {
    const violations = await playCore(setup).then(judge, () => [])
    return violations.some((violation) => violation.rule === rule)
  }
}

/** What a step can't do without. */
const NEEDED = ['platform', 'application-id', 'application-fqn', 'job-id', 'run-name-alias']

function* simplerThan(setup: StorySetup): Iterable<StorySetup> {
  const { behaviour } = setup
  for (const [at] of setup.faults.entries()) yield { ...setup, faults: setup.faults.toSpliced(at, 1) }
  if (setup.interruption.kind !== 'none') yield { ...setup, interruption: { kind: 'none' } }
  if (setup.downtimes.length > 0) yield { ...setup, downtimes: [] }
  const { oidc, ...withKey } = setup
  if (oidc !== undefined) yield withKey
  for (const [at] of (oidc?.faults ?? []).entries()) {
    if (oidc !== undefined) yield { ...setup, oidc: { ...oidc, faults: oidc.faults.toSpliced(at, 1) } }
  }
  const { foreignFields, ...withUsual } = setup
  if (foreignFields !== undefined) yield withUsual
  const { proxyPassword, ...withoutProxy } = setup
  if (proxyPassword !== undefined) yield withoutProxy
  for (const [at] of setup.foreignMs.entries()) yield { ...setup, foreignMs: setup.foreignMs.toSpliced(at, 1) }
  for (const settings of withoutOne(setup.settings)) yield { ...setup, settings }
  for (const inputs of withoutOne(setup.inputs, NEEDED)) yield { ...setup, inputs }
  for (const rest of withoutOne(behaviour, ['timeline', 'name'])) yield { ...setup, behaviour: rest }
  for (const [at, rule] of setup.faults.entries()) {
    if (rule.times !== undefined && rule.times > 1)
      yield { ...setup, faults: setup.faults.with(at, { ...rule, times: 1 }) }
  }
  if (setup.clockOffsetMs !== 0) yield { ...setup, clockOffsetMs: 0 }
}

/** Copies that lack one part each; `needed` are the parts that the type has to have. */
function* withoutOne<T extends object>(record: T, needed: readonly string[] = []): Iterable<T> {
  for (const name of Object.keys(record).filter((each) => !needed.includes(each))) {
    const copy = { ...record }
    Reflect.deleteProperty(copy, name)
    yield copy
  }
}
