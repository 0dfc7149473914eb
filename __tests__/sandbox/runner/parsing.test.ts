import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { issueCommand } from '../../../node_modules/@actions/core/lib/command.js'
import { prepareKeyValueMessage } from '../../../node_modules/@actions/core/lib/file-command.js'
import { parseKeyValues } from '../../../sandbox/runner/command-files.ts'
import { LineSplitter } from '../../../sandbox/runner/line-splitter.ts'
import { parseCommand } from '../../../sandbox/runner/workflow-commands.ts'

const anyName = () => true
const text = fc.string({ unit: 'binary' })
const manyLines = fc.string({ unit: fc.constantFrom('a', ' ', '\r', '\n', '=', '<', ':', '%', '0', 'A', ',', '25') })
const fileKey = fc.stringMatching(/^[a-zA-Z_-]+$/)

function writtenByCore(name: string, properties: Record<string, string>, data: string): string {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    issueCommand(name, properties, data)
    return String(write.mock.calls[0]?.[0]).replace(/\n$/, '')
  } finally {
    write.mockRestore()
  }
}

describe('files of key and value', () => {
  test('what @actions/core writes is read back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fileKey, fc.oneof(text, manyLines))), (pairs) => {
        const file = pairs.map(([key, value]) => `${prepareKeyValueMessage(key, value)}\n`).join('')
        expect(parseKeyValues(file)).toEqual({ pairs })
      }),
    )
  })

  test('a plain line is split at its first equals sign', () => {
    expect(parseKeyValues('a=b=c<<d\n\nempty=\n').pairs).toEqual([
      ['a', 'b=c<<d'],
      ['empty', ''],
    ])
  })

  test('a value that holds the delimiter within a line does not end there', () => {
    expect(parseKeyValues('a<<E\n E\nE2\nE\nb=1').pairs).toEqual([
      ['a', ' E\nE2'],
      ['b', '1'],
    ])
  })

  test('a carriage return stays in the value, and keeps a delimiter from matching', () => {
    expect(parseKeyValues('a=1\r\n').pairs).toEqual([['a', '1\r']])
    expect(parseKeyValues('a<<E\nx\nE\r\n').problem).toContain("delimiter not found 'E'")
  })

  test.each([
    ['a<<E\nx\n', "Invalid value. Matching delimiter not found 'E'"],
    ['just text\n', "Invalid format 'just text'"],
    ['<<E\nx\nE\n', 'Name must not be empty'],
    ['a<<\nx\n', 'delimiter must not be empty'],
    ['=x\n', 'Name must not be empty'],
  ])('%j is faulty, and what came before still counts', (faulty, problem) => {
    const parsed = parseKeyValues(`good=1\n${faulty}`)
    expect(parsed.pairs).toEqual([['good', '1']])
    expect(parsed.problem).toContain(problem)
  })
})

describe('workflow commands', () => {
  test('what @actions/core writes is read back as it was', () => {
    // A blank at the end of the last property is the one thing that the runner takes off.
    const property = fc.oneof(text, manyLines).filter((value) => value !== '' && !/[\s\x85]$/.test(value))
    fc.assert(
      fc.property(property, property, fc.oneof(text, manyLines), (title, file, data) => {
        const line = writtenByCore('error', { title, file }, data)
        expect(line).not.toMatch(/[\r\n]/)
        expect(parseCommand(line, anyName)).toEqual({ name: 'error', properties: { title, file }, data })
      }),
    )
  })

  test.each([
    ['::error::x', 'error', 'x'],
    [' \t\u00a0::ERROR ::x', 'error', 'x'],
    ['::a::b::c', 'a', 'b::c'],
    ['text ##[error]x', 'error', 'x'],
    ['##[error a=1;b=%3B%5D]x%3B', 'error', 'x;'],
    ['::error::', 'error', ''],
  ])('%j is a command', (line, name, data) => {
    expect(parseCommand(line, anyName)).toMatchObject({ name, data })
  })

  test.each([
    'text ::error::x',
    '\ufeff::error::x',
    ': :error::x',
    '::error',
    '##[error',
    '## [error]',
    '##\\[error]x',
  ])('%j is none', (line) => {
    expect(parseCommand(line, anyName)).toBeUndefined()
  })

  test('a line that starts like an unknown command can still hold one of the older form', () => {
    const parsed = parseCommand('::what::##[error]x', (name) => name === 'error')
    expect(parsed).toEqual({ name: 'error', properties: {}, data: 'x' })
  })

  test('an escaped percent sign makes no new escape', () => {
    expect(parseCommand('::debug::%250A', anyName)?.data).toBe('%0A')
  })

  test('a property called __proto__ is a property like any other', () => {
    const properties = parseCommand('::error __proto__=x::', anyName)?.properties ?? {}
    expect(Object.entries(properties)).toEqual([['__proto__', 'x']])
  })
})

describe('lines', () => {
  test('are the same however the stream is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(manyLines), (chunks) => {
        const splitter = new LineSplitter()
        const lines = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()]
        const expected = chunks.join('').split(/\r\n|\r|\n/)
        if (expected.at(-1) === '') expected.pop()
        expect(lines).toEqual(expected)
      }),
    )
  })

  test('end at a lone carriage return, and at no other character', () => {
    const splitter = new LineSplitter()
    expect(splitter.push('a\rb\r\n\nc\u2028\v\f\x85d\n')).toEqual(['a', 'b', '', 'c\u2028\v\f\x85d'])
  })

  test('a carriage return waits for what follows it', () => {
    const splitter = new LineSplitter()
    expect(splitter.push('a\r')).toEqual([])
    expect(splitter.push('\nb')).toEqual(['a'])
    expect(splitter.end()).toEqual(['b'])
  })
})
