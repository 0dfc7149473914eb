import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The parts of action.yml that the runner needs for a JavaScript action. */
export type ActionManifest = {
  name: string
  using: string
  main: string
  post: string | undefined
  postIf: string
  inputs: { name: string; default: string | undefined; deprecationMessage: string | undefined }[]
}

/** The step's inputs with the defaults filled in, and what the runner says of them before it starts the action. */
export type EvaluatedInputs = { values: Map<string, string>; warnings: string[] }

/** @throws if action.yml is missing or names no script to run. */
export async function readManifest(actionDir: string): Promise<ActionManifest> {
  const document: unknown = parse(await readFile(join(actionDir, 'action.yml'), 'utf8'))
  const manifest = mapping(document)
  const runs = mapping(manifest.runs)
  const main = scalar(runs.main)
  if (main === undefined) throw new Error(`${join(actionDir, 'action.yml')} has no runs.main`)
  return {
    name: scalar(manifest.name) ?? 'action',
    using: scalar(runs.using) ?? '',
    main,
    post: scalar(runs.post),
    postIf: scalar(runs['post-if']) ?? 'always()',
    inputs: Object.entries(mapping(manifest.inputs)).map(([name, input]) => ({
      name,
      default: scalar(mapping(input).default),
      deprecationMessage: scalar(mapping(input).deprecationMessage),
    })),
  }
}

/**
 * Fills in the defaults for inputs that were not given (an empty value is given). An input that action.yml does not
 * have is warned of and passed on; a required one that is missing is no matter to the runner. `contexts` holds what a
 * name such as `github.token` or `strategy.job-index` in a default evaluates to; any other expression evaluates to nothing.
 */
export function evaluateInputs(
  manifest: ActionManifest,
  given: Record<string, string>,
  contexts: ReadonlyMap<string, string>,
): EvaluatedInputs {
  const values = new Map(Object.entries(given))
  const givenNames = new Set(Object.keys(given).map((name) => name.toLowerCase()))
  const valid = new Set(manifest.inputs.map((input) => input.name.toLowerCase()))
  const warnings: string[] = []
  for (const input of manifest.inputs) {
    const isGiven = givenNames.has(input.name.toLowerCase())
    if (isGiven && input.deprecationMessage !== undefined) {
      warnings.push(`Input '${input.name}' has been deprecated with message: ${input.deprecationMessage}`)
    }
    if (!isGiven) values.set(input.name, evaluate(input.default ?? '', contexts))
  }
  const unexpected = Object.keys(given).filter((name) => !valid.has(name.toLowerCase()))
  if (unexpected.length > 0) {
    const accepted = manifest.inputs.map((input) => input.name)
    warnings.push(`Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${accepted.join("', '")}']`)
  }
  return { values, warnings }
}

/** The variables by which inputs reach the process: upper-cased, blanks as `_`, hyphens kept. */
export function inputVariables(inputs: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...inputs].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

/** Whether `post-if` holds: status functions, `!`, `&&` and `||` are understood. @throws on anything else. */
export function conditionHolds(condition: string, conclusion: 'success' | 'failure' | 'cancelled'): boolean {
  return condition.split('||').some((part) => part.split('&&').every((term) => termHolds(term.trim(), conclusion)))
}

function termHolds(term: string, conclusion: 'success' | 'failure' | 'cancelled'): boolean {
  const match = /^(!?)\s*(always|success|failure|cancelled)\(\)$/.exec(term)
  if (!match) throw new Error(`This runner does not understand the condition '${term}'`)
  const holds = match[2] === 'always' || match[2] === conclusion
  return match[1] === '!' ? !holds : holds
}

function evaluate(text: string, contexts: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) => contexts.get(expression.trim()) ?? '')
}

function mapping(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(Object.entries(value))
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}
