/** The repository's documents as their readers see them: headings, tables, links and blocks of code. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import MarkdownIt from 'markdown-it'

export const root = fileURLToPath(new URL('../..', import.meta.url))

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

export interface Cell {
  /** Without the marks of code. */
  readonly text: string
  /** The pieces of it that are code. */
  readonly code: readonly string[]
}

export interface Document {
  /** Headings as the fragments that lead to them. */
  readonly anchors: readonly string[]
  readonly links: readonly string[]
  /** Every piece of code within text. */
  readonly code: readonly string[]
  readonly blocks: readonly { readonly language: string; readonly text: string }[]
  /** Each table's rows below its head, by the first cell of that head. */
  readonly tables: readonly { readonly head: string; readonly rows: readonly Cell[][] }[]
}

/** `path` is from the repository's root. */
export function readText(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8')
}

export function readDocument(path: string): Document {
  const tokens = new MarkdownIt({ html: true }).parse(readText(path), {})
  const inline = tokens.flatMap((token) => token.children ?? [])
  return {
    anchors: headings(tokens).map(toAnchor),
    links: inline.filter(({ type }) => type === 'link_open').map((token) => String(token.attrGet('href') ?? '')),
    code: inline.filter(({ type }) => type === 'code_inline').map(({ content }) => content),
    blocks: tokens
      .filter(({ type }) => type === 'fence')
      .map(({ info, content }) => ({ language: info, text: content })),
    tables: tables(tokens),
  }
}

function headings(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) => (token.type === 'heading_open' ? [textOf(tokens[index + 1]).text] : []))
}

/** As GitHub makes them. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function tables(tokens: readonly Token[]): Document['tables'] {
  return tokens.flatMap((token, start) => {
    if (token.type !== 'table_open') return []
    const end = tokens.findIndex(({ type }, index) => index > start && type === 'table_close')
    const [head = [], ...rows] = rowsOf(tokens.slice(start, end))
    return [{ head: head[0]?.text ?? '', rows }]
  })
}

function rowsOf(tokens: readonly Token[]): Cell[][] {
  const rows: Cell[][] = []
  for (const token of tokens) {
    if (token.type === 'tr_open') rows.push([])
    if (token.type === 'inline') rows.at(-1)?.push(textOf(token))
  }
  return rows
}

function textOf(token: Token | undefined): Cell {
  const children = token?.children ?? []
  return {
    text: children.map(({ content }) => content).join(''),
    code: children.filter(({ type }) => type === 'code_inline').map(({ content }) => content),
  }
}
