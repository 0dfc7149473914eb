import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build, type Plugin } from 'esbuild'
import { lateModules } from '../../scripts/late-modules.ts'
import { leanUndici } from '../../scripts/lean-undici.ts'
import { root } from '../support/markdown.ts'

describe('what a step has no use for before its first request', () => {
  const scratch: { folder: string } = { folder: '' }
  beforeAll(async () => {
    scratch.folder = await mkdtemp(join(tmpdir(), 'late-'))
  })
  afterAll(() => rm(scratch.folder, { recursive: true }))

  /** Runs that code, bundled as the action is, and parses what it prints. */
  async function printedBy(contents: string, ...others: readonly Plugin[]): Promise<unknown> {
    const outfile = join(scratch.folder, 'bundle.cjs')
    const options = { bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'silent' } as const
    const stdin = { contents, resolveDir: join(root, 'src'), sourcefile: join(root, 'src', 'entry.js') }
    await build({ ...options, absWorkingDir: root, stdin, plugins: [lateModules, ...others] })
    return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' }))
  }

  test('is not loaded with the shipped bundle', () => {
    const bundle = pathToFileURL(`${root}dist/index.js`).href
    const code = `await import(${JSON.stringify(bundle)}); console.log(JSON.stringify(process.moduleLoadList))`
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
    const loaded: readonly string[] = JSON.parse(printed)
    expect(loaded).toContain('NativeModule net')
    for (const name of ['crypto', 'http', 'fs/promises', 'assert']) expect(loaded).not.toContain(`NativeModule ${name}`)
  })

  test('works all the same once it is called', async () => {
    const code = `
      import { createHash, hash, randomUUID } from 'node:crypto'
      import { readFile } from 'node:fs/promises'
      const digests = [createHash('sha256').update('a').digest('hex'), hash('sha256', 'a', 'hex')]
      const text = readFile(__filename, 'utf8')
      text.then(({ length }) => console.log(JSON.stringify([new Set(digests).size, randomUUID().length, length > 0])))`
    expect(await printedBy(code)).toEqual([1, 36, true])
  })

  test('GitHub’s client has Node’s own limit of headers, ours needs one of its own', async () => {
    const code = `
      import { Client } from 'undici'
      import { parseOrigin } from 'undici/lib/core/util.js'
      import LeanClient from 'undici/lib/dispatcher/client.js'
      const tries = [
        () => new Client('http://x.test').destroy() && 'made',
        () => new LeanClient('http://x.test', { maxHeaderSize: 65536 }).destroy() && 'made',
        () => new LeanClient('http://x.test').destroy() && 'made',
      ]
      const told = tries.map((make) => { try { return make() } catch ({ message }) { return message } })
      console.log(JSON.stringify([parseOrigin('http://x.test').host, ...told]))`
    expect(await printedBy(code, leanUndici(root))).toEqual([
      'x.test',
      'made',
      'made',
      'http module not available or http.maxHeaderSize invalid',
    ])
  })
})
