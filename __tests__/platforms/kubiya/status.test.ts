import { describe, expect, test } from '@jest/globals'
import { isFinal, phaseOf } from '../../../src/platforms/kubiya/status.ts'

describe('a status', () => {
  test.each([
    ['pending', 'waiting'],
    ['Queued', 'waiting'],
    ['RUNNING', 'running'],
    ['paused', 'input_required'],
    ['Waiting_For_Input', 'input_required'],
    ['COMPLETED', 'succeeded'],
    ['Failed', 'failed'],
    ['cancelled', 'terminated'],
    ['TERMINATED', 'terminated'],
    ['Interrupted', 'terminated'],
  ])('means the same in any letter case: %s', (status, phase) => {
    expect([status, status.toLowerCase(), status.toUpperCase()].map(phaseOf)).toEqual([phase, phase, phase])
  })

  test.each(['hibernating', '', 'constructor', 'complete', ' completed'])(
    'that nobody knows is no guess: %j',
    (status) => {
      expect(phaseOf(status)).toBe('unrecognised')
      expect(isFinal(status)).toBe(false)
    },
  )

  test.each(['completed', 'Failed', 'cancelled', 'TERMINATED', 'interrupted'])('is the end: %s', (status) => {
    expect(isFinal(status)).toBe(true)
  })

  test.each(['pending', 'queued', 'Running', 'paused', 'waiting_for_input'])('is not the end: %s', (status) => {
    expect(isFinal(status)).toBe(false)
  })
})
