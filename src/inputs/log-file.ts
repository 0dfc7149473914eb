/** The `log-file` input: where the whole log is to be written. */

import type { PlatformPath } from 'node:path'
import type { InputReader } from './reader.ts'

const ACCEPTED = "the path of a file, none of the runner's own: absolute, or relative and within the workspace"

/** Variables with the files from which the runner takes outputs and more: a job's lines would forge them. */
const RUNNER_FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY']

/**
 * The absolute path; relative ones are below the workspace, which is the working folder where the runner names none.
 * `path` is that of the runner's system.
 */
export function readLogFile(
  reader: InputReader,
  path: Pick<PlatformPath, 'isAbsolute' | 'resolve' | 'relative'>,
): string | undefined {
  const given = reader.text('log-file')
  if (given === undefined) return undefined
  const workspace = path.resolve(reader.variable('GITHUB_WORKSPACE') ?? '.')
  const absolute = path.resolve(workspace, given)
  const within = path.relative(workspace, absolute)
  const isOutside = within === '' || /^\.\.(?:[/\\]|$)/.test(within) || path.isAbsolute(within)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const isUsable = !/[\u0000-\u001f\u007f]/.test(given) && !/[/\\]$/.test(given)
  const isRunners = RUNNER_FILES.some((name) => path.resolve(reader.variable(name) ?? workspace) === absolute)
  if (isUsable && !isRunners && (path.isAbsolute(given) || !isOutside)) return absolute
  reader.fault('log-file', given, ACCEPTED)
  return undefined
}
