import { describe, expect, test } from '@jest/globals'
import { afterDenial, type Denials, isCertain } from '../../../src/core/requests/denials.ts'
import type { Denied } from '../../../src/core/requests/reading.ts'

function denied(refusal: Denied['refusal'], message = 'HTTP 404'): Denied {
  return { kind: 'denied', refusal, message }
}

/** What is known after these, each at its time. */
function rowOf(...said: readonly (readonly [Denied['refusal'], atMs: number])[]): Denials {
  const row = said.reduce<Denials | undefined>(
    (before, [refusal, atMs]) => afterDenial(before, denied(refusal, `${refusal} at ${atMs}`), atMs),
    undefined,
  )
  if (row === undefined) throw new Error('nothing was said')
  return row
}

describe('the platform’s own no', () => {
  test('counts once it has been said three times over five seconds, and not before', () => {
    const two = rowOf(['missing', 1000], ['missing', 9000])
    const quick = rowOf(['missing', 1000], ['missing', 2000], ['missing', 5999])
    const three = rowOf(['missing', 1000], ['missing', 2000], ['missing', 6000])
    expect([isCertain(two, 9000), isCertain(quick, 5999), isCertain(three, 6000)]).toEqual([false, false, true])
  })

  test('of another kind begins a row of its own', () => {
    const row = rowOf(['missing', 0], ['missing', 3000], ['not_allowed', 6000])
    expect(row).toEqual({ kind: 'not_allowed', sinceMs: 6000, count: 1, message: 'not_allowed at 6000' })
    expect(isCertain(row, 20_000)).toBe(false)
  })

  test('is told as it was said last, with the time of the first', () => {
    expect(rowOf(['missing', 500], ['missing', 3000])).toEqual({
      kind: 'missing',
      sinceMs: 500,
      count: 2,
      message: 'missing at 3000',
    })
  })
})
