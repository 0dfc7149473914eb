/**
 * Who asks which platform it is: nobody. What is particular to one is in its folder of `src/`, its simulator and its fixture,
 * so that a further platform is added there and in the lists alone.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { PLATFORMS } from '../sandbox/control-plane/repertoire.ts'
import { platforms } from '../src/platforms/index.ts'
import { root } from './support/markdown.ts'

const FOLDERS = ['src', 'sandbox', '__tests__', 'bench', 'scripts', 'torture']
const ids = platforms.map(({ id }) => id)
const anyId = `(?:${ids.join('|')})`

/** What is a platform's own may name it. */
const OWN = new RegExp(
  `^src/platforms/(?:${anyId}/|index\\.ts$)|^sandbox/control-plane/(?:${anyId}[-.]|repertoire\\.ts$)|^torture/facts\\.ts$|^__tests__/(?:platforms|sandbox/control-plane)/${anyId}`,
)
/** Comparisons, cases, and records with one of them as a key. */
const ASKS = new RegExp(
  `[!=]==? *'${anyId}'|'${anyId}' *[!=]==|[!=]== *(?:${ids.join('|').toUpperCase()})\\b|\\bcase '${anyId}'|^ *(?:${anyId}|'${anyId}'): `,
  'm',
)

const files = FOLDERS.flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
).filter((file) => /\.m?ts$/.test(file) && !OWN.test(file))

test('nothing outside a platform’s own files asks which platform it is', () => {
  const asking = files.filter((file) => ASKS.test(readFileSync(`${root}${file}`, 'utf8')))
  expect(asking).toEqual([])
  expect(files.length).toBeGreaterThan(400)
})

const [one, other] = ids
test.each([
  `if (platform === '${one}') return`,
  `  ${other}: ['completed'],`,
  `case '${one}':`,
  `host !== ${other?.toUpperCase()}`,
  `'${other}' === id`,
])('%s would be noticed', (line) => {
  expect(line).toMatch(ASKS)
})

test('each platform of the registry is simulated, in the same order', () => {
  expect(PLATFORMS).toEqual(ids)
})
