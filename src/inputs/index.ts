/** All inputs of the action, read and checked before anything is sent. */

import path from 'node:path'
import type { Env } from '../core/ports.ts'
import type { StepAlias } from '../core/search/alias.ts'
import { type GithubSettings, readGithubSettings } from '../github/settings.ts'
import type { JobRequest, PlatformDefinition } from '../platforms/definition.ts'
import { present } from '../platforms/wire.ts'
import { type Connection, readConnectionWith } from './connection.ts'
import { describeFaults, type Fault } from './faults.ts'
import { readLogFile } from './log-file.ts'
import { InputReader, orList, readInputsWith } from './reader.ts'
import { type ResultInputs, readResultInputs } from './result.ts'
import { readStepAlias } from './run-alias.ts'
import { readWaiting, type Waiting } from './waiting.ts'

export {
  type Connection,
  type Credential,
  isBaseUrlGiven,
  readConnection,
} from './connection.ts'
export { withoutGiven } from './given-values.ts'
export { headerSecretsOf, secretsIn } from './headers.ts'
export { InputReader } from './reader.ts'
export { secretsOf } from './secrets.ts'

export interface Inputs extends Connection, Waiting {
  readonly platform: PlatformDefinition
  readonly job: JobRequest
  /** The `run-id` input: attach to this run instead of triggering one. */
  readonly attachTo?: string
  /** The `run-name-alias` input: what the author calls the run. */
  readonly runName?: string
  /** Aliases without their random suffix. */
  readonly alias: StepAlias
  /** True in the second attempt of a workflow run and later: somebody has re-run it. */
  readonly isRerun: boolean
  readonly result: ResultInputs
  /** The `log-file` input, absolute. */
  readonly logFile?: string
  /** A commit status or a comment is asked for. */
  readonly github?: GithubSettings
}

export type InputsResult =
  | { readonly kind: 'inputs'; readonly inputs: Inputs; readonly warnings: readonly string[] }
  | {
      readonly kind: 'faulty'
      /** Every fault, for the author of the workflow. Holds no secrets and no values of parameters. */
      readonly message: string
      readonly faults: readonly Fault[]
      readonly warnings: readonly string[]
      /** Whether the summary is to tell of it. */
      readonly summary: boolean
    }

/** Reads every input. */
export async function readInputs(env: Env, platforms: readonly PlatformDefinition[]): Promise<InputsResult> {
  const [inputs, reader] = await readInputsWith(env, secretInputs(platforms), (each) => readAll(each, platforms))
  const { faults, warnings } = reader
  if (inputs === undefined || faults.length > 0) {
    return { kind: 'faulty', message: describeFaults(faults), faults, warnings, summary: wantsSummary(env) }
  }
  return { kind: 'inputs', inputs, warnings }
}

/** Undefined where the platform is not known; other faults are the reader's to tell. */
function readAll(reader: InputReader, platforms: readonly PlatformDefinition[]): Inputs | undefined {
  const platform = readPlatform(reader, platforms)
  const attachTo = reader.segment('run-id')
  const isAttaching = reader.text('run-id') !== undefined
  const waiting = readWaiting(reader, isAttaching)
  const github = readGithubSettings(reader, waiting.wait)
  const logFile = readLogFile(reader, path)
  if (platform === undefined) return undefined
  refuseForeign(reader, platform, platforms)
  if (isAttaching) refuseTriggers(reader, platform)
  const job = platform.readJob(reader, isAttaching ? 'attach' : 'trigger')
  return {
    ...waiting,
    result: readResultInputs(reader, platform, waiting.wait),
    ...readConnectionWith(reader, platform),
    platform,
    job,
    alias: readStepAlias(reader, platform, job),
    ...present({ runName: reader.text('run-name-alias') }),
    isRerun: Number(reader.variable('GITHUB_RUN_ATTEMPT') ?? 1) > 1,
    ...(attachTo === undefined ? {} : { attachTo }),
    ...(logFile === undefined ? {} : { logFile }),
    ...(github === undefined ? {} : { github }),
  }
}

/** Names of the platforms' inputs whose values are never repeated. */
export function secretInputs(platforms: readonly PlatformDefinition[]): readonly string[] {
  return platforms.flatMap(({ inputs }) => inputs.filter(({ value }) => value === 'secret').map(({ name }) => name))
}

function readPlatform(reader: InputReader, platforms: readonly PlatformDefinition[]): PlatformDefinition | undefined {
  const id = reader.text('platform') ?? 'truefoundry'
  const platform = platforms.find((candidate) => candidate.id === id)
  if (platform === undefined) reader.fault('platform', id, orList(platforms.map((known) => known.id)))
  return platform
}

function refuseForeign(reader: InputReader, own: PlatformDefinition, platforms: readonly PlatformDefinition[]): void {
  const isOwn = (name: string) => own.inputs.some((input) => input.name === name)
  const foreign = new Set(
    platforms.flatMap(({ inputs }) => inputs.map(({ name }) => name)).filter((name) => !isOwn(name)),
  )
  for (const name of foreign) {
    const given = reader.text(name)
    const owners = platforms.flatMap(({ id, inputs }) =>
      inputs.filter((input) => input.name === name).map((input) => ({ id, input })),
    )
    if (given === undefined || owners.some(({ input }) => input.filledIn === given)) continue
    const ids = orList(owners.map(({ id }) => id))
    reader.fault(name, given, `nothing here, since it is for platform: ${ids}, and platform is ${own.id}`)
  }
}

function refuseTriggers(reader: InputReader, { inputs }: PlatformDefinition): void {
  const names = inputs.filter(({ triggerOnly }) => triggerOnly === true).map(({ name }) => name)
  reader.refuse(names, 'nothing with run-id, which attaches to a run and triggers none')
}

/** Whether the summary is to be written. Also where that input is faulty itself: then the summary tells of it. */
export function wantsSummary(env: Env): boolean {
  return !/^false$/i.test(new InputReader(env).text('summary') ?? '')
}
