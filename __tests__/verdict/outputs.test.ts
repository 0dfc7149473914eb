import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RunHandle, RunSnapshot } from '../../src/core/model.ts'
import { platforms } from '../../src/platforms/index.ts'
import { trueFoundry } from '../../src/platforms/truefoundry/index.ts'
import { boundedJson } from '../../src/verdict/bounded-json.ts'
import { conclusionOf } from '../../src/verdict/conclusions.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'
import { finalOutputs, outputsOf } from '../../src/verdict/outputs.ts'
import { fixtureOf } from '../platforms/fixtures.ts'

const RUN: RunHandle = { runId: 'etl-1', runUrl: 'https://example.com/etl', target: { applicationId: 'app' } }
const SEEN: RunSnapshot = { phase: 'running', status: 'RUNNING', raw: { status: 'RUNNING' } }
const PLATFORM = trueFoundry.create('https://example.com', { target: {}, payload: {} })
const NO_TERMINATION = { kind: 'not_requested' } as const

const OUTCOMES: readonly (readonly [conclusion: string, outcome: Outcome])[] = [
  ['success', { kind: 'ended', phase: 'succeeded', run: RUN, last: SEEN }],
  ['failure', { kind: 'ended', phase: 'failed', run: RUN, last: SEEN }],
  ['terminated', { kind: 'ended', phase: 'terminated', run: RUN, last: SEEN }],
  [
    'timed_out',
    { kind: 'timed_out', run: RUN, last: SEEN, limit: 'timeout', timeoutMs: 1, termination: NO_TERMINATION },
  ],
  ['cancelled', { kind: 'cancelled', run: RUN, last: SEEN, termination: NO_TERMINATION, trigger: 'settled' }],
  ['lost', { kind: 'lost', run: RUN, last: SEEN, reason: 'gone' }],
  ['pending', { kind: 'pending', run: RUN, last: SEEN }],
  ['action_required', { kind: 'action_required', run: RUN, last: SEEN }],
]

describe('the conclusion', () => {
  test.each(OUTCOMES)('%s comes with the run, its link and its status', (conclusion, outcome) => {
    expect(conclusionOf(outcome)).toBe(conclusion)
    expect(finalOutputs(outcome, PLATFORM)).toMatchObject({
      conclusion,
      'run-id': 'etl-1',
      'run-url': 'https://example.com/etl',
      status: 'RUNNING',
      'application-id': 'app',
    })
  })

  test.each([
    ['skipped', { kind: 'skipped', inTheWay: { run: RUN, status: 'RUNNING' } }],
    ['not_started', { kind: 'not_started', reason: 'no', inTheWay: { run: RUN, status: 'RUNNING' } }],
  ] satisfies (readonly [string, Outcome])[])('%s comes with the run that was going already', (conclusion, outcome) => {
    expect(finalOutputs(outcome, PLATFORM)).toMatchObject({ conclusion, 'run-id': 'etl-1', status: 'RUNNING', run: '' })
  })

  test('a gate that does not hold rejects a success, and touches nothing else', () => {
    const gate = [{ text: 'a == 1', holds: false, found: { kind: 'none', why: 'there is no result' } }] as const
    const ended = { kind: 'ended', run: RUN, last: SEEN, gate } as const
    expect(conclusionOf({ ...ended, phase: 'succeeded' })).toBe('rejected')
    expect(conclusionOf({ ...ended, phase: 'failed' })).toBe('failure')
    expect(conclusionOf({ ...ended, phase: 'succeeded', gate: [{ ...gate[0], holds: true }] })).toBe('success')
  })

  test.each([
    { kind: 'not_started', reason: 'no' },
    { kind: 'unknown', reason: 'who knows', candidates: [{ handle: RUN, status: 'RUNNING', phase: 'running' }] },
  ] satisfies Outcome[])('$kind comes with no run: a candidate is not an output', (outcome) => {
    const { conclusion, ...others } = finalOutputs(outcome)
    expect(conclusion).toBe(outcome.kind)
    expect(Object.values(others).join('')).toBe('')
  })
})

describe('the values', () => {
  test('an exit code of 0 is an output, one that is not there is empty', () => {
    expect(outputsOf('success', RUN, { ...SEEN, exitCode: 0 })['exit-code']).toBe('0')
    expect(outputsOf('success', RUN, SEEN)['exit-code']).toBe('')
  })

  test('times are ISO 8601 in UTC and the duration is their difference in whole seconds', () => {
    const startedAtMs = Date.UTC(2026, 0, 15, 12)
    const outputs = outputsOf('success', RUN, { ...SEEN, startedAtMs, endedAtMs: startedAtMs + 61_499 })
    expect(outputs).toMatchObject({
      'started-at': '2026-01-15T12:00:00.000Z',
      'ended-at': '2026-01-15T12:01:01.499Z',
      'duration-seconds': '61',
    })
  })

  test.each([Number.MAX_VALUE, -8.65e15, Number.MAX_SAFE_INTEGER])(
    'a time that no calendar has (%d) is left out',
    (at) => {
      expect(outputsOf('success', RUN, { ...SEEN, startedAtMs: at })['started-at']).toBe('')
    },
  )

  test('times that contradict each other make no duration', () => {
    expect(outputsOf('success', RUN, { ...SEEN, startedAtMs: 5000, endedAtMs: 0 })['duration-seconds']).toBe('')
  })

  test('no output holds control characters other than newline and tab', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const own = { deploymentVersion: text }
        const last = { ...SEEN, status: text, error: text, result: text, own, raw: { text } }
        const outcome = { kind: 'ended', phase: 'failed', run: { ...RUN, runId: text }, last } as const
        const values = Object.values(finalOutputs(outcome, PLATFORM))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        for (const value of values) expect(value).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }),
    )
  })

  test('error, result and run stay within their sizes, whatever the platform sends', () => {
    const long = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.repeat(900))
    fc.assert(
      fc.property(long, fc.dictionary(fc.string(), fc.jsonValue()), (text, rest) => {
        const raw = JSON.parse(JSON.stringify({ ...rest, text, nested: { list: [text, 1] } }))
        const outputs = outputsOf('failure', RUN, { ...SEEN, error: text, result: text, raw })
        expect(Buffer.byteLength(outputs.error)).toBeLessThanOrEqual(4096)
        expect(Buffer.byteLength(outputs.result)).toBeLessThanOrEqual(65_536)
        expect(Buffer.byteLength(outputs.run)).toBeLessThanOrEqual(65_536)
        expect(() => JSON.parse(outputs.run)).not.toThrow()
      }),
      { numRuns: 40 },
    )
  })
})

test('an error loses its colours whole, and of a long one beginning and end are kept', () => {
  const error = `\u001b[31mTraceback\u001b[0m ${'x'.repeat(5000)} out of memory`
  const shown = outputsOf('failure', undefined, { phase: 'failed', status: 'FAILED', raw: {}, error }).error
  expect(shown).toMatch(/^Traceback x+ … \[cut\] … x+ out of memory$/)
  expect(Buffer.byteLength(shown)).toBe(4096)
})

describe('cutting', () => {
  test('a run of short texts stays as it is, a long text in it is cut, and so are too many parts of it', () => {
    expect(boundedJson({ a: 'x', b: [1, null] }, 100)).toBe('{"a":"x","b":[1,null]}')
    expect(JSON.parse(boundedJson({ a: 'x'.repeat(500), b: 1 }, 400))).toEqual({
      a: expect.stringContaining('cut'),
      b: 1,
    })
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key-${index}`, index]))
    expect(JSON.parse(boundedJson(many, 400))).toMatchObject({ 'key-0': 0, '… [cut]': '… [cut]' })
    expect(JSON.parse(boundedJson(many, 100))).toEqual({ truncated: expect.any(String) })
  })

  test('a run of tens of megabytes is cut in a moment, since the step may just be told to stop', () => {
    const [keys, items] = [700_000, 3_000_000]
    const wide = Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 1]))
    const long = { status: 'RUNNING', list: Array.from({ length: items }, () => []) }
    const unknown = { list: Array.from({ length: 20 }, () => `${'\ufffd'.repeat(21_800)}${'x'.repeat(1000)}`) }
    for (const run of [wide, long, unknown]) {
      const startMs = performance.now()
      expect(Buffer.byteLength(boundedJson(run, 65_536))).toBeLessThanOrEqual(65_536)
      expect(performance.now() - startMs).toBeLessThan(4000)
    }
  })
})

test.each(platforms)('the run of $name has its numbers to the digit', (definition) => {
  const { target, statusAnswer } = fixtureOf(definition.id)
  const platform = definition.create('https://example.com', { target, payload: {} })
  const run = platform.attach(target, 'run')
  const numbers = '"big":9007199254740993,"price":1.10,"huge":1e400,"list":[-0,0.1]'
  const body = JSON.stringify(statusAnswer('running')).replace(/.*\{/, (before) => `${before}${numbers},`)
  const last = platform.status(run).read(JSON.parse(body), body)
  expect(finalOutputs({ kind: 'lost', run, last, reason: '' }).run).toContain(numbers)
})
