/** What fuzzing takes from a platform's fixture, and how its answers are read. */

import fc from 'fast-check'
import type { Json } from '../../src/core/json.ts'
import { type Call, UnreadableAnswer } from '../../src/core/requests/calls.ts'
import { type DocumentKind, fixtureOf } from '../platforms/fixtures.ts'
import { mutated } from './documents.ts'
import { ensure, thrownBy } from './kit.ts'

/** For each kind of request the answers that are documented, and what else has been seen. Throws where there are none. */
export function documentsOf(id: string, kind: DocumentKind): readonly Json[] {
  const documents = fixtureOf(id).documents[kind] ?? []
  if (documents.length === 0) throw new Error(`there is nothing to fuzz with: the fixture of ${id} has no \`${kind}\``)
  return documents
}

/** Documents of that kind with some parts changed. */
export const nearly = (id: string, kind: DocumentKind) => mutated(fc.constantFrom(...documentsOf(id, kind)))

/** What a call reads, or undefined where it refuses the answer as it should. */
export function readBy<T>(call: Call<T>, json: unknown): { readonly value: T } | undefined {
  let read: { readonly value: T } | undefined
  const error = thrownBy(() => {
    read = { value: call.read(json) }
  }, UnreadableAnswer)
  ensure(error === undefined || NAMING.test(error.message), `the error names no field: ${error?.message}`)
  return read
}

const NAMING =
  /^(?:it is not the documented object|it is about another [\w ]+|it holds no status|it says no.*|`[\w.]+` is missing or not as documented)$/
