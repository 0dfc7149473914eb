/** Marks that stand for a secret in a text that is kept. */

/** Before and after a mark. In JSON it may stand as it is, and no id or address that is used has it. */
export const SEAL = '\u007f'

/** Whether a text still has a mark in it, since the secret behind it is not known here. */
export function isSealed(text: string): boolean {
  return text.includes(SEAL)
}
