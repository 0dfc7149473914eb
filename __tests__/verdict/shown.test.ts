import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonObject } from '../../src/core/json.ts'
import type { RunHandle, RunSnapshot } from '../../src/core/model.ts'
import { conclusionOf } from '../../src/verdict/conclusions.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'
import { shownOutcome } from '../../src/verdict/shown.ts'

const blotting = (secret: string) => (text: string) => text.replaceAll(secret, '***')

function outcomes(word: string): readonly Outcome[] {
  const raw: JsonObject = { [`key-${word}`]: [`in ${word}`, { deeper: word, count: 7, none: null }] }
  const run: RunHandle = { runId: `${word}-1`, runUrl: `https://${word}.example/`, target: { applicationId: word } }
  const last: RunSnapshot = { phase: 'failed', status: word, error: `no ${word}`, result: `a ${word}`, raw }
  const termination = { kind: 'failed', reason: `because of ${word}` } as const
  return [
    { kind: 'ended', phase: 'failed', run, last },
    { kind: 'timed_out', run, last, limit: 'timeout', timeoutMs: 5, termination },
    { kind: 'cancelled', run, last, termination, trigger: 'settled' },
    { kind: 'cancelled', termination: { kind: 'not_requested' }, trigger: 'in_doubt' },
    { kind: 'lost', run, last, reason: `lost ${word}` },
    { kind: 'pending', run },
    { kind: 'not_started', reason: `no ${word}` },
    { kind: 'unknown', reason: `no ${word}`, candidates: [{ handle: run, status: word, phase: 'running' }] },
    { kind: 'action_required', run, last },
  ]
}

test('of an outcome everything that came from elsewhere is shown without secrets', () => {
  const shown = outcomes('hunter2').map((outcome) => shownOutcome(outcome, blotting('hunter2')))
  expect(shown).toEqual(outcomes('***'))
})

test('a secret that is a word of this program does not change how the step ended', () => {
  const words = fc.constantFrom('ended', 'failed', 'kind', 'run', 'lost', 'success', 'cancelled', 'unknown', 'phase')
  fc.assert(
    fc.property(words, (word) => {
      for (const outcome of outcomes('x')) {
        const shown = shownOutcome(outcome, blotting(word))
        expect(shown.kind).toBe(outcome.kind)
        expect(conclusionOf(shown)).toBe(conclusionOf(outcome))
      }
    }),
  )
})

test('what is nested without end is shown as far down as anybody reads', () => {
  const deep = JSON.parse(`{"a":${'['.repeat(9000)}${']'.repeat(9000)},"secret":"hunter2"}`)
  const [first] = outcomes('x')
  if (first?.kind !== 'ended') throw new Error('no run')
  const shown = shownOutcome({ ...first, last: { ...first.last, raw: deep } }, blotting('hunter2'))
  expect(JSON.stringify(shown)).toContain('"secret":"***"')
  expect(JSON.stringify(shown).length).toBeLessThan(2000)
})
