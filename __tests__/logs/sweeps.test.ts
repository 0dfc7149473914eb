import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { LogEntry } from '../../src/core/follow.ts'
import { Sweeps } from '../../src/logs/sweeps.ts'

const BEGIN_MS = Date.UTC(2031, 4, 17)
const MOST_LATE_MS = 5000
const A_YEAR_MS = 365 * 24 * 3_600_000
const ns = (ms: number) => BigInt(BEGIN_MS + ms) * 1_000_000n

interface Delivered extends LogEntry {
  readonly deliveredMs: number
}

function entry(writtenMs: number, text: string, more: Partial<LogEntry> = {}): LogEntry {
  return { timeNs: ns(writtenMs), text, stream: 'stdout', container: 'main', ...more }
}

interface ServerOptions {
  /** The largest page, whatever is asked for. */
  readonly cap?: number
  /** Lines of one time: in the order in which they were delivered, or that in which they are listed. */
  readonly ties?: 'delivered' | 'listed'
}

/** A platform as documented: entries by their times, some skipped at the very start of the range. */
class Server {
  nowMs = 0
  requests = 0
  readonly #sweeps = new Sweeps(ns(0))
  readonly #lines: readonly Delivered[]
  readonly #cap: number
  readonly shown: LogEntry[] = []

  constructor(lines: readonly Delivered[], { cap = Number.POSITIVE_INFINITY, ties = 'listed' }: ServerOptions = {}) {
    const tied = ties === 'listed' ? lines : lines.toSorted((a, b) => a.deliveredMs - b.deliveredMs)
    this.#lines = tied.toSorted((a, b) => Number(a.timeNs - b.timeNs))
    this.#cap = cap
  }

  get texts(): readonly string[] {
    return this.shown.map(({ text }) => text)
  }

  /** One page. True if there may be more behind it. */
  page(limit: number, isLost = false): boolean {
    this.requests += 1
    const { startNs, skip } = this.#sweeps.next(this.nowMs, BEGIN_MS + this.nowMs)
    if (isLost) return false
    const inRange = this.#lines.filter(({ deliveredMs, timeNs }) => deliveredMs <= this.nowMs && timeNs >= startNs)
    const atStart = inRange.filter(({ timeNs }) => timeNs === startNs).length
    const page = inRange.slice(Math.min(skip, atStart)).slice(0, Math.min(limit, this.#cap))
    const { fresh, goesOn } = this.#sweeps.take(page, limit)
    this.shown.push(...fresh)
    return goesOn
  }

  /** A whole sweep, each page some time after the other. */
  sweep(limit: number, pageMs = 0): void {
    for (let pages = 1; this.page(limit); pages++) {
      this.nowMs += pageMs
      if (pages > 2000) throw new Error('there is no end to it')
    }
  }

  /** As at the end of a step: until all that may be late has come. */
  rest(limit = 5000): void {
    for (let looks = 0; looks < 30; looks++) {
      this.nowMs += 1300
      this.sweep(limit)
    }
  }
}

/** Each delivered at most 5 s after the first one with a later time. */
function timely(lines: readonly (LogEntry & { readonly lagMs: number })[]): readonly Delivered[] {
  let latestMs = Number.POSITIVE_INFINITY
  const delivered = new Map<LogEntry, number>()
  const byTime = lines.toSorted((a, b) => Number(b.timeNs - a.timeNs))
  for (const [index, line] of byTime.entries()) {
    const writtenMs = Number((line.timeNs - ns(0)) / 1_000_000n)
    const deliveredMs = Math.min(writtenMs + line.lagMs, latestMs + MOST_LATE_MS)
    delivered.set(line, deliveredMs)
    const rest = byTime.slice(index + 1)
    if (rest[0]?.timeNs === line.timeNs) continue
    for (const done of byTime.slice(0, index + 1)) latestMs = Math.min(latestMs, delivered.get(done) ?? latestMs)
  }
  return lines.map((line) => ({ ...line, deliveredMs: delivered.get(line) ?? 0 }))
}

/** Many equal times, many equal texts, several containers, each with a lag of its own now and then. */
const lines = fc
  .array(
    fc.record({
      writtenMs: fc.oneof(
        fc.nat(40_000),
        fc.nat(40).map((seconds) => 1000 * seconds),
        fc.constant(7000),
      ),
      nanos: fc.constantFrom(0n, 0n, 1n),
      text: fc.constantFrom('a', 'b', 'c', 'd'),
      container: fc.constantFrom('main', 'main', 'sidecar'),
      stream: fc.constantFrom('stdout', 'stderr'),
      lagMs: fc.oneof(fc.constant(0), fc.nat(9000), fc.constantFrom(15_000, 60_000)),
    }),
    { maxLength: 70 },
  )
  .map((all) => timely(all.map(({ writtenMs, nanos, ...line }) => ({ ...line, timeNs: ns(writtenMs) + nanos }))))

const looks = fc.array(
  fc.record({ gapMs: fc.integer({ min: 100, max: 9000 }), limit: fc.integer({ min: 1, max: 9 }) }),
  {
    maxLength: 40,
  },
)

const known = ({ timeNs, text, stream, container }: LogEntry) => `${timeNs} ${container} ${stream} ${text}`
const sorted = (entries: readonly LogEntry[]) => entries.map(known).sort()

describe('lines that come up to five seconds after later ones', () => {
  test('are shown at the first look after they came, and none twice', () => {
    fc.assert(
      fc.property(lines, looks, fc.constantFrom('delivered', 'listed'), (all, steps, ties) => {
        const server = new Server(all, { ties })
        for (const { gapMs, limit } of steps) {
          server.nowMs += gapMs
          server.sweep(limit)
          expect(sorted(server.shown)).toEqual(sorted(all.filter(({ deliveredMs }) => deliveredMs <= server.nowMs)))
        }
        server.nowMs = Math.max(server.nowMs, 110_000)
        server.rest(9)
        expect(sorted(server.shown)).toEqual(sorted(all))
      }),
      { numRuns: 300 },
    )
  })

  test('are shown though they come between two pages, and though answers are lost', () => {
    const pageMs = fc.integer({ min: 1, max: 2500 })
    const losses = fc.infiniteStream(fc.boolean())
    fc.assert(
      fc.property(lines, looks, pageMs, losses, (given, steps, betweenMs, lost) => {
        // Where lines are all alike, nothing tells that another one has come before the last of a page.
        const all = given.map((line, index) => ({ ...line, text: `${line.text} ${index}` }))
        const server = new Server(all)
        for (const { gapMs, limit } of steps) {
          server.nowMs += gapMs
          if (lost.next().value) server.page(limit, true)
          else server.sweep(limit, betweenMs)
        }
        server.nowMs = Math.max(server.nowMs, 110_000)
        server.rest(9)
        expect(sorted(server.shown)).toEqual(sorted(all))
      }),
      { numRuns: 300 },
    )
  })
})

test('lines come in the order of their delivery, and those of one look in that of their times', () => {
  const server = new Server([
    { ...entry(1000, 'first'), deliveredMs: 1000 },
    { ...entry(900, 'third'), deliveredMs: 4000 },
    { ...entry(3000, 'second'), deliveredMs: 3000 },
    { ...entry(800, 'fourth'), deliveredMs: 5500 },
    { ...entry(5000, 'fifth'), deliveredMs: 5000 },
  ])
  for (const nowMs of [1100, 3100, 4100, 6000]) {
    server.nowMs = nowMs
    server.sweep(5000)
  }
  expect(server.texts).toEqual(['first', 'second', 'third', 'fourth', 'fifth'])
})

test('an entry that is stamped with next year’s date hides none of those that follow', () => {
  const all = Array.from({ length: 200 }, (_, index) => ({
    ...entry(1000 * index, `line ${index}`),
    deliveredMs: 1000 * index,
  }))
  const odd = { ...entry(A_YEAR_MS, 'from the future'), deliveredMs: 5000 }
  const server = new Server([...all.slice(0, 5), odd, ...all.slice(5)])
  for (; server.nowMs < 203_000; server.nowMs += 1700) server.sweep(5000)
  expect(server.texts.toSorted()).toEqual([...all, odd].map(({ text }) => text).toSorted())
})

test('lines whose clock is minutes ahead of the platform’s are shown once each, and read again for some minutes at most', () => {
  const skewMs = 180_000
  const all = Array.from({ length: 900 }, (_, index) => ({
    ...entry(1000 * index + skewMs, `line ${index}`),
    deliveredMs: 1000 * index,
  }))
  const server = new Server(all)
  for (; server.nowMs < 904_000; server.nowMs += 3000) server.sweep(250)
  expect(server.texts).toEqual(all.map(({ text }) => text))
  expect(server.requests).toBeLessThan(650)
})

test('a thousand lines of one time are read though a page holds no more, and are not read again and again', () => {
  const all = Array.from({ length: 3500 }, (_, index) => ({ ...entry(1000, `${index % 7}`), deliveredMs: 1000 }))
  const server = new Server([...all, { ...entry(1000, 'late'), deliveredMs: 9000 }], { cap: 1000 })
  server.nowMs = 1500
  server.sweep(5000)
  expect(server.texts).toEqual(all.map(({ text }) => text))
  server.rest()
  expect(server.texts).toEqual([...all.map(({ text }) => text), 'late'])
  const { requests } = server
  server.rest()
  expect(server.requests - requests).toBe(30)
})

test('where a page ends among lines of one time, one that comes before them in between is found', () => {
  const before = { ...entry(1000, 'x'), deliveredMs: 1600 }
  const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => ({ ...entry(1000, text), deliveredMs: 1000 }))
  const server = new Server([before, ...all])
  server.nowMs = 1500
  expect(server.page(3)).toBe(true)
  server.nowMs = 1700
  server.sweep(3)
  expect(server.texts.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'x'])
})

test.each([777, 1000, 4096])('with pages of %i at most, all that is behind a page is found at once', (cap) => {
  const all = Array.from({ length: 2 * cap + 10 }, (_, index) => ({ ...entry(index, `${index}`), deliveredMs: 0 }))
  const server = new Server(all, { cap })
  server.nowMs = 20_000
  server.sweep(5000)
  expect(server.texts).toEqual(all.map(({ text }) => text))
})

test.each([0.01, 0])(
  'a flood beyond what is remembered is shown once and in order, %d ms from line to line',
  (everyMs) => {
    const all = Array.from({ length: 120_000 }, (_, index) => ({
      ...entry(Math.floor(index * everyMs), `${index}`),
      deliveredMs: 0,
    }))
    const server = new Server([...all, { ...entry(9000, 'after'), deliveredMs: 9000 }])
    server.nowMs = 5000
    server.sweep(25_000)
    server.nowMs = 9000
    server.sweep(25_000)
    expect(server.texts.join() === [...all.map(({ text }) => text), 'after'].join()).toBe(true)
  },
)

test('an answer that is not sorted, or not of the range that was asked for, shows nothing twice', () => {
  const sweeps = new Sweeps(ns(1000))
  const take = (...entries: readonly LogEntry[]) => {
    sweeps.next(0, BEGIN_MS + 3000)
    return sweeps.take(entries, 5000).fresh.map(({ text }) => text)
  }
  expect(take(entry(500, 'old'), entry(2000, 'b'), entry(1500, 'a'))).toEqual(['b', 'a'])
  expect(take(entry(1500, 'a'), entry(500, 'old'), entry(2000, 'b'), entry(2000, 'b'))).toEqual(['b'])
})

test('times are never numbers: neighbours that no number can tell apart are different times', () => {
  const sweeps = new Sweeps(ns(0))
  sweeps.next(0, BEGIN_MS + 3000)
  const twins = [1n, 2n].map((nanos) => ({ ...entry(1000, 'x'), timeNs: ns(1000) + nanos }))
  expect(sweeps.take(twins, 2).fresh).toEqual(twins)
  expect(sweeps.next(10, BEGIN_MS + 3000)).toEqual({ startNs: ns(1000) + 2n, skip: 0 })
})
