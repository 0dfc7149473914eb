/**
 * Sizes that only somebody hostile sends, within the limits of an answer, an event and an input.
 * A ceiling of seconds where the work takes milliseconds: what it is for is the square of the length, which takes minutes.
 */

import { describe, expect, test } from '@jest/globals'
import * as yaml from 'yaml'
import type { Json } from '../../src/core/json.ts'
import { retryAfterMs } from '../../src/core/requests/retry-after.ts'
import { parseBaseUrl } from '../../src/inputs/base-url.ts'
import { parseDuration } from '../../src/inputs/duration.ts'
import { InputReader, secretsOf } from '../../src/inputs/index.ts'
import { EventParser } from '../../src/logs/event-parser.ts'
import { platforms } from '../../src/platforms/index.ts'
import { eventsOf } from '../../src/platforms/kubiya/stream.ts'
import { Secrets } from '../../src/runtime/door.ts'
import { harmlessLines } from '../../src/text/commands.ts'
import { code, mermaidLabel, preformatted, quotation } from '../../src/text/html.ts'
import { lastStateOf, rowsOf } from '../../src/text/lines.ts'
import { fixtureOf } from '../platforms/fixtures.ts'

const CEILING_MS = 6000
const INPUT = 32 * 1024
const PIECES = 60_000
const RUN = { runId: 'run-1', runUrl: 'https://x.example', target: {} }

function isQuick(act: () => unknown): void {
  const startMs = performance.now()
  act()
  expect(performance.now() - startMs).toBeLessThan(CEILING_MS)
}

/** Each as often as fits, with something behind it that does not belong there. */
function floods(length: number, ...parts: readonly string[]): readonly string[] {
  return parts.map((part) => `${part.repeat(length / part.length)}\u0001x`)
}

describe('no input takes long, whatever it is full of', () => {
  const parts = [
    ' ',
    '\n',
    '\r\n',
    '1',
    '1 ',
    '1d',
    '/',
    '.',
    ':',
    ':1',
    'a:',
    '@',
    '-',
    '- ',
    '#',
    ' #\n',
    '{',
    '[',
    '"',
    '\\',
    '\t',
  ]
  test.each(floods(INPUT, ...parts).map((text) => [JSON.stringify(text.slice(0, 4)), text]))('%s', (_, text) => {
    isQuick(() => {
      parseDuration(`1${text}`)
      parseBaseUrl(`https://x/${text.slice(0, -2)}y`)
      parseBaseUrl(text)
      secretsOf({ HTTPS_PROXY: `http://${text}@x`, 'INPUT_BASE-URL': text, 'INPUT_API-KEY': text }, platforms)
    })
  })

  const structures = [
    '{',
    '[',
    '- ',
    'a: ',
    '? ',
    '{a: ',
    '"',
    "'",
    '&a ',
    '*a ',
    '!!str ',
    '\n- ',
    'a:\n',
    '}',
    ']',
    'x\n',
    '---\n',
    '|\n ',
  ]
  test.each(floods(INPUT, ...structures).map((text) => [JSON.stringify(text.slice(0, 6)), text]))(
    'as a map: %s',
    (_, text) => {
      isQuick(() => {
        const reader = new InputReader({ INPUT_PARAMS: text, INPUT_COMMAND: text }, yaml)
        reader.map('params', 'written')
        reader.textOrList('command')
      })
    },
  )

  test.each(['{"a":"', '{"a":[', '{"a":{"a":', '{"'])('as JSON: %s', (start) => {
    isQuick(() => {
      for (const part of ['\\\\', '[', '{"a":', 'x', '1,', '"",']) {
        const reader = new InputReader({ INPUT_PARAMS: start + part.repeat(INPUT / part.length) })
        reader.map('params', 'typed')
        expect(reader.faults).toHaveLength(1)
      }
    })
  })

  test('JSON of one long text, of many keys, of many numbers is read', () => {
    isQuick(() => {
      const many = Array.from({ length: 2500 }, (_, index) => `"k${index}":1`).join()
      const texts = [`{"a":"${'\\n'.repeat(INPUT / 2)}"}`, `{${many}}`, `{"a":[${'1,'.repeat(INPUT / 2)}1]}`]
      for (const text of texts) {
        const reader = new InputReader({ INPUT_PARAMS: text })
        expect(reader.map('params', 'typed')).toBeDefined()
      }
    })
  })
})

describe('no answer takes long, whatever it is full of', () => {
  const ANSWER = 1024 * 1024
  const parts = [
    '\u001b[',
    '\u001b]',
    '\u009b',
    '\u009b0',
    '\u001b ',
    '::',
    '##[',
    '&',
    '<',
    ' ',
    '\r',
    '\u2028',
    '\ufffd',
    '\ud800',
    '"',
  ]
  test.each(floods(ANSWER, ...parts).map((text) => [JSON.stringify(text.slice(0, 3)), text]))('%s', (_, text) => {
    const secrets = new Secrets()
    secrets.add('a secret of some length')
    isQuick(() => {
      harmlessLines(secrets.blot(text))
      rowsOf(text).map(lastStateOf)
      for (const part of [code(text), quotation(text, 1000), preformatted([text], 1000)]) {
        expect(part.source.length).toBeLessThan(20_000)
      }
      expect(mermaidLabel(text).length).toBeLessThan(100)
      retryAfterMs({ 'retry-after': text.slice(0, 16_384), date: `Thu, 15 ${text.slice(0, 16_384)}` }, 0)
    })
  })

  test('lists of tens of thousands of runs', () => {
    const longer = (document: Json | undefined) =>
      JSON.parse(JSON.stringify(document, (_, value) => (Array.isArray(value) ? Array(40_000).fill(value[0]) : value)))
    for (const definition of platforms) {
      const { documents, targetOf } = fixtureOf(definition.id)
      const target = targetOf('job')
      const platform = definition.create('https://x.example', { target, payload: {} })
      const [list, recent] = [longer(documents.list?.[0]), longer(documents.recent?.[0])]
      isQuick(() => {
        expect(platform.listRuns?.(target, 0).read(list).runs).toHaveLength(40_000)
        expect(platform.recentRuns?.(target).read(recent).runs).toHaveLength(40_000)
      })
    }
  })
})

describe('no stream takes long, however it is cut', () => {
  test.each(['x', '\r', '\n', ':', 'data: x\n', 'id: x\n', 'data\n', 'data: x\n\n', ': x\n'])('%j', (piece) => {
    isQuick(() => {
      const parser = new EventParser(() => undefined)
      parser.feed(`data: ${'x'.repeat(2 * 1024 * 1024)}`)
      for (let count = 0; count < PIECES; count++) parser.feed(piece)
    })
  })

  test.each(['x', '\r', 'x\r', ' \r', '\n', ' ', 'ab\n'])('a message in pieces of %j', (piece) => {
    isQuick(() => {
      const reader = eventsOf(RUN).read()
      const data = JSON.stringify({ content: piece, message_id: 'm' })
      for (let count = 0; count < PIECES; count++) reader.take({ type: 'message_chunk', data })
      reader.take({ type: 'message', data: JSON.stringify({ content: piece.repeat(PIECES), message_id: 'm' }) })
    })
  })
})
