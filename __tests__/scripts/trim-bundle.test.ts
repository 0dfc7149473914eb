import * as http2 from 'node:http2'
import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import { toAscii, trim, withLateHttp2, withoutLateModules } from '../../scripts/trim-bundle.ts'
import { readText } from '../support/markdown.ts'

const LOAD = 'module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");'
const USER = `const {
  constants: {
    HTTP2_HEADER_STATUS,
    NGHTTP2_NO_ERROR
  }
} = http2
const session = http2.connect(url)
`

describe('text beyond ASCII', () => {
  test('means the same when it is written in ASCII', () => {
    const code = 'return ["…", `«» – ä 😀`, /[·—]/.test("·"), /^.$/u.test("😀")]'
    const ascii = toAscii(code)
    expect(ascii).toMatch(/^[ -~]+$/)
    expect(new Function(ascii)()).toEqual(['…', '«» – ä 😀', true, true])
  })

  test('is all that changes', () => {
    expect(toAscii('a\tb\n  c = "\\u2026"')).toBe('a\tb\n  c = "\\u2026"')
    expect(toAscii('"\u00a0\u2028"')).toBe('"\\u00a0\\u2028"')
  })
})

describe('node:http2', () => {
  /** What the module exports, and how often it loaded the real one. */
  function loaded() {
    const loads: string[] = []
    const body = withLateHttp2(LOAD, USER).replaceAll('import.meta.url', 'here')
    const create = () => (name: string) => {
      loads.push(name)
      return http2
    }
    const module: { exports: Record<string, unknown> } = { exports: {} }
    new Function('module', '__WEBPACK_EXTERNAL_createRequire', 'here', body)(module, create, '')
    return { exports: module.exports, loads }
  }

  test('has the constants that are read, and is not loaded for them', () => {
    const { exports, loads } = loaded()
    const { HTTP2_HEADER_STATUS, NGHTTP2_NO_ERROR } = http2.constants
    expect(exports.constants).toEqual({ HTTP2_HEADER_STATUS, NGHTTP2_NO_ERROR })
    expect(loads).toEqual([])
  })

  test('is loaded, and is the real one, for who speaks HTTP/2', async () => {
    const { exports, loads } = loaded()
    const server = http2.createServer((_request, response) => response.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string' || typeof exports.connect !== 'function') throw new Error()
    const session: http2.ClientHttp2Session = exports.connect(`http://127.0.0.1:${address.port}`)
    const answer = await session.request({ ':path': '/' }).setEncoding('utf8').toArray()
    expect(answer.join('')).toBe('hello')
    expect(loads).toEqual(['node:http2'])
    session.close()
    await new Promise((resolve) => server.close(resolve))
  })

  test.each([
    ['another member of it', `${USER}http2.getDefaultSettings()`],
    ['a constant that it has not', USER.replace('NGHTTP2_NO_ERROR', 'NGHTTP2_MADE_UP')],
    ['no constants', 'http2.connect(url)'],
  ])('makes the build fail where undici uses %s', (_, user) => {
    expect(() => withLateHttp2(LOAD, user)).toThrow('another way')
  })

  test('makes the build fail where the bundle loads it otherwise', () => {
    expect(() => withLateHttp2('import "node:http2"', USER)).toThrow('exactly once')
    expect(() => withLateHttp2(LOAD + LOAD, USER)).toThrow('exactly once')
  })
})

describe('modules that a start does not need', () => {
  const module = (id: number, body: string) =>
    `\n/***/ ${id}:\n/***/ ((module, exports, __nccwpck_require__) => {\n${body}\n/***/ }),\n`
  const bundle = [
    'var __webpack_modules__ = ({',
    module(1, 'const two = __nccwpck_require__(2)\nfunction f() {\n  return __nccwpck_require__(3)\n}'),
    module(2, 'const x = flag\n  ? __nccwpck_require__(4)\n  : {}'),
    module(3, 'const two = __nccwpck_require__(2)\nmodule.exports = "three, $& and $1"'),
    module(4, 'let m\n\nfunction parser() {\n  m = new WebAssembly.Module(__nccwpck_require__(5))\n}'),
    module(5, 'module.exports = "parser"'),
    module(6, 'module.exports = import.meta.url'),
    '});\nvar one = __nccwpck_require__(1);\n',
  ].join('')

  test('are in the other file, and found there', () => {
    const { index, late } = withoutLateModules(bundle)
    expect([...index.matchAll(/(\d+): late\(\1\)/g)].map(([, id]) => id)).toEqual(['3'])
    const file: { exports: Record<string, (...args: unknown[]) => void> } = { exports: {} }
    new Function('module', late)(file)
    const three = { exports: undefined }
    file.exports[3]?.(three, {}, () => undefined)
    expect(three.exports).toBe('three, $& and $1')
  })

  test('leave nothing behind but their places', () => {
    const { index } = withoutLateModules(bundle)
    for (const kept of [1, 2, 4, 5, 6]) expect(index).toContain(`/***/ ${kept}:\n`)
    expect(index).not.toContain('three, $&')
  })

  test('make the build fail where ncc writes otherwise, or where there are none', () => {
    expect(() => withoutLateModules('const modules = {}')).toThrow('as ncc writes it')
    expect(() => withoutLateModules(`var __webpack_modules__ = ({${module(1, '')}}); __nccwpck_require__(1)`)).toThrow(
      'late',
    )
  })
})

describe('what is shipped', () => {
  test('is ASCII, and small enough for a quick start', () => {
    for (const file of ['index.js', 'late.cjs']) expect(readText(`dist/${file}`)).toMatch(/^[\t\n\r -~]+$/)
    expect(readText('dist/index.js').length).toBeLessThan(700_000)
  })

  test('has late modules that can be loaded', () => {
    const late: unknown = createRequire(import.meta.url)('../../dist/late.cjs')
    const modules = Object.values(late ?? {})
    expect(modules.length).toBeGreaterThan(5)
    for (const each of modules) expect(typeof each).toBe('function')
  })

  test('can’t be trimmed twice', () => {
    expect(() => trim(readText('dist/index.js'), { http2User: USER })).toThrow('exactly once')
  })
})
