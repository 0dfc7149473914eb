/**
 * What a run's alias begins with: `<stem>-<identity>`, before the random suffix of each trigger.
 *
 * The stem is for people. The identity tells this step of this workflow run from every other, and is the same in each
 * attempt, so that a re-run finds the run that an earlier attempt started.
 */

import { hash } from 'node:crypto'
import type { Json } from '../core/json.ts'
import type { StepAlias } from '../core/search/alias.ts'
import type { JobRequest, PlatformDefinition } from '../platforms/definition.ts'
import type { InputReader } from './reader.ts'

const IDENTITY_LENGTH = 8
/** With the identity and a random suffix of six behind it, the alias is at most 63 characters, as Kubernetes has names. */
export const LONGEST_STEM = 63 - (1 + IDENTITY_LENGTH) - 7

export function readStepAlias(
  reader: InputReader,
  platform: Pick<PlatformDefinition, 'id'>,
  job: JobRequest,
): StepAlias {
  const parts = partsOf(reader, platform, job)
  return {
    stem: readStem(reader),
    get identity() {
      return digestOf(parts)
    },
  }
}

/** The `run-name-alias` input, or a name made of the repository and the job. A longer one is cut. */
function readStem(reader: InputReader): string {
  const given = reader.text('run-name-alias')
  if (given === undefined) return stemOfJob(reader)
  if (/[\p{Cc}\p{Cs}]/u.test(given)) reader.fault('run-name-alias', given, 'a name without control characters')
  return cutToFit(given)
}

/** A pair of surrogates is not torn: half of one is no text. */
function cutToFit(text: string): string {
  return text.slice(0, LONGEST_STEM).replace(/[\ud800-\udbff]$/, '')
}

/** The repository is cut at its start, where the owner is, and the job at its end. */
function stemOfJob(reader: InputReader): string {
  const part = (variable: string) => toNamePart(reader.variable(variable) ?? '')
  const [repository, job] = [part('GITHUB_REPOSITORY'), part('GITHUB_JOB')]
  const room = LONGEST_STEM - 1
  const repositoryLength = Math.min(repository.length, Math.max(Math.floor(room / 2), room - job.length))
  const start = repository.slice(repository.length - repositoryLength)
  const parts = [toNamePart(start), toNamePart(job.slice(0, room - repositoryLength))]
  return parts.filter((text) => text !== '').join('-') || 'run'
}

function toNamePart(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/**
 * GITHUB_ACTION is the step's id, or what the runner calls it; the runner fills in `job-index` (`strategy.job-index`),
 * which nothing in the environment tells. What a runner leaves empty can't tell steps apart: the rest has to do.
 */
function partsOf(reader: InputReader, platform: Pick<PlatformDefinition, 'id'>, job: JobRequest): Json {
  const step = ['GITHUB_REPOSITORY', 'GITHUB_RUN_ID', 'GITHUB_JOB', 'GITHUB_ACTION'].map(
    (variable) => reader.variable(variable) ?? '',
  )
  return [...step, reader.text('job-index') ?? '', platform.id, job.target, job.payload]
}

/** Made when it is first asked for: Node's cryptography takes some milliseconds to load. */
function digestOf(parts: Json): string {
  const digest = hash('sha256', JSON.stringify(parts))
  return BigInt(`0x${digest}`).toString(36).slice(-IDENTITY_LENGTH)
}
