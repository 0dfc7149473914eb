/** YAML with its scalars as they were written. The parser is passed in, since it is only loaded where there is YAML. */

import type { Node, Pair } from 'yaml'
import { quote } from '../text/quote.ts'
import { yamlAdvice } from './map-advice.ts'
import { GREATEST_DEPTH, type Scalar, type Tree, toMapTree, UnusableText } from './tree.ts'

export type Yaml = Pick<typeof import('yaml'), 'parseDocument' | 'isAlias' | 'isMap' | 'isScalar' | 'isSeq'>

/**
 * Reads one YAML document; undefined where there is nothing but comments. Throws `UnusableText` for what is no YAML,
 * for a second document, and for anchors, aliases, tags, merge keys, duplicate keys and keys that are not text.
 */
export function readYamlTree(text: string, yaml: Yaml): Tree | undefined {
  // The failsafe schema knows only strings, so that every scalar stays as written.
  const document = yaml.parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false })
  const error = document.errors[0]
  if (error?.code === 'MULTIPLE_DOCS') {
    throw new UnusableText('it holds more than one YAML document: a value that is --- needs quotes')
  }
  if (error !== undefined) throw new UnusableText(whyInvalid(text, error.pos[0]))
  return document.contents === null ? undefined : readNode(document.contents, { yaml, text }, 0)
}

function whyInvalid(text: string, position: number): string {
  const { line, advice } = yamlAdvice(text, lineOf(text, position))
  return `it is not valid YAML (line ${line})${advice === undefined ? '' : `: ${advice}`}`
}

interface Source {
  readonly yaml: Yaml
  readonly text: string
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

function readNode(node: unknown, source: Source, depth: number): Tree {
  const { yaml } = source
  if (depth > GREATEST_DEPTH) throw new UnusableText(`it is nested more than ${GREATEST_DEPTH} levels deep`)
  // `{a}` and `? a` give a key and nothing else.
  if (node === null) return { kind: 'scalar', style: 'plain', text: '' }
  if (yaml.isAlias(node)) throw new UnusableText(`it holds a YAML alias (*…)${startsWith('*')}`)
  if (yaml.isMap(node)) {
    assertBare(node)
    return toMapTree(
      node.items.map((pair) => readPair(pair, source, depth + 1)),
      quote,
    )
  }
  if (yaml.isSeq(node)) {
    assertBare(node)
    return { kind: 'list', items: node.items.map((item) => readNode(item, source, depth + 1)) }
  }
  if (yaml.isScalar(node)) return readScalar(node, source)
  throw new UnusableText('it holds a YAML construct that is neither a map, a list nor plain text')
}

function readPair(pair: Pair, source: Source, depth: number): readonly [string, Tree] {
  const key = readNode(pair.key, source, depth)
  if (key.kind !== 'scalar') throw new UnusableText(`it holds a key that is not plain text${startsWith('{')}`)
  if (key.style === 'plain' && key.text === '<<')
    throw new UnusableText('it holds a YAML merge key (<<): write out its keys')
  if (pair.value === null && /:./.test(key.text)) {
    throw new UnusableText('a blank is missing after a colon: write {key: value}')
  }
  return [key.text, readNode(pair.value, source, depth)]
}

type ScalarNode = Node & { readonly value: unknown; readonly type?: string }

function readScalar(node: ScalarNode, { text }: Source): Scalar {
  assertBare(node)
  const value = String(node.value)
  if (node.type !== 'PLAIN') return { kind: 'scalar', style: 'quoted', text: value }
  const [start, end] = node.range ?? [0, 0]
  const isFolded = text.slice(start, end).includes('\n')
  return {
    kind: 'scalar',
    style: 'plain',
    text: value,
    isFolded,
    isCut: /^[ \t]*#/.test(text.slice(end, lineEnd(text, end))),
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function assertBare(node: Node & { readonly anchor?: string }): void {
  if (node.anchor !== undefined) throw new UnusableText(`it holds a YAML anchor (&…)${startsWith('&')}`)
  if (node.tag !== undefined) throw new UnusableText(`it holds a YAML tag (!…)${startsWith('!')}`)
}

function startsWith(mark: string): string {
  return `: a value that begins with ${mark} needs quotes, as in key: "${mark}…"`
}
