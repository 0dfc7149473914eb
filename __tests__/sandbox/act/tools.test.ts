import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { findTool, type Place, type Tool } from '../../../sandbox/act/tools.ts'

const TOOL: Tool = {
  name: 'lathe',
  module: 'example.com/lathe',
  package: 'example.com/lathe/cmd/lathe',
  version: 'v1.2.3',
  sum: 'h1:good=',
}

/** A Go that "builds" a file, and says from what. */
const GO = (sum: string) => `#!/bin/sh
case "$1 $2" in
  'env GOMODCACHE') printf '/modules\\nhttps://proxy.example.com,direct\\n' ;;
  'install example.com/lathe/cmd/lathe@v1.2.3')
    [ "$GOPROXY" = 'file:///modules/cache/download|https://proxy.example.com,direct' ] || exit 1
    mkdir -p "$GOBIN" && echo program > "$GOBIN/lathe" ;;
  'version -m') printf '%s: go1\\n\\tpath\\tx\\n\\tmod\\texample.com/lathe\\tv1.2.3\\t%s\\n' "$3" '${sum}' ;;
  'version ') echo go1 ;;
  *) exit 1 ;;
esac
`

describe('a program that Go installs', () => {
  let scratch: string
  let place: Place
  const told: string[] = []
  const find = () => findTool(TOOL, (line) => told.push(line), place)

  async function putGo(script: string): Promise<void> {
    await writeFile(`${scratch}/bin/go`, script)
    await chmod(`${scratch}/bin/go`, 0o755)
  }

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'tools-'))
    await mkdir(`${scratch}/bin`)
    place = { folder: `${scratch}/tools`, env: { PATH: `${scratch}/bin:/usr/bin:/bin` } }
    told.length = 0
  })
  afterEach(() => rm(scratch, { recursive: true, force: true }))

  test('is not there where there is no Go', async () => {
    place = { ...place, env: { PATH: `${scratch}/bin` } }
    expect(await find()).toBeUndefined()
    expect(told).toEqual([])
  })

  test('is built once, and then used without Go', async () => {
    await putGo(GO('h1:good='))
    const path = await find()
    expect(await readFile(path ?? '', 'utf8')).toBe('program\n')
    expect(told).toHaveLength(1)
    await rm(`${scratch}/bin/go`)
    expect(await find()).toBe(path)
    expect(told).toHaveLength(1)
  })

  test('is refused if it was built from other source, the next time too', async () => {
    await putGo(GO('h1:evil='))
    await expect(find()).rejects.toThrow('with the hash h1:evil=, not from v1.2.3 with h1:good=')
    await expect(find()).rejects.toThrow('h1:evil=')
  })

  test('that can not be built is an error, not a reason to skip anything', async () => {
    await putGo('#!/bin/sh\n[ "$1" != install ] || { echo no network >&2; exit 1; }\n')
    await expect(find()).rejects.toThrow('no network')
  })
})
