/** The port to GitHub's runner, read by the local runner: its parser of commands and of command files. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { HOSTILE_LINES } from '../../sandbox/control-plane/scenarios.ts'
import { parseKeyValues } from '../../sandbox/runner/command-files.ts'
import { CommandProcessor } from '../../sandbox/runner/command-processor.ts'
import { LineSplitter } from '../../sandbox/runner/line-splitter.ts'
import { SecretMasker } from '../../sandbox/runner/secret-masker.ts'
import { createGithubRunner } from '../../src/runtime/github-runner.ts'

let folder = ''
let printed = ''
const print = (text: string | Uint8Array) => {
  printed += String(text)
  return true
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'))
  printed = ''
  jest.spyOn(process.stdout, 'write').mockImplementation(print)
})

afterEach(() => {
  jest.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

function host(platform = 'linux', env: Record<string, string> = {}) {
  const listeners = new Map<string, () => void>()
  return {
    env: { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STATE: join(folder, 'state'), ...env },
    platform,
    exitCode: undefined as number | undefined,
    on: (signal: string, listener: () => void) => listeners.set(signal, listener),
    stdout: { write: print },
    listeners,
  }
}

/** What the runner makes of all that was printed. */
function seen() {
  const processor = new CommandProcessor({ masker: new SecretMasker(), debug: true, onLine: () => undefined })
  const splitter = new LineSplitter()
  for (const line of [...splitter.push(printed), ...splitter.end()]) processor.process(line, 'stdout')
  return processor
}

function pairsIn(file: string) {
  return parseKeyValues(readFileSync(join(folder, file), 'utf8'))
}

describe('what is printed', () => {
  test('is a line of our own or one of the job’s, a warning or an error, each with the whole text', () => {
    const runner = createGithubRunner(host())
    runner.info('ours\nand more')
    runner.showLog('the job’s\nas it is')
    runner.warning('careful: 100 %\nsecond line')
    runner.fail('broken')
    expect(seen().annotations.map(({ level, message }) => [level, message])).toEqual([
      ['warning', 'careful: 100 %\nsecond line'],
      ['error', 'broken'],
    ])
    expect(seen().logLines.slice(0, 4)).toEqual(['» ours', '» and more', 'the job’s', 'as it is'])
  })

  test('runs no command but the one that was meant, whatever the text is', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...HOSTILE_LINES, '\n', '\r', ' '), fc.string({ unit: 'binary' })))
    fc.assert(
      fc.property(text, (parts) => {
        printed = ''
        const runner = createGithubRunner(host())
        const all = parts.join('')
        runner.info(all)
        runner.showLog(all)
        runner.failSilently(all)
        expect(seen().commands).toEqual([])
        runner.warning(all)
        runner.fail(all)
        expect(seen().commands.map(({ name }) => name)).toEqual(['warning', 'error'])
      }),
      { numRuns: 500 },
    )
  })

  test('is not handed to a log that no runner of GitHub’s reads, and blotted out there all the same', () => {
    const runner = createGithubRunner(host('linux', { GITHUB_ACTIONS: '' }))
    runner.mask('s3cret')
    runner.info('the s3cret')
    expect(printed).not.toContain('s3cret')
    expect(printed).toContain('the ***')
  })

  test('holds a secret in the one command that masks it and nowhere else', () => {
    const runner = createGithubRunner(host())
    runner.mask('s3cret')
    expect(seen().commands).toMatchObject([{ name: 'add-mask', data: 's3cret' }])
    printed = ''
    for (const say of [runner.info, runner.showLog, runner.warning, runner.fail, runner.failSilently]) say('key s3cret')
    runner.setOutput('error', 'key s3cret')
    runner.saveState('run', 'key s3cret')
    expect(printed + readFileSync(join(folder, 'output')) + readFileSync(join(folder, 'state'))).not.toContain('s3cret')
  })

  test('masks a secret of several lines as it is', () => {
    createGithubRunner(host()).mask('one %0A\ntwo')
    expect(seen().commands).toMatchObject([{ name: 'add-mask', data: 'one %0A\ntwo' }])
  })
})

describe('what ends the step', () => {
  test.each([
    ['fail', 1],
    ['failSilently', 0],
  ] as const)('%s sets the exit code, with %d error annotations', (how, annotations) => {
    const process = host()
    createGithubRunner(process)[how]('broken')
    expect(process.exitCode).toBe(1)
    expect(seen().annotations).toHaveLength(annotations)
  })

  test.each([
    ['linux', ['SIGINT', 'SIGTERM']],
    ['darwin', ['SIGINT', 'SIGTERM']],
    ['win32', ['SIGINT', 'SIGTERM', 'SIGBREAK']],
  ])('on %s any of %j stops it', (platform, signals) => {
    for (const signal of signals) {
      const process = host(platform)
      const runner = createGithubRunner(process)
      expect([...process.listeners.keys()]).toEqual(signals)
      expect(runner.stop.aborted).toBe(false)
      process.listeners.get(signal)?.()
      expect(runner.stop.aborted).toBe(true)
    }
  })
})

describe('what is kept', () => {
  test('is one output or one saved value, whatever is in it: nothing can be forged', () => {
    const value = fc
      .array(fc.oneof(fc.constantFrom('\n', 'run-id=x', 'run-id<<EOF', 'EOF', '=', '<<'), fc.string()))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(value, (text) => {
        const runner = createGithubRunner(host())
        rmSync(join(folder, 'output'), { force: true })
        runner.setOutput('error', text)
        runner.setOutput('status', 'FAILED')
        const { pairs, problem } = pairsIn('output')
        expect(problem).toBeUndefined()
        expect(pairs).toEqual([
          ['error', text],
          ['status', 'FAILED'],
        ])
      }),
      { numRuns: 300 },
    )
  })

  test('is there at once', () => {
    const runner = createGithubRunner(host())
    runner.saveState('attempt', '{"a":1}')
    expect(pairsIn('state').pairs).toEqual([['attempt', '{"a":1}']])
  })

  test('can’t be kept where there is no file, or where it can’t be written, and the step goes on', () => {
    createGithubRunner(host('linux', { GITHUB_OUTPUT: '' })).setOutput('status', 'FAILED')
    expect(printed).toBe('')
    createGithubRunner(host('linux', { GITHUB_OUTPUT: join(folder, 'none', 'output') })).setOutput('status', 'FAILED')
    expect(seen().annotations).toMatchObject([{ level: 'warning', message: expect.stringContaining('"status"') }])
  })
})
