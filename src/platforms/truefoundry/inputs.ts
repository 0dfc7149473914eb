/** What of the inputs makes a TrueFoundry job request. */

import type { JsonObject } from '../../core/json.ts'
import type { Labelled } from '../../core/platform.ts'
import type { InputReader } from '../../inputs/reader.ts'
import type { JobRequest, PlatformInput } from '../definition.ts'
import { labelled, namesIn } from '../describe.ts'

const SPARK = {
  'main-class': 'mainClass',
  'main-application-file': 'mainApplicationFile',
  arguments: 'arguments',
} as const

type SparkInput = keyof typeof SPARK
const SPARK_INPUTS: readonly SparkInput[] = ['main-class', 'main-application-file', 'arguments']

/** A JWT of GitHub's (`oidc-audience`) is accepted from control plane v0.143 on. */
export const inputs: readonly PlatformInput[] = [
  { name: 'oidc-audience', value: 'shown' },
  { name: 'application-id', value: 'shown' },
  { name: 'application-fqn', value: 'shown' },
  { name: 'deployment-id', value: 'shown', triggerOnly: true },
  { name: 'command', value: 'secret', triggerOnly: true },
  { name: 'params', value: 'secret', triggerOnly: true },
  { name: 'main-class', value: 'shown', triggerOnly: true },
  { name: 'main-application-file', value: 'shown', triggerOnly: true },
  { name: 'arguments', value: 'secret', triggerOnly: true },
  { name: 'run-name-alias', value: 'shown', triggerOnly: true },
  { name: 'result-marker', value: 'shown' },
]

/**
 * The target has what was given of `applicationId`, `applicationFqn` (without version) and `deploymentId`; the payload
 * is the trigger's `input` object: nothing, `command`, `params`, or what Spark takes.
 */
export function readJob(reader: InputReader, mode: 'trigger' | 'attach'): JobRequest {
  if (mode === 'attach') return { target: readApplication(reader), payload: {} }
  return {
    target: { ...readApplication(reader, 'deployment-id'), ...readDeployment(reader) },
    payload: readPayload(reader),
  }
}

/** `substitute` is an input that will do where neither id nor FQN is given. */
function readApplication(reader: InputReader, substitute?: string): JsonObject {
  const id = reader.segment('application-id')
  const fqn = readFqn(reader)
  const isIdGiven = reader.text('application-id') !== undefined
  const isFqnGiven = reader.text('application-fqn') !== undefined
  if (isIdGiven && isFqnGiven) {
    reader.fault('application-fqn', { words: 'it was given together with application-id' }, 'one of the two')
  }
  if (!isIdGiven && !isFqnGiven && (substitute === undefined || reader.text(substitute) === undefined)) {
    reader.fault('application-id', undefined, "the job's application id, or its FQN as application-fqn")
  }
  return given({ applicationId: id, applicationFqn: fqn })
}

/** People copy FQNs from the dashboard, which puts the version at their end. */
function readFqn(reader: InputReader): string | undefined {
  const text = reader.text('application-fqn')
  if (text === undefined) return undefined
  const parts = text.split(':')
  const isWhole = parts.length === 3 || parts.length === 4
  if (!isWhole || !parts.every((part) => /^[^\s\p{Cc}\p{Cs}]{1,253}$/u.test(part))) {
    reader.fault('application-fqn', text, 'cluster:workspace:job')
    return undefined
  }
  const fqn = parts.slice(0, 3).join(':')
  if (parts.length === 4) {
    const advice = 'give deployment-id to run another deployment than the active one'
    reader.warn(`application-fqn: the version at the end of ${text} is dropped, so the job is ${fqn} (${advice})`)
  }
  return fqn
}

function readDeployment(reader: InputReader): JsonObject {
  const deploymentId = reader.segment('deployment-id')
  const isAlone = reader.text('application-id') === undefined && reader.text('application-fqn') === undefined
  if (deploymentId !== undefined && isAlone) {
    reader.warn(
      'deployment-id is given alone: the run can only be watched if the answer to the trigger names its application. ' +
        'Give application-id or application-fqn with it.',
    )
  }
  return given({ deploymentId })
}

function readPayload(reader: InputReader): JsonObject {
  const command = reader.textOrList('command')
  const params = reader.map('params', 'strings')
  const isCommandGiven = reader.text('command') !== undefined
  const isParamsGiven = reader.text('params') !== undefined
  if (isCommandGiven && isParamsGiven) {
    reader.fault('params', { words: 'it was given together with command' }, 'one of the two')
  }
  if (isCommandGiven || isParamsGiven) {
    reader.refuse(SPARK_INPUTS, 'nothing with command or params: a Spark job takes neither')
  }
  const spark = Object.fromEntries(SPARK_INPUTS.map((input) => [SPARK[input], reader.verbatim(input)]))
  return given({ command, params, ...spark })
}

/** Without the members that were not given. */
function given(members: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  )
}

/** What is triggered, for a person. Commands and values of parameters may hold secrets: only names are told. */
export function describe({ target, payload }: JobRequest): readonly Labelled[] {
  return labelled({
    Application: target.applicationId ?? target.applicationFqn,
    Deployment: target.deploymentId,
    Parameters: namesIn(payload.params),
    Command: payload.command === undefined ? undefined : 'given (not shown)',
    'Main class': payload.mainClass,
    'Main application file': payload.mainApplicationFile,
  })
}
