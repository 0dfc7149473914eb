/** Takes the secrets that the step knows of out of all text on its way to the runner. */

import { hash } from 'node:crypto'
import { isSealed, SEAL } from '../text/seal.ts'
import { formsOf } from '../text/secret-forms.ts'

/** What replaces a secret, as the runner does it. */
const BLOT = '***'

/** A secret that others have followed is long out of use, and expired: a day's tokens would make every line slow. */
const MOST_PASSING = 20

export class Secrets {
  readonly #lasting = new Set<string>()
  /** The forms of each passing secret, the latest last. */
  #passing: readonly (readonly string[])[] = []
  #longestFirst: readonly string[] = []
  /** Those that control characters may stand in. */
  #splittable: readonly string[] = []

  /** Remembers a secret in the forms in which it may turn up: as it is, inside JSON, a URL, or markup. */
  add(secret: string, kind?: 'passing'): void {
    if (secret === '') return
    // Control characters are taken out of what is printed, so that it may be found without its own.
    const shown = secret.replace(BETWEEN, '')
    const forms = [...formsOf(secret), ...(shown.length >= SHORTEST_SPLIT ? [shown] : [])]
    if (kind === 'passing') this.#passing = [...this.#passing, forms].slice(-MOST_PASSING)
    else for (const form of forms) this.#lasting.add(form)
    const all = new Set([...this.#lasting, ...this.#passing.flat()])
    this.#longestFirst = [...all].sort((a, b) => b.length - a.length)
    this.#splittable = this.#longestFirst.filter((form) => form.length >= SHORTEST_SPLIT && form.search(BETWEEN) < 0)
  }

  /**
   * The text without any secret, be it whole, with control characters or colour codes in it, or the greater half of one
   * that was cut in two: at the text's beginning or end, or where a mark tells of a cut.
   */
  blot(text: string): string {
    const whole = this.#longestFirst.reduce((rest, secret) => rest.replaceAll(secret, BLOT), text)
    const unsplit = this.#withoutSplit(whole)
    const parts = unsplit.split(CUT)
    if (parts.length > MOST_PARTS) return this.#longestFirst.reduce(withoutHalves, unsplit)
    return parts.map((part) => this.#longestFirst.reduce(withoutHalves, part)).join(CUT)
  }

  /** The text with a mark in the place of each secret: for what has to be as it was once `restore` has read it. */
  seal(text: string): string {
    const unmarked = text.replaceAll(SEAL, '')
    return this.#longestFirst.reduce((rest, secret) => rest.replaceAll(secret, () => markOf(secret)), unmarked)
  }

  /** Undoes `seal`, the last step first, as far as the same secrets are known here. */
  restore(text: string): string {
    if (!isSealed(text)) return text
    return [...this.#longestFirst]
      .reverse()
      .reduce((rest, secret) => rest.replaceAll(markOf(secret), () => secret), text)
  }

  #withoutSplit(text: string): string {
    const plain = text.replace(BETWEEN, '')
    if (plain === text) return text
    return this.#splittable
      .filter((secret) => plain.includes(secret))
      .reduce((rest, secret) => rest.replace(splitForm(secret), BLOT), text)
  }
}

/** What is cut is marked so. A text with more of these has them of its own accord. */
const CUT = '…'
const MOST_PARTS = 50
/** A shorter half tells too little, and ordinary text might be taken for one. */
const SHORTEST_HALF = 8

/** The text without the end of the secret that it begins with, and the beginning of it that it ends with. */
function withoutHalves(text: string, secret: string): string {
  const half = Math.ceil(secret.length / 2)
  if (half < SHORTEST_HALF || text.length < half) return text
  const last = text.slice(0, secret.length).indexOf(secret.slice(-half)) + half
  const rest = last >= half && secret.endsWith(text.slice(0, last)) ? `${BLOT}${text.slice(last)}` : text
  const start = Math.max(0, rest.length - secret.length)
  const first = rest.slice(start).indexOf(secret.slice(0, half)) + start
  return first >= start && secret.startsWith(rest.slice(first)) ? `${rest.slice(0, first)}${BLOT}` : rest
}

/** What may stand inside a secret and is not shown: control characters and colour codes. Line feeds and tabs are text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const BETWEEN = /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** Of a shorter one the rest of the text could hardly be told. */
const SHORTEST_SPLIT = 4

function splitForm(secret: string): RegExp {
  const characters = Array.from(secret, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
  return new RegExp(characters.join(`(?:${BETWEEN.source})*`), 'gu')
}

/** Tells which secret it was to whoever knows it, and nothing to anybody else. */
function markOf(secret: string): string {
  return `${SEAL}${hash('sha256', secret).slice(0, 8)}${SEAL}`
}
