/** Foreign text within a sentence of ours. */

import { cutTo } from './cut.ts'

const LONGEST = 80

/** In double quotes: shortened, with control and invisible characters as escapes. */
export function quote(text: string): string {
  return `"${cutTo(text, LONGEST).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter)}"`
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  if (character === '\r') return '\\r'
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}
