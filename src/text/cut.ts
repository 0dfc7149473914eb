/**
 * The only places where a text is cut. Lengths are in UTF-16 units, as JavaScript, GitHub's API and the runner count them,
 * unless a name says bytes. No character is torn, as people count characters: neither a surrogate pair nor an emoji that is
 * made of several.
 */

/** What stands where something was cut, in prose, in outputs, and between a beginning and an end. */
const ELLIPSIS = '…'
export const CUT = '… [cut]'
const CUT_BETWEEN = ' … [cut] … '
/** Of a text that keeps its beginning and end: errors say where they are at the start and what they are at the end. */
const BEGINNING = 1 / 3

/** The text if it is short enough, else its beginning with a mark, `longest` in all. */
export function cutTo(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, placeBefore(text, longest - ELLIPSIS.length))}${ELLIPSIS}`
}

/** The text if its UTF-8 form is short enough, else its beginning with a mark, `mostBytes` in all. */
export function cutToBytes(text: string, mostBytes: number): string {
  return fits(text, mostBytes) ? text : `${headOf(text, mostBytes - Buffer.byteLength(CUT))}${CUT}`
}

/** The text if it is short enough, else its beginning and its end, the greater part for the end, `longest` in all. */
export function cutMiddle(text: string, longest: number): string {
  if (text.length <= longest) return text
  const room = Math.max(0, longest - CUT_BETWEEN.length)
  const head = text.slice(0, placeBefore(text, Math.floor(room * BEGINNING)))
  return `${head}${CUT_BETWEEN}${text.slice(placeAfter(text, text.length - (room - head.length)))}`
}

/** As `cutMiddle`, `mostBytes` of UTF-8 in all. */
export function cutMiddleToBytes(text: string, mostBytes: number): string {
  if (fits(text, mostBytes)) return text
  const room = Math.max(0, mostBytes - Buffer.byteLength(CUT_BETWEEN))
  const head = headOf(text, Math.floor(room * BEGINNING))
  return `${head}${CUT_BETWEEN}${tailOf(text, room - Buffer.byteLength(head))}`
}

/** What no key or token has in it. */
const WORD_ENDS = new Set(' \t\n"\'`,;<>(){}[]')

/** Cut before a word, never in one: half a secret would be known to nobody who looks for secrets. The mark comes on top. */
export function cutAtWord(text: string, longest: number): string {
  if (text.length <= longest) return text
  let end = longest
  while (end > 0 && !WORD_ENDS.has(text[end] ?? '')) end -= 1
  return `${text.slice(0, end).trimEnd()}${CUT}`
}

/** How far before a piece's end a better place to break is looked for. */
const BREAK_WITHIN = 2048

/** A text in pieces of at most `longest`, broken behind white space where there is some near. */
export function* piecesOf(text: string, longest: number): Generator<string> {
  let start = 0
  while (text.length - start > longest) {
    const end = goodEnd(text, start, start + longest)
    yield text.slice(start, end)
    start = end
  }
  yield text.slice(start)
}

function goodEnd(text: string, start: number, hardEnd: number): number {
  const first = Math.max(start, hardEnd - BREAK_WITHIN)
  for (let end = hardEnd; end > first; end--) if (/\s/.test(text.charAt(end - 1))) return end
  const whole = placeBefore(text, hardEnd)
  // A single character may be longer than a piece: it is broken, though not within a pair.
  return whole > start ? whole : pairBefore(text, hardEnd)
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

/** A character takes a byte at least: of a text of megabytes no more is looked at than may be kept. */
function fits(text: string, mostBytes: number): boolean {
  return text.length <= mostBytes && Buffer.byteLength(text) <= mostBytes
}

function headOf(text: string, mostBytes: number): string {
  const most = Math.max(0, mostBytes)
  const first = Buffer.from(text.slice(0, most))
  let end = most
  while (isContinuation(first[end])) end -= 1
  const whole = first.subarray(0, end).toString('utf8')
  return whole.slice(0, placeBefore(text, whole.length))
}

function tailOf(text: string, mostBytes: number): string {
  const last = Buffer.from(text.slice(Math.max(0, text.length - mostBytes)))
  let start = Math.max(0, last.length - mostBytes)
  while (isContinuation(last[start])) start += 1
  const { length } = last.subarray(start).toString('utf8')
  return text.slice(placeAfter(text, text.length - length))
}

/** Of UTF-8, any byte of a character but its first. */
function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80
}

/** How far back a character may have begun: families and flags of emoji have up to 30 units. */
const LONGEST_CHARACTER = 64

/** The last place up to `index` that lies between two characters. */
function placeBefore(text: string, index: number): number {
  return characterAt(text, index)?.start ?? Math.max(0, index)
}

/** The first place from `index` on that lies between two characters. */
function placeAfter(text: string, index: number): number {
  const torn = characterAt(text, index)
  return torn === undefined || torn.start === index ? index : torn.end
}

/** The character that `index` stands in or before; undefined outside of the text, and where both neighbours are plain. */
function characterAt(text: string, index: number) {
  if (isPlain(text.charCodeAt(index)) && isPlain(text.charCodeAt(index - 1))) return undefined
  const from = pairBefore(text, Math.max(0, index - LONGEST_CHARACTER))
  const window = text.slice(from, index + LONGEST_CHARACTER)
  const found = new Intl.Segmenter('en').segment(window).containing(index - from)
  if (found === undefined) return undefined
  const start = from + found.index
  return { start, end: start + found.segment.length }
}

/** Up to Latin letters with accents nothing joins with a neighbour, but for CR LF. */
function isPlain(code: number): boolean {
  return code < 0x300 && code !== 0x0a
}

/** `index`, or the one before if that would tear a surrogate pair. */
function pairBefore(text: string, index: number): number {
  return (text.codePointAt(index - 1) ?? 0) >= 0x10000 ? index - 1 : index
}
