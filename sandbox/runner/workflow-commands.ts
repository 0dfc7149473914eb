/** A workflow command as written on a line: `::name key=value,…::data`, or the older `##[name key=value;…]data`. */
export type WorkflowCommand = { name: string; properties: Record<string, string>; data: string }

type Escapes = readonly (readonly [escaped: string, plain: string])[]

// The order matters: %25 comes last, so that an escaped percent sign does not make a new escape.
const DATA_ESCAPES: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
]
const PROPERTY_ESCAPES: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
]
const BRACKET_ESCAPES: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
]

// What .NET calls white space; JavaScript's \s has U+FEFF in and U+0085 out.
const SPACE = '[\\t-\\r\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const LEADING_SPACE = new RegExp(`^${SPACE}+`)
const OUTER_SPACE = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g')

/**
 * Reads the command on a line; undefined if there is none whose name `isRegistered` knows (it gets the name in lower
 * case). The older form counts anywhere in the line. Facts: actions/runner, ActionCommand.
 */
export function parseCommand(line: string, isRegistered: (name: string) => boolean): WorkflowCommand | undefined {
  return [parseColons(line), parseBrackets(line)].find((command) => command && isRegistered(command.name))
}

function parseColons(line: string): WorkflowCommand | undefined {
  const text = line.replace(LEADING_SPACE, '')
  if (!text.startsWith('::')) return undefined
  const end = text.indexOf('::', 2)
  if (end < 0) return undefined
  const { name, rest } = splitName(text.slice(2, end))
  return {
    name,
    properties: readProperties(rest.replace(OUTER_SPACE, ''), ',', PROPERTY_ESCAPES),
    data: decode(text.slice(end + 2), DATA_ESCAPES),
  }
}

function parseBrackets(line: string): WorkflowCommand | undefined {
  const start = line.indexOf('##[')
  if (start < 0) return undefined
  const end = line.indexOf(']', start)
  if (end < 0) return undefined
  const { name, rest } = splitName(line.slice(start + 3, end))
  return {
    name,
    properties: readProperties(rest, ';', BRACKET_ESCAPES),
    data: decode(line.slice(end + 1), BRACKET_ESCAPES),
  }
}

function splitName(info: string): { name: string; rest: string } {
  const space = info.indexOf(' ')
  if (space < 0) return { name: info.toLowerCase(), rest: '' }
  return { name: info.slice(0, space).toLowerCase(), rest: info.slice(space + 1) }
}

/** A property without a value is left out, as the runner does. */
function readProperties(text: string, separator: string, escapes: Escapes): Record<string, string> {
  const properties = new Map<string, string>()
  for (const property of text.split(separator)) {
    const equals = property.indexOf('=')
    if (equals < 1 || equals === property.length - 1) continue
    properties.set(property.slice(0, equals), decode(property.slice(equals + 1), escapes))
  }
  return Object.fromEntries(properties)
}

function decode(text: string, escapes: Escapes): string {
  return escapes.reduce((unescaped, [escaped, plain]) => unescaped.replaceAll(escaped, plain), text)
}
