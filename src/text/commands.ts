/**
 * Text that the runner reads, made so that nothing in it can be taken for a workflow command.
 *
 * The runner reads every line of both streams. It takes `::name::` at a line's start (after white space) and `##[name]`
 * anywhere in a line for commands (actions/runner: ActionCommand). The first gets a visible prefix, the second a
 * backslash, which is how the runner itself disarms its own markers. Fencing with `stop-commands` is no option: while
 * it lasts, our own `add-mask` would be printed.
 */

import { withoutControlsButColours } from './controls.ts'
import { cutMiddle } from './cut.ts'
import { LINE_END } from './lines.ts'

/** What may not stand before `::` and be trimmed away: all but white space, separators, control and format characters. */
const VISIBLE = /[^\s\p{Z}\p{C}]/u

/** The text as harmless lines, each free of line ends of its own. */
export function harmlessLines(text: string): readonly string[] {
  return text.split(LINE_END).map(harmlessLine)
}

function harmlessLine(line: string): string {
  const clean = withoutControlsButColours(line).replaceAll('##[', '##[\\')
  return startsCommand(clean) ? `| ${clean}` : clean
}

/**
 * The first visible character is looked for, since an expression for all those before it fails on millions of them. Where
 * there is none, -1 counts as the line's start, which has no command either.
 */
function startsCommand(line: string): boolean {
  return line.startsWith('::', line.search(VISIBLE))
}

/** The runner cuts an annotation at 4,096 characters; this stays below it. */
const LONGEST_ANNOTATION = 4000

const ESCAPED = /[%\r\n]/g

/**
 * Lines as one annotation, short enough when it reaches the runner: there `%` and line ends count three, since a command
 * has them escaped (actions/toolkit: escapeData).
 */
export function annotationOf(lines: readonly string[]): string {
  const text = cutMiddle(lines.join('\n'), LONGEST_ANNOTATION)
  const tooLong = lengthInCommand(text) - LONGEST_ANNOTATION
  // Each step takes away at least a third of what is too much.
  return tooLong <= 0 ? text : annotationOf([cutMiddle(text, text.length - Math.ceil(tooLong / 3))])
}

function lengthInCommand(text: string): number {
  return text.length + 2 * (text.match(ESCAPED)?.length ?? 0)
}
