import { expect, test } from '@jest/globals'
import type { LogEntry } from '../../src/core/follow.ts'
import { EntryLines } from '../../src/logs/entry-lines.ts'

const entry = (text: string, container: string, stream = 'stdout'): LogEntry => ({
  timeNs: 1n,
  text,
  stream,
  container,
})
const shown = (lines: EntryLines, ...entries: readonly LogEntry[]) =>
  lines.of(entries).map(({ prefix, text }) => `${prefix}|${text}`)

test('each line names its container from the page on that showed a second one', () => {
  const lines = new EntryLines()
  expect(shown(lines, entry('a', 'main'), entry('b', 'main', 'stderr'))).toEqual(['|a', '[stderr] |b'])
  expect(shown(lines, entry('c', 'main'), entry('d\ne', 'side', 'stderr'))).toEqual([
    '[main] |c',
    '[side] [stderr] |d',
    '[side] [stderr] |e',
  ])
  expect(shown(lines, entry('f', 'main'))).toEqual(['[main] |f'])
})

test('a line that shows nothing says nothing of its source, so that nobody takes it for a word', () => {
  expect(shown(new EntryLines(), entry('x\n\u001b[0m\n ', 'main', 'stderr'))).toEqual([
    '[stderr] |x',
    '|\u001b[0m',
    '| ',
  ])
})

test('a container’s name is a short word in one line, whatever it is', () => {
  const [first, second = ''] = shown(new EntryLines(), entry('a', 'side\ncar'), entry('b', 'x'.repeat(1_000_000)))
  expect(first).toBe('[side car] |a')
  expect(second).toMatch(/^\[x{10,200}…\] \|b$/)
})
