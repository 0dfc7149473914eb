import { describe, expect, test } from '@jest/globals'
import * as yaml from 'yaml'
import { describeFaults } from '../../src/inputs/faults.ts'
import type { MapStyle } from '../../src/inputs/map.ts'
import { jsonAdvice, noMapAdvice, yamlAdvice } from '../../src/inputs/map-advice.ts'
import { InputReader } from '../../src/inputs/reader.ts'
import { Story } from '../support/story.ts'

function read(params: string, style: MapStyle = 'strings') {
  const reader = new InputReader({ INPUT_PARAMS: params }, yaml, ['params'])
  const map = reader.map('params', style)
  return { map, fault: describeFaults(reader.faults), warnings: reader.warnings }
}

const COLON = 'a value with a colon and a blank in it needs quotes, as in key: "one: two"'
const MARK = 'a value that begins with @, `, % or a comma needs quotes, as in key: "@…"'
const BRACKET = 'a value that begins with a bracket or a question mark needs quotes, as in key: "[…"'
const COLUMN = 'begin each key in the same column'
const NO_KEY =
  'this line has no key: write key: value, or text of several lines as key: | with the lines indented below'
const NO_BLANK = 'a blank is missing after the colon: write key: value'
const NOT_EQUAL = 'write key: value, not key=value'
const OPEN = 'a quotation mark is not closed'
const COMMA = 'leave out the comma before the closing bracket'

describe('a mistake in a map is told with what to write instead', () => {
  test.each<[what: string, text: string, line: number | undefined, advice: string]>([
    ['no blank after the colon', 'lr:0.1', undefined, NO_BLANK],
    ['no blank after one of the colons', 'a: 1\nlr:0.1', 2, NO_BLANK],
    ['no blank after the first colon', 'lr:0.1\nepochs: 3', 1, NO_BLANK],
    ['no blank within braces', '{a:1}', undefined, 'a blank is missing after a colon: write {key: value}'],
    [
      'a blank that is none',
      'a:\u00a0x',
      undefined,
      'what looks like a blank after the colon is another character: type it anew',
    ],
    ['an unquoted colon', 'a: 1\nmsg: fix: it\nb: 2', 2, COLON],
    ['several on one line', 'a: 1, b: 2', 1, COLON],
    ['a tab', 'a: x\n\tb: y', 2, 'indent with blanks, never with a tab'],
    ['the shell’s way', 'model=small\nepochs=3', undefined, NOT_EQUAL],
    ['the shell’s way on one line', 'a: 1\nmodel = small', 2, NOT_EQUAL],
    ['an option', '--epochs 3', undefined, 'write key: value, not an option as on a command line'],
    ['a list', '- model: small\n- epochs: 3', undefined, 'leave out the dash: a list is no map'],
    [
      'a list behind its key',
      'a: - x',
      1,
      'a list begins on the line after its key; a value that begins with "- " needs quotes, as in key: "- …"',
    ],
    ['an open quotation mark', 'a: "x\nb: y', 1, OPEN],
    ['an open quotation mark at the end', "a: x\nb: 'y", 2, OPEN],
    [
      'a quotation mark within quotes',
      'a: "say "hi""',
      1,
      'the value goes on behind its quotation mark: put \'…\' around one that holds ", or write \\" for it',
    ],
    [
      'an apostrophe within quotes',
      "a: 'it's'",
      1,
      "the value goes on behind its quotation mark: put \"…\" around one that holds ', or write '' for it",
    ],
    ['a backslash', 'a: "\\d+"', 1, 'a backslash means something within "…": write key: \'…\''],
    ['a handle', 'user: @me', 1, MARK],
    ['a percentage', 'a: 1\nb: %x', 2, MARK],
    ['a star', 'a: **/*.py', undefined, 'a value that begins with * needs quotes, as in key: "*…"'],
    ['an ampersand', 'a: &x', undefined, 'a value that begins with & needs quotes, as in key: "&…"'],
    ['an exclamation mark', 'a: !x', undefined, 'a value that begins with ! needs quotes, as in key: "!…"'],
    [
      'a pipe',
      'a: | x',
      1,
      'text does not go on behind | or >: put it on lines of its own below, or the value in quotes',
    ],
    ['a bracket', 'a: [x', 1, BRACKET],
    ['a template', 'a: {{ x }}', undefined, 'a value that begins with { needs quotes, as in key: "{…"'],
    ['bare lines', 'msg: line one\nline two', 2, NO_KEY],
    ['a word', 'epochs', undefined, NO_KEY],
    ['a key that stands further in', 'a: 1\n  b: 2', 2, COLUMN],
    ['a key that stands further out', '  a: 1\n  b: 2\n c: 3', 3, COLUMN],
    [
      'JSON without braces',
      '"a": "x",\n"b": "y"',
      1,
      'leave out the comma at the end of the line, or write all of it as JSON in { }',
    ],
    ['lone carriage returns', 'a: x\rb: y', 1, 'a line ends in CR alone: end it in LF'],
    [
      'a comment for a value',
      'channel: #alerts',
      undefined,
      'the value of "channel" begins with #, where YAML begins a comment: write it as key: "#…"',
    ],
    [
      'nesting',
      'a: {b: 1}',
      undefined,
      `the value of "a" is nested, and only text can be sent: write it as JSON in quotes, as in key: '{"a": 1}'`,
    ],
    ['a key that is there twice', 'a: 1\na: 2', undefined, 'the key "a" is there twice'],
    ['a comma too many', '{"a": "x",}', undefined, COMMA],
    ['single quotes in JSON', '{"a": \'x\'}', undefined, 'JSON knows double quotes alone: write "…"'],
    ['Python for JSON', '{"a": True}', undefined, 'truth values are written true and false'],
    ['a comment in JSON', '{"a": 1 // one\n}', undefined, 'JSON has no comments'],
    ['a bare key in JSON', '{"a": "x", b: 1}', undefined, 'put each key in double quotes'],
    [
      'typographic quotation marks in JSON',
      '{"a": “x”}',
      undefined,
      'typographic quotation marks are none here: write "…"',
    ],
    [
      'a title put into JSON',
      '{"title": "Say "hi" to all"}',
      undefined,
      'text with a " was put in: hand that on with toJSON',
    ],
    [
      'lines put into JSON',
      '{"body": "one\ntwo"}',
      undefined,
      'a line ends within quotes: write \\n for a line end, or hand the text on with toJSON',
    ],
    ['a bracket that is not closed', '{"a": {"b": 1}', undefined, 'a closing bracket is missing'],
  ])('%s: %j', (_, text, line, advice) => {
    const { fault } = read(text)
    expect(fault).toContain(`${advice}; accepted: a map as YAML or JSON`)
    if (line !== undefined) expect(fault).toContain(`not valid YAML (line ${line}): `)
  })

  test('whatever the mistake, nothing of the text is repeated', () => {
    for (const text of [
      'Hunter2',
      'a: "Hunter2',
      'a: b: Hunter2',
      'Hunter2=x',
      '- Hunter2',
      '\tHunter2: x',
      '{"a": Hunter2',
    ]) {
      expect(read(text).fault).toContain('params: it ')
      expect(read(text).fault).not.toContain('Hunter2')
    }
  })

  test('a text of any kind takes no time to look at', () => {
    const startMs = performance.now()
    for (const piece of [': "', ": '", ':', '"', '{', ',', ' ', '\n: "', '-', "'", '\t', '\\"', 'a: "\\']) {
      for (const head of ['', 'a: ', '{"', '{"a": ']) {
        const text = `${head}${piece.repeat(100_000 / piece.length)}`
        for (const part of [text, text.slice(0, 2000)]) {
          yamlAdvice(part, part.split('\n').length)
          noMapAdvice(part)
          jsonAdvice(part)
        }
      }
    }
    expect(performance.now() - startMs).toBeLessThan(5000)
  })
})

describe('what can be read, and is likely not what was meant, is sent as YAML has it, with one warning', () => {
  test('a value that a comment cuts', () => {
    const { map, warnings } = read('title: fix #12 now\nlr: 0.1 # slow\nother: "a #b"\n# note\nlast: x#y')
    expect(map).toEqual({ title: 'fix', lr: '0.1', other: 'a #b', last: 'x#y' })
    expect(warnings).toEqual([
      'params: the values of "title", "lr" end before " #", where YAML begins a comment; to send the rest too, write title: "… #…".',
    ])
  })

  test('a value of several lines', () => {
    const { map, warnings } = read('msg: line one\n  line two\nkept: |\n  one\n  two')
    expect(map).toEqual({ msg: 'line one line two', kept: 'one\ntwo\n' })
    expect(warnings).toEqual([
      'params: the lines of "msg" become one, as YAML has it; to keep them, write msg: | and indent them below.',
    ])
  })

  test('typographic quotation marks', () => {
    const { map, warnings } = read('a: “x”\n“b”: y')
    expect(map).toEqual({ a: '“x”', '“b”': 'y' })
    expect(warnings).toEqual([
      'params: the typographic quotation marks at "“b”", "a" are sent along; for plain ones, which are not, write key: "…".',
    ])
  })

  test('numbers and truth values, where they are sent as such', () => {
    const text = 'mode: 0777\nversion: 1.10\ndebug: yes\nn: 10\nzero: 0\nhalf: 0.5\nquoted: "1.10"'
    expect(read(text).warnings).toEqual([])
    const { map, warnings } = read(text, 'typed')
    expect(map).toEqual({ mode: 777, version: 1.1, debug: 'yes', n: 10, zero: 0, half: 0.5, quoted: '1.10' })
    expect(warnings).toEqual([
      'params: the values of "mode", "version" are sent as numbers, which keep no zeros at either end; to send them as written, write mode: "…".',
      'params: the value of "debug" is sent as text, since YAML\'s truth values are true and false alone.',
    ])
  })

  test('Windows’ line ends are nothing to speak of', () => {
    const { map, warnings, fault } = read('a: x\r\nb: |\r\n  one\r\n  two\r\n')
    expect([map, warnings, fault]).toEqual([{ a: 'x', b: 'one\ntwo\n' }, [], '0 faults in the inputs:'])
  })

  test('an item of a command that a comment cuts', () => {
    const reader = new InputReader({ INPUT_COMMAND: '- python\n- --title=fix #12' }, yaml)
    expect(reader.textOrList('command')).toEqual(['python', '--title=fix'])
    expect(reader.warnings).toEqual([
      'command: an item ends before " #", where YAML begins a comment; to send the rest too, write - "… #…".',
    ])
  })

  test('the author is warned, and the job is triggered', async () => {
    const story = await new Story({ inputs: { params: 'title: fix #12 now' } }).run()
    expect(story.outputs.conclusion).toBe('success')
    expect(story.plane.requestsOf('trigger')[0]?.body).toMatchObject({ input: { params: { title: 'fix' } } })
    expect(story.runner.warnings).toEqual([expect.stringContaining('title: "… #…"')])
  })
})
