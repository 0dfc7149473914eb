/** A simulator on a clock that the test sets, and short ways to talk to it. */

import { ControlPlane, type ControlPlaneConfig } from '../../../sandbox/control-plane/simulator.ts'
import type { SimPlan } from '../../../sandbox/control-plane/types.ts'
import { AGENT } from '../../platforms/kubiya/fixture.ts'
import { JOB } from '../../platforms/truefoundry/fixture.ts'

export const START_MS = Date.UTC(2030, 0, 1)
export { AGENT, JOB }

export interface Told {
  readonly status: number | undefined
  readonly body: unknown
}

export function simulate(config: Partial<ControlPlaneConfig> = {}) {
  const clock = { nowMs: START_MS }
  const plane = new ControlPlane({ now: () => clock.nowMs, jobs: [JOB, AGENT], apiKeys: ['key'], ...config })
  const plan = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): SimPlan => {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const common = { authorization: 'Bearer key', 'content-type': 'application/json', ...headers }
    return plane.handle({ method, path, headers: common, body: text })
  }
  const ask = (...request: Parameters<typeof plan>): Told => told(plan(...request))
  return {
    plane,
    plan,
    ask,
    get: (path: string): Told => ask('GET', path),
    /** TrueFoundry's trigger. */
    trigger: (body: unknown): Told => ask('POST', '/api/svc/v1/jobs/trigger', body),
    /** A TrueFoundry run, started by its application. */
    run: (alias = 'nightly-1') => {
      plan('POST', '/api/svc/v1/jobs/trigger', { applicationId: 'app', metadata: { job_run_name_alias: alias } })
      return newest(plane)
    },
    execution: () => {
      plan('POST', '/api/v1/jobs/agent/trigger', { parameters: {} })
      return newest(plane)
    },
    at: (ms: number): void => {
      clock.nowMs = START_MS + ms
    },
  }
}

export function told(plan: SimPlan): Told {
  if (plan.kind !== 'respond') return { status: undefined, body: plan.kind }
  const { status, headers, body } = plan.response
  const isJson = headers['content-type']?.includes('json') && !body.startsWith('{"data": {"name": ')
  return { status, body: isJson ? JSON.parse(body) : body }
}

function newest(plane: ControlPlane) {
  const run = plane.runs.at(-1)
  if (run === undefined) throw new Error('no run came of it')
  return run
}
