/** Every kind of fault with every kind of request: the step ends as the contract says, and docs/faults.md tells it. */

import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { PLATFORMS } from '../../sandbox/control-plane/repertoire.ts'
import { describeFault, phasesOf, STRIKES } from './fault-matrix/cells.ts'
import { expectedOf } from './fault-matrix/expected.ts'
import { CELLS, PAGE, playAll, type Results, renderPage } from './fault-matrix/page.ts'
import type { Played } from './fault-matrix/play.ts'

const state: { results: Results } = { results: new Map() }
beforeAll(async () => {
  state.results = await playAll()
}, 120_000)

describe.each(PLATFORMS)('%s', (platform) => {
  describe.each(phasesOf(platform).map((phase) => [phase.name, phase] as const))('%s', (_name, phase) => {
    describe.each(STRIKES)('the fault strikes %s', (strikes) => {
      const cells = CELLS.filter(
        (cell) => cell.platform === platform && cell.phase.name === phase.name && cell.strikes === strikes,
      )
      test.each(cells.map((cell) => [describeFault(cell.fault), cell] as const))('%s', (_fault, cell) => {
        const played = state.results.get(cell)
        if (played === undefined) throw new Error('the cell was not played')
        const { conclusion, triggers, standing } = expectedOf(cell)
        expect({ conclusion: played.conclusion, standing: played.standing.length }).toEqual({
          conclusion,
          standing,
        })
        if (triggers !== undefined) expect(played.triggers).toBe(triggers)
        expectHonest(played)
        // With a list that can be read, an unknown run is named.
        if (phase.kind === 'trigger') for (const name of played.standing) expect(played.errors[0]).toContain(name)
        expect(played.postMs).toBeLessThan(30_000)
        if (conclusion === 'cancelled') expect(played.durationMs).toBeLessThan(7000)
      })
    })
  })
})

test('docs/faults.md is up to date (node scripts/faults.ts)', async () => {
  expect(await readFile(PAGE, 'utf8')).toBe(await renderPage(state.results))
})

/** Green for success alone; no more than one run; and what goes on is said, by its name where it can be known. */
function expectHonest(played: Played): void {
  const { conclusion, failed, errors, standing, runs, runId, warnings, postWarnings } = played
  expect(failed).toBe(conclusion !== 'success')
  expect(errors).toHaveLength(failed && conclusion !== 'cancelled' ? 1 : 0)
  expect(runs.length).toBeLessThanOrEqual(1)
  if (standing.length > 0) {
    const said = [...errors, ...warnings, ...postWarnings].join('\n')
    expect(said).toMatch(/may|going/)
    if (runId !== '') expect(said).toContain(runId)
  }
}
