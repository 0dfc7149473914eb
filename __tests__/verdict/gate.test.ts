import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareNumbers } from '../../src/verdict/exact-number.ts'
import { type Judged, judge, readGate } from '../../src/verdict/gate.ts'

const judged = (gate: string, result: string | undefined): readonly Judged[] => {
  const read = readGate(gate)
  if (read.kind === 'faulty') throw new Error(read.faults[0]?.accepted)
  return judge(read.conditions, result)
}
const holds = (gate: string, result: string | undefined) => judged(gate, result).every((each) => each.holds)
const RESULT = JSON.stringify({
  accuracy: 0.87,
  metrics: { loss: 0.31, 'f1-score': [0.5, 0.75], '0': { recall: 1 } },
  status: 'ok',
  approved: true,
  champion: null,
})

describe('a condition', () => {
  test.each([
    'accuracy >= 0.87',
    'accuracy<0.9',
    'metrics.loss <= 0.31',
    'metrics.f1-score.1 == 0.750',
    'metrics.0.recall == 1e0',
    'status == "ok"',
    String.raw`status == "\u006fk"`,
    'status != "OK"',
    'approved == true',
    'champion == null',
    'accuracy != null',
  ])('holds: %s', (gate) => {
    expect(holds(gate, RESULT)).toBe(true)
  })

  test.each([
    ['accuracy > 0.87', '0.87'],
    ['approved == "true"', 'true'],
    ['status > 0', '"ok"'],
    ['champion >= 0', 'null'],
    ['metrics.f1-score != [0.5, 0.75]', undefined],
    ['metrics.loss == 0.310000000000000000001', '0.31'],
  ])('%s does not hold, and what was found is told', (gate, found) => {
    if (found === undefined) return expect(readGate(gate).kind).toBe('faulty')
    expect(judged(gate, RESULT)).toEqual([{ text: gate, holds: false, found: { kind: 'value', json: found } }])
  })

  test.each([
    'nothing == 1',
    'accuracy.deeper == 1',
    'status.length == 2',
    'status.0 == "o"',
    'metrics.f1-score.2 == 1',
    'metrics.f1-score.01 == 0.75',
    'metrics.f1-score.-1 == 0.75',
    'metrics.f1-score.length == 2',
    'constructor != 1',
    '__proto__ != 1',
  ])('%s names no value of the result, so it does not hold', (gate) => {
    expect(judged(gate, RESULT)).toMatchObject([{ holds: false, found: { kind: 'none' } }])
  })

  test.each([undefined, '', ' ', '[{"a": 1}]', '"a"', '7', 'null', '{"a": 1', '{"a": 1} {"a": 1}', '{a: 1}', 'NaN'])(
    'does not hold of a result that is no JSON object: %j',
    (result) => {
      expect(judged('a != 2', result)).toMatchObject([{ holds: false, found: { kind: 'none' } }])
    },
  )

  test('does not hold of a result that is nested without end, and takes no harm from it', () => {
    expect(holds('a == 1', `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBe(false)
  })

  test('all are judged, in their order', () => {
    expect(judged('accuracy > 1\n\n  status == "ok"\r\nnothing == 1', RESULT).map((each) => each.holds)).toEqual([
      ...[false, true, false],
    ])
  })
})

test.each([
  ['9007199254740993', '9007199254740992'],
  ['1e400', '9e399'],
  ['1.10000000000000000001', '1.1'],
  ['-9e399', '-1e400'],
  ['1e-400', '0'],
  ['1e99999999999999999999', '9e99999999999999999998'],
  ['0.1', '-1e99999999999999999999'],
])('%s is larger than %s, though a double may not tell', (larger, smaller) => {
  expect(holds(`a > ${smaller}`, `{"a": ${larger}}`)).toBe(true)
  expect(holds(`a >= ${larger}`, `{"a": ${smaller}}`)).toBe(false)
  expect(holds(`a == ${larger}`, `{"a": ${smaller}}`)).toBe(false)
})

test.each([
  ['1.10', '1.1'],
  ['100', '1e2'],
  ['0.001', '1E-3'],
  ['-0', '0'],
  ['0e5', '0.000'],
])('%s equals %s', (one, other) => {
  expect(holds(`a == ${one}`, `{"a": ${other}}`)).toBe(true)
})

test('numbers are ordered as integers of any size are, whatever way they are written', () => {
  const exponent = fc.integer({ min: -30, max: 30 })
  const number = fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), exponent)
  fc.assert(
    fc.property(number, number, ([a, p], [b, q]) => {
      const [one, other] = [a * 10n ** BigInt(p + 30), b * 10n ** BigInt(q + 30)]
      const order = compareNumbers(`${a}e${p}`, `${b}e${q}`)
      expect(Math.sign(order)).toBe(one === other ? 0 : one < other ? -1 : 1)
    }),
  )
})

test('what the result says of itself holds, whatever the values are', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const name = fc.stringMatching(/^[A-Za-z_-][\w-]{0,9}$/)
  fc.assert(
    fc.property(name, name, scalar, scalar, (outer, inner, value, other) => {
      const result = JSON.stringify(Object.fromEntries([[outer, Object.fromEntries([[inner, value]])]]))
      const isSame = JSON.stringify(value) === JSON.stringify(other)
      expect(holds(`${outer}.${inner} == ${JSON.stringify(value)}`, result)).toBe(true)
      expect(holds(`${outer}.${inner} != ${JSON.stringify(other)}`, result)).toBe(!isSame)
    }),
  )
})

describe('a line that is no condition', () => {
  test.each([
    ['accuracy', 'a path, one of'],
    ['accuracy = 0.9', 'a path, one of'],
    ['accuracy === 0.9', 'a path, one of'],
    ['accuracy => 0.9', 'a path, one of'],
    ['.accuracy > 1', 'a path, one of'],
    ['a..b > 1', 'a path, one of'],
    ['a b > 1', 'a path, one of'],
    ['a[0] > 1', 'a path, one of'],
    ['0.9 <=', 'a path, one of'],
    ['status == ok', 'a value that is a number'],
    ["status == 'ok'", 'a value that is a number'],
    ['status == "ok" # so far', 'a value that is a number'],
    ['accuracy >= 90%', 'a value that is a number'],
    ['accuracy >= .9', 'a value that is a number'],
    ['accuracy >= +1', 'a value that is a number'],
    ['accuracy >= 01', 'a value that is a number'],
    ['accuracy >= NaN', 'a value that is a number'],
    ['accuracy >= 0.9 && loss < 1', 'a value that is a number'],
    ['status == "a', 'a value that is a number'],
    ['status < "ok"', 'only numbers are ordered'],
    ['approved > false', 'only numbers are ordered'],
  ])('is an error that names it: %s', (line, why) => {
    const accepted = expect.stringContaining(why)
    expect(readGate(`a == 1\n\n${line}`)).toEqual({ kind: 'faulty', faults: [{ line: 3, text: line, accepted }] })
  })

  test('is found at once, however long it is', () => {
    const startMs = performance.now()
    for (const line of [
      'a.'.repeat(60_000),
      `a${' '.repeat(120_000)}`,
      '-'.repeat(120_000),
      `a == "${'\\'.repeat(99_999)}`,
    ]) {
      expect(readGate(line).kind).toBe('faulty')
    }
    expect(performance.now() - startMs).toBeLessThan(2000)
  })
})
