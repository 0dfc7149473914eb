import { expect, test } from '@jest/globals'
import {
  withoutControls,
  withoutControlsButColours,
  withoutDirections,
  withoutTerminalSequences,
} from '../../src/text/controls.ts'

test('colours, titles, links and other commands of terminals are taken out whole', () => {
  const text = '\u001b[1;31mred\u001b[0m \u001b]8;;https://x\u0007link\u001b]8;;\u001b\\ \u009b2Jon\u001b(B'
  expect(withoutTerminalSequences(text)).toBe('red link on')
})

test('commands without parameters, and those that choose sets of characters, are taken out whole', () => {
  expect(withoutTerminalSequences('\u001b7a\u001bMb\u001b$(Bc\u001b8')).toBe('abc')
})

test('control characters are taken out, but for tab, line feed and, where colours are shown, escape', () => {
  const all = Array.from({ length: 0xa1 }, (_, code) => String.fromCharCode(code)).join('')
  const printable = all.slice(0x20, 0x7f)
  expect(withoutControls(all)).toBe(`\t\n${printable}\u00a0`)
  expect(withoutControlsButColours(all)).toBe(`\t\n\u001b${printable}\u00a0`)
})

test('nothing is left that turns the direction of the text around it', () => {
  expect(withoutDirections('ab\u202Ec\u2066d\u200f')).toBe('abcd')
})
