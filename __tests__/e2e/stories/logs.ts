/** What a person sees of the run's own log while the step waits: each line once, in order, and never at the verdict's cost. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { FAULT_KINDS, type Fault, SAMPLE_FAULTS } from '../../../sandbox/control-plane/faults.ts'
import type { LogLine } from '../../../sandbox/control-plane/types.ts'
import type { StepResult } from '../../../sandbox/runner/index.ts'
import { warningsOf } from '../promises.ts'
import { at, endsAs, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellLogs(story: Teller): void {
  tellPages(story)
  tellLateLines(story)
  tellBrokenPages(story)
}

function tellPages(story: Teller): void {
  story('every line of a log of several full pages is shown once, in order, though thousands share one time', () => {
    const logs = count(12_005, (index) => ({ afterMs: Math.floor(index / 7000) * 50, log: `line ${index}` }))
    return atLog(logs, {}, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expect(numbers(result, 'line')).toEqual(count(12_005, (index) => index))
    })
  })

  story('lines are shown while the run goes, though some of one time are delivered later than others', () => {
    const logs = count(60, (index) => ({
      afterMs: Math.floor(index / 3) * 100,
      nanos: 7,
      log: `line ${index}`,
      lagMs: (index % 3) * 45,
    }))
    return atLog(logs, { endsAfterMs: 2600 }, async ({ step }) => {
      const seenAtMs: number[] = []
      const onLine = (line: string) => {
        if (line.startsWith('line ')) seenAtMs.push(Date.now())
      }
      const result = await step({ 'poll-interval': '0.2s' }, { onLine })
      expect(numbers(result, 'line')).toEqual(count(60, (index) => index))
      expect((seenAtMs.at(-1) ?? 0) - (seenAtMs[0] ?? 0)).toBeGreaterThan(1000)
      expect(result.logLines.indexOf('line 0')).toBeLessThan(result.logLines.findIndex((line) => /FINISHED/.test(line)))
    })
  })

  story('with `log-file` the whole log is a file too, as it is but for secrets, with `logs: false` as well', () => {
    const logs = [
      ...count(6000, (index) => ({ afterMs: 5, log: `line ${index}` })),
      { afterMs: 9, log: '::warning::foreign' },
    ]
    return atLog(logs, {}, async ({ step }) => {
      const folder = mkdtempSync(join(tmpdir(), 'log-file-'))
      const path = join(folder, 'deep', 'run.log')
      const result = await step({ 'log-file': path, logs: 'false' })
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'log-file': path })
      expect(readFileSync(path, 'utf8')).toBe(logs.map(({ log }) => `${log}\n`).join(''))
      const refused = await step({ 'log-file': folder })
      expect(refused.outputs.conclusion).toBe('not_started')
      rmSync(folder, { recursive: true })
    })
  })

  story('lines name their container where there are several, and what came by standard error is marked', () => {
    const logs: readonly LogLine[] = [
      { afterMs: 0, log: 'from main', containerName: 'main' },
      { afterMs: 1, log: 'from beside', containerName: 'sidecar' },
      { afterMs: 2, log: 'an oops', containerName: 'sidecar', stream: 'stderr' },
    ]
    return atLog(logs, {}, async ({ step }) => {
      const { logLines } = await step()
      const shown = ['[main] from main', '[sidecar] from beside', '[sidecar] [stderr] an oops']
      expect(logLines.filter((line) => /from|oops/.test(line))).toEqual(shown)
    })
  })

  story('lines of the one container there is stand for themselves', () => {
    const logs: readonly LogLine[] = [
      { afterMs: 0, log: 'plain' },
      { afterMs: 1, log: 'plain oops', stream: 'stderr' },
    ]
    return atLog(logs, {}, async ({ step }) => {
      const { logLines } = await step()
      expect(logLines.filter((line) => line.includes('plain'))).toEqual(['plain', '[stderr] plain oops'])
    })
  })

  story('with `logs: false` the log is not asked for', () =>
    atLog([{ afterMs: 0, log: 'unseen' }], {}, async ({ step, plane }) => {
      const result = await step({ logs: 'false' })
      expect(result.outputs.conclusion).toBe('success')
      expect(result.log).not.toContain('unseen')
      expect(plane.requestsOf('logs')).toEqual([])
    }),
  )

  story('a step that does not wait asks for no log', () =>
    atLog([{ afterMs: 0, log: 'unseen' }], {}, async ({ step, plane }) => {
      expect((await step({ wait: 'false' })).outputs.conclusion).toBe('pending')
      expect(plane.requestsOf('logs')).toEqual([])
    }),
  )
}

function tellLateLines(story: Teller): void {
  story('lines that arrive after the run has ended are shown, as long as one follows the other', () => {
    const logs = count(8, (index) => ({ afterMs: 100 + index, log: `late ${index}`, lagMs: 300 + index * 350 }))
    return atLog(logs, {}, async ({ step }) => {
      const result = await step()
      expect(numbers(result, 'late')).toEqual(count(8, (index) => index))
      expect(result.annotations).toEqual([])
      expect(result.log).not.toContain('may not be complete')
    })
  })

  story('a log that never comes to rest is left after 5 s, and one line says so with the link', () => {
    const logs = count(100, (index) => ({ afterMs: 100 + index, log: `late ${index}`, lagMs: index * 150 }))
    return atLog(logs, {}, async ({ step, url }) => {
      const result = await step()
      expect(result).toMatchObject({ outputs: { conclusion: 'success' }, annotations: [] })
      const said = result.logLines.filter((line) => line.includes('may not be complete'))
      expect(said).toEqual([expect.stringContaining(`${url}/deployments/app-train`)])
      expect(result.timing.durationMs).toBeLessThan(9000)
    })
  })

  story(
    'lines that come after later ones are shown in the order in which they come, each once, up to the last word',
    () => {
      const logs: readonly LogLine[] = [
        ...count(20, (index) => ({
          afterMs: 100 * index,
          nanos: index % 2,
          log: `line ${index}`,
          lagMs: index % 5 === 3 ? 1700 : 0,
          containerName: index % 2 === 0 ? 'main' : 'side',
        })),
        { afterMs: 366 * 24 * 3_600_000, lagMs: 700 - 366 * 24 * 3_600_000, log: 'from next year' },
        { afterMs: 1850, lagMs: 5000, log: 'ValueError: why it failed' },
      ]
      const behaviour = { ...endsAs(TRUEFOUNDRY, 'failure', 2500), logs }
      return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
        const result = await step({ 'poll-interval': '0.3s' })
        expect(result.outputs.conclusion).toBe('failure')
        const shown = result.logLines.flatMap(
          (line) => /^\[\w+\] (line \d+|from next year|ValueError.*)$/.exec(line)?.[1] ?? [],
        )
        expect(shown.toSorted()).toEqual(logs.map(({ log }) => log).toSorted())
        expect(shown.at(-1)).toBe('ValueError: why it failed')
        expect(shown.indexOf('line 3')).toBeGreaterThan(shown.indexOf('line 12'))
        expect(result.logLines.at(-1)).toBe('Last log line: [main] ValueError: why it failed')
      })
    },
  )

  story('a run that fails at once still shows its last words, before the verdict', () => {
    const logs = [{ afterMs: 90, log: 'Traceback: no data', lagMs: 500 }]
    const behaviour = { ...endsAs(TRUEFOUNDRY, 'failure', 100), logs }
    return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('failure')
      expect(result.logLines.filter((line) => /Traceback|Failed:/.test(line))).toEqual([
        'Traceback: no data',
        expect.stringContaining('Failed: TrueFoundry job run train-0001'),
        'Last log line: Traceback: no data',
      ])
    })
  })
}

function tellBrokenPages(story: Teller): void {
  const faults: readonly (readonly [what: string, fault: Fault])[] = [
    ...FAULT_KINDS.filter((kind) => kind !== 'oversized').flatMap((kind) =>
      SAMPLE_FAULTS[kind].slice(0, 1).map((fault) => [kind, fault] as const),
    ),
    ['far too much', { kind: 'oversized', bytes: 33 * 1024 * 1024 }],
    ['a denial', { kind: 'status', status: 403 }],
    ['a log that nobody knows', { kind: 'status', status: 404 }],
    ["a gateway's page", { kind: 'status', status: 502, body: 'html' }],
    ['a rate limit', { kind: 'status', status: 429, headers: { 'retry-after': '120' } }],
  ]
  for (const [what, fault] of faults) {
    story(`a log that can't be read (${what}) costs one warning, and the verdict stands`, () =>
      at(TRUEFOUNDRY, { faults: [{ operation: 'logs', fault }] }, async ({ step, plane }) => {
        const result = await step()
        expect(result).toMatchObject({ conclusion: 'success', outputs: { conclusion: 'success', status: 'FINISHED' } })
        expect(warningsOf(result)).toEqual([expect.stringMatching(/log can't be read.*train-0001/)])
        expect(result.timing.durationMs).toBeLessThan(10_000)
        expect(plane.requestsOf('logs').length).toBeLessThan(16)
      }),
    )
  }

  story('a log that is out of reach for a while is shown whole, without a warning', () => {
    const faults = [{ operation: 'logs' as const, nth: 2, times: 2, fault: { kind: 'resetAfter' as const } }]
    const logs = count(40, (index) => ({ afterMs: index * 60, log: `line ${index}` }))
    return atLog(logs, { endsAfterMs: 2500, faults }, async ({ step }) => {
      const result = await step({ 'poll-interval': '0.2s' })
      expect(numbers(result, 'line')).toEqual(count(40, (index) => index))
      expect(result.annotations).toEqual([])
    })
  })
}

export type Setup = Parameters<typeof at>[1]

function atLog(
  logs: readonly LogLine[],
  { endsAfterMs, ...setup }: Setup & { readonly endsAfterMs?: number },
  tell: Parameters<typeof at>[2],
): Promise<void> {
  return at(TRUEFOUNDRY, { behaviour: { ...endsAs(TRUEFOUNDRY, 'success', endsAfterMs), logs }, ...setup }, tell)
}

export function count<T>(many: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: many }, (_, index) => make(index))
}

/** The numbers of the lines `<word> <number>` that were shown, in order. */
export function numbers({ logLines }: StepResult, word: string): readonly number[] {
  return logLines.flatMap((line) => {
    const [, number] = new RegExp(`^${word} (\\d+)$`).exec(line) ?? []
    return number === undefined ? [] : [Number(number)]
  })
}
