/**
 * The one place where foreign text becomes part of a page that GitHub renders.
 *
 * GitHub first runs cmark-gfm over a summary, then a sanitiser, then filters over what is text in the resulting HTML:
 * mentions, references to issues and commits, emoji codes, formulas. Backslashes and character references stop the
 * first of these, not the last, which see the text after they are resolved; even cmark-gfm links e-mail addresses
 * after that. So nothing is escaped for Markdown here. Foreign text never gets to the Markdown parser at all:
 *
 * - It stands in HTML blocks only, which cmark-gfm hands on as they are. Such a block ends at an empty line, or, when it
 *   starts with `<pre>`, at `</pre>` (CommonMark: HTML blocks). Text outside of `<pre>` is therefore kept on one line.
 * - There it stands in `<code>` or `<pre>`, where the later filters leave text alone (gjtorikian/html-pipeline:
 *   IGNORE_PARENTS).
 *
 * A fence longer than any in the text would do for a log, but not in a table, and it needs the text to be counted.
 */

import { withoutControls, withoutDirections, withoutTerminalSequences } from './controls.ts'
import { cutAtWord } from './cut.ts'
import { withLineFeeds } from './lines.ts'
import { escapeMarkup } from './markup.ts'

/** HTML of our own making: what is put into a page without another look. */
export class Html {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

/** In a line, a table cell, a heading. In characters. */
const LONGEST_INLINE = 300

/**
 * A template of HTML: numbers and `Html` go in as they are, every string as foreign text in `<code>`, so that forgetting
 * to escape is not possible.
 */
export function html(parts: TemplateStringsArray, ...pieces: readonly (Html | string | number)[]): Html {
  const sources = pieces.map((piece) => (typeof piece === 'string' ? code(piece).source : String(sourceOf(piece))))
  return new Html(parts.map((part, at) => `${part}${sources[at] ?? ''}`).join(''))
}

function sourceOf(piece: Html | number): string | number {
  return piece instanceof Html ? piece.source : piece
}

export function joined(pieces: readonly Html[], between: string): Html {
  return new Html(pieces.map((piece) => piece.source).join(between))
}

/** Words of our own: shown as prose, with nothing to keep GitHub's filters off. Never for foreign text. */
export function words(text: string): Html {
  return new Html(escapeMarkup(text))
}

/** Foreign text within a line. */
export function code(text: string, longest: number = LONGEST_INLINE): Html {
  const lines = cleaned(text)
    .split('\n')
    .map((line) => line.trim())
  const line = cutAtWord(lines.filter((each) => each !== '').join(' '), longest)
  return line === '' ? new Html('–') : new Html(`<code>${escapeMarkup(line)}</code>`)
}

/** Foreign text of several lines that are long, such as prose: broken where the page ends. One HTML block. */
export function quotation(text: string, longest: number): Html {
  const lines = cutAtWord(cleaned(text).trim(), longest).split('\n')
  const shown = lines.map((line) => (line.trim() === '' ? '' : `<code>${escapeMarkup(line)}</code>`))
  return new Html(`<blockquote>${shown.join('<br>\n')}</blockquote>`)
}

/** Foreign lines as they stand, such as a log. One HTML block, and the only kind in which a line may be empty. */
export function preformatted(lines: readonly string[], longest: number): Html {
  const shown = lines.map((line) => escapeMarkup(cutAtWord(cleaned(line), longest)))
  // The line feed after the tag is not part of the text (HTML: parsing, "in body", start tag "pre").
  return new Html(`<pre>\n${shown.join('\n')}</pre>`)
}

/** A link, if the address is one that a browser can only open; else the words and the address as text. */
export function link(url: string, label: Html): Html {
  const address = URL.canParse(url) ? new URL(url) : undefined
  const isPage = address !== undefined && /^https?:/.test(address.protocol) && address.username === ''
  return isPage ? new Html(`<a href="${escapeMarkup(address.href)}">${label.source}</a>`) : html`${label}: ${url}`
}

/** A name in a Mermaid diagram: letters, digits, `_` and `-`, which mean nothing there; all else becomes a dot. */
export function mermaidLabel(text: string): string {
  const label = cleaned(text)
    .replace(/[^\p{L}\p{N}_-]+/gu, ' ')
    .trim()
  return [...label].slice(0, 40).join('').replaceAll(' ', '·') || '·'
}

/** Of a text of megabytes no more is looked at: far beyond what is shown of any, terminal sequences and blanks aside. */
const LONGEST_LOOKED_AT = 512 * 1024

/** Without terminal sequences, controls and changes of direction; lines end in LF. */
export function cleaned(text: string): string {
  const shown = withoutTerminalSequences(cutAtWord(text, LONGEST_LOOKED_AT).toWellFormed())
  return withoutDirections(withoutControls(withLineFeeds(shown)))
}
