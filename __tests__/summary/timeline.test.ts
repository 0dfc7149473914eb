import { describe, expect, test } from '@jest/globals'
import type { Phase } from '../../src/core/model.ts'
import { phasesInWords, timeline } from '../../src/summary/timeline.ts'
import { charted, pageOf } from './rendered.ts'

const seen = (status: string, phase: Phase, sinceMs: number) => ({ status, phase, sinceMs })
const statuses = [
  seen('SCHEDULED', 'waiting', 0),
  seen('RUNNING', 'running', 21_000),
  seen('FAILED', 'failed', 188_000),
]
const ongoing = (elapsedMs: number) => ({ statuses: statuses.slice(0, 2), elapsedMs })
const restless = {
  statuses: Array.from({ length: 1000 }, (_, at) => seen(at % 2 ? 'UNKNOWN' : 'RUNNING', 'running', at * 7000)),
  elapsedMs: 7_000_000,
}
const keywords = ['title', 'section', 'click', 'gantt', 'dateFormat', 'end', 'todayMarker', 'excludes', 'accTitle']

const courses: Readonly<Record<string, Parameters<typeof timeline>[0]>> = {
  ended: { statuses, elapsedMs: 190_000 },
  returning: {
    statuses: [
      seen('running', 'running', 0),
      seen('waiting', 'input_required', 5000),
      seen('running', 'running', 12_000),
    ],
    elapsedMs: 20_000,
  },
  restless,
  'for seconds': ongoing(29_000),
  'for minutes': ongoing(100_000),
  'for hours': ongoing(20_000_000),
  'for days': ongoing(900_000_000),
  'for longer than any job may': ongoing(Number.MAX_VALUE),
  'for a time that is none': ongoing(Number.NaN),
  ...Object.fromEntries(
    keywords.map((word) => [
      word,
      { statuses: [seen(word, 'unrecognised', 0), seen('RUNNING', 'running', 3000)], elapsedMs: 9000 },
    ]),
  ),
}
/** What Mermaid makes of each, all in one go: its start takes a while. */
const charts = new Map(
  charted(Object.values(courses).flatMap((course) => pageOf(`${timeline(course)?.source}\n`).charts)).map(
    (chart, at) => [Object.keys(courses)[at], chart],
  ),
)

describe('the chart', () => {
  test('has a row for each status, as long as it lasted, and a mark where the run ended', () => {
    expect(charts.get('ended')).toEqual({
      type: 'gantt',
      title: 'Course of the run',
      sections: ['SCHEDULED', 'RUNNING', 'FAILED'],
      tasks: [
        { name: '21s', section: 'SCHEDULED', fromMs: 0, toMs: 21_000, tags: ['done'], isClickable: false },
        { name: '2m 47s', section: 'RUNNING', fromMs: 21_000, toMs: 188_000, tags: ['active'], isClickable: false },
        {
          name: 'after 3m 08s',
          section: 'FAILED',
          fromMs: 188_000,
          toMs: 188_000,
          tags: ['crit', 'milestone'],
          isClickable: false,
        },
      ],
    })
  })

  test('shows a run that goes on until now', () => {
    expect(charts.get('for minutes')?.tasks?.at(-1)).toMatchObject({ section: 'RUNNING', toMs: 100_000 })
  })

  test('keeps a status that comes back apart from its first time', () => {
    expect(charts.get('returning')?.sections).toEqual(['running', 'waiting', 'running 2'])
  })

  test('of a run that went back and forth a thousand times shows how it began and how it ended', () => {
    expect(charts.get('restless')?.tasks).toHaveLength(13)
    expect(charts.get('restless')?.sections?.[6]).toBe('988 more')
    expect(phasesInWords(restless)?.source).toContain('→ 988 more →')
  })

  test.each(keywords)('takes the status %s, a word of Mermaid’s, for a status', (word) => {
    expect(charts.get(word)?.sections).toEqual([word, 'RUNNING'])
  })

  test.each(Object.keys(courses).filter((name) => name.startsWith('for ')))(
    'is read of a run that goes on %s',
    (name) => {
      expect(charts.get(name)?.error).toBeUndefined()
      expect(charts.get(name)?.tasks).toHaveLength(2)
    },
  )

  test('is left out where there is no course to be seen', () => {
    const brief = [seen('A', 'running', 0), seen('B', 'succeeded', 300)]
    expect(timeline({ statuses: [], elapsedMs: 60_000 })).toBeUndefined()
    expect(timeline({ statuses: statuses.slice(0, 1), elapsedMs: 60_000 })).toBeUndefined()
    expect(timeline({ statuses: brief, elapsedMs: 400 })).toBeUndefined()
  })
})

test('in words, each status is told with its time, the last one by its name', () => {
  const page = pageOf(`<p>${phasesInWords({ statuses, elapsedMs: 190_000 })?.source}</p>\n`)
  expect(page.texts('p')).toEqual(['SCHEDULED 21s → RUNNING 2m 47s → FAILED'])
})
