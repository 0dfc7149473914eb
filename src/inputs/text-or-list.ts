/** A text that may also be given as a list: a JSON array of strings, or a YAML block sequence of scalars. */

import { UnusableText } from './tree.ts'
import { readYamlTree, type Yaml } from './yaml-tree.ts'

export type TextOrList = string | readonly string[]

/** Undefined where the text is no JSON array of strings. */
export function readJsonList(text: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
  } catch {
    return undefined // such as the shell's own `[ -f x ] && …`
  }
}

/** Whether the first line that is neither blank nor a comment is an item of a block sequence. */
export function looksLikeYamlList(text: string): boolean {
  return /^(?:[^\S\n]*(?:#.*)?\n)*[^\S\n]*-(?:\s|$)/.test(text)
}

/**
 * The items as they were written. Undefined where the text is no sequence of scalars, or needs more than plain YAML.
 * `onCut` is called where a comment ends an item.
 */
export function readYamlList(text: string, yaml: Yaml, onCut: () => void): readonly string[] | undefined {
  try {
    const tree = readYamlTree(text, yaml)
    if (tree?.kind !== 'list') return undefined
    const items = tree.items.map((item) => (item.kind === 'scalar' ? item.text : undefined))
    if (!items.every((item) => item !== undefined)) return undefined
    if (tree.items.some((item) => item.kind === 'scalar' && item.isCut)) onCut()
    return items
  } catch (error) {
    if (error instanceof UnusableText) return undefined
    throw error
  }
}
