/** What both engines set up for a story: its jobs, its inputs, and its environment. */

import { AGENT, JOB } from '../__tests__/support/story.ts'
import type { ControlPlane, ControlPlaneConfig, RunView } from '../sandbox/control-plane/simulator.ts'
import { FACTS, OTHER_JOB } from './facts.ts'
import { API_KEY, ATTACHED, type StorySetup } from './story-setup.ts'

export function planeOf({ settings, behaviour, attach, job }: StorySetup): Partial<ControlPlaneConfig> {
  // A run that the step starts must not take the name of the one that it was to attach to.
  const { name: _name, ...ofTriggered } = behaviour
  const own = attach === 'no' ? behaviour : ofTriggered
  return {
    ...settings,
    apiKeys: [API_KEY],
    jobs: [
      { ...JOB, ...job, behaviour: own },
      { ...OTHER_JOB, behaviour: own },
      { ...AGENT, ...job, behaviour: own },
    ],
  }
}

export function inputsOf({ inputs, attach, oidc }: StorySetup): Readonly<Record<string, string>> {
  return { 'api-key': oidc === undefined ? API_KEY : '', ...inputs, ...(attach === 'no' ? {} : { 'run-id': ATTACHED }) }
}

/** The environment of the step, beside its inputs. */
export function envOf({ proxyPassword }: StorySetup): Readonly<Record<string, string>> {
  return proxyPassword === undefined ? {} : { HTTPS_PROXY: `http://ci:${proxyPassword}@proxy.example.com:3128` }
}

/** Other people's runs, the one to attach to, and what goes wrong. */
export function furnish(
  plane: ControlPlane,
  { platform, attach, behaviour, foreignMs, foreignFields = {}, faults }: StorySetup,
): readonly RunView[] {
  const { jobId, words } = FACTS[platform]
  const opposite = behaviour.timeline.some(({ status }) => status === words.well) ? words.badly : words.well
  const timeline = [
    { afterMs: 0, status: words.going },
    { afterMs: 61_000, status: opposite },
  ]
  const add = (afterMs: number, course: RunView['behaviour']) =>
    plane.addRun({ jobId, createdAtMs: plane.now() + afterMs, triggeredBy: 'somebody@example.com', behaviour: course })
  const foreign = foreignMs.map((afterMs) => add(afterMs, { timeline, fields: foreignFields }))
  const attached = attach === 'existing' ? [add(0, behaviour)] : []
  for (const rule of faults) plane.addFault(rule)
  return [...foreign, ...attached]
}
