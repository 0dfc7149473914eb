import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseKeyValues } from '../../sandbox/runner/command-files.ts'
import { appendWhole } from '../../src/runtime/append.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'append-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('text goes behind what is there, and makes the file where there is none', () => {
  const path = join(folder, 'output')
  appendWhole(path, 'a=1\n')
  appendWhole(path, 'b=2\n')
  expect(readFileSync(path, 'utf8')).toBe('a=1\nb=2\n')
})

/** A process whose files may have 2 KiB: as a disk that fills up while it writes. */
const onPosix = process.platform === 'win32' ? test.skip : test
onPosix(
  'on a full disk the outputs that were whole are still read, and nothing is left of the one that did not fit',
  () => {
    const path = join(folder, 'output')
    writeFileSync(path, '')
    const runner = new URL('../../src/runtime/github-runner.ts', import.meta.url).href
    const script = `
    const { createGithubRunner } = await import(${JSON.stringify(runner)})
    const runner = createGithubRunner(process)
    runner.setOutput('conclusion', 'pending')
    runner.setOutput('run', 'x'.repeat(5000))
    runner.setOutput('conclusion', 'success')`
    const limited = `trap "" XFSZ; ulimit -f 2; exec "$0" --input-type=module -e "$1"`
    const env = { ...process.env, GITHUB_OUTPUT: path }
    const printed = execFileSync('bash', ['-c', limited, process.execPath, script], { env, encoding: 'utf8' })
    expect(parseKeyValues(readFileSync(path, 'utf8'))).toEqual({
      pairs: [
        ['conclusion', 'pending'],
        ['conclusion', 'success'],
      ],
    })
    expect(printed).toMatch(/^::warning::Could not write "run" to GITHUB_OUTPUT: EFBIG/)
  },
)
