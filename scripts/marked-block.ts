/** The parts of documents that commands write: each between two comments that name it. */

import { readFileSync, writeFileSync } from 'node:fs'

/** The document with this text in the block of that name, between its comments. Throws where it has no such block. */
export function withBlock(document: string, name: string, text: string): string {
  const begin = document.indexOf(`<!-- ${name}: written by `)
  const end = document.indexOf(`<!-- end of ${name} -->`)
  const start = document.indexOf('-->\n', begin) + '-->\n'.length
  if (begin < 0 || end < start) throw new Error(`there is no block "${name}"`)
  return `${document.slice(0, start)}\n${text.trim()}\n\n${document.slice(end)}`
}

/** Puts a text into a block of a file. */
export function writeBlock(file: URL, name: string, text: string): void {
  writeFileSync(file, withBlock(readFileSync(file, 'utf8'), name, text))
}
