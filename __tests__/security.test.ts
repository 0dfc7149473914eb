/** SECURITY.md names a test for each defence. A name that leads nowhere would be worse than none. */

import { existsSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readText, root } from './support/markdown.ts'

const text = readText('SECURITY.md')
const ROW = /^\| ([^|]*) \| \[[^\]]+\]\(([^)]+)\) \| ([^|]+) \|$/gm

interface Row {
  readonly defence: string
  readonly path: string
  readonly title: string
}

/** The text under a heading, or under a line in bold, up to the next one. */
function under(head: string): string {
  const [, after = ''] = text.split(`${head}\n`)
  return after.split(/^(?:#{2,3} |\*\*[^*]+\*\*$)/m)[0] ?? ''
}

function rowsFor(attacker: string): readonly Row[] {
  return [...under(`**${attacker}**`).matchAll(ROW)].map(([, defence = '', path = '', title = '']) => ({
    defence,
    path,
    title,
  }))
}

const attackers = [...text.matchAll(/^### (A .*)$/gm)].map(([, attacker = '']) => attacker)

test('there are three who may attack', () => {
  expect(attackers).toHaveLength(3)
})

describe.each(attackers)('%s', (attacker) => {
  const rows = rowsFor(attacker)

  test('is met by defences that each name a test', () => {
    const defences = [...under(`### ${attacker}`).matchAll(/^- (?!Not covered)/gm)]
    expect(defences.length).toBeGreaterThan(3)
    expect(rows.filter(({ defence }) => defence.trim() !== '')).toHaveLength(defences.length)
  })

  test.each(rows)('$path has “$title”', ({ path, title }) => {
    expect(path).toMatch(/^__tests__\/[\w./-]+\.ts$/)
    expect(existsSync(`${root}${path}`)).toBe(true)
    expect(readText(path)).toContain(title)
  })
})

test('all rows are read, and what they cite is a test or a complaint of one, not a comment', () => {
  const cited = attackers.flatMap(rowsFor)
  expect(cited).toHaveLength([...text.matchAll(/^\| .*\]\(__tests__\//gm)].length)
  for (const { path, title } of cited) {
    const line =
      readText(path)
        .split('\n')
        .find((each) => each.includes(title)) ?? ''
    expect(line).not.toMatch(/^\s*(?:\/\/|\*|\/\*)/)
  }
})
