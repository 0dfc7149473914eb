import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ResultFinder } from '../../src/logs/result-finder.ts'

const ESC = '\u001b'
const foundIn = (...lines: readonly string[]) => {
  const finder = new ResultFinder('RESULT')
  finder.see(lines.map((text) => ({ text })))
  return finder.found
}

describe('a result in a log', () => {
  test.each([
    ['RESULT {"a": 1}', '{"a": 1}'],
    ['RESULT: {"a": 1}', '{"a": 1}'],
    ['RESULT={"a": 1}', '{"a": 1}'],
    ['RESULT = {"a": 1}  ', '{"a": 1}'],
    ['RESULT\t7', '7'],
    ['  \t RESULT :smile:', ':smile:'],
    [`${ESC}[32mRESULT: {"a": 1}${ESC}[0m`, '{"a": 1}'],
    [`${ESC}[1m  ${ESC}[32mRESULT:${ESC}[0m 7`, '7'],
    ['RESULT', ''],
    ['RESULT:', ''],
    ['epoch 9\rRESULT: 7', '7'],
    ['RESULT: ::error::not a command', '::error::not a command'],
  ])('%j is %j', (line, result) => {
    expect(foundIn('starting', line, 'done')).toBe(result)
  })

  test.each([
    'RESULTS: 7',
    'RESULT-2: 7',
    'RESULT_7',
    'RESULT"7"',
    'the RESULT: 7',
    'result: 7',
    'RESUL',
    '> RESULT 7',
  ])('is not in %j', (line) => {
    expect(foundIn(line)).toBeUndefined()
  })

  test('is the last one', () => {
    expect(foundIn('RESULT: 1', 'epoch 2', 'RESULT: 2', 'RESULTS: 3')).toBe('2')
    expect(foundIn('RESULT: 1', 'RESULT')).toBe('')
  })

  test('is the last one that was written, though an earlier one comes later', () => {
    const finder = new ResultFinder('RESULT')
    finder.see([{ text: 'RESULT: 2', timeNs: 12n }])
    finder.see([
      { text: 'RESULT: 1', timeNs: 10n },
      { text: 'epoch 3', timeNs: 14n },
    ])
    expect(finder.found).toBe('2')
    finder.see([{ text: 'RESULT: 3', timeNs: 12n }])
    expect(finder.found).toBe('3')
  })

  test('is kept to the letter, white space around it aside', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !/\p{Cc}|[\u2028\u2029]/u.test(each))
    fc.assert(fc.property(text, (each) => expect(foundIn(`RESULT: ${each}`)).toBe(each.trim())))
  })

  test('is found in a flood in no time', () => {
    const finder = new ResultFinder('RESULT')
    const page = Array.from({ length: 5000 }, (_, index) => ({ text: `epoch ${index} loss 0.${index}` }))
    const startMs = performance.now()
    for (let pages = 0; pages < 200; pages++) finder.see([...page, { text: `RESULT: ${pages}` }])
    expect(finder.found).toBe('199')
    expect(performance.now() - startMs).toBeLessThan(3000)
  })
})
