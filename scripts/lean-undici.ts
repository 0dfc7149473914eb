/**
 * undici's HTTP/1.1 client without what it would load for things that this action's requests never do: HTTP/2, which every
 * client here is told not to speak, and bodies that are forms. GitHub's client, in a part of its own, keeps all of undici;
 * what both need is in the bundle once.
 */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

const LIB = 'node_modules/undici/lib/'
const ENTRY = `${LIB}dispatcher/client.js`
/** The files that ask for what is unused: there is a copy of each that does not. */
const LEAN = new Set([ENTRY, `${LIB}dispatcher/client-h1.js`, `${LIB}core/request.js`])
const UNUSED = ['dispatcher/client-h2.js', 'web/fetch/body.js', 'web/fetch/formdata.js', 'web/webidl/index.js']

/** Fails the build where undici no longer asks for what is unused: then all this has to be looked at anew. */
export function leanUndici(root: string): Plugin {
  return {
    name: 'lean-undici',
    setup({ onResolve, onLoad, onEnd, resolve }) {
      const asked = new Set<string>()
      onResolve({ filter: /^undici\/lib\/dispatcher\/client\.js$/ }, () => ({ path: ENTRY, namespace: 'lean' }))
      onResolve({ filter: /^\./, namespace: 'lean' }, async ({ path, kind, resolveDir }) => {
        const found = await resolve(path, { kind, resolveDir })
        const file = found.path.replaceAll('\\', '/').replace(/^.*\/(?=node_modules\/undici\/)/, '')
        if (LEAN.has(file)) return { path: file, namespace: 'lean' }
        if (!UNUSED.includes(file.slice(LIB.length))) return found
        asked.add(file.slice(LIB.length))
        return { path: file, namespace: 'unused' }
      })
      onLoad({ filter: /./, namespace: 'lean' }, ({ path }) => {
        const file = join(root, path)
        return { contents: readFileSync(file, 'utf8'), resolveDir: dirname(file), loader: 'js' }
      })
      onLoad({ filter: /./, namespace: 'unused' }, ({ path }) => ({ contents: unused(path), loader: 'js' }))
      onEnd(() => {
        const missing = UNUSED.filter((path) => !asked.has(path))
        return { errors: missing.map((path) => ({ text: `undici's client no longer asks for ${path}` })) }
      })
    },
  }
}

/** Whatever is done with it says so: called itself, or a member of it. */
function unused(path: string): string {
  const message = JSON.stringify(`${path} is left out of this bundle`)
  return `const unused = () => { throw new Error(${message}) }\nmodule.exports = new Proxy(unused, { get: unused })\n`
}
