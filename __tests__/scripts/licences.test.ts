import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { bundledPackages, licencesIn, unlicensed } from '../../scripts/licences.ts'
import { readText, root } from '../support/markdown.ts'

const TEXT = `one 1.0.0\nMIT\n${'Permission is hereby granted. '.repeat(20)}\n\n@scope/two 2.0.0\nMIT\n\n`

describe('the licences of what is bundled', () => {
  test('are those of all packages that are in it, in whatever part and however deep', () => {
    const metafile = { outputs: { 'lib/index.js': { inputs: { 'src/run.ts': {}, 'node_modules/one/index.js': {} } } } }
    const modules = [
      { name: './lib/index.js + 3 modules', modules: [{ name: './node_modules/@scope/two/lib/a.js' }] },
      { name: './node_modules/one/node_modules/three/b.js' },
      { name: 'external "node:fs"' },
    ]
    expect(bundledPackages(metafile, { modules })).toEqual(new Set(['one', '@scope/two', 'three']))
  })

  test('a package that is not named, or of whose licence only the short name is there, is missing', () => {
    expect(unlicensed(['one', 'three', '@scope/two'], TEXT)).toEqual(['@scope/two', 'three'])
  })

  test('are in dist/ for every package that its code names', () => {
    const files = readdirSync(`${root}dist`).filter((name) => /\.c?js$/.test(name))
    const code = files.map((name) => readText(`dist/${name}`)).join('\n')
    const named = [...code.matchAll(/\bnode_modules\/((?:@[\w.-]+\/)?[\w.-]+)/g)].map(([, name = '']) => name)
    // undici and yaml are bundled as CommonJS, of which no paths are left.
    const packages = new Set([...named, ...Object.keys(JSON.parse(readText('package.json')).dependencies)])
    expect(packages.size).toBeGreaterThan(15)
    expect(unlicensed(packages, readText('dist/licenses.txt'))).toEqual([])
  })

  test('each has its text, of packages that are there for their types alone too', () => {
    const licences = readText('dist/licenses.txt')
    expect(unlicensed(licencesIn(licences).keys(), licences)).toEqual([])
  })
})
