/** The inputs that say what a run's result is, and what it has to be: `result-marker` and `gate`. */

import type { PlatformDefinition } from '../platforms/definition.ts'
import { quote } from '../text/quote.ts'
import { type Condition, readGate } from '../verdict/gate.ts'
import type { InputReader } from './reader.ts'

export interface ResultInputs {
  /** The word that a log line with the result begins with. */
  readonly marker?: string
  /** Conditions on the result; empty where there are none. */
  readonly gate: readonly Condition[]
}

const MARKER = 'result-marker'
const LONGEST_MARKER = 200

/** A platform with a `result-marker` has no other way to a result. */
export function readResultInputs(reader: InputReader, platform: PlatformDefinition, wait: boolean): ResultInputs {
  const marker = readMarker(reader)
  const gate = readConditions(reader)
  const isGiven = reader.text('gate') !== undefined
  if (isGiven && !wait) {
    reader.fault('gate', { words: 'it was given' }, 'nothing with wait: false, which does not learn the result')
  }
  const needsMarker = platform.inputs.some(({ name }) => name === MARKER)
  if (isGiven && needsMarker && reader.text(MARKER) === undefined) {
    reader.fault(MARKER, undefined, 'with gate, the word that the log line with the result begins with, such as RESULT')
  }
  return { gate, ...(marker === undefined ? {} : { marker }) }
}

function readMarker(reader: InputReader): string | undefined {
  const marker = reader.text(MARKER)
  if (marker === undefined || (marker.length <= LONGEST_MARKER && /^[^\s\p{Cc}\p{Cs}]+$/u.test(marker))) return marker
  reader.fault(MARKER, marker, `one word of at most ${LONGEST_MARKER} characters, such as RESULT`)
  return undefined
}

function readConditions(reader: InputReader): readonly Condition[] {
  const read = readGate(reader.verbatim('gate') ?? '')
  if (read.kind === 'conditions') return read.conditions
  for (const { line, text, accepted } of read.faults) {
    reader.fault('gate', { words: `line ${line} is ${quote(text)}` }, accepted)
  }
  return []
}
