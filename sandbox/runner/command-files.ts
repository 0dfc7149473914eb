import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const SUMMARY_LIMIT_KIB = 1024

/** The files by which a stage gives things to the runner, by the variable that names each. */
export type CommandFiles = {
  GITHUB_OUTPUT: string
  GITHUB_STATE: string
  GITHUB_ENV: string
  GITHUB_PATH: string
  GITHUB_STEP_SUMMARY: string
}

/** What a stage wrote into its files. `problems`: a file that could not be read to its end fails the step. */
export type CommandFileContents = {
  outputs: Map<string, string>
  state: Map<string, string>
  /** How much was written to come to it: what is saved again adds up. */
  stateBytes: number
  env: Map<string, string>
  paths: string[]
  rawSummary: string
  summaryProblem: string | undefined
  problems: string[]
}

/** Makes the files, empty, in a new folder. */
export async function createCommandFiles(folder: string): Promise<CommandFiles> {
  await mkdir(folder, { recursive: true })
  const files = {
    GITHUB_OUTPUT: join(folder, 'set_output'),
    GITHUB_STATE: join(folder, 'save_state'),
    GITHUB_ENV: join(folder, 'set_env'),
    GITHUB_PATH: join(folder, 'add_path'),
    GITHUB_STEP_SUMMARY: join(folder, 'step_summary'),
  }
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')))
  return files
}

export async function readCommandFiles(files: CommandFiles): Promise<CommandFileContents> {
  const problems: string[] = []
  const pairs = (name: 'output' | 'state' | 'env', text: string): Map<string, string> => {
    const parsed = parseKeyValues(text)
    if (parsed.problem) problems.push(`Unable to process file command '${name}' successfully.`, parsed.problem)
    return new Map(parsed.pairs)
  }
  const env = pairs('env', await readText(files.GITHUB_ENV))
  if (env.delete('NODE_OPTIONS')) {
    problems.push("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.")
  }
  const rawSummary = await readText(files.GITHUB_STEP_SUMMARY)
  const stateText = await readText(files.GITHUB_STATE)
  return {
    outputs: pairs('output', await readText(files.GITHUB_OUTPUT)),
    state: pairs('state', stateText),
    stateBytes: Buffer.byteLength(stateText),
    env,
    paths: (await readText(files.GITHUB_PATH)).split(/\r\n|\n|\r/).filter((line) => line !== ''),
    rawSummary,
    summaryProblem: summaryProblem(rawSummary),
    problems,
  }
}

/** The reason for which a summary is not uploaded; the step does not fail for it. */
function summaryProblem(summary: string): string | undefined {
  const bytes = Buffer.byteLength(summary)
  if (bytes <= SUMMARY_LIMIT_KIB * 1024) return undefined
  const kib = Math.floor(bytes / 1024)
  return `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_LIMIT_KIB}k, got ${kib}k.`
}

/** An action may delete its file: that is as if it had written nothing. */
async function readText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/**
 * Reads `name=value` lines and `name<<delimiter` blocks (actions/runner: EnvFileKeyValuePairs, on Linux, where only
 * \n ends a line). What comes before a fault still counts; nothing after it does.
 */
export function parseKeyValues(text: string): { pairs: [name: string, value: string][]; problem?: string } {
  const pairs: [string, string][] = []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) return { pairs, problem: `Invalid format '${line}'. Name must not be empty` }
      pairs.push([line.slice(0, equals), line.slice(equals + 1)])
      continue
    }
    if (heredoc < 0) return { pairs, problem: `Invalid format '${line}'` }
    const name = line.slice(0, heredoc)
    const delimiter = line.slice(heredoc + 2)
    if (name === '' || delimiter === '') {
      return { pairs, problem: `Invalid format '${line}'. Name must not be empty and delimiter must not be empty` }
    }
    const end = lines.indexOf(delimiter, index + 1)
    if (end < 0) return { pairs, problem: `Invalid value. Matching delimiter not found '${delimiter}'` }
    pairs.push([name, lines.slice(index + 1, end).join('\n')])
    index = end
  }
  return { pairs }
}
