import { expect, test } from '@jest/globals'
import { ended } from '../../src/text/sentence.ts'

test.each([
  ['out of memory', 'out of memory.'],
  ['v1.2', 'v1.2.'],
  ['line one.\nline two', 'line one.\nline two.'],
  ['Done.', 'Done.'],
  ['Really?', 'Really?'],
  ['No!', 'No!'],
  ['and so on…', 'and so on…'],
])('%j becomes the sentence %j', (text, sentence) => {
  expect(ended(text)).toBe(sentence)
})
