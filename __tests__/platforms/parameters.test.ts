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

  test('is one of a job that need not have a name', () => {
    expect(parameterFault('', ['x'], { known: ['y'] })).toBe('the job has no parameter "x"; it has: y')
  })

  test('is held against each name letter by letter: case apart, one that is missing, too many or wrong counts once', () => {
    const order = (given: readonly string[], known: readonly string[]) =>
      parameterFault('train', given, { known })?.split('it has: ')[1]
    expect(order(['my-lr'], ['lr', 'my-lt'])).toBe('my-lt, lr')
    expect(order(['lr'], ['ablr', 'lrs'])).toBe('lrs, ablr')
    expect(order(['LEARNING'], ['learn', 'leaning'])).toBe('leaning, learn')
    expect(order(['epoch', 'learning-rate'], ['batch', 'epochs', 'learning_rate'])).toBe('epochs, learning_rate, batch')
  })

  test('has no say in the order where it is not even shown', () => {
    const given = [...Array.from({ length: 20 }, (_, at) => `first-${at}`), 'lrs']
    expect(parameterFault('train', given, { known: ['first', 'lr'] })).toMatch(/ and 1 more; it has: first, lr$/)
  })

  test('is told with all that there are, up to twenty', () => {
    const known = Array.from({ length: 20 }, (_, at) => `p${at}`)
    expect(parameterFault('train', ['p'], { known })).toMatch(/, p18, p19$/)
    expect(parameterFault('train', ['p'], { known: [...known, 'p20'] })).toMatch(/, p18, p19, and 1 more$/)
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
