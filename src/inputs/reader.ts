/** Reads inputs from an environment and gathers every fault in them, so that all can be told at once. */

import type { JsonObject } from '../core/json.ts'
import type { Env } from '../core/ports.ts'
import { unusableId } from '../platforms/wire.ts'
import { withoutTrailing } from '../text/cut.ts'
import { LONGEST_DURATION_MS, parseDuration } from './duration.ts'
import { type Fault, type Given, toFault } from './faults.ts'
import { isJsonText, type MapStyle, readJsonMap, readYamlMap } from './map.ts'
import { MapNotes } from './map-notes.ts'
import { looksLikeYamlList, readJsonList, readYamlList, type TextOrList } from './text-or-list.ts'
import { UnusableText } from './tree.ts'
import type { Yaml } from './yaml-tree.ts'

/** Inputs of the action itself that are secrets. */
const SECRET_INPUTS = ['api-key', 'github-token', 'headers']

/** There is YAML to read and no parser at hand: read again with one. */
export class YamlNeeded extends Error {
  override readonly name = 'YamlNeeded'
}

/**
 * Inputs by their names in action.yml. An empty or all-blank one counts as not given.
 *
 * A faulty input is recorded, and read as its fallback or as not given: the values are good for nothing unless `faults`
 * is empty at the end. Without `yaml`, an input that turns out to hold YAML throws `YamlNeeded`.
 */
export class InputReader {
  readonly #env: Env
  readonly #yaml: Yaml | undefined
  readonly #secret: ReadonlySet<string>
  readonly #faults: Fault[] = []
  readonly #warnings: string[] = []

  /** `secret`: inputs of the platforms whose values are never repeated, beside those that all have. */
  constructor(env: Env, yaml?: Yaml, secret: readonly string[] = []) {
    this.#env = env
    this.#yaml = yaml
    this.#secret = new Set([...SECRET_INPUTS, ...secret])
  }

  get faults(): readonly Fault[] {
    return this.#faults
  }

  get warnings(): readonly string[] {
    return this.#warnings
  }

  /** Records what is wrong with an input: what was given (never shown for secrets), and what would have been accepted. */
  fault(input: string, given: Given, accepted: string): void {
    this.#faults.push(toFault(input, given, accepted, this.#secret.has(input)))
  }

  /** Records a fault for each of these inputs that was given at all. */
  refuse(inputs: readonly string[], accepted: string): void {
    for (const input of inputs) {
      const text = this.text(input)
      if (text !== undefined) this.fault(input, text, accepted)
    }
  }

  warn(text: string): void {
    this.#warnings.push(text)
  }

  /** An environment variable that is no input, trimmed. */
  variable(name: string): string | undefined {
    return this.#env[name]?.trim() || undefined
  }

  /** Text without the white space around it. */
  text(name: string): string | undefined {
    return this.variable(toVariable(name))
  }

  /** Text to be passed on: as given, but for the newline at its end that comes of YAML's `|`. */
  verbatim(name: string): string | undefined {
    const text = this.text(name) === undefined ? undefined : this.#env[toVariable(name)]
    return text === undefined ? undefined : withoutTrailing(text, '\r\n')
  }

  /** YAML 1.2's core forms, as GitHub's own toolkit has them. */
  boolean(name: string, fallback: boolean): boolean {
    const text = this.text(name)
    if (text === undefined) return fallback
    if (/^(?:true|True|TRUE)$/.test(text)) return true
    if (/^(?:false|False|FALSE)$/.test(text)) return false
    this.fault(name, text, 'true or false')
    return fallback
  }

  /** Milliseconds, at least `leastMs`. */
  duration(name: string, fallbackMs: number, leastMs = 1, alternative = ''): number {
    const text = this.text(name)
    if (text === undefined) return fallbackMs
    const durationMs = parseDuration(text)
    if (durationMs !== undefined && durationMs >= leastMs && durationMs <= LONGEST_DURATION_MS) return durationMs
    const least = leastMs === 0 ? '0' : leastMs === 1 ? 'more than 0' : `at least ${leastMs / 1000}s`
    this.fault(name, text, `${alternative}a duration such as 90, 90s, 5m, 1h30m or 2 hours (${least}, at most 24 days)`)
    return fallbackMs
  }

  oneOf<T extends string>(name: string, accepted: readonly T[], fallback: NoInfer<T>): T {
    const text = this.text(name)
    if (text === undefined) return fallback
    const found = accepted.find((value) => value === text)
    if (found === undefined) this.fault(name, text, orList(accepted))
    return found ?? fallback
  }

  /** An id that becomes one segment of a path. It is returned as given: to encode it is the caller's part. */
  segment(name: string): string | undefined {
    const text = this.text(name)
    if (text === undefined || unusableId(text) === undefined) return text
    this.fault(name, text, 'an id of at most 512 bytes, without control characters, other than . and ..')
    return undefined
  }

  /** A map, as YAML or JSON. Undefined where there is none, or nothing but comments. */
  map(name: string, style: MapStyle): JsonObject | undefined {
    const text = this.verbatim(name)
    if (text === undefined) return undefined
    const notes = new MapNotes()
    try {
      const map = isJsonText(text) ? readJsonMap(text, style) : readYamlMap(text, style, this.#requireYaml(), notes)
      for (const sentence of notes.sentences) this.warn(`${name}: ${sentence}.`)
      return map
    } catch (error) {
      if (!(error instanceof UnusableText)) throw error
      this.fault(name, { words: error.message }, MAP_ACCEPTED[style])
      return undefined
    }
  }

  /** A JSON array of strings or a YAML block sequence of scalars is a list; any other text is itself. */
  textOrList(name: string): TextOrList | undefined {
    const text = this.verbatim(name)
    if (text === undefined) return undefined
    const isYaml = looksLikeYamlList(text)
    const onCut = () =>
      this.warn(`${name}: an item ends before " #", where YAML begins a comment; to send the rest too, write - "… #…".`)
    const list = isYaml ? readYamlList(text, this.#requireYaml(), onCut) : readJsonList(text)
    if (list === undefined && isYaml)
      this.warn(`${name} starts like a list but is not one of plain values: sent as text`)
    if (list?.length !== 0) return list ?? text
    this.fault(name, { words: 'an empty list was given' }, 'text, or a list with at least one item')
    return undefined
  }

  #requireYaml(): Yaml {
    if (this.#yaml === undefined) throw new YamlNeeded()
    return this.#yaml
  }
}

/** "never, failure or always" */
export function orList(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' or ')
}

const MAP_ACCEPTED: Readonly<Record<MapStyle, string>> = {
  strings: 'a map as YAML or JSON, without nested values, null, duplicate keys, anchors and tags',
  written: 'a map as YAML or JSON, without null, duplicate keys, anchors and tags',
  typed: 'a map as YAML or JSON, without null, duplicate keys, anchors and tags',
}

/** Reads with a reader of its own. The YAML parser is loaded only if an input holds YAML, which costs one more reading. */
export async function readInputsWith<T>(
  env: Env,
  secret: readonly string[],
  read: (reader: InputReader) => T,
): Promise<readonly [T, InputReader]> {
  try {
    const reader = new InputReader(env, undefined, secret)
    return [read(reader), reader]
  } catch (error) {
    if (!(error instanceof YamlNeeded)) throw error
  }
  const reader = new InputReader(env, await import('yaml'), secret)
  return [read(reader), reader]
}

/** The variable in which the runner passes an input: upper case, spaces as underscores, hyphens kept. */
export function toVariable(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`
}
