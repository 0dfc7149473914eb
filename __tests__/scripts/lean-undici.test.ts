import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createSecureServer } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { build } from 'esbuild'
import { leanUndici } from '../../scripts/lean-undici.ts'
import { closeAll, fixture, listen } from '../runtime/servers.ts'
import { readText, root } from '../support/markdown.ts'

const PATHS = [
  'dispatcher/client-h2.js',
  'web/fetch/body.js',
  'web/fetch/formdata.js',
  'web/webidl/index.js',
  'core/util.js',
]

describe('what of undici is bundled', () => {
  const scratch: { folder: string } = { folder: '' }
  beforeAll(async () => {
    scratch.folder = await mkdtemp(join(tmpdir(), 'lean-'))
  })
  afterAll(() => rm(scratch.folder, { recursive: true }))
  afterEach(closeAll)

  /** esbuild's names for what is in a bundle of this code. */
  async function inputsOf(code: string, outfile = join(scratch.folder, 'bundle.cjs')): Promise<readonly string[]> {
    const stdin = { contents: code, resolveDir: root }
    const options = { bundle: true, platform: 'node', format: 'cjs', metafile: true, logLevel: 'silent' } as const
    const result = await build({ ...options, absWorkingDir: root, stdin, outfile, plugins: [leanUndici(root)] })
    return Object.keys(result.metafile.inputs)
  }

  /** What the code exports once it is bundled. */
  async function bundled(code: string) {
    const outfile = join(scratch.folder, `${createHash('sha256').update(code).digest('hex')}.cjs`)
    await inputsOf(code, outfile)
    return (await import(pathToFileURL(outfile).href)).default
  }

  test('for requests of one’s own: neither HTTP/2 nor forms', async () => {
    const inputs = await inputsOf(`import Client from 'undici/lib/dispatcher/client.js'; new Client('http://x.test')`)
    const places = PATHS.map((path) => inputs.filter((input) => input.endsWith(path)))
    const unused = PATHS.slice(0, 4).map((path) => [`unused:node_modules/undici/lib/${path}`])
    expect(places).toEqual([...unused, ['node_modules/undici/lib/core/util.js']])
  })

  test('for who imports undici as a whole: all of it, and what both need once', async () => {
    const inputs = await inputsOf(`
      import Client from 'undici/lib/dispatcher/client.js'
      import { Agent } from 'undici'
      console.log(Client, Agent)`)
    for (const path of PATHS)
      expect(inputs.filter((input) => input === `node_modules/undici/lib/${path}`)).toHaveLength(1)
    expect(inputs.filter((input) => input.startsWith('lean:'))).toHaveLength(3)
  })

  test('GitHub’s client speaks HTTP/2 beside it', async () => {
    const { Client, undici } = await bundled(`
      exports.Client = require('undici/lib/dispatcher/client.js')
      exports.undici = require('undici')`)
    const tls = { cert: fixture('server.pem'), key: fixture('server.key') }
    const port = await listen(createSecureServer(tls, (request, response) => void response.end(request.httpVersion)))
    const dispatcher = new undici.Agent({ connect: { ca: fixture('authority.pem') } })
    expect(await (await undici.fetch(`https://127.0.0.1:${port}`, { dispatcher })).text()).toBe('2.0')
    expect(new Client('http://x.test')).toBeInstanceOf(undici.Dispatcher)
    await dispatcher.close()
  })

  test('what is left out says so when it is needed after all', async () => {
    const Client = await bundled(`module.exports = require('undici/lib/dispatcher/client.js')`)
    const client = new Client('http://127.0.0.1:9', { allowH2: false })
    const form = new FormData()
    form.append('name', 'value')
    expect(() => client.dispatch({ path: '/', method: 'POST', body: form }, {})).toThrow(
      /(formdata|webidl\/index)\.js is left out of this bundle/,
    )
    await client.destroy()
  })

  test('the build fails where undici asks for other files than before', async () => {
    const entry = join(scratch.folder, 'other.js')
    await writeFile(entry, 'export default 1\n')
    const options = { bundle: true, write: false, logLevel: 'silent' } as const
    await expect(build({ ...options, entryPoints: [entry], plugins: [leanUndici(root)] })).rejects.toThrow(
      "undici's client no longer asks for dispatcher/client-h2.js",
    )
  })
})

describe('what is shipped', () => {
  const parts = readdirSync(`${root}dist`).filter((name) => /\.js$/.test(name))

  test('is small enough for a quick start, and in ASCII, since V8 keeps any other text at two bytes a letter', () => {
    const index = readText('dist/index.js')
    expect(Buffer.byteLength(index)).toBe(index.length)
    expect(index.length).toBeLessThan(600_000)
  })

  test('has undici’s connector once, and its second parser not at all', () => {
    const all = parts.map((name) => readText(`dist/${name}`)).join('\n')
    expect(all.match(/class WeakSessionCache\b/g)).toHaveLength(1)
    expect(all).not.toContain('milo/simd')
  })
})
