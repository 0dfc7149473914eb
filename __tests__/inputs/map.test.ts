import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as yaml from 'yaml'
import { isJsonText, type MapStyle, readJsonMap, readYamlMap } from '../../src/inputs/map.ts'

function read(text: string, style: MapStyle) {
  return isJsonText(text) ? readJsonMap(text, style) : readYamlMap(text, style, yaml)
}

const AS_WRITTEN = `
a: 1.10
b: 0x10
c: yes
d: 2024-01-01
e: 1e3
f: .inf
g: 12345678901234567890
h: true
i: 007
j: "null"
k:
l: 'x: y'
m: |
  two
  lines
n: >-
  one
  line
# a comment
1: one # and another
`
const WRITTEN = {
  a: '1.10',
  b: '0x10',
  c: 'yes',
  d: '2024-01-01',
  e: '1e3',
  f: '.inf',
  g: '12345678901234567890',
  h: 'true',
  i: '007',
  j: 'null',
  k: '',
  l: 'x: y',
  m: 'two\nlines\n',
  n: 'one line',
  1: 'one',
}

describe('params for TrueFoundry', () => {
  test('YAML values are the strings that were written', () => {
    expect(read(AS_WRITTEN, 'strings')).toEqual(WRITTEN)
  })

  test('JSON values are the strings that were written', () => {
    const text = '{"a": 1.10, "b": true, "c": "x", "d": 12345678901234567890, "e": -1E+2, "f": "1\\u002e10"}'
    const written = { a: '1.10', b: 'true', c: 'x', d: '12345678901234567890', e: '-1E+2', f: '1.10' }
    expect(read(text, 'strings')).toEqual(written)
  })

  test('a flow map is YAML', () => {
    expect(read('{a: 1.10, b: yes}', 'strings')).toEqual({ a: '1.10', b: 'yes' })
  })

  test.each(['a: {b: c}', 'a:\n  b: c', 'a: [1]', 'a: []', '{"a": {}}', '{"a": [1]}'])(
    'the nested value in %j is refused, by its name',
    (text) => {
      expect(() => read(text, 'strings')).toThrow('the value of "a" is nested')
    },
  )
})

describe('params for Kubiya', () => {
  test('YAML may nest, and its scalars are the strings that were written', () => {
    expect(read('a: {b: 1.10, c: [yes, 0x10]}\nd:\n  - \n  - e: 1e3', 'written')).toEqual({
      a: { b: '1.10', c: ['yes', '0x10'] },
      d: ['', { e: '1e3' }],
    })
  })

  test('JSON keeps its types', () => {
    const value = { a: 1.5, b: true, c: 'x', d: [1, { e: false }], f: {}, g: -0.001, h: 1e21, i: [] }
    expect(read(JSON.stringify(value, undefined, 2), 'written')).toEqual(value)
  })

  test('a JSON integer with more digits than a number keeps is refused, one that fits exactly is not', () => {
    expect(() => read('{"a": {"b": 12345678901234567890}}', 'written')).toThrow('the number at "a.b" has more digits')
    expect(() => read('{"a": [9007199254740993]}', 'written')).toThrow('"a[0]"')
    expect(read('{"a": 9007199254740994, "b": -5}', 'written')).toEqual({ a: 9007199254740994, b: -5 })
    expect(() => read('{"a": 1e999}', 'written')).toThrow('the number at "a" is not one that JSON can carry')
  })
})

describe('config-override', () => {
  test('YAML has the types of the YAML 1.2 core schema', () => {
    const text =
      'a: 1.10\nb: 0x10\nc: yes\nd: 2024-01-01\ne: 1e3\nf: 0o17\ng: True\nh: FALSE\ni: "1"\nj: +7\nk: .5\nl: -3.'
    const typed = {
      a: 1.1,
      b: 16,
      c: 'yes',
      d: '2024-01-01',
      e: 1000,
      f: 15,
      g: true,
      h: false,
      i: '1',
      j: 7,
      k: 0.5,
      l: -3,
    }
    expect(read(text, 'typed')).toEqual(typed)
  })

  test.each(['a:', 'a: ~', 'a: null', 'a: {b: NULL}', 'a: [Null]', '{a, b: 1}', '{"a": null}'])(
    'the null in %j is refused',
    (text) => {
      expect(() => read(text, 'typed')).toThrow('is null')
    },
  )

  test.each(['a: .inf', 'a: -.INF', 'a: .nan', 'a: 1e999', 'a: 12345678901234567891'])(
    '%s has no place in JSON',
    (text) => {
      expect(() => read(text, 'typed')).toThrow('the number at "a"')
    },
  )
})

describe.each<MapStyle>(['strings', 'written', 'typed'])('any map (%s)', (style) => {
  test.each([
    ['a: x\na: y', 'the key "a" is there twice'],
    ['a: x\n"a": y', 'the key "a" is there twice'],
    ['{"a": "x", "a": "x"}', 'the key "a" is there twice'],
    ['{"a": "x", "\\u0061": "x"}', 'the key "a" is there twice'],
    ['a: ~', 'the value of "a" is null'],
    ['a: null', 'the value of "a" is null'],
    ['a: &x y', 'anchor'],
    ['&x a: y', 'anchor'],
    ['&x\na: y', 'anchor'],
    ['a: &x y\nb: *x', 'anchor'],
    ['a: !!str x', 'tag'],
    ['a: ! x', 'tag'],
    ['!!map\na: x', 'tag'],
    ['a: !!str', 'tag'],
    ['<<: x', 'merge key'],
    ['a: x\n---\nb: y', 'more than one YAML document'],
    ['? [a]\n: b', 'a key that is not plain text'],
    ['a: x\nb: {c', 'not valid YAML (line 2)'],
    ['a: x\n\tb: y', 'not valid YAML'],
    ['a: b: c', 'not valid YAML'],
    ['- a', 'not a map'],
    ['a', 'not a map'],
    ['[1]', 'not a map'],
    ['{"a": "x"', 'starts like JSON but is none'],
    ['{"a": "x",}', 'starts like JSON but is none'],
    ['{"a": \'x\'}', 'starts like JSON but is none'],
  ])('%j is refused', (text, why) => {
    expect(() => read(text, style)).toThrow(why)
  })

  test('an alias without its anchor is refused', () => {
    expect(() => read('a: *b', style)).toThrow(/alias|not valid YAML/)
  })

  test('names such as __proto__ are data like any other', () => {
    for (const text of [
      '__proto__: x\nconstructor: y\ntoString: z',
      '{"__proto__": "x", "constructor": "y", "toString": "z"}',
    ]) {
      const map = read(text, style) ?? {}
      expect(Object.getPrototypeOf(map)).toBe(Object.prototype)
      expect(JSON.stringify(map)).toBe('{"__proto__":"x","constructor":"y","toString":"z"}')
    }
  })

  test('nothing but comments is as good as not given', () => {
    expect(read('# lr: 0.1\n', style)).toBeUndefined()
    expect(read('---\n', style)).toBeUndefined()
    expect(read('{}', style)).toEqual({})
  })

  test.each([
    ['flow lists', (depth: number) => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['flow maps', (depth: number) => `${'{a: '.repeat(depth)}x${'}'.repeat(depth)}`],
    ['block lists', (depth: number) => `a:\n${'- '.repeat(depth)}x`],
    ['JSON lists', (depth: number) => `{"a": ${'['.repeat(depth)}${']'.repeat(depth)}}`],
    ['JSON maps', (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
    ['open lists', (depth: number) => `a: ${'['.repeat(depth)}`],
  ])('hostile nesting of %s is a fault and no crash', (_, nest) => {
    for (const depth of [70, 20_000]) expect(() => read(nest(depth), style)).toThrow(/nested|not valid/)
  })

  test('what is refused never repeats a value', () => {
    for (const text of [
      'a: Hunter2\na: x',
      'a: &b Hunter2',
      '{"a": Hunter2}',
      '{"a": "Hunter2"',
      'Hunter2: {',
      'a: "Hunter2',
    ]) {
      expect(() => read(text, style)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('Hunter2') }),
      )
    }
  })
})

describe('for any map of strings', () => {
  const anyMap = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))

  test.each<MapStyle>(['strings', 'written', 'typed'])('what was put into JSON comes out (%s)', (style) => {
    fc.assert(
      fc.property(anyMap, fc.constantFrom(0, 2), (map, indent) => {
        expect(read(JSON.stringify(map, undefined, indent), style)).toEqual({ ...map })
      }),
    )
  })

  test.each<MapStyle>(['strings', 'written', 'typed'])('what was put into YAML comes out (%s)', (style) => {
    const printable = fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 40 }).filter((key) => key !== '<<'),
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          'null',
          '~',
          '',
          'yes',
          '1.10',
          '0x10',
          ' a',
          '- x',
          '#',
          'a: b',
          '*x',
          '&x',
          '!x',
          'two\nlines\n',
        ),
      ),
      { minKeys: 1 },
    )
    fc.assert(
      fc.property(printable, (map) => {
        expect(read(yaml.stringify({ ...map }), style)).toEqual({ ...map })
      }),
    )
  })
})
