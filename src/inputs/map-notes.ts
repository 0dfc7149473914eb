/** What of a map can be read, and is likely not what its author meant: one warning for each kind, by the keys. */

import { quote } from '../text/quote.ts'
import type { Scalar } from './tree.ts'

type Note = 'cut' | 'folded' | 'typographic' | 'retyped' | 'word'

const MOST_KEYS = 10

export class MapNotes {
  readonly #keys = new Map<Note, Set<string>>()

  /** What a key of the map itself looks like. */
  checkKey(key: string): void {
    if (isTypographic(key)) this.#add('typographic', key)
  }

  /** `isTyped`: numbers and truth values are sent as such. */
  look(scalar: Scalar, path: string, isTyped: boolean): void {
    const notes = [...notesOn(scalar), ...(isTyped ? typeNotesOn(scalar) : [])]
    for (const note of notes) this.#add(note, path)
  }

  /** Sentences without values, and without a full stop. */
  get sentences(): readonly string[] {
    return [...this.#keys].map(([note, keys]) => sentence(note, [...keys]))
  }

  #add(note: Note, path: string): void {
    const keys = this.#keys.get(note)
    if (keys === undefined) this.#keys.set(note, new Set([path]))
    else keys.add(path)
  }
}

function notesOn({ style, text, isCut, isFolded }: Scalar): readonly Note[] {
  if (style === 'quoted') return []
  return [
    ...(isCut ? ['cut' as const] : []),
    ...(isFolded ? ['folded' as const] : []),
    ...(isTypographic(text) ? ['typographic' as const] : []),
  ]
}

function isTypographic(text: string): boolean {
  return /^[\u201c\u201d\u201e\u00ab\u2018\u201a]/u.test(text)
}

/** YAML 1.2 reads 0777 as 777, 1.10 as 1.1, and `yes` as a word. */
function typeNotesOn({ style, text }: Scalar): readonly Note[] {
  if (style === 'quoted') return []
  if (/^(?:yes|no|on|off)$/i.test(text)) return ['word']
  return /^[-+]?(?:0\d+|\d+\.\d*0)$/.test(text) && !/^0\.0$/.test(text) ? ['retyped'] : []
}

function sentence(note: Note, keys: readonly string[]): string {
  const more = keys.length > MOST_KEYS ? [`and ${keys.length - MOST_KEYS} more`] : []
  const named = [...keys.slice(0, MOST_KEYS).map(quote), ...more].join(', ')
  const [values, end, are] = keys.length === 1 ? ['value', 'ends', 'is'] : ['values', 'end', 'are']
  const key = exampleOf(keys)
  switch (note) {
    case 'cut':
      return `the ${values} of ${named} ${end} before " #", where YAML begins a comment; to send the rest too, write ${key}: "… #…"`
    case 'folded':
      return `the lines of ${named} become one, as YAML has it; to keep them, write ${key}: | and indent them below`
    case 'typographic':
      return `the typographic quotation marks at ${named} are sent along; for plain ones, which are not, write ${key}: "…"`
    case 'retyped':
      return `the ${values} of ${named} ${are} sent as numbers, which keep no zeros at either end; to send them as written, write ${key}: "…"`
    case 'word':
      return `the ${values} of ${named} ${are} sent as text, since YAML's truth values are true and false alone`
  }
}

/** The first key, where it is a plain word, for the form that is shown. */
function exampleOf([first = '']: readonly string[]): string {
  const key = first.split('.').at(-1) ?? ''
  return /^[\w-]{1,40}$/.test(key) ? key : 'key'
}
