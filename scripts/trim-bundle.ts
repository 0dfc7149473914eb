/**
 * Makes ncc's bundle start quicker. Nothing that the program does changes: what a start does not need is loaded when it
 * is needed.
 */

import { constants } from 'node:http2'

export interface Trimmed {
  readonly index: string
  /** CommonJS: what was taken out of the bundle. */
  readonly late: string
}

/**
 * `http2User`: the one file of undici that uses `node:http2`. Throws where the bundle is not as ncc writes it, or where
 * undici uses that module in a way that this does not know.
 */
export function trim(code: string, { http2User }: { readonly http2User: string }): Trimmed {
  const { index, late } = withoutLateModules(withLateHttp2(code, http2User))
  return { index: toAscii(index), late: toAscii(late) }
}

/** One letter beyond Latin-1, in a comment even, and V8 keeps all of the text at two bytes a letter. */
export function toAscii(code: string): string {
  return code.replace(/[^\t\n\r -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * undici reads some constants of `node:http2` when it is loaded, which loads all of that: 7 ms and 2 MiB, for
 * connections that never speak HTTP/2. They are numbers and words of a standard, so they are written down instead.
 */
export function withLateHttp2(code: string, http2User: string): string {
  const known = new Map<string, unknown>(Object.entries(constants))
  const names = /constants: \{([^}]*)\}\n\} = http2\n/.exec(http2User)?.[1]?.match(/\w+/g) ?? []
  const used = new Set([...http2User.matchAll(/\bhttp2\.(\w+)/g)].map(([, member]) => member))
  if (names.length === 0 || names.some((name) => !known.has(name)) || [...used].join() !== 'connect') {
    throw new Error('undici uses node:http2 in another way than before')
  }
  const written = JSON.stringify(Object.fromEntries(names.map((name) => [name, known.get(name)])))
  const load = '__WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2")'
  const parts = code.split(`module.exports = ${load};`)
  if (parts.length !== 2) throw new Error('the bundle does not load node:http2 exactly once')
  return parts.join(`module.exports = { constants: ${written}, connect: (...args) => ${load}.connect(...args) };`)
}

const MODULE = /\n\/\*{3}\/ (\d+):\n\/\*{3}\/ [\s\S]*?\n\/\*{3}\/ }\)/g
/** Indented, but not the next line of a condition. */
const INNER_LINE = /^[ \t]+(?![ \t?:]).*/gm
/** undici's HTTP parser: a function requires it, which every connection calls. */
const PARSER = /new WebAssembly\.Module\(__nccwpck_require__\(\d+\)\)/
const TABLE = 'var __webpack_modules__ = ({'

/**
 * Modules that no start evaluates, in a file of their own: V8 would compile them. A module is needed at the start if one
 * that is needed requires it at the outermost level, in a line that is not indented. A wrong guess costs time, nothing
 * else: what is in the other file is loaded from there.
 */
export function withoutLateModules(code: string): Trimmed {
  const modules = new Map([...code.matchAll(MODULE)].map(([text, id = '']) => [id, text]))
  if (modules.size === 0 || !code.includes(TABLE)) throw new Error('the bundle is not as ncc writes it')
  const needed = new Set<string>()
  const queue = idsIn(code.replaceAll(MODULE, ''))
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (needed.has(id)) continue
    needed.add(id)
    const text = modules.get(id) ?? ''
    queue.push(...idsIn(text.replaceAll(INNER_LINE, '')), ...idsIn(text.match(PARSER)?.[0] ?? ''))
  }
  const late = [...modules].filter(([id, text]) => !needed.has(id) && !text.includes('import.meta'))
  if (late.length === 0) throw new Error('no module of the bundle is late')
  const index = late.reduce((left, [id, text]) => left.replace(text, () => `\n/***/ ${id}: late(${id})`), code)
  return {
    index: index.replace(TABLE, () => `${LOADER}${TABLE}`),
    late: `module.exports = {${late.map(([, text]) => text).join(',')}\n}\n`,
  }
}

function idsIn(text: string): string[] {
  return [...text.matchAll(/__nccwpck_require__\((\d+)\)/g)].map(([, id = '']) => id)
}

const LOADER = `/** Modules that are seldom needed are in late.cjs. */
function late(id) {
  return (...args) => __WEBPACK_EXTERNAL_createRequire(import.meta.url)("./late.cjs")[id](...args)
}
`
