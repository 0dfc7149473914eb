import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { intervalMs } from '../../src/core/pace.ts'

const AUTO = { kind: 'auto' } as const
const at = (elapsedMs: number, random = 0.5) => intervalMs(AUTO, elapsedMs, { random: () => random })

test('a fixed pace is kept to the millisecond', () => {
  expect(intervalMs({ kind: 'fixed', intervalMs: 7000 }, 123_456, { random: () => 0.9 })).toBe(7000)
})

test('by itself it starts at half a second, slows down with the run’s age and ends at a quarter of a minute', () => {
  fc.assert(
    fc.property(fc.nat(86_400_000), fc.nat(86_400_000), (one, other) => {
      const [earlier, later] = [Math.min(one, other), Math.max(one, other)]
      expect(at(earlier)).toBeLessThanOrEqual(at(later))
      expect(at(earlier)).toBeGreaterThanOrEqual(500)
      expect(at(later)).toBeLessThanOrEqual(15_000)
    }),
  )
  expect([at(0), at(86_400_000)]).toEqual([500, 15_000])
})

test('steps that started together drift apart', () => {
  expect(at(100_000, 0)).toBeLessThan(at(100_000, 0.99))
  expect(at(100_000, 0.99) / at(100_000, 0)).toBeCloseTo(1.1 / 0.9, 1)
})
