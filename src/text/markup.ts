/** Text inside HTML and XML. */

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/**
 * Five characters are escaped, in just the way of .NET's SecurityElement.Escape: the runner looks for secrets as they are
 * and escaped like that (actions/runner: ValueEncoders). Any other way would hide a secret from it.
 */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character)
}

/** All but letters and digits as character references: CommonMark gives those no meaning as markup, nor does HTML. */
export function asReferences(text: string): string {
  return text.replace(/[^A-Za-z0-9]/gu, (character) => `&#${character.codePointAt(0)};`)
}
