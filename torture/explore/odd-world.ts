/** The small world of what is odd from the start: a deployment that is given, what is listed, and names that hold a secret. */

import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { Platform } from '../../sandbox/control-plane/types.ts'
import { FACTS } from '../facts.ts'
import type { StorySetup } from '../story-setup.ts'
import { aliasAxis, lagAxis, plainSetup } from './axes.ts'
import { fateAxis, interruptionAxis, lastsAxis, only, same, TRIGGER_FATES } from './faults.ts'
import type { Axis, Choice, SmallWorld } from './small-world.ts'

export function oddWorld(platform: Platform): SmallWorld {
  const { ends, search } = REPERTOIRES[platform]
  const inputs = { timeout: '3m', 'request-timeout': '5s', 'outage-tolerance': '10s', 'on-cancel': 'terminate' }
  const fates = only(TRIGGER_FATES, 'reset, no effect', 'reset, took effect', 'reset, takes effect after 16 s')
  return {
    name: 'odd',
    platform,
    plain: plainSetup(platform, inputs),
    axes: [
      ...deploymentAxes(platform),
      oddRunAxis(platform),
      secretAxis(platform),
      ifRunningAxis(),
      fateAxis('first trigger', ['trigger'], 1, fates),
      fateAxis('second trigger', ['trigger'], 2, only(TRIGGER_FATES, 'reset, took effect')),
      ...(search === undefined ? [aliasAxis(platform)] : []),
      lagAxis(platform),
      lastsAxis([40_000], ends.success),
      interruptionAxis([300, 18_000], [6000]),
    ],
  }
}

function given(label: string, inputs: Readonly<Record<string, string>>, more: Partial<StorySetup> = {}): Choice {
  return { label, change: (setup) => ({ ...setup, inputs: { ...setup.inputs, ...inputs }, ...more }) }
}

function deploymentAxes(platform: Platform): readonly Axis[] {
  const [own, others] = FACTS[platform].deployments
  if (own === undefined || others === undefined) return []
  const choices = [{ label: 'not given', change: same }, given('of the job', own), given('of another job', others)]
  return [{ name: 'deployment', choices }]
}

/** Somebody else's run, as the list tells of it. */
function oddRunAxis(platform: Platform): Axis {
  const { unusable, bare } = FACTS[platform].oddRuns
  const listed = (label: string, foreignFields: typeof bare, ms: number) =>
    given(label, {}, { foreignMs: [ms], foreignFields })
  return {
    name: 'listed run',
    choices: [
      { label: 'none', change: same },
      listed('no usable name, 30 s before', unusable, -30_000),
      listed('no usable name, 1 s after', unusable, 1000),
      listed('hardly a field, 30 s before', bare, -30_000),
      listed('hardly a field, 1 s after', bare, 1000),
    ],
  }
}

function ifRunningAxis(): Axis {
  const choices = ['attach', 'wait'].map((value) => given(value, { 'if-running': value }))
  return { name: 'if-running', choices: [{ label: 'start', change: same }, ...choices] }
}

/** Where the password of a proxy turns up that the step's environment names. */
function secretAxis(platform: Platform): Axis {
  const { partOfNames } = FACTS[platform]
  return {
    name: 'secret',
    choices: [
      { label: 'nowhere else', change: same },
      given('in all names', {}, { proxyPassword: partOfNames }),
      given('in the host', { 'base-url': 'https://acme.example.com' }, { proxyPassword: 'acme' }),
    ],
  }
}
