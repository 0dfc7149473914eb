/** What CI plays of the small worlds: it passes on the sources as they are, and would not with a defect in them. */

import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { DEFECTS } from '../../torture/defects.ts'
import { withPlanted } from '../../torture/plant.ts'
import { readText, root } from '../support/markdown.ts'

const WORLD = 'attach on Kubiya'

function playSlice(folder: string): { readonly status: number | null; readonly said: string } {
  const args = ['torture/explore/main.ts', '--slice', '--world', WORLD, '--threads', '2']
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return { status, said: stdout }
}

test('CI plays a slice, and every story once a week', () => {
  const { scripts } = JSON.parse(readText('package.json'))
  expect(scripts['explore:slice']).toBe(`${scripts.explore} --slice`)
  expect(readText('.ci/run')).toMatch(/ explore:slice /)
  expect(readText('.github/workflows/explore.yml')).toMatch(/npm run explore$/m)
})

test('a slice finds nothing in the sources as they are', () => {
  expect(playSlice(root)).toMatchObject({ status: 0, said: expect.stringContaining('0 broke a rule') })
}, 60_000)

test('a slice fails where a defect was planted, and says how to see it again', async () => {
  const defect = DEFECTS.find(({ what }) => what === 'post does nothing')
  if (defect === undefined) throw new Error('there is no such defect')
  const { status, said } = await withPlanted(defect, playSlice)
  expect(status).toBe(1)
  expect(said).toContain('[left going]')
  expect(said).toMatch(/npm run explore -- --world "attach on Kubiya" --story \d+/)
}, 60_000)
