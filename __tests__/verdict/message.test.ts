import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ListedRun, RunHandle, RunSnapshot, Termination } from '../../src/core/model.ts'
import { twinWarnings } from '../../src/verdict/doubt-words.ts'
import { messageOf } from '../../src/verdict/message.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'

const NAMES = { platform: 'TrueFoundry', runNoun: 'job run' }
const RUN: RunHandle = { runId: 'etl-1', runUrl: 'https://example.com/etl', target: {} }
const SEEN: RunSnapshot = { phase: 'running', status: 'RUNNING', raw: {} }
const TERMINATIONS = [
  { kind: 'not_requested' },
  { kind: 'accepted' },
  { kind: 'already_ended' },
  { kind: 'failed', reason: 'HTTP 403' },
] as const satisfies readonly Termination[]

function say(outcome: Outcome): string {
  return messageOf(outcome, NAMES)
}

describe('the one message of a step', () => {
  test('starts with the verdict and the link', () => {
    const outcome: Outcome = { kind: 'ended', phase: 'failed', run: RUN, last: { ...SEEN, status: 'FAILED' } }
    expect(say(outcome)).toMatch(/^Failed: TrueFoundry job run etl-1 \(https:\/\/example\.com\/etl\) ended as FAILED\./)
  })

  test('has exit code and error where there are any', () => {
    const last = { ...SEEN, status: 'FAILED', exitCode: 137, error: ' \u001b[1;31mout of memory\u001b[0m\n' }
    expect(say({ kind: 'ended', phase: 'failed', run: RUN, last })).toMatch(/Exit code 137\. Error: out of memory$/)
  })

  test('shows the beginning and the end of a long error, and tears no emoji', () => {
    const last = { ...SEEN, status: 'FAILED', error: `${'x'.repeat(1699)}${'😀'.repeat(400)} out of memory` }
    const message = say({ kind: 'ended', phase: 'failed', run: RUN, last })
    expect(message).toMatch(/Error: x+ … \[cut\] … .*😀 out of memory$/u)
    expect(message.isWellFormed()).toBe(true)
  })

  test('of a failed run ends with the last log line that says anything, unless the error says it already', () => {
    const failed = (last: RunSnapshot) =>
      messageOf({ kind: 'ended', phase: 'failed', run: RUN, last }, NAMES, {
        lastLines: ['first', '\u001b[31mdisk full\u001b[0m', '  ', '\u001b[0m', ''],
      })
    expect(failed({ ...SEEN, status: 'FAILED' })).toMatch(/ended as FAILED\.\nLast log line: disk full$/)
    expect(failed({ ...SEEN, status: 'FAILED', error: 'OSError: disk full' })).toMatch(/Error: OSError: disk full$/)
    expect(failed({ ...SEEN, status: 'FAILED', error: 'full' })).toMatch(/Error: full\nLast log line: disk full$/)
    const labelled = (line: string) =>
      messageOf({ kind: 'ended', phase: 'failed', run: RUN, last: { ...SEEN, error: 'disk full' } }, NAMES, {
        lastLines: [line],
      })
    expect(labelled('[main] [stderr] disk full')).toMatch(/Error: disk full$/)
    expect(labelled('Error: disk full')).toMatch(/Error: disk full$/)
    const done: Outcome = { kind: 'ended', phase: 'succeeded', run: RUN, last: { ...SEEN, status: 'FINISHED' } }
    expect(messageOf(done, NAMES, { lastLines: ['bye'] })).not.toContain('bye')
  })

  test.each(TERMINATIONS)('after a time-out tells what became of the run: $kind', (termination) => {
    const words = { not_requested: 'left going', accepted: 'accepted', already_ended: 'had ended', failed: 'HTTP 403' }
    const message = say({ kind: 'timed_out', run: RUN, last: SEEN, limit: 'timeout', timeoutMs: 90_000, termination })
    expect(message).toMatch(/^Timed out after 1m 30s .*etl-1 .*last seen as RUNNING/)
    expect(message).toContain(words[termination.kind])
  })

  test.each(TERMINATIONS)('on cancel tells what became of the run: $kind', (termination) => {
    const words = {
      not_requested: 'left going',
      accepted: 'accepted',
      already_ended: 'had ended',
      failed: 'tries again',
    }
    const message = say({ kind: 'cancelled', run: RUN, last: SEEN, termination, trigger: 'settled' })
    expect(message).toContain(words[termination.kind])
    expect(message).toContain('etl-1')
  })

  test.each<[string, Outcome]>([
    [
      'timed out',
      { kind: 'timed_out', run: RUN, last: SEEN, limit: 'timeout', timeoutMs: 1, termination: TERMINATIONS[0] },
    ],
    [
      'timed out, not terminated',
      { kind: 'timed_out', run: RUN, limit: 'timeout', timeoutMs: 1, termination: TERMINATIONS[3] },
    ],
    ['left on cancel', { kind: 'cancelled', run: RUN, last: SEEN, termination: TERMINATIONS[0], trigger: 'settled' }],
    ['lost', { kind: 'lost', run: RUN, reason: 'no answer' }],
    ['not waited for', { kind: 'pending', run: RUN }],
    ['waiting for a person', { kind: 'action_required', run: RUN, last: SEEN }],
    ['skipped', { kind: 'skipped', inTheWay: { run: RUN, status: 'RUNNING' } }],
    ['in the way', { kind: 'not_started', reason: 'it is going', inTheWay: { run: RUN, status: 'RUNNING' } }],
  ])('about a run that may still go on ends with the next step, to be copied: %s', (_, outcome) => {
    expect(say(outcome)).toMatch(/[.] To wait for it, give (?:this|a) step `run-id: etl-1`[.]$/)
    expect(messageOf(outcome, NAMES, { lastLines: [], lastWarning: `${'x'.repeat(9000)}` })).toMatch(
      /`run-id: etl-1`[.]$/,
    )
  })

  test.each<[string, Outcome]>([
    ['is being ended', { kind: 'timed_out', run: RUN, limit: 'timeout', timeoutMs: 1, termination: TERMINATIONS[1] }],
    ['had ended', { kind: 'cancelled', run: RUN, termination: TERMINATIONS[2], trigger: 'settled' }],
    ['can’t be addressed', { kind: 'lost', run: RUN, reason: 'its id can’t be used', isUnusable: true }],
  ])('about a run that %s names no such step', (_, outcome) => {
    expect(say(outcome)).not.toContain('run-id')
  })

  test('does not say of a run that is likely to be over that it was left going', () => {
    const last: RunSnapshot = { ...SEEN, phase: 'unrecognised', status: 'FROZEN', endedAtMs: 1 }
    const message = say({
      kind: 'timed_out',
      run: RUN,
      last,
      limit: 'timeout',
      timeoutMs: 1,
      termination: TERMINATIONS[0],
    })
    expect(message).toMatch(
      /last seen as FROZEN, which .* with a time at which it ended\. It was left as it is, and is likely/,
    )
  })

  test('has the platform’s last warning on a line of its own, and what follows on the next', () => {
    const heard = { lastLines: [], lastWarning: 'BackOff: failed' }
    const last = { ...SEEN, status: 'FAILED', error: 'no rows' }
    expect(messageOf({ kind: 'ended', phase: 'failed', run: RUN, last }, NAMES, heard)).toMatch(
      /Error: no rows\nThe platform's last warning: BackOff: failed\.$/,
    )
    const left = { kind: 'timed_out', run: RUN, limit: 'timeout', timeoutMs: 1, termination: TERMINATIONS[0] } as const
    expect(messageOf(left, NAMES, heard)).toMatch(/warning: BackOff: failed\.\nTo wait for it, /)
  })

  test('names the version that ran, whether or not one was asked for', () => {
    const last = { ...SEEN, status: 'FINISHED', version: '12' }
    const ended: Outcome = { kind: 'ended', phase: 'succeeded', run: RUN, last }
    expect(say(ended)).toContain('job run etl-1 (version 12, https://example.com/etl) ended')
    expect(say({ kind: 'lost', run: { ...RUN, version: '11' }, reason: 'no answer' })).toContain('etl-1 (version 11, ')
  })

  test('says where to look for a run whose link leads to the first page', () => {
    const names = { ...NAMES, leadsToFrontPage: true } as const
    expect(messageOf({ kind: 'pending', run: RUN }, names)).toContain('etl-1 (look for it at https://example.com/etl)')
  })

  test('ends no sentence twice, whatever the platform’s text ends with', () => {
    const reason = '0/5 nodes are available.'
    expect(say({ kind: 'not_started', reason })).toBe(`No run was started: ${reason}`)
    expect(messageOf({ kind: 'lost', run: RUN, reason }, NAMES, { lastLines: [], lastWarning: reason })).not.toContain(
      '..',
    )
  })

  test('on cancel tells a run that was left from one that had ended', () => {
    const last: RunSnapshot = { ...SEEN, phase: 'succeeded', status: 'FINISHED' }
    const outcome = {
      kind: 'cancelled',
      run: RUN,
      last,
      termination: { kind: 'not_requested' },
      trigger: 'settled',
    } as const
    expect(say(outcome)).toMatch(/had ended as FINISHED/)
  })

  test.each([
    ['not_sent', /No run was started/],
    ['in_doubt', /not known; the post step/],
  ] as const)('on cancel without a run says whether there may be one: %s', (trigger, words) => {
    expect(say({ kind: 'cancelled', termination: { kind: 'not_requested' }, trigger })).toMatch(words)
  })

  test('names every candidate up to ten, with status and time, and how to attach', () => {
    const candidates = Array.from({ length: 12 }, (_, index): ListedRun => {
      return {
        handle: { ...RUN, runId: `etl-${index}!` },
        status: 'RUNNING',
        phase: 'running',
        createdAtMs: Date.UTC(2026, 0, 15),
      }
    })
    const message = say({ kind: 'unknown', reason: 'the connection was reset', candidates })
    expect(message).toMatch(/^Unknown: .*may or may not have started a job run: the connection was reset/)
    expect(message).toContain('etl-9! (RUNNING, created 2026-01-15T00:00:00.000Z)')
    expect(message).not.toContain('etl-10!')
    expect(message).toMatch(/and 2 more.*`run-id`/)
  })

  test('names the one candidate there is in the next step, to be copied', () => {
    const candidate: ListedRun = { handle: RUN, status: 'RUNNING', phase: 'running' }
    const say1 = (one: ListedRun) => say({ kind: 'unknown', reason: 'the connection was reset', candidates: [one] })
    expect(say1(candidate)).toContain("If it is this step's, give this step `run-id: etl-1` to wait for it")
    expect(say1({ ...candidate, isOdd: true })).not.toContain('`run-id: etl-1`')
  })

  test('stays within 4,000 characters and keeps its start, whatever the platform writes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.integer({ min: 1, max: 400 }), (text, times) => {
        const long = text.repeat(times)
        const last = { ...SEEN, status: long, error: long }
        const outcomes: readonly Outcome[] = [
          { kind: 'ended', phase: 'failed', run: RUN, last },
          { kind: 'lost', run: RUN, last, reason: long },
          { kind: 'not_started', reason: long },
          {
            kind: 'unknown',
            reason: long,
            candidates: [{ handle: { ...RUN, runId: long }, status: long, phase: 'running' }],
          },
        ]
        for (const outcome of outcomes) expect(say(outcome).length).toBeLessThanOrEqual(4000)
        for (const outcome of outcomes.slice(0, 2)) expect(say(outcome).slice(0, 100)).toContain(RUN.runUrl)
      }),
    )
  })
})

describe('a second run', () => {
  const twin: RunHandle = { ...RUN, runId: 'etl-2' }

  test.each(TERMINATIONS)('is named with what became of it: $kind', (termination) => {
    const [warning] = twinWarnings(
      { twins: [{ run: twin, termination }], suspects: [], looked: true, unseen: 0 },
      RUN,
      'job run',
    )
    expect(warning).toMatch(/second job run, etl-2 .*goes by etl-1/)
  })

  test('that may be there is named, or it is said that nobody could look', () => {
    const suspects: ListedRun[] = [{ handle: twin, status: 'RUNNING', phase: 'running' }]
    expect(twinWarnings({ twins: [], suspects, looked: true, unseen: 0 }, RUN, 'job run')).toEqual([
      expect.stringContaining('etl-2'),
    ])
    expect(twinWarnings({ twins: [], suspects: [], looked: false, unseen: 0 }, RUN, 'job run')).toEqual([
      expect.stringContaining('could not be seen'),
    ])
  })

  test('that is not there is not spoken of', () => {
    expect(twinWarnings({ twins: [], suspects: [], looked: true, unseen: 0 }, RUN, 'job run')).toEqual([])
  })
})
