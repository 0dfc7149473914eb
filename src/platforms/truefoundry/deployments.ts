/**
 * Versions of a job: by which deployment one is triggered, and how that deployment stands (TrueFoundry's SDK: `/fqn/{type}`,
 * `/apps/{id}/deployments/{deploymentId}/statuses`; statuses and what they mean: its CLI).
 */

import * as v from 'valibot'
import type { Json } from '../../core/json.ts'
import type { Phase, RunSnapshot, Target } from '../../core/model.ts'
import type { AskedVersion } from '../../core/platform.ts'
import { type Call, UnreadableAnswer } from '../../core/requests/calls.ts'
import { decode, lenient, lenientText, present, segment, statusWord, usableId } from '../wire.ts'
import { API } from './wire.ts'

const versionAnswer = v.object({ deploymentId: usableId, applicationId: usableId })
/** A deployment's status, of which `state.isTerminalState` tells whether it is the last. */
const deploymentStatus = v.object({
  status: statusWord,
  message: lenientText,
  state: lenient(v.object({ isTerminalState: lenient(v.boolean()) })),
})
const statuses = v.array(v.unknown())

const READY = 'DEPLOY_SUCCESS'
/** Ends for certain, where an answer does not say of itself that it is one. */
const BAD_ENDS: ReadonlySet<string> = new Set(['DEPLOY_FAILED', 'BUILD_FAILED', 'FAILED', 'CANCELLED', 'PAUSED'])

/** The deployment of `cluster:workspace:job:version`, which names its application too. */
export function resolveVersion(fqn: string, version: string, target: Target): Call<Target> {
  const whole = `${fqn}:${version}`
  return {
    what: `look up version ${version} of "${fqn}"`,
    method: 'GET',
    path: `${API}/fqn/deployment?${new URLSearchParams({ fqn: whole })}`,
    read(json) {
      const { applicationFqn: _resolved, ...rest } = target
      return { ...rest, ...decode(versionAnswer, json) }
    },
  }
}

/** The version that a target names, once it is resolved. */
export function askedVersion(version: string): AskedVersion {
  const name = `version ${version}`
  return {
    name,
    status: ({ applicationId, deploymentId }) => ({
      what: `see how ${name} stands`,
      method: 'GET',
      path: `${API}/apps/${segment(String(applicationId))}/deployments/${segment(String(deploymentId))}/statuses`,
      read: readStanding,
    }),
  }
}

/** A bare array: the last one counts. */
function readStanding(json: unknown): RunSnapshot {
  const list = decode(statuses, json)
  if (list.length === 0) throw new UnreadableAnswer('it holds no status')
  const { status, message, state } = decode(deploymentStatus, list.at(-1))
  const isLast = state?.isTerminalState ?? BAD_ENDS.has(status)
  const error = message === '' ? undefined : message
  return { phase: phaseOf(status, isLast), status, ...present({ error }), raw: {} }
}

function phaseOf(status: string, isLast: boolean): Phase {
  if (status === READY) return 'succeeded'
  return isLast ? 'failed' : 'running'
}

/** An answer that names another deployment than was asked for. */
export function otherDeployment({ deploymentId, version }: Target, seen: RunSnapshot): string | undefined {
  const answered = seen.own?.deploymentId
  if (typeof deploymentId !== 'string' || typeof answered !== 'string' || answered === deploymentId) return undefined
  const asked = `${deploymentId}${inBrackets(version)}`
  return `deployment ${asked} was asked for, and TrueFoundry says that the run is of deployment ${answered}${inBrackets(seen.version)}`
}

function inBrackets(version: Json | undefined): string {
  return typeof version === 'string' ? ` (version ${version})` : ''
}
