/** Sentences that are made of foreign text. */

/** A sentence's end, unless the text has one of its own. */
export function ended(text: string): string {
  return /[.!?\u2026]$/.test(text) ? text : `${text}.`
}
