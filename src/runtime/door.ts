/**
 * The door that all text passes on its way to the runner: secrets are blotted out, and nothing in it can be taken for a
 * workflow command.
 *
 * The runner reads every line of both streams. It takes `::name::` at a line's start (after white space) and `##[name]`
 * anywhere in a line for commands (actions/runner: ActionCommand). The first gets a visible prefix, the second a
 * backslash, which is how the runner itself disarms its own markers. Fencing with `stop-commands` is no option: while
 * it lasts, our own `add-mask` would be printed.
 */

import { LINE_END } from '../core/lines.ts'

/** What may not stand before `::` and be trimmed away: all but white space, separators, control and format characters. */
const VISIBLE = /[^\s\p{Z}\p{C}]/u
/** Control characters except tab and escape, which colours log lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g

/** The text as harmless lines, each free of line ends of its own. */
export function harmlessLines(text: string): readonly string[] {
  return text.split(LINE_END).map(harmlessLine)
}

function harmlessLine(line: string): string {
  const clean = line.replace(CONTROLS, '').replaceAll('##[', '##[\\')
  return startsCommand(clean) ? `| ${clean}` : clean
}

/** The first visible character is looked for, since an expression for all those before it fails on millions of them. */
function startsCommand(line: string): boolean {
  const first = line.search(VISIBLE)
  return first >= 0 && line.startsWith('::', first)
}

/** What replaces a secret, as the runner does it. */
const BLOT = '***'

/** A secret that others have followed is long out of use, and expired: a day's tokens would make every line slow. */
const MOST_PASSING = 20

export class Secrets {
  readonly #lasting = new Set<string>()
  /** The forms of each passing secret, the latest last. */
  #passing: readonly (readonly string[])[] = []
  #longestFirst: readonly string[] = []

  /** Remembers a secret in the forms in which it may turn up: as it is, inside JSON, a URL, or markup. */
  add(secret: string, kind?: 'passing'): void {
    if (secret === '') return
    const forms = formsOf(secret)
    if (kind === 'passing') this.#passing = [...this.#passing, forms].slice(-MOST_PASSING)
    else for (const form of forms) this.#lasting.add(form)
    const all = new Set([...this.#lasting, ...this.#passing.flat()])
    this.#longestFirst = [...all].sort((a, b) => b.length - a.length)
  }

  blot(text: string): string {
    return this.#longestFirst.reduce((rest, secret) => rest.replaceAll(secret, BLOT), text)
  }
}

/** The forms in which a secret may come back: a platform echoes a header decoded, encoded, or inside something else. */
function formsOf(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const plain = [secret, inJson, JSON.stringify(inJson).slice(1, -1), inJson.replaceAll('/', '\\/')]
  const encoded = [percentEncoded(secret), inMarkup(secret), inMarkup(secret).replaceAll('&apos;', '&#39;')]
  return secret.length < SHORTEST_ENCODED
    ? [...plain, ...encoded]
    : [...plain, ...encoded, ...inBase64(secret), inHex(secret)]
}

/** Of a shorter secret, an encoded form is too short to be told from ordinary text. */
const SHORTEST_ENCODED = 8

/** Base64 of anything that holds the secret: its first byte may stand at any of three places in a group. */
function inBase64(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.from(`${'\0'.repeat(shift)}${secret}`)
      .toString('base64')
      .replace(/=+$/, '')
    const bytes = shift + Buffer.byteLength(secret)
    // The first and the last characters hold bits of the neighbours too.
    return whole.slice(Math.ceil((shift * 8) / 6), Math.floor((bytes * 8) / 6))
  })
}

function inHex(secret: string): string {
  return Buffer.from(secret).toString('hex')
}

/** A lone half of a surrogate pair can't be encoded. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** As the summary writes it. */
function inMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => MARKUP[character] ?? character)
}
