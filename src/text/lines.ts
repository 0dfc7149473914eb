/** Text from elsewhere as lines. */

import { withoutTerminalSequences } from './controls.ts'
import { cutTo, withoutTrailing } from './cut.ts'

/** All that some reader may take for the end of a line: LF, CR, VT, FF, NEL and Unicode's separators. */
export const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/
const LINE_ENDS = new RegExp(LINE_END, 'g')

/** The lines of a text. A line end at its very end ends the last line and begins no further one. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split(LINE_END)
  if (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines
}

/** Of a terminal: a carriage return alone goes back to the line's start, and what follows is written over it. */
const ROW_END = /\r\n|[\n\v\f\u0085\u2028\u2029]/

/** As `linesOf`, but a line that is redrawn with carriage returns is one, with all its states. */
export function rowsOf(text: string): readonly string[] {
  const rows = text.split(ROW_END)
  if (rows.length > 1 && rows.at(-1) === '') rows.pop()
  return text.includes('\r') ? rows.map((row) => withoutTrailing(row, '\r')) : rows
}

/** Whether a text ends a row. */
export function hasRowEnd(text: string): boolean {
  return ROW_END.test(text)
}

/** Whether a text is all white space and colours. */
export function showsNothing(text: string): boolean {
  return withoutTerminalSequences(text).trim() === ''
}

/** What is to be seen of a row in the end: the last of its states that shows anything. */
export function lastStateOf(row: string): string {
  const start = lastStateAt(row)
  const end = row.indexOf('\r', start)
  return row.slice(start, end < 0 ? undefined : end)
}

/** Where that state begins. */
export function lastStateAt(row: string): number {
  for (let end = row.length; end > 0; ) {
    const start = row.lastIndexOf('\r', end - 1) + 1
    if (start === 0 || !showsNothing(row.slice(start, end))) return start
    end = start - 1
  }
  return 0
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
