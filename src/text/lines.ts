/** Text from elsewhere as lines. */

import { cutTo } from './cut.ts'

/** All that some reader may take for the end of a line: LF, CR, VT, FF, NEL and Unicode's separators. */
export const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/
const LINE_ENDS = new RegExp(LINE_END, 'g')

/** The lines of a text. A line end at its very end ends the last line and begins no further one. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split(LINE_END)
  if (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines
}

/** Whether a text has a line end. */
export function hasLineEnd(text: string): boolean {
  return LINE_END.test(text)
}

/** The text with line feeds for line ends of every kind. */
export function withLineFeeds(text: string): string {
  return text.replace(LINE_ENDS, '\n')
}

/** A short text in one line: only so much of it is looked at as may be shown, white space and controls aside. */
export function oneLine(text: string, longest: number): string {
  const start = text.trimStart().slice(0, 100 * longest)
  return cutTo(start.replace(/[\s\p{Cc}\p{Z}]+/gu, ' ').trim(), longest)
}

/** As `oneLine`, without anything that can't be seen: for names in places that nobody scrubs. */
export function visibleLine(text: string, longest: number): string {
  const seen = text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Z}]+/gu, ' ')
  return cutTo(seen.trim(), longest)
}
