import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { KEPT_LINES, LONGEST_KEPT, LONGEST_LINE, MOST_BYTES, MOST_LINES } from '../../src/logs/bounds.ts'
import { Printer } from '../../src/logs/printer.ts'
import { FakeClock } from '../support/fake-clock.ts'

const MEGABYTE = 1_000_000

function printing({ shows = true, flushed = () => Promise.resolve() } = {}) {
  const clock = new FakeClock()
  const slices: string[] = []
  const stop = new AbortController()
  const printer = new Printer(
    {
      clock,
      print: (text) => void slices.push(text),
      flushed,
      blot: (text) => text.replaceAll('hush-hush', '***'),
      stop: stop.signal,
    },
    { shows, seeAlso: 'http://see/also' },
  )
  return {
    clock,
    printer,
    slices,
    stop: () => stop.abort(),
    lines: () => slices.flatMap((slice) => slice.split('\n')),
    close: (untilMs?: number) => clock.run(printer.close(untilMs)),
  }
}

const numbered = (count: number, first = 1) => Array.from({ length: count }, (_, index) => `line ${first + index}`)

test('the first lines are written at once, without waiting for anything', () => {
  const { printer, lines } = printing()
  printer.add(['a', 'b'])
  expect(lines()).toEqual(['a', 'b'])
})

test('whatever comes in whatever portions goes out once and in order', async () => {
  const portions = fc.array(fc.tuple(fc.nat(700), fc.nat(3)), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(portions, async (amounts) => {
      const { printer, lines, clock, close } = printing()
      const all = numbered(amounts.reduce((sum, [amount]) => sum + amount, 0))
      for (const [amount, pauseMs] of amounts) {
        printer.add(all.splice(0, amount))
        await clock.run(clock.sleep(pauseMs))
      }
      await close()
      expect(lines()).toEqual(numbered(lines().length))
      expect(all).toEqual([])
      expect(lines()).toHaveLength(amounts.reduce((sum, [amount]) => sum + amount, 0))
    }),
    { numRuns: 50 },
  )
})

test('a flood is written in slices, and between two of them everything else gets its turn', async () => {
  const { printer, slices, clock, close } = printing()
  let turns = 0
  const meanwhile = async () => {
    for (; printer.isBusy; turns++) await clock.sleep(1)
  }
  printer.add(numbered(20_000))
  const other = meanwhile()
  await close()
  await other
  expect(turns).toBeGreaterThanOrEqual(slices.length - 2)
  expect(slices.length).toBeGreaterThan(90)
  for (const slice of slices) {
    expect(slice.length).toBeLessThanOrEqual(LONGEST_LINE)
    expect(slice.split('\n').length).toBeLessThanOrEqual(200)
  }
})

test('lines that come while others wait do not push past them', () => {
  const { printer, slices } = printing()
  printer.add(['a'])
  printer.add(['b'])
  expect(slices).toEqual(['a'])
})

test('a line of a megabyte is written as several, none of them larger than a slice, and nothing is lost', async () => {
  const { printer, lines, close } = printing()
  const words = 'word '.repeat(MEGABYTE / 5)
  const solid = '😀'.repeat(MEGABYTE / 2)
  printer.add([words, solid])
  await close()
  expect(lines().join('')).toBe(words + solid)
  for (const line of lines()) {
    expect(line.length).toBeLessThanOrEqual(LONGEST_LINE)
    expect(line.isWellFormed()).toBe(true)
  }
  const [first = ''] = lines()
  expect(first.endsWith(' ')).toBe(true)
})

test('secrets are blotted out before a line is cut', async () => {
  const { printer, lines, close } = printing()
  printer.add([`${'x'.repeat(LONGEST_LINE - 4)}hush-hush${'y'.repeat(10)}`])
  await close()
  expect(lines().join('')).not.toContain('hush')
})

test('text with line ends of any kind is as many lines', async () => {
  const { printer, lines, close } = printing()
  printer.add(['a\r\nb\rc\u2028d\n'])
  await close()
  expect(lines()).toEqual(['a', 'b', 'c', 'd'])
})

test('100,000 lines are all shown, and nothing is said', async () => {
  const { printer, lines, close } = printing()
  printer.add(numbered(MOST_LINES))
  await close()
  expect(lines()).toEqual(numbered(MOST_LINES))
})

test('past 100,000 lines only the last 1,000 are kept, shown at the end, with how many were left out', async () => {
  const { printer, lines, clock, close } = printing()
  printer.add(numbered(MOST_LINES + 1))
  await clock.run(clock.sleep(2000))
  expect(lines().slice(0, MOST_LINES)).toEqual(numbered(MOST_LINES))
  expect(lines().slice(MOST_LINES)).toEqual([
    '» The log has more than 100,000 lines or 50 MiB. From here on only its last 1,000 lines are kept, and shown at its end.',
  ])
  printer.add(numbered(23_456, MOST_LINES + 2))
  await clock.run(clock.sleep(2000))
  expect(lines()).toHaveLength(MOST_LINES + 1)
  await close()
  const end = lines().slice(MOST_LINES + 1)
  expect(end[0]).toBe('» 22,457 lines were left out here (see http://see/also); the last 1,000 of the log:')
  expect(end.slice(1)).toEqual(numbered(KEPT_LINES, MOST_LINES + 22_458))
})

test('a little past the bound nothing is left out: the rest is shown at the end', async () => {
  const { printer, lines, close } = printing()
  printer.add(numbered(MOST_LINES + 700))
  await close()
  expect(lines().slice(MOST_LINES + 1)).toEqual(['» The end of the log:', ...numbered(700, MOST_LINES + 1)])
})

test('past 50 MiB it is the same, in bytes and not in characters', async () => {
  const { printer, lines, close, clock } = printing()
  const line = '€'.repeat(10_000)
  const fitting = Math.floor(MOST_BYTES / 30_001)
  for (let sent = 0; sent < 4000; sent += 100) {
    printer.add(Array.from({ length: 100 }, () => line))
    await clock.run(clock.sleep(200))
  }
  await close()
  expect(lines().findIndex((text) => text.startsWith('» The log has more than'))).toBe(fitting)
  expect(lines()).toHaveLength(fitting + 1 + 1 + KEPT_LINES)
})

test('the lines that are kept are bounded in size too: a thousand long lines don’t fill the memory', async () => {
  const { printer, lines, close } = printing()
  const flood = 1300
  const long = 'abcdefg '.repeat(MEGABYTE / 40)
  for (let index = 0; index < flood; index++) printer.add([`${index} ${long}`])
  await close(60_000)
  const kept = lines().slice(-KEPT_LINES)
  expect(kept[0]?.startsWith(`${flood - KEPT_LINES} abc`)).toBe(true)
  expect(kept.at(-1)?.startsWith(`${flood - 1} abc`)).toBe(true)
  for (const line of kept) expect(line.length).toBe(LONGEST_KEPT)
})

test('a line of 50 MB is shown as far as the bound goes', async () => {
  const { printer, lines, close } = printing()
  printer.add(['word '.repeat(11 * MEGABYTE), 'after'])
  await close(60_000)
  const shown = lines().filter((line) => line.startsWith('word'))
  expect(shown.reduce((bytes, line) => bytes + line.length + 1, 0)).toBeLessThanOrEqual(MOST_BYTES + 200 * LONGEST_LINE)
  expect(lines().at(-1)).toBe('after')
})

test('nothing is written before its reader has taken what there was', async () => {
  let take = () => {}
  const flushed = () =>
    new Promise<void>((resolve) => {
      take = resolve
    })
  const { printer, slices, clock, close } = printing({ flushed })
  printer.add(numbered(500))
  await clock.run(clock.sleep(30_000))
  expect(slices).toHaveLength(1)
  take()
  await clock.run(clock.sleep(50))
  expect(slices).toHaveLength(2)
  await close(clock.nowMs() + 300)
  expect(clock.nowMs()).toBeLessThan(30_700)
})

test('a reader that is too slow costs no more than the time there is; the very end is shown all the same', async () => {
  let wait = () => Promise.resolve()
  const { printer, lines, clock, close } = printing({ flushed: () => wait() })
  wait = () => clock.sleep(40)
  printer.add(numbered(50_000))
  await close(1000)
  expect(clock.nowMs()).toBeLessThan(1200)
  expect(lines().slice(-50)).toEqual(numbered(50, 49_951))
  const shown = lines().length - 51
  const leftOut = (50_000 - 50 - shown).toLocaleString('en-US')
  expect(lines()[shown]).toBe(
    `» ${leftOut} lines were left out for lack of time (see http://see/also); the last of the log:`,
  )
  expect(shown).toBeGreaterThan(3000)
})

test('told to stop, the step is not held up by what is still to be written', async () => {
  const { printer, lines, clock, stop, close } = printing()
  printer.add(numbered(MOST_LINES + 20_000))
  clock.at(100, stop)
  await close()
  expect(clock.nowMs()).toBeLessThan(610)
  expect(lines().length).toBeGreaterThan(50_000)
  expect(lines().slice(-50)).toEqual(numbered(50, MOST_LINES + 19_951))
})

test('no time at all is enough for the end of a flood', async () => {
  const { printer, lines, close } = printing()
  printer.add(numbered(MOST_LINES + 5000))
  await close(0)
  expect(lines().slice(-50)).toEqual(numbered(50, MOST_LINES + 4951))
  expect(lines().length).toBeLessThan(300)
})

test('a reader that is gone is not waited for, however much there is left to write', async () => {
  const { printer, clock, lines, close } = printing({ flushed: () => new Promise(() => undefined) })
  printer.add(numbered(5000))
  const startMs = clock.nowMs()
  await close()
  expect(clock.nowMs() - startMs).toBeLessThan(11_000)
  expect(lines().at(-1)).toBe('line 5000')
  expect(lines().length).toBeLessThan(500)
})

test('a reader who takes a slice every seven seconds gets a minute all the same', async () => {
  const { printer, clock, lines, close } = printing({ flushed: () => clock.sleep(7000) })
  printer.add(numbered(1500))
  await close()
  expect(lines()).toEqual(numbered(1500))
})

test('closed is closed', async () => {
  const { printer, lines, close } = printing()
  printer.add(['a'])
  await close()
  printer.add(['b'])
  await close()
  expect(lines()).toEqual(['a'])
  expect(printer.lastLines).toEqual(['a'])
})

test('without `logs` nothing is written, and nothing is kept for the summary', async () => {
  const { printer, lines, close } = printing({ shows: false })
  printer.add(numbered(200_000))
  await close()
  expect(lines()).toEqual([])
  expect(printer.lastLines).toEqual([])
})

test('a flood of lines past the bounds is counted, not handled one by one', async () => {
  let blots = 0
  const clock = new FakeClock()
  const slices: string[] = []
  const blot = (text: string) => {
    blots += 1
    return text
  }
  const ports = { clock, print: (text: string) => void slices.push(text), flushed: () => Promise.resolve(), blot }
  const printer = new Printer(
    { ...ports, stop: new AbortController().signal },
    { shows: true, seeAlso: 'http://see/also' },
  )
  const flood = numbered(3_000_000)
  printer.add(flood)
  printer.add(flood)
  await clock.run(printer.close())
  const lines = slices.flatMap((slice) => slice.split('\n'))
  expect(blots).toBeLessThan(MOST_LINES + 3 * KEPT_LINES)
  expect(lines.at(-1)).toBe('line 3000000')
  expect(lines.at(-KEPT_LINES - 1)).toBe(
    '» 5,899,000 lines were left out here (see http://see/also); the last 1,000 of the log:',
  )
  expect(printer.lastLines.at(-1)).toBe('line 3000000')
})

test('what is left out with the log is not handled at all', () => {
  const { printer } = printing({ shows: false })
  const startMs = performance.now()
  printer.add(Array.from({ length: 5_000_000 }, () => ''))
  expect(printer.lastLines).toEqual([])
  expect(performance.now() - startMs).toBeLessThan(2000)
})
