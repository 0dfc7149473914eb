import { describe, expect, test } from '@jest/globals'
import { describeFaults } from '../../src/inputs/faults.ts'
import { secretInputs } from '../../src/inputs/index.ts'
import { InputReader } from '../../src/inputs/reader.ts'
import { platforms } from '../../src/platforms/index.ts'

describe('an input', () => {
  test('is found under its name in upper case, with hyphens kept and spaces as underscores', () => {
    const reader = new InputReader({ 'INPUT_RUN-ID': ' a ', INPUT_TWO_WORDS: 'b' })
    expect(reader.text('run-id')).toBe('a')
    expect(reader.text('two words')).toBe('b')
  })

  test.each(['', '   ', '\n\t'])('that is %j counts as not given', (text) => {
    const reader = new InputReader({ INPUT_X: text })
    expect(reader.text('x')).toBeUndefined()
    expect(reader.verbatim('x')).toBeUndefined()
    expect(reader.boolean('x', true)).toBe(true)
    expect(reader.duration('x', 5)).toBe(5)
    expect(reader.oneOf('x', ['a', 'b'], 'b')).toBe('b')
    expect(reader.segment('x')).toBeUndefined()
    expect(reader.map('x', 'strings')).toBeUndefined()
    expect(reader.textOrList('x')).toBeUndefined()
    expect(reader.faults).toEqual([])
  })
})

describe('a boolean', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('%s is %s', (text, value) => {
    const reader = new InputReader({ INPUT_WAIT: text })
    expect(reader.boolean('wait', !value)).toBe(value)
    expect(reader.faults).toEqual([])
  })

  test.each(['yes', 'no', '1', '0', 'tRue', 'on'])('%s is a fault', (text) => {
    const reader = new InputReader({ INPUT_WAIT: text })
    reader.boolean('wait', true)
    expect(describeFaults(reader.faults)).toBe(`Input wait: "${text}" was given; accepted: true or false`)
  })
})

describe('a duration', () => {
  test.each(['0', '25d', '-1', 'soon', '0.0001s'])('of %s is a fault', (text) => {
    const reader = new InputReader({ INPUT_TIMEOUT: text })
    reader.duration('timeout', 5)
    expect(describeFaults(reader.faults)).toContain(`timeout: "${text}" was given; accepted: a duration such as`)
  })

  test('may be zero where that makes sense, and no shorter than where it must not be', () => {
    const reader = new InputReader({ INPUT_A: '0', INPUT_B: '0.1', INPUT_C: '0.09' })
    expect(reader.duration('a', 5, 0)).toBe(0)
    expect(reader.duration('b', 5, 100)).toBe(100)
    expect(reader.faults).toEqual([])
    reader.duration('c', 5, 100)
    expect(describeFaults(reader.faults)).toContain('at least 0.1s')
  })
})

describe('an id', () => {
  test.each(['abc', 'a/b', 'ä ?#%', '...', '..a', '%2e%2e'])('%s is taken as it is', (id) => {
    const reader = new InputReader({ INPUT_ID: id })
    expect(reader.segment('id')).toBe(id)
    expect(reader.faults).toEqual([])
  })

  test.each(['.', '..', 'a\u0000b', 'a\nb', 'a\u007fb', 'a\u0085b', 'x'.repeat(513)])('%j is a fault', (id) => {
    const reader = new InputReader({ INPUT_ID: id })
    expect(reader.segment('id')).toBeUndefined()
    expect(reader.faults).toHaveLength(1)
  })
})

describe('faults', () => {
  test('are told together, each with the input, what was given and what is accepted', () => {
    const reader = new InputReader({ 'INPUT_ON-TIMEOUT': 'stop', INPUT_WAIT: 'maybe' })
    reader.oneOf('on-timeout', ['leave', 'terminate'], 'leave')
    reader.boolean('wait', true)
    reader.fault('job-id', undefined, 'the id of the job')
    expect(describeFaults(reader.faults).split('\n')).toEqual([
      '3 faults in the inputs:',
      '- on-timeout: "stop" was given; accepted: leave or terminate',
      '- wait: "maybe" was given; accepted: true or false',
      '- job-id: nothing was given; accepted: the id of the job',
    ])
  })

  test('name what is accepted as people do', () => {
    const reader = new InputReader({ 'INPUT_PR-COMMENT': 'on' })
    reader.oneOf('pr-comment', ['never', 'failure', 'always'], 'never')
    expect(describeFaults(reader.faults)).toContain('accepted: never, failure or always')
  })

  test('show foreign text shortened and on one line, with what can not be seen escaped', () => {
    const reader = new InputReader({ INPUT_WAIT: `a\n::error::b\u001b[1m\u202e${'x'.repeat(500)}` })
    reader.boolean('wait', true)
    const [fault] = reader.faults
    expect(fault?.given).toMatch(/^"a\\n::error::b\\u\{1b\}\[1m\\u\{202e\}x+…" was given$/)
    expect(fault?.given.length).toBeLessThan(120)
  })

  test.each(['api-key', 'github-token', 'command', 'params', 'config-override', 'arguments'])(
    'never show what was given for %s',
    (input) => {
      const reader = new InputReader({}, undefined, secretInputs(platforms))
      reader.fault(input, 'Hunter2', 'something else')
      expect(describeFaults(reader.faults)).not.toContain('Hunter2')
    },
  )

  test('of a map name the key and not the value', () => {
    const reader = new InputReader({ INPUT_PARAMS: '{"outer": {"inner": "Hunter2"}}' })
    reader.map('params', 'strings')
    expect(describeFaults(reader.faults)).toContain('params: the value of "outer" is nested, and only text')
    expect(describeFaults(reader.faults)).not.toContain('Hunter2')
  })
})

test('text with many empty lines in it takes no longer than another', () => {
  const text = `x${'\n'.repeat(100_000)}y`
  const startMs = performance.now()
  expect(new InputReader({ INPUT_COMMAND: `${text}\r\n\n` }).verbatim('command')).toBe(text)
  expect(performance.now() - startMs).toBeLessThan(1000)
})
