/** What of the inputs makes a TrueFoundry job request. */

import type { JsonObject } from '../../core/json.ts'
import type { Target } from '../../core/model.ts'
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
 * The target has what was given of `applicationId`, `applicationFqn`, `version` and `deploymentId`; the payload
 * is the trigger's `input` object: nothing, `command`, `params`, or what Spark takes.
 */
export function readJob(reader: InputReader, mode: 'trigger' | 'attach'): JobRequest {
  if (mode === 'attach') {
    const { version: _ofNoUse, ...target } = readApplication(reader)
    return { target, payload: {} }
  }
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
  return given({ applicationId: id, ...fqn })
}

/** `cluster:workspace:job`, or that and the version that is to run, as `tfy deploy` prints it. */
function readFqn(
  reader: InputReader,
): { readonly applicationFqn: string; readonly version: string | undefined } | undefined {
  const text = reader.text('application-fqn')
  if (text === undefined) return undefined
  const [cluster = '', workspace = '', job = '', version, ...rest] = text.split(':')
  const names = [cluster, workspace, job]
  const isFqn = rest.length === 0 && names.every((part) => /^[^\s\p{Cc}\p{Cs}]{1,253}$/u.test(part))
  if (!isFqn || (version !== undefined && !/^[1-9]\d{0,8}$/.test(version))) {
    reader.fault('application-fqn', text, 'cluster:workspace:job, or cluster:workspace:job:version to run that version')
    return undefined
  }
  if (version !== undefined && reader.text('run-id') === undefined && reader.text('deployment-id') !== undefined) {
    reader.fault(
      'deployment-id',
      { words: 'it was given together with a version in application-fqn' },
      'one of the two',
    )
  }
  return { applicationFqn: names.join(':'), version }
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
    Version: target.version,
    Deployment: target.deploymentId,
    Parameters: namesIn(payload.params),
    Command: payload.command === undefined ? undefined : 'given (not shown)',
    'Main class': payload.mainClass,
    'Main application file': payload.mainApplicationFile,
  })
}

/** `cluster:workspace:train` is known as `train`. */
export function jobName({ applicationFqn, applicationId, deploymentId }: Target): string | undefined {
  if (typeof applicationFqn === 'string') return applicationFqn.split(':').at(-1)
  return [applicationId, deploymentId].find((id) => typeof id === 'string')
}
