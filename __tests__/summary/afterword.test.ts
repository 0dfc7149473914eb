import { expect, test } from '@jest/globals'
import { renderAfterword } from '../../src/summary/afterword.ts'
import { pageOf } from './rendered.ts'

const RUN = { runId: 'etl-1', runUrl: 'https://example.com/runs', target: {} }
const NAMES = { platform: 'TrueFoundry', runNoun: 'job run' }

test('the page of post says of which run it is, and what was done', () => {
  const notes = ['The termination of etl-1 was accepted.', 'Another may show up.']
  const page = pageOf(
    renderAfterword({ names: NAMES, job: 'etl', run: { ...RUN, version: '12' }, notes, reportedEnd: true }),
  )
  expect(page.texts('h3')).toEqual(['🚫 After the cancel: TrueFoundry job run of etl, version 12'])
  expect(page.texts('blockquote')).toEqual(notes)
  expect(page.links).toEqual([RUN.runUrl])
})

test('a platform’s words stay text in it, and a flood of them is cut', () => {
  const notes = [`<b>@you</b> #1 \`x\` [a](https://b) ${'x '.repeat(100_000)}`]
  const text = renderAfterword({ names: NAMES, notes, reportedEnd: false })
  const page = pageOf(text)
  expect(page.texts('h3')).toEqual(['🚫 Cut off: TrueFoundry job run'])
  expect(page.texts('blockquote > code')[0]).toContain('<b>@you</b> #1 `x` [a](https://b)')
  expect(page.links).toEqual([])
  expect(text.length).toBeLessThan(10_000)
})
