/** YAML with its scalars as they were written. The parser is passed in, since it is only loaded where there is YAML. */

import type { Node, Pair } from 'yaml'
import { quote } from '../text/quote.ts'
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
  if (error?.code === 'MULTIPLE_DOCS') throw new UnusableText('it holds more than one YAML document')
  if (error !== undefined) throw new UnusableText(`it is not valid YAML (line ${lineOf(text, error.pos[0])})`)
  return document.contents === null ? undefined : readNode(document.contents, yaml, 0)
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

function readNode(node: unknown, yaml: Yaml, depth: number): Tree {
  if (depth > GREATEST_DEPTH) throw new UnusableText(`it is nested more than ${GREATEST_DEPTH} levels deep`)
  // `{a}` and `? a` give a key and nothing else.
  if (node === null) return { kind: 'scalar', style: 'plain', text: '' }
  if (yaml.isAlias(node)) throw new UnusableText('it holds a YAML alias (*…)')
  if (yaml.isMap(node)) {
    assertBare(node)
    return toMapTree(
      node.items.map((pair) => readPair(pair, yaml, depth + 1)),
      quote,
    )
  }
  if (yaml.isSeq(node)) {
    assertBare(node)
    return { kind: 'list', items: node.items.map((item) => readNode(item, yaml, depth + 1)) }
  }
  if (yaml.isScalar(node)) return readScalar(node)
  throw new UnusableText('it holds a YAML construct that is neither a map, a list nor plain text')
}

function readPair(pair: Pair, yaml: Yaml, depth: number): readonly [string, Tree] {
  const key = readNode(pair.key, yaml, depth)
  if (key.kind !== 'scalar') throw new UnusableText('it holds a key that is not plain text')
  if (key.style === 'plain' && key.text === '<<') throw new UnusableText('it holds a YAML merge key (<<)')
  return [key.text, readNode(pair.value, yaml, depth)]
}

function readScalar(node: Node & { readonly value: unknown; readonly type?: string }): Scalar {
  assertBare(node)
  return { kind: 'scalar', style: node.type === 'PLAIN' ? 'plain' : 'quoted', text: String(node.value) }
}

function assertBare(node: Node & { readonly anchor?: string }): void {
  if (node.anchor !== undefined) throw new UnusableText('it holds a YAML anchor (&…)')
  if (node.tag !== undefined) throw new UnusableText('it holds a YAML tag (!…)')
}
