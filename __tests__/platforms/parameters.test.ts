import { describe, expect, test } from '@jest/globals'
import { parameterFault } from '../../src/platforms/parameters.ts'

describe('a parameter that the job does not know', () => {
  test('is named, and what it knows, the nearest name first', () => {
    const fault = parameterFault('train', ['lr', 'Epoch'], { known: ['lr', 'batch-size', 'epochs'] })
    expect(fault).toBe('job train has no parameter "Epoch"; it has: epochs, lr, batch-size')
  })

  test('is named with the others', () => {
    const fault = parameterFault('train', ['x', 'y'], { known: ['xs'] })
    expect(fault).toBe('job train has no parameters "x", "y"; it has: xs')
  })

  test('is no fault where the job names none', () => {
    expect(parameterFault('train', ['x'], { known: [] })).toBeUndefined()
  })

  test('is told in a sentence that is not endless, and in which nothing hides', () => {
    const known = Array.from({ length: 500 }, (_, at) => `name ${at}\n::error::`)
    const fault = parameterFault('a b', ['x'.repeat(10_000)], { known }) ?? ''
    expect(fault).toMatch(/^job "a b" has no parameter "x+…"; it has: "name \d+\\n::error::", .*, and 480 more$/)
    expect(fault.length).toBeLessThan(1500)
  })
})

test('a parameter that the job needs is asked for', () => {
  const about = { known: ['city', 'day'], needed: ['city', 'day'] }
  expect(parameterFault('report', ['day'], about)).toBe('job report needs the parameter "city"')
  expect(parameterFault('report', ['cty', 'day'], about)).toBe(
    'job report has no parameter "cty"; it has: city, day; it needs the parameter "city"',
  )
  expect(parameterFault('report', ['city', 'day'], about)).toBeUndefined()
})
