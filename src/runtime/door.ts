/** Takes the secrets that the step knows of out of all text on its way to the runner. */

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
