/**
 * Modules of Node's own that a step has no use for before its first request, if ever: each takes milliseconds to load. What is
 * called of them loads them then. That holds for this project's own code, for @actions/core and for the lean undici; GitHub's
 * client, in a part of its own, gets the real ones.
 */

import type { Plugin } from 'esbuild'

const BUILT_IN = /^(?:node:)?(crypto|fs\/promises|assert|http)$/
const OWN = /^(?:.*[\\/])?(?:src|node_modules[\\/]@actions[\\/]core[\\/]lib)[\\/]/
/** Of these GitHub's client has no copy of its own, and needs no more of these modules either. */
const UNDICI_CORE = /[\\/]undici[\\/]lib[\\/]core[\\/](?:connect|request|util)\.js$/

/** The functions that are used; the build fails where one is missing here. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  crypto: ['createHash', 'hash', 'randomUUID'],
  'fs/promises': ['mkdir', 'open', 'readFile'],
}

/** What undici's client has of them as soon as it is loaded. */
const STAND_INS: Readonly<Record<string, string>> = {
  assert: `module.exports = (value, ...rest) => value || process.getBuiltinModule('node:assert')(value, ...rest)\n`,
  // Every client here is given its own limit of headers, and no body is an IncomingMessage.
  http: 'module.exports = { IncomingMessage: class {} }\n',
}

export const lateModules: Plugin = {
  name: 'late-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BUILT_IN }, ({ path, importer, namespace }) => {
      const name = BUILT_IN.exec(path)?.[1] ?? ''
      const isLate = name in FUNCTIONS ? OWN.test(importer) : namespace === 'lean' || UNDICI_CORE.test(importer)
      return isLate ? { path: name, namespace: 'late' } : undefined
    })
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: STAND_INS[path] ?? functionsOf(path),
      loader: 'js',
    }))
  },
}

function functionsOf(module: string): string {
  const call = (name: string) => `process.getBuiltinModule('node:${module}').${name}(...given)`
  return FUNCTIONS[module]?.map((name) => `export const ${name} = (...given) => ${call(name)}\n`).join('') ?? ''
}
