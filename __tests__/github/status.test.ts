import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { factsOf } from '../../src/github/facts.ts'
import { cutOffStatus, finalStatus, pendingStatus } from '../../src/github/status.ts'
import type { Outcome } from '../../src/verdict/outcome.ts'
import { NAMES, OUTCOMES, PRIVATE, RUN, snapshot, succeeded, withRunId } from './outcomes.ts'

const asIs = (text: string) => text
const facts = (outcome: Outcome = succeeded) => factsOf(outcome, NAMES, asIs)

describe('a commit status', () => {
  it.each(OUTCOMES)('is %s when the run was %s', (state, _name, outcome) => {
    expect(finalStatus('ci/etl', facts(outcome))).toMatchObject({ context: 'ci/etl', state })
  })

  it('says how the run ended, how long it took and which it was, and links to it', () => {
    expect(finalStatus('ci/etl', facts())).toEqual({
      context: 'ci/etl',
      state: 'success',
      description: 'Succeeded in 4m 05s: TrueFoundry job run etl-7f3k2a (FINISHED)',
      targetUrl: RUN.runUrl,
    })
  })

  it('links to the run of the workflow when there is none on the platform', () => {
    const status = finalStatus(
      'ci/etl',
      facts({ kind: 'not_started', reason: 'no' }),
      'https://github.com/o/r/actions/runs/1',
    )
    expect(status.targetUrl).toBe('https://github.com/o/r/actions/runs/1')
    expect(status.description).toBe('Not started: TrueFoundry job run')
  })

  it('is pending while the run goes, and an error where the step was cut off', () => {
    expect(pendingStatus('ci/etl', facts()).state).toBe('pending')
    expect(cutOffStatus('ci/etl', facts()).state).toBe('error')
  })

  it.each(OUTCOMES)(
    '(%s) holds no error, reason, result, command or parameter of a run that was %s',
    (_state, _name, outcome) => {
      expect(JSON.stringify(finalStatus('ci/etl', facts(outcome)))).not.toContain(PRIVATE)
    },
  )

  it('holds no secret that a platform put into an id, a status or a link', () => {
    const blot = (text: string) => text.replaceAll('s3cret', '***')
    const run = { ...RUN, runId: 'run-s3cret', runUrl: 'https://tfy.example.com/s3cret' }
    const outcome = { kind: 'action_required', run, last: snapshot({ status: 'WAITS_s3cret' }) } as const
    const status = finalStatus('ci/etl', factsOf(outcome, NAMES, blot))
    expect(status.description).toContain('run-***')
    expect(JSON.stringify(status)).not.toContain('s3cret')
  })

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://user:pw@tfy.example.com/', '//x', 'no url'])(
    'does not link to %s',
    (runUrl) => {
      const outcome = { kind: 'lost', run: { ...RUN, runUrl }, reason: '' } as const
      expect(finalStatus('ci/etl', facts(outcome)).targetUrl).toBeUndefined()
    },
  )

  it('is one visible line of at most 140 characters, whatever the platform calls a run', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (runId) => {
        const { description } = finalStatus('ci/etl', facts(withRunId(runId)))
        expect(description.length).toBeLessThanOrEqual(140)
        expect(description).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})
