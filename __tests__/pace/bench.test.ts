import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'

const bench = fileURLToPath(new URL('../../bench/pace.ts', import.meta.url))

test('the benchmark of the pace prints its tables', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--quick', '--seed', '2'])
  for (const text of [
    'Without history',
    'Everyday runs',
    'As shipped',
    'lag ÷ limit',
    'lag ÷ best fixed',
    'drifting',
    'backoff',
  ]) {
    expect(stdout).toContain(text)
  }
  expect(stdout).not.toMatch(/NaN|Infinity|undefined/)
}, 30_000)
