/** Promises 3 and 4: no secret leaves, and foreign text stays text. */

import type { Stage } from '../record.ts'
import { API_KEY } from '../story-setup.ts'
import type { Evidence } from './evidence.ts'

const LONGEST_ANNOTATION = 4000
/** Half a secret is one too. */
const PART = 8

/** "Not even into raw standard output, but for the one command that masks it". */
export function* secrets({ record }: Evidence): Iterable<string> {
  for (const [name, stage] of [
    ['main', record.main],
    ['post', record.post],
  ] as const) {
    const masks = stage.stdout.split('\n').filter((line) => isMask(line) && find(line) !== undefined)
    if (masks.length > 1) yield `${name} masked the key ${masks.length} times`
    for (const [place, text] of textsOf(stage)) {
      const form = find(text)
      if (form !== undefined) yield `the key is in the ${place} of ${name}, as ${form}`
      const { proxyPassword } = record.setup
      if (proxyPassword !== undefined && text.includes(proxyPassword)) yield `a password is in the ${place} of ${name}`
      if (record.bearers.some((bearer) => text.includes(bearer))) yield `a token is in the ${place} of ${name}`
    }
  }
  if (record.elsewhere > 0) yield 'a request went where no redirect may lead'
  const isOwn = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
    record.bearers.some((bearer) => headers.authorization === `Bearer ${bearer}`)
  if (!record.requests.every(isOwn)) yield 'a request carried another key'
  if (record.requests.some(({ path }) => find(path) !== undefined)) yield 'the key is in the path of a request'
}

function isMask(line: string): boolean {
  return line.startsWith('::add-mask::')
}

function textsOf(stage: Stage): readonly (readonly [place: string, text: string])[] {
  const unmasked = stage.stdout.split('\n').filter((line) => !isMask(line))
  return [
    ['standard output', unmasked.join('\n')],
    ['standard error', stage.stderr],
    ['summary', stage.summary],
    ...Object.entries(stage.outputs).map(([name, value]) => [`output ${name}`, value] as const),
    ...Object.entries(stage.state).map(([name, value]) => [`state ${name}`, value] as const),
    ...stage.annotations.map(({ level, message }) => [`${level} annotation`, message] as const),
  ]
}

/** In which form the text holds the key, if it does. */
function find(text: string): string | undefined {
  return FORMS.find(([, form]) => text.includes(form))?.[0]
}

const FORMS: readonly (readonly [name: string, form: string])[] = [
  ...Array.from(
    { length: API_KEY.length - PART + 1 },
    (_, at) => ['itself, or a part', API_KEY.slice(at, at + PART)] as const,
  ),
  ['JSON', JSON.stringify(API_KEY).slice(1, -1)],
  ['JSON within JSON', JSON.stringify(JSON.stringify(API_KEY)).slice(3, -3)],
  ['part of a URL', encodeURIComponent(API_KEY)],
  ['form data', new URLSearchParams({ key: API_KEY }).toString().slice('key='.length)],
  [
    'markup',
    API_KEY.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ],
  ...[0, 1, 2].map((shift) => ['base64', base64At(shift)] as const),
  ['hex', Buffer.from(API_KEY).toString('hex')],
]

/** Whole groups alone: their neighbours hold bits of other text. */
function base64At(shift: number): string {
  const bytes = Buffer.from(API_KEY).subarray(shift)
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
}

/** No workflow command but the action's own reaches the runner. */
export function* commands({ record }: Evidence): Iterable<string> {
  for (const [name, stage, own] of [
    ['main', record.main, ['add-mask', 'debug', 'warning', 'error']],
    ['post', record.post, ['add-mask', 'debug', 'warning']],
  ] as const) {
    for (const command of stage.commands) {
      const isOwn = command.stream === 'stdout' && own.some((known) => known === command.name)
      if (!isOwn)
        yield `${name} made the runner execute ${command.name} on ${command.stream}: ${command.data.slice(0, 80)}`
    }
    for (const { message } of stage.annotations) {
      if (message.length > LONGEST_ANNOTATION) yield `an annotation of ${message.length} characters`
    }
  }
}

/** "The message of a failed step is the one error annotation that the action makes; on cancel it makes none". */
export function* annotations({ record, conclusion }: Evidence): Iterable<string> {
  const errors = record.main.annotations.filter(({ level, source }) => level === 'error' && source === 'action')
  if (errors.length > 1) yield `${errors.length} error annotations`
  if (record.main.killed) return
  const wanted = ['success', 'pending', 'skipped', 'cancelled'].includes(conclusion) ? 0 : 1
  if (errors.length !== wanted) yield `${errors.length} error annotations with ${conclusion}`
}
