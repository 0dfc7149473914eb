/** Text from elsewhere as lines. */

/** All that some reader may take for the end of a line: LF, CR, VT, FF, NEL and Unicode's separators. */
export const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

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

/** The text if it is short enough, else its beginning with a mark, `longest` characters in all. */
export function cutTo(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, endBefore(text, longest - 1))}…`
}

/** A short text in one line: only so much of it is looked at as may be shown, white space aside. */
export function oneLine(text: string, longest: number): string {
  const start = text.slice(0, 10 * longest)
  return cutTo(start.replace(/[\s\u0085]+/g, ' ').trim(), longest)
}

/** How far before a piece's end a better place to break is looked for. */
const BREAK_WITHIN = 2048

/** A text in pieces of at most `longest` characters, broken behind white space where there is some near. */
export function* piecesOf(text: string, longest: number): Generator<string> {
  let start = 0
  while (text.length - start > longest) {
    const end = goodEnd(text, start, endBefore(text, start + longest))
    yield text.slice(start, end)
    start = end
  }
  yield text.slice(start)
}

function goodEnd(text: string, start: number, hardEnd: number): number {
  const first = Math.max(start, hardEnd - BREAK_WITHIN)
  for (let end = hardEnd; end > first; end--) if (/\s/.test(text.charAt(end - 1))) return end
  return hardEnd
}

/**
 * The text without those of these characters that it ends with. A regular expression for that, such as `\/+$`, starts anew
 * at each of them, in any place: on a text of nothing else it takes the square of the length.
 */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** The same characters in memory of their own: a slice would keep alive the whole text that it was cut from. */
export function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

/** `index`, or the one before if that would tear a surrogate pair. */
function endBefore(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index
}
