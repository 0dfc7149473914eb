/** The part of a run's alias before its random suffix. */

import type { InputReader } from './reader.ts'

/** With `-` and six random characters behind it, the alias is a name of at most 63 characters, as Kubernetes has them. */
export const LONGEST_STEM = 63 - 7

/** The `run-name-alias` input, or a name made of the repository, run id, attempt and job. */
export function readAliasStem(reader: InputReader): string {
  const given = reader.text('run-name-alias')
  if (given === undefined) return stemOfRun(reader)
  if (given.length > LONGEST_STEM || /[\p{Cc}\p{Cs}]/u.test(given)) {
    reader.fault('run-name-alias', given, `at most ${LONGEST_STEM} characters, none of them a control character`)
  }
  return given
}

/**
 * Run id and attempt stay whole, since they tell this run of the workflow from all others. The rest is cut to fit: the
 * repository at its start, where the owner is, and the job at its end.
 */
function stemOfRun(reader: InputReader): string {
  const part = (variable: string) => toNamePart(reader.variable(variable) ?? '')
  const run = join(part('GITHUB_RUN_ID'), part('GITHUB_RUN_ATTEMPT'))
  const repository = part('GITHUB_REPOSITORY')
  const job = part('GITHUB_JOB')
  const room = Math.max(0, LONGEST_STEM - run.length - 2)
  const half = Math.floor(room / 2)
  const repositoryLength = Math.min(repository.length, Math.max(half, room - job.length))
  const start = repository.slice(repository.length - repositoryLength)
  const end = job.slice(0, room - repositoryLength)
  return join(toNamePart(start), run, toNamePart(end)).slice(0, LONGEST_STEM) || 'run'
}

function toNamePart(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('-')
}
