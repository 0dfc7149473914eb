/** What is wrong with the inputs, told so that the author of a workflow can put it right in one go. */

export interface Fault {
  /** The input's name as in action.yml. */
  readonly input: string
  /** What was given, ready to be shown. */
  readonly given: string
  readonly accepted: string
}

/** Text as it was given (undefined: nothing was), or words of our own about it. */
export type Given = string | undefined | { readonly words: string }

const SHOWN_LENGTH = 80

/** Of a secret input, what was given is not repeated. */
export function toFault(input: string, given: Given, accepted: string, isSecret: boolean): Fault {
  if (given === undefined) return { input, given: 'nothing was given', accepted }
  if (typeof given !== 'string') return { input, given: given.words, accepted }
  const shown = isSecret ? 'a value that is not shown here' : quote(given)
  return { input, given: `${shown} was given`, accepted }
}

/** One message for all faults: a sentence for a single one, a list for several. */
export function describeFaults(faults: readonly Fault[]): string {
  const lines = faults.map(({ input, given, accepted }) => `${input}: ${given}; accepted: ${accepted}`)
  if (lines.length === 1) return `Input ${lines[0]}`
  return [`${lines.length} faults in the inputs:`, ...lines.map((line) => `- ${line}`)].join('\n')
}

/** Foreign text in double quotes: shortened, with control and invisible characters as escapes. */
export function quote(text: string): string {
  const characters = [...text]
  const cut = characters.length > SHOWN_LENGTH ? [...characters.slice(0, SHOWN_LENGTH), '…'] : characters
  return `"${cut.join('').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter)}"`
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  if (character === '\r') return '\\r'
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}
