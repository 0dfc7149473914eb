/** A whole step, some of whose answers are not what is documented: it ends in time, and never green for nothing. */

import fc from 'fast-check'
import { PLATFORMS, REPERTOIRES } from '../../../sandbox/control-plane/repertoire.ts'
import type { Json } from '../../../src/core/json.ts'
import type { ClosableHttp, HttpReply } from '../../../src/core/ports.ts'
import { run } from '../../../src/run.ts'
import { API_KEY, Story, timeline } from '../../support/story.ts'
import { mutated } from '../documents.ts'
import { ensure, type Fuzzed, fuzzed } from '../kit.ts'
import { text } from '../texts.ts'

const TIMEOUT_MS = 90_000

/** What becomes of an answer: nothing, or its body is changed, or its headers say something else. */
interface Change {
  readonly body: (given: Json) => string
  readonly headers: Readonly<Record<string, string>>
}

const seeds = fc.integer()
const headers = fc.dictionary(fc.constantFrom('date', 'retry-after', 'x-ratelimit-reset'), text)
const change: fc.Arbitrary<Change | undefined> = fc.option(
  fc.record({
    body: fc.oneof(
      seeds.map((seed) => (given: Json) => fc.sample(mutated(fc.constant(given)), { seed, numRuns: 1 })[0] ?? ''),
      text.map((other) => () => other),
    ),
    headers,
  }),
  { nil: undefined, freq: 2 },
)

const setups = fc.record({
  platform: fc.constantFrom(...PLATFORMS),
  end: fc.constantFrom('success', 'failure', 'going'),
  changes: fc.array(change, { maxLength: 12 }),
  wait: fc.constantFrom('true', 'true', 'true', 'false'),
})

function altered(reply: HttpReply, change: Change | undefined): HttpReply {
  if (change === undefined || reply.kind !== 'answer') return reply
  let json: Json = null
  try {
    json = JSON.parse(reply.body)
  } catch {
    // Not every answer is JSON.
  }
  return { ...reply, headers: { ...reply.headers, ...change.headers }, body: change.body(json) }
}

async function checkStep({
  platform,
  end,
  changes,
  wait,
}: typeof setups extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  const { running, ends, hasAlias } = REPERTOIRES[platform]
  const behaviour = timeline([0, running], [7000, end === 'going' ? running : ends[end]])
  const story = new Story({ platform, inputs: { timeout: '90s', wait }, behaviour })
  const world = story.world(story.runner, story.clock, story.env)
  let asked = 0
  const bodies: string[] = []
  const connect: typeof world.connect = (connection) => {
    const http: ClosableHttp = world.connect(connection)
    const send: ClosableHttp['send'] = async (request) => {
      const reply = altered(await http.send(request), changes[asked++])
      if (reply.kind === 'answer') bodies.push(reply.body)
      return reply
    }
    return { send, stream: http.stream, close: http.close }
  }
  await story.clock.run(run({ ...world, connect }))
  const { runner, outputs } = story
  const said = [...runner.errors, ...runner.warnings, ...runner.log].join('\n')
  ensure(!/an error in this action/.test(said), `a fault of its own: ${said}`)
  ensure(story.clock.nowMs() <= TIMEOUT_MS + 15_000, `it took ${story.clock.nowMs()} ms`)
  ensure(!JSON.stringify([said, runner.written, runner.state]).includes(API_KEY), 'the key is somewhere')
  ensure(said.length < 300_000, `${said.length} characters were said`)
  ensure(Buffer.byteLength(JSON.stringify(runner.state)) <= 10_000, 'the saved state is too large')
  for (const [name, value] of runner.written) ensure(Buffer.byteLength(value) <= 65_536, `${name} is too large`)
  if (outputs.conclusion === 'success') {
    ensure(
      bodies.some((body) => new RegExp(ends.success, 'i').test(body)),
      'green, though no answer said so',
    )
  }
  ensure(story.ours.length <= (hasAlias ? 2 : 1), `${story.ours.length} runs`)
}

export const step: readonly Fuzzed[] = [fuzzed('a whole step', setups, checkStep)]
