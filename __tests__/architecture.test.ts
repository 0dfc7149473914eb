/** Which part of `src/` may know of which. How long a function and a file may be is for the linter (`.biome.json`). */

import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, normalize } from 'node:path/posix'
import { describe, expect, test } from '@jest/globals'
import { root } from './support/markdown.ts'

/** A folder, or a file of one where that file alone may be known. Types count: who needs a type knows of the folder. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  text: [],
  pace: [],
  core: ['pace', 'text'],
  inputs: [
    'core',
    'github/settings.ts',
    'pace',
    'platforms/definition.ts',
    'platforms/wire.ts',
    'text',
    'verdict/gate.ts',
  ],
  platforms: ['core', 'inputs/reader.ts', 'text'],
  logs: ['core', 'text'],
  oidc: ['core/ports.ts', 'text'],
  verdict: ['core', 'text'],
  summary: ['core', 'text', 'verdict'],
  github: ['core', 'inputs/reader.ts', 'text', 'verdict'],
  runtime: ['core/ports.ts', 'github/api.ts', 'text'],
  step: ['core', 'github', 'inputs', 'logs', 'platforms/definition.ts', 'state.ts', 'summary', 'text', 'verdict'],
  'state.ts': ['core', 'platforms', 'text'],
  'run.ts': ['core', 'github', 'inputs', 'step', 'story.ts'],
  'story.ts': ['core', 'github', 'state.ts', 'step', 'verdict'],
  'clean-up.ts': [
    'core',
    'github',
    'inputs',
    'platforms/definition.ts',
    'state.ts',
    'step',
    'summary',
    'text',
    'verdict',
  ],
  'connect.ts': ['core/ports.ts', 'inputs', 'oidc', 'runtime', 'step'],
  'index.ts': ['clean-up.ts', 'connect.ts', 'core', 'platforms', 'run.ts', 'runtime', 'step'],
  'main.ts': ['index.ts'],
  'post.ts': ['index.ts'],
}

/** Modules that reach the world: the network, the disk, the process. Only `runtime` does, and what plugs it in. */
const REACHES_OUT =
  /^(?:undici|@actions\/.*|node:(?:fs|fs\/promises|net|tls|http|https|dns|child_process|process|timers.*))$/
/** Parts that decide, or only work on values. */
const PURE = ['text', 'pace', 'core', 'verdict', 'summary']

interface Import {
  readonly from: string
  readonly to: string
}

const files = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(`${root}/src/${from}`, 'utf8').matchAll(/(?:\bfrom|\bimport\()\s*'([^']+)'/g)].map(
    ([, to = '']): Import => ({ from, to: to.startsWith('.') ? normalize(`${dirname(from)}/${to}`) : to }),
  ),
)

function partOf(file: string): string {
  return file.split('/')[0] ?? file
}

function isInside({ to }: Import): boolean {
  return files.includes(to)
}

describe('a part of the program', () => {
  test.each(Object.keys(MAY_KNOW))('knows only what it may: %s', (part) => {
    const known = imports.filter((each) => isInside(each) && partOf(each.from) === part && partOf(each.to) !== part)
    const allowed = MAY_KNOW[part] ?? []
    expect(known.filter(({ to }) => !allowed.includes(partOf(to)) && !allowed.includes(to))).toEqual([])
  })

  test('has a row that says what it may know, and each row is about a part', () => {
    expect(Object.keys(MAY_KNOW).toSorted()).toEqual([...new Set(files.map(partOf))].toSorted())
    expect(imports.filter(isInside).length).toBeGreaterThan(200)
  })

  test('imports nothing that needs it in turn, however far around', () => {
    const needs = (file: string) =>
      imports.filter(({ from, to }) => from === file && files.includes(to)).map(({ to }) => to)
    const reachedFrom = (start: string) => {
      const reached = new Set<string>()
      for (const open = needs(start); open.length > 0; ) {
        const next = open.pop() ?? ''
        if (!reached.has(next)) open.push(...needs(next))
        reached.add(next)
      }
      return reached
    }
    expect(files.filter((file) => reachedFrom(file).has(file))).toEqual([])
  })

  test('reaches out into the world only in runtime/, or where that is plugged in', () => {
    const reaching = imports.filter(({ to }) => REACHES_OUT.test(to)).map(({ from }) => partOf(from))
    expect([...new Set(reaching)].toSorted()).toEqual(['index.ts', 'runtime'])
  })

  test.each(PURE)('that is pure needs nothing of Node and no package: %s', (part) => {
    const outside = imports.filter((each) => partOf(each.from) === part && !isInside(each)).map(({ to }) => to)
    expect(outside.filter((to) => builtinModules.includes(to.replace(/^node:/, '')) || !to.startsWith('.'))).toEqual([])
  })
})
