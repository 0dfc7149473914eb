/**
 * What every platform in the registry must keep to, so that the core may treat all alike.
 */

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Phase, Target } from '../../src/core/model.ts'
import type { Platform } from '../../src/core/platform.ts'
import { type Call, UnreadableAnswer } from '../../src/core/requests/calls.ts'
import { platforms } from '../../src/platforms/index.ts'
import { readState, type SavedAttempt } from '../../src/state.ts'
import { type Fixture, fixtureOf } from './fixtures.ts'

const BASE_URL = 'https://control-plane.example.com/prefix'

/** Errors in the words of proxies, gateways and load balancers. */
const FOREIGN_ERRORS: readonly unknown[] = [
  undefined,
  null,
  'Forbidden',
  403,
  [],
  {},
  { message: 'no Route matched with those values' },
  { message: 'Forbidden', request_id: 'x' },
  { error: 'unauthorized' },
  { error: { code: 404, message: 'not found' } },
  { statusCode: '403', message: 'Forbidden' },
  { statusCode: 403, error: 'Forbidden' },
  { detail: null },
  { detail: { title: 'no' } },
  { title: 'Not Found', status: 404 },
]

const FINAL: readonly Phase[] = ['succeeded', 'failed', 'terminated']

/** Ids with everything that could break out of a path segment. */
const oddId = fc
  .array(
    fc.constantFrom('a', '.', '/', '..', '%', '%2e', '?', '#', ' ', '\\', ':', '@', 'é', '漢', '"', '&', '=', '+', ';'),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
  .filter((id) => id !== '.' && id !== '..')

const FIELDS = platforms.flatMap(({ id }) => fixtureOf(id).fields)

/** JSON of odd shapes, some of them near the documented ones. */
const oddJson = fc.oneof(
  fc.jsonValue(),
  fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 0, -1, 1e308, '', '.', '..', 'RUNNING', '2026-01-15', '\ud800', 'x'.repeat(600)),
      fc.array(tie('any'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...FIELDS, '__proto__'), tie('any'), { maxKeys: 5 }),
    ),
  })).any,
)

function create(id: string): { readonly platform: Platform; readonly fixture: Fixture } {
  const definition = platforms.find((known) => known.id === id)
  if (definition === undefined) throw new Error(`there is no platform ${id}`)
  const fixture = fixtureOf(id)
  const target = fixture.targetOf('job')
  return { platform: definition.create(BASE_URL, { target, payload: fixture.payload }), fixture }
}

test.each(platforms)('$id: what is asked about one run has a small answer', ({ id }) => {
  const { platform } = create(id)
  const run = platform.attach(platform.target, 'some-run')
  const calls = [
    platform.trigger(platform.target, 'nightly-abc123'),
    platform.status(run),
    platform.terminate(run).call,
  ]
  expect(calls.map(({ isSmall }) => isSmall)).toEqual([true, true, true])
})

/** Every call that a platform makes, for a run of that id in a job of that target. */
function callsOf(platform: Platform, target: Target, runId: string): readonly Call<unknown>[] {
  const run = platform.attach(target, runId)
  const bare = platform.attach({ ...target, deploymentId: null }, runId)
  return [
    platform.trigger(target, 'nightly-abc123'),
    platform.status(run),
    platform.terminate(run).call,
    platform.terminate(bare).call,
    ...(platform.listRuns ? [platform.listRuns(target, 0), platform.listRuns(target, 1000)] : []),
    ...(platform.definition ? [platform.definition(target)] : []),
    ...(platform.version ? [platform.version.status(target)] : []),
    ...[platform.findByAlias?.(target, 'nightly-abc123')].filter((call) => call !== undefined),
  ]
}

/** A courtesy: what it is answered decides nothing, and an empty list of somebody else’s does no harm. */
function eventsOf(platform: Platform): readonly Call<unknown>[] {
  return platform.events ? [platform.events(platform.attach(platform.target, 'run'))] : []
}

describe.each(platforms.map(({ id }) => id))('%s', (id) => {
  const { platform, fixture } = create(id)
  const phaseOf = (status: string) =>
    platform.status(platform.attach(platform.target, 'run')).read(fixture.statusAnswer(status)).phase

  test('is named for people, and its runs too', () => {
    expect(platform).toMatchObject({ id, name: expect.stringMatching(/\S/), runNoun: expect.stringMatching(/\S/) })
  })

  test.each(Object.entries(fixture.phases))('understands the documented status %s', (status, phase) => {
    expect(phaseOf(status)).toBe(phase)
  })

  test('knows no status beside the documented ones', () => {
    expect([...fixture.table.keys()].sort()).toEqual(Object.keys(fixture.phases).sort())
  })

  test('takes a status that it never heard of for neither final nor an error', () => {
    const known = Object.keys(fixture.phases).map((status) => status.toLowerCase())
    const unheard = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'SUCCEEDED', 'done'),
      fc.string({ minLength: 1 }),
    )
    fc.assert(
      fc.property(unheard, (status) => {
        fc.pre(!known.includes(status.toLowerCase()))
        expect(phaseOf(status)).toBe('unrecognised')
      }),
    )
    expect(FINAL).not.toContain('unrecognised')
  })

  test('passes a status on as the platform spells it', () => {
    const { status, raw } = platform
      .status(platform.attach(platform.target, 'run'))
      .read(fixture.statusAnswer('Odd Word'))
    expect(status).toBe('Odd Word')
    expect(JSON.stringify(raw)).toContain('Odd Word')
  })

  test('puts every id into one segment, whatever is in it', () => {
    const shape = (call: Call<unknown>) => new URL(`https://x${call.path}`).pathname.split('/').length
    const plain = callsOf(platform, fixture.targetOf('plain'), 'plain').map(shape)
    fc.assert(
      fc.property(oddId, oddId, (jobId, runId) => {
        const calls = callsOf(platform, fixture.targetOf(jobId), runId)
        expect(calls.map(shape)).toEqual(plain)
        for (const { path } of calls) expect(path).toMatch(/^\/[\x21-\x7e]+$/)
      }),
    )
  })

  test.each(['.', '..', 'a\nb', 'a\u0000', '\u009f', '\ud800', 'x'.repeat(513), '漢'.repeat(171)])(
    'names a run whose id can’t be used (%j), and says so',
    (runId) => {
      const started = platform.trigger(platform.target, 'alias').read(fixture.triggerAnswer(runId))
      expect(started).toMatchObject({ kind: 'unusable', run: { runId }, reason: expect.stringMatching(/\S/) })
    },
  )

  test('needs nothing of a trigger’s answer but the run’s name', () => {
    const started = platform.trigger(platform.target, 'alias').read(fixture.triggerAnswer('run-1'))
    expect(started).toMatchObject({ kind: 'run', run: { runId: 'run-1', runUrl: expect.stringMatching(/^https:/) } })
  })

  test('knows its own JSON errors and has their words', () => {
    for (const { status, body } of fixture.ownErrors) expect(platform.readError(body, status)?.message).toContain('no')
  })

  test('takes no other’s error for its own', () => {
    const others = platforms.filter((other) => other.id !== id).flatMap((other) => fixtureOf(other.id).ownErrors)
    for (const error of [...FOREIGN_ERRORS, ...others.map(({ body }) => body)])
      expect(platform.readError(error, 403)).toBeUndefined()
  })

  test('throws nothing but UnreadableAnswer, whatever it is answered', () => {
    const calls = [
      ...callsOf(platform, platform.target, 'run'),
      ...(platform.resolve ? [platform.resolve] : []),
      ...eventsOf(platform),
    ]
    fc.assert(
      fc.property(oddJson, fc.constantFrom(...calls), (json, call) => {
        expect(() => platform.readError(json, 404)).not.toThrow()
        try {
          call.read(json)
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableAnswer)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('takes an answer of somebody else for none of its own', () => {
    const foreign = [undefined, null, '', 'ok', [], {}, { hello: 'world', data: [], items: [1, 2, 3] }, { status: '' }]
    for (const json of foreign) {
      for (const call of callsOf(platform, platform.target, 'run')) {
        if (Array.isArray(json) && fixture.answersLists?.(call.path)) continue
        expect(() => call.read(json)).toThrow(UnreadableAnswer)
      }
    }
  })

  test('has the input for an alias if, and only if, its runs are found by one', () => {
    const inputs = platforms.find((known) => known.id === id)?.inputs ?? []
    expect(inputs.some(({ name }) => name === 'run-name-alias')).toBe(platform.findByAlias !== undefined)
  })

  test('ends a run with one request, or says what has to be looked up first', () => {
    const run = platform.attach(platform.target, 'run-1')
    const ready = platform.terminate(run)
    expect(ready).toMatchObject({ kind: 'ready', call: { method: expect.not.stringMatching(/^GET$/) } })
    expect(`${ready.call.path}${JSON.stringify(ready.call.body)}`).toContain('run-1')
  })

  test('makes handles that are the same after a trip through JSON', () => {
    fc.assert(
      fc.property(oddId, oddId, (jobId, runId) => {
        const handle = platform.attach(fixture.targetOf(jobId), runId)
        const back = JSON.parse(JSON.stringify(handle))
        expect(back).toEqual(handle)
        expect(platform.status(back).path).toBe(platform.status(handle).path)
      }),
    )
  })

  test('shows no parameter but in the trigger’s body', () => {
    const { path, what, body } = platform.trigger(platform.target, 'alias')
    expect(JSON.stringify(body)).toContain('hush-hush')
    expect(`${path}${what}${JSON.stringify(platform.target)}`).not.toContain('hush-hush')
  })

  test('needs at most 8 KiB of saved state, with the longest ids', () => {
    for (const id512 of ['x'.repeat(512), '/'.repeat(512), '漢'.repeat(170), '"'.repeat(512)]) {
      const target = fixture.targetOf(id512)
      const attempt: SavedAttempt = {
        platform: id,
        baseUrl: BASE_URL,
        target,
        alias: 'n'.repeat(63),
        sentAtEpochMs: 1_768_478_400_000,
        newestBeforeMs: 1_768_478_400_000,
        onCancel: 'terminate',
        wait: true,
      }
      const state = {
        STATE_attempt: JSON.stringify(attempt),
        STATE_run: JSON.stringify(platform.attach(target, id512)),
      }
      expect(Buffer.byteLength(Object.values(state).join(''))).toBeLessThanOrEqual(8192)
      expect(readState(state)).toMatchObject({ attempt, run: { runId: id512 } })
    }
  })
})
