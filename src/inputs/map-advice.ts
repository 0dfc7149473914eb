/**
 * What to write instead of a map that can't be read: the mistakes that people make. No advice repeats anything of the
 * text, which may hold secrets.
 */

/** On longer ones no expression is tried. */
const LONGEST_LINE = 2000
const LONGEST_JSON = 64 * 1024

type Mistake = readonly [looksLike: RegExp, advice: string]

/** By the line at which YAML stops; the first that fits. */
const IN_A_LINE: readonly Mistake[] = [
  [/\r./, 'a line ends in CR alone: end it in LF'],
  [/^ *\t/, 'indent with blanks, never with a tab'],
  [/[\u201c\u201d\u201e\u00ab\u00bb]/u, 'typographic quotation marks are none here: write key: "…"'],
  [/^\s*(?:export\s+)?[\w.-]+\s*(?:=>?|:=)\s*\S/, 'write key: value, not key=value'],
  [/^\s*--?[\w-]+[ =]/, 'write key: value, not an option as on a command line'],
  [
    /^\s*[\w.-]+:[\u00a0\u2000-\u200b\u202f\u3000]/u,
    'what looks like a blank after the colon is another character: type it anew',
  ],
  [/^\s*["']?[\w.-]+["']?:[^\s:]/, 'a blank is missing after the colon: write key: value'],
  [/^\s*[@`%]/, 'a key that begins with @, ` or % needs quotes'],
  [/^\s*\{[^}]*$/, 'a closing bracket is missing'],
  [/^\s*- /, 'leave out the dash: a list is no map'],
  [/:\s+[@`%,]/, 'a value that begins with @, `, % or a comma needs quotes, as in key: "@…"'],
  [/:\s+[|>][^\n+\-\d]/, 'text does not go on behind | or >: put it on lines of its own below, or the value in quotes'],
  [
    /:\s+-(?: |$)/,
    'a list begins on the line after its key; a value that begins with "- " needs quotes, as in key: "- …"',
  ],
  [/:\s+"(?:[^"\\]|\\.)*"\s*,\s*$/, 'leave out the comma at the end of the line, or write all of it as JSON in { }'],
  [
    /:\s+"(?:[^"\\]|\\[^xuUNLP_abefnrtv0 "\\/\t])*\\[^xuUNLP_abefnrtv0 "\\/\t]/,
    'a backslash means something within "…": write key: \'…\'',
  ],
  [
    /:\s+"(?:[^"\\]|\\.)*"\s*[^\s#]/,
    'the value goes on behind its quotation mark: put \'…\' around one that holds ", or write \\" for it',
  ],
  [
    /:\s+'(?:[^']|'')*'\s*[^\s#]/,
    "the value goes on behind its quotation mark: put \"…\" around one that holds ', or write '' for it",
  ],
  [/:\s+(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$/, 'a quotation mark is not closed'],
  [/:\s+[[{\]}?]/, 'a value that begins with a bracket or a question mark needs quotes, as in key: "[…"'],
  [/:\s.*:(?:\s|$)/, 'a value with a colon and a blank in it needs quotes, as in key: "one: two"'],
  [
    /^[^:]*$/,
    'this line has no key: write key: value, or text of several lines as key: | with the lines indented below',
  ],
]

const NOT_CLOSED = /:\s+(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$/
const MISALIGNED = 'begin each key in the same column'

/** Of YAML that can't be read past that line, counted from 1: the line to look at, and what to write. */
export function yamlAdvice(text: string, line: number): { readonly line: number; readonly advice?: string } {
  const lines = text.split('\n').map((each) => each.replace(/\r$/, ''))
  const open = lines.slice(0, line - 1).findLastIndex((each) => each.length <= LONGEST_LINE && NOT_CLOSED.test(each))
  if (open >= 0 && lines.slice(open + 1, line).every((each) => !/["']/.test(each))) {
    return { line: open + 1, advice: 'a quotation mark is not closed' }
  }
  const here = lines[line - 1] ?? ''
  const advice = adviceOn(here)
  if (advice !== undefined) return { line, advice }
  if (indentOf(lines[line] ?? '') > indentOf(here)) return { line: line + 1, advice: MISALIGNED }
  return indentOf(here) !== indentOf(firstOf(lines)) ? { line, advice: MISALIGNED } : { line }
}

/** Of YAML that is something else than a map. */
export function noMapAdvice(text: string): string | undefined {
  return adviceOn(firstOf(text.split('\n')))
}

function adviceOn(line: string): string | undefined {
  if (line.length > LONGEST_LINE) return undefined
  return IN_A_LINE.find(([looksLike]) => looksLike.test(line))?.[1]
}

/** The first line that says anything. */
function firstOf(lines: readonly string[]): string {
  return lines.find((line) => /^\s*[^\s#]/.test(line)) ?? ''
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}

/** Of the text with an `S` for each string that is closed on its line. */
const IN_JSON: readonly Mistake[] = [
  [/"[^"\n]*\n/, 'a line ends within quotes: write \\n for a line end, or hand the text on with toJSON'],
  [/"/, 'a quotation mark is not closed'],
  [/[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019]/u, 'typographic quotation marks are none here: write "…"'],
  [/'/, 'JSON knows double quotes alone: write "…"'],
  [/,\s*[}\]]/, 'leave out the comma before the closing bracket'],
  [/\/\/|\/\*|#/, 'JSON has no comments'],
  [/\b(?:True|False|None|NaN|undefined)\b/, 'truth values are written true and false'],
  [
    /S\s*[^\s,:}\]]/,
    'a comma or a colon is missing behind a string, or text with a " was put in: hand that on with toJSON',
  ],
  [/[{,]\s*[A-RT-Za-z_][\w-]*\s*:/, 'put each key in double quotes'],
]

/** Of text that starts like JSON and is none. */
export function jsonAdvice(text: string): string | undefined {
  if (text.length > LONGEST_JSON) return undefined
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"/g, 'S')
  const advice = IN_JSON.find(([looksLike]) => looksLike.test(bare))?.[1]
  if (advice !== undefined) return advice
  return bare.split(/[{[]/).length > bare.split(/[}\]]/).length ? 'a closing bracket is missing' : undefined
}
