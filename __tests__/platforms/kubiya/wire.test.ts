import { describe, expect, test } from '@jest/globals'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import {
  readCreationTimes,
  readDetail,
  readExecution,
  readExecutions,
  readPrompted,
  readTermination,
} from '../../../src/platforms/kubiya/wire.ts'

const NOON_MS = Date.UTC(2026, 0, 15, 12)

function execution(more: object) {
  return readExecution({ id: 'e-1', status: 'running', ...more }, 'e-1')
}

describe('the tokens of an execution', () => {
  test.each([
    [{ total_tokens: 1234, prompt_tokens: 1034, completion_tokens: 200 }, '1234 tokens (1034 in, 200 out)'],
    [{ total_tokens: 1234 }, '1234 tokens'],
    [{ total_tokens: 1234, prompt_tokens: 1034 }, '1234 tokens'],
    [{ total_tokens: 1234, prompt_tokens: 0, completion_tokens: 1234 }, '1234 tokens'],
    [{ total_tokens: 1234, prompt_tokens: 1234, completion_tokens: 0 }, '1234 tokens'],
    [{ total_tokens: 1234, prompt_tokens: '1034', completion_tokens: 200 }, '1234 tokens'],
  ])('are told as far as the server knows them: %j', (usage, told) => {
    expect(execution({ usage }).usage).toBe(told)
  })

  test.each([
    [{}],
    [{ total_tokens: 0, prompt_tokens: 1, completion_tokens: 1 }],
    [{ prompt_tokens: 1, completion_tokens: 1 }],
    [null],
    ['many'],
  ])('are not told where there is no sum of them: %j', (usage) => {
    expect(execution({ usage })).not.toHaveProperty('usage')
  })
})

describe('an execution', () => {
  test('is kept as it was sent, its numbers to the digit, alone or in a list of one', () => {
    const body = '{"id": "e-1", "status": "running", "cost": 12345678901234567890}'
    const read = (text: string) => JSON.stringify(readExecution(JSON.parse(text), 'e-1', text).raw)
    for (const text of [body, `[${body}]`]) expect(read(text)).toContain('12345678901234567890')
    expect(read('{"id": "e-1", "status": "running", "cost": 5}')).toContain('"cost":5')
  })

  test('began when its work began, or else when it was created', () => {
    const created_at = '2026-01-15T11:59:00Z'
    expect(execution({ created_at, started_at: '2026-01-15T12:00:00Z' }).startedAtMs).toBe(NOON_MS)
    expect(execution({ created_at, started_at: null }).startedAtMs).toBe(NOON_MS - 60_000)
    expect(execution({ completed_at: '2026-01-15T12:00:00Z' })).toMatchObject({ endedAtMs: NOON_MS })
  })

  test.each([
    '2026-01-15T07:00:00-05:00',
    '2026-01-15T06:30:00-0530',
    '2026-01-15T17:45:00.000000+05:45',
    '2026-01-15T12:00:00.000000000Z',
    '2026-01-15T12:00+00',
  ])('has a time in whatever zone it is written: %s', (time) => {
    expect(execution({ started_at: time }).startedAtMs).toBe(NOON_MS)
  })

  test.each([
    '',
    '2026-01-15 or so',
    '2026-01-15T12:00:00Z or so',
    '2026-01-15T12:00:00.Z',
    '2026-01-15T12:00:00.0000000001Z',
    '2026-01-15T12',
    '2026-01-15T',
    '2026-01-15Z',
    '12:00:00Z',
    'T12:00Z',
    '2026-01-15T12:00:00 Z',
    '2026-01-15T12:00:00+5',
    '2026-01-15T12:00:00+05:4',
  ])('has no time where %j is given', (time) => {
    expect(execution({ started_at: time })).not.toHaveProperty('startedAtMs')
  })
})

describe('entries of a list', () => {
  test('whose id is empty are anybody’s, and are told as such', () => {
    const { executions, total } = readExecutions({
      executions: [{ execution_id: '', status: 'running' }],
      total_count: 1,
    })
    expect(executions).toEqual([
      { id: '(an execution without a usable id, )', status: 'running', phase: 'running', isOdd: true },
    ])
    expect(total).toBe(1)
  })

  test('have all the times that are told', () => {
    const times = { created_at: '2026-01-15T11:59:00Z', started_at: '2026-01-15T12:00:00Z', completed_at: null }
    expect(readExecutions({ executions: [{ id: 'e-1', status: 'running', ...times }] }).executions).toStrictEqual([
      { id: 'e-1', status: 'running', phase: 'running', createdAtMs: NOON_MS - 60_000, workingSinceMs: NOON_MS },
    ])
    const ended = { id: 'e-1', status: 'failed', completed_at: '2026-01-15T12:00:00Z' }
    expect(readExecutions({ executions: [ended] }).executions).toStrictEqual([
      { id: 'e-1', status: 'failed', phase: 'failed', endedAtMs: NOON_MS },
    ])
  })

  test('without a time of creation are not in the table of these', () => {
    const created_at = '2026-01-15T12:00:00Z'
    const table = readCreationTimes([{ id: 'e-1', created_at }, { id: 'e-2' }, 'e-3'])
    expect([...table]).toEqual([['e-1', NOON_MS]])
  })

  test('are found by the text in their prompts alone, whatever else they lack', () => {
    const ours = { id: 'e-1', status: 'running', prompt: 'Do nightly-1' }
    const others = [{ id: 'e-2' }, { id: 'e-3', prompt: null }, { id: 'e-4', prompt: 'Do nightly' }, 7]
    expect(readPrompted([...others, ours], 'j', 'nightly-1')).toStrictEqual([
      { id: 'e-1', status: 'running', phase: 'running' },
    ])
    const told = (execution_metadata: unknown) =>
      readPrompted([{ ...ours, execution_metadata }], 'j', 'nightly-1').length
    expect([{ job_id: 'j' }, { job_id: null }, {}, null, 'j', { job_id: 'k' }].map(told)).toEqual([1, 1, 1, 1, 1, 0])
  })
})

describe('the answer to a request to end an execution', () => {
  test('is a no in the server’s words, in one line and cut, where it has any', () => {
    const saying = (answer: object) => () => readTermination(answer)
    expect(saying({ success: true, error: 'none' })).not.toThrow()
    expect(saying({ success: false })).toThrow(new UnreadableAnswer('it says no'))
    expect(saying({ success: false, error: '' })).toThrow(new UnreadableAnswer('it says no'))
    expect(saying({ success: false, error: 'Cannot\ncancel' })).toThrow(
      new UnreadableAnswer('it says no: Cannot cancel'),
    )
    expect(saying({ success: false, error: 'x'.repeat(2000) })).toThrow(/^it says no: x{400,500}…$/)
    expect(saying({ success: 'yes' })).toThrow(UnreadableAnswer)
  })
})

describe('an error', () => {
  test('that is an object may come without a hint', () => {
    for (const hint of [undefined, null, '', 5]) {
      const detail = { error: 'Unauthorized', message: 'Invalid token', hint }
      expect(readDetail({ detail }, 403)).toEqual({ refusal: 'not_allowed', message: 'Unauthorized: Invalid token' })
    }
  })

  test('that tells where something is wrong names the place, numbers and all', () => {
    expect(readDetail({ detail: [{ loc: ['body', 'tags', 0], msg: 'bad' }] }, 422)?.message).toBe('body.tags.0: bad')
  })

  test('of a trigger that is none of those that start nothing leaves that open', () => {
    const workers = 'No workers are currently running for your organization'
    const isRefusal = (detail: string) => readDetail({ detail }, 500)?.isRefusal
    expect(isRefusal(`Failed to trigger job: ${workers}`)).toBe(true)
    expect(isRefusal(`Failed to trigger job: ${'x'.repeat(79)}\n${workers}`)).toBe(true)
    expect(isRefusal(`Failed to trigger job: ${'x'.repeat(81)}${workers}`)).toBeUndefined()
    expect(isRefusal(`It said: Failed to trigger job: ${workers}`)).toBeUndefined()
    expect(isRefusal('Failed to trigger job: the agent said: Missing required parameters: x')).toBeUndefined()
    expect(readDetail({ detail: 'no' }, 500)).toStrictEqual({ refusal: 'other', message: 'no' })
  })

  test('about an id that is no UUID is one only where the server failed over it', () => {
    const detail = 'Failed to get execution: badly formed hexadecimal UUID string'
    expect(readDetail({ detail }, 500)).toStrictEqual({ refusal: 'missing', message: detail, isRefusal: true })
    expect(readDetail({ detail }, 400)).toStrictEqual({ refusal: 'other', message: detail })
  })
})
