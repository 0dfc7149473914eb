/** Foreign text on its ways out: the door, the page, the outputs; and what is read back: state, waits, bodies. */

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import type { Json, JsonObject } from '../../../src/core/json.ts'
import { retryAfterMs } from '../../../src/core/requests/retry-after.ts'
import { Secrets } from '../../../src/runtime/door.ts'
import { decodeBody } from '../../../src/runtime/http/decode.ts'
import { readState } from '../../../src/state.ts'
import { harmlessLines } from '../../../src/text/commands.ts'
import { copyOf, cutTo, cutToBytes, piecesOf } from '../../../src/text/cut.ts'
import { code, html, link, mermaidLabel, preformatted, quotation, words } from '../../../src/text/html.ts'
import { LINE_END, linesOf } from '../../../src/text/lines.ts'
import { boundedJson } from '../../../src/verdict/bounded-json.ts'
import { outputsOf } from '../../../src/verdict/outputs.ts'
import { mutated } from '../documents.ts'
import { ensure, type Fuzzed, fuzzed } from '../kit.ts'
import { garbled, text } from '../texts.ts'

const RUN = { status: 'FINISHED', message: 'x'.repeat(300), list: [1, 2, { a: '€'.repeat(200) }], nested: { deep: {} } }

/** As the runner looks for commands (actions/runner: ActionCommand). */
function isCommand(line: string): boolean {
  return /^[\s\p{Z}\p{C}]*::/u.test(line) || /##\[[a-z]/i.test(line)
}

const page = fc.tuple(text, text).map(([one, other]) => {
  const parts = [
    code(one),
    quotation(one, 200),
    preformatted([one, other], 100),
    link(other, words('page')),
    html`${one}`,
  ]
  return parts.map(({ source }) => source)
})
const OWN_TAGS = /<\/?(?:code|pre|blockquote|br|a)(?: href="https?:[^"<>]*")?>/g

const attempt: Json = {
  ...{ platform: 'kubiya', baseUrl: 'https://x.example', target: { jobId: 'a' }, alias: '', sentAtEpochMs: 1 },
  ...{ again: false, onCancel: 'leave', wait: true },
}
const handle: Json = { runId: 'run-1', runUrl: 'https://x.example', target: {} }

const CODINGS = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  raw: deflateRawSync,
} as const
const codings = fc.array(fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'raw'), { maxLength: 3 })
const LARGEST_BODY = 20_000

/** A body compressed as it says, but for some bytes; and one that is a thousand times larger than it looks. */
const compressed = fc.tuple(
  codings,
  fc.oneof(text, fc.constant('x'.repeat(300_000))),
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
)

export const texts: readonly Fuzzed[] = [
  fuzzed('lines', fc.tuple(text, fc.integer({ min: 2, max: 50 })), ([given, longest]) => {
    const lines = linesOf(given)
    ensure(
      lines.every((line) => !LINE_END.test(line)),
      'a line with a line end',
    )
    const expected = given.split(LINE_END)
    if (expected.length > 1 && expected.at(-1) === '') expected.pop()
    ensure(JSON.stringify(lines) === JSON.stringify(expected), 'other lines than a reader would see')
    ensure([...piecesOf(given, longest)].join('') === given, 'pieces that are not the whole')
    ensure(cutTo(given, longest).length <= longest && copyOf(given) === given, 'a cut that is none')
  }),
  fuzzed('door', text, (given) => {
    for (const line of harmlessLines(given)) {
      ensure(!LINE_END.test(line) && !isCommand(line), `a command gets out: ${JSON.stringify(line)}`)
    }
  }),
  fuzzed('secrets blotted', fc.tuple(text, text, text), ([secret, before, after]) => {
    const secrets = new Secrets()
    secrets.add(secret)
    if (secret === '' || '***'.includes(secret)) return
    for (const form of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]) {
      const left = secrets.blot(`${before}${form}${after}`)
      ensure(
        left.length < before.length + after.length + 4 || !left.includes(form) || `${before}***${after}`.includes(form),
        'it is there',
      )
    }
  }),
  fuzzed('page', page, (sources) => {
    for (const source of sources) {
      const rest = source.replace(OWN_TAGS, '')
      ensure(!/[<>]/.test(rest), `markup of somebody else's: ${rest}`)
      ensure(!/&(?!(?:amp|lt|gt|quot|apos);)/.test(rest), `a bare &: ${rest}`)
      ensure(/^<pre>/.test(source) || !/\n\s*\n/.test(source), 'an empty line, which would end the block')
    }
  }),
  fuzzed('chart label', text, (given) => {
    ensure(/^[\p{L}\p{N}_·-]{1,80}$/u.test(mermaidLabel(given)), `the label is "${mermaidLabel(given)}"`)
  }),
  fuzzed('outputs', mutated(fc.constant<Json>(RUN)), (body) => {
    const json: unknown = JSON.parse(body)
    const raw: JsonObject =
      typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : {}
    for (const most of [100, 1000, 65_536]) {
      const written = boundedJson(raw, most)
      ensure(Buffer.byteLength(written) <= most, `${Buffer.byteLength(written)} bytes of ${most}`)
      JSON.parse(written)
    }
    const { run } = outputsOf('success', undefined, { phase: 'succeeded', status: 'x', raw })
    JSON.parse(run)
  }),
  fuzzed('cut to bytes', fc.tuple(text, fc.integer({ min: 12, max: 400 })), ([given, most]) => {
    const cut = cutToBytes(given, most)
    ensure(Buffer.byteLength(cut) <= Math.max(most, 0), `${Buffer.byteLength(cut)} bytes of ${most}`)
    ensure(cut === given || given.toWellFormed().startsWith(cut.replace(/… \[cut\]$/, '')), 'another text')
  }),
  fuzzed(
    'saved state',
    fc.tuple(mutated(fc.constant(attempt)), fc.oneof(mutated(fc.constant(handle)), text)),
    ([one, other]) => {
      const {
        attempt: read,
        run,
        concluded,
      } = readState({ STATE_attempt: one, STATE_run: other, STATE_concluded: other })
      ensure(concluded === (other === 'true'), 'concluded, though it does not say so')
      ensure(
        read === undefined || (typeof read.baseUrl === 'string' && Number.isFinite(read.sentAtEpochMs)),
        'no attempt',
      )
      ensure(run === undefined || typeof run.runId === 'string', 'no run')
    },
  ),
  fuzzed(
    'waits asked for',
    fc.dictionary(fc.constantFrom('retry-after', 'date', 'x-ratelimit-reset'), text),
    (headers) => {
      const waitMs = retryAfterMs(headers, 1_768_000_000_000)
      ensure(waitMs === undefined || (Number.isFinite(waitMs) && waitMs >= 0), `to wait ${waitMs} ms`)
    },
  ),
  fuzzed(
    'compressed bodies',
    fc.tuple(compressed, garbled(fc.constant('gzip, br'))),
    async ([[names, whole, changes], odd]) => {
      let body = Buffer.from(whole)
      for (const name of names) body = CODINGS[name](body)
      for (const [at, byte] of changes) if (body.length > 0) body[at % body.length] = byte
      const said = names.map((name) => (name === 'raw' ? 'deflate' : name)).join(', ')
      for (const coding of [said, odd]) {
        const decoded = await decodeBody(body, coding, LARGEST_BODY)
        if (typeof decoded !== 'string') ensure(['truncated', 'too_large'].includes(decoded.cause), decoded.cause)
        else ensure(names.length === 0 || coding === odd || decoded.length <= LARGEST_BODY, 'a body beyond its limit')
        if (changes.length === 0 && coding === said && Buffer.byteLength(whole) <= LARGEST_BODY) {
          ensure(
            decoded ===
              Buffer.from(whole)
                .toString()
                .replace(/^\ufeff/, ''),
            'another body than was sent',
          )
        }
      }
    },
  ),
]
