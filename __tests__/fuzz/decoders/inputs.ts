/** Whatever stands in an input, as a workflow may take it from an issue's title or a branch's name. */

import fc from 'fast-check'
import * as yaml from 'yaml'
import type { Json } from '../../../src/core/json.ts'
import { parseBaseUrl } from '../../../src/inputs/base-url.ts'
import type { Credential } from '../../../src/inputs/connection.ts'
import { parseDuration } from '../../../src/inputs/duration.ts'
import { InputReader, readInputs, secretInputs, secretsOf } from '../../../src/inputs/index.ts'
import { toVariable } from '../../../src/inputs/reader.ts'
import { LONGEST_STEM, readStepAlias } from '../../../src/inputs/run-alias.ts'
import { platforms } from '../../../src/platforms/index.ts'
import { chooseProxy } from '../../../src/runtime/http/proxy.ts'
import { isLoopback } from '../../../src/text/loopback.ts'
import { mutated } from '../documents.ts'
import { ensure, type Fuzzed, fuzzed, SECRET } from '../kit.ts'
import { garbled, text } from '../texts.ts'

const DURATIONS = ['90', '90s', '5m', '1h30m', '2 hours', '1d 2h 3m 4s', '1.5h', '0']
const URLS = ['https://app.example.com', 'http://localhost:4010/x/', 'tfy.example.com/prefix//', 'http://[::1]:80/']
const MAPS = [
  ...[
    'a: 1\nb: "x"\n',
    'a:\n  - 1\n  - {b: c}\n',
    '{a: 1, b: [x]}',
    'a: |\n  text\n  more\n',
    '# nothing\n',
    '? a\n: b\n',
  ],
  ...[
    '{"a": 1, "b": "x"}',
    '{"a": {"b": [1, null, true, "\\ud800"]}}',
    '{}',
    'a: ~\n',
    'a: 0x1f\nb: .inf\n',
    '<<: {a: 1}',
  ],
]
/** Deeper than is allowed, and not so deep that a parser gives up. */
const DEEP = [`a: ${'['.repeat(80)}${']'.repeat(80)}`, `{"a":${'['.repeat(80)}1${']'.repeat(80)}}`]
const LISTS = ['["a", "b"]', '- a\n- b\n', '- "a: b"\n# x\n- c\n', '[ -f x ] && echo', '# c\n\n - x', '-']

function readerOf(inputs: Readonly<Record<string, string>>): InputReader {
  return new InputReader(
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [toVariable(name), value])),
    yaml,
    secretInputs(platforms),
  )
}

const NEVER_SHOWN = ['api-key', 'github-token', ...secretInputs(platforms)]

/** Every fault names its input, says what is accepted, and is one line without the secret. */
function checkFaults({ faults, warnings }: InputReader, input: string): void {
  for (const fault of faults) {
    ensure(fault.input === input, `a fault in "${fault.input}", which was not given`)
    ensure(fault.accepted !== '' && fault.given !== '', 'a fault that explains nothing')
    ensure(!/[\p{Cc}\p{Cs}]/u.test(fault.given), `a fault that is not one line: ${fault.given}`)
    ensure(fault.given.length < 1200, 'a fault without end')
    // Names of parameters may be told, in quotes; values never.
    const told = NEVER_SHOWN.includes(input) ? fault.given.replace(/".*"/s, '') : ''
    ensure(!told.includes(SECRET), 'a fault that repeats a secret')
  }
  ensure(
    warnings.every((warning) => !warning.includes(SECRET)),
    'a warning that repeats a secret',
  )
}

function checkJson(value: Json | undefined, depth = 0): void {
  ensure(depth <= 65, 'nested deeper than is allowed')
  if (typeof value === 'number') ensure(Number.isFinite(value), 'a number that JSON can’t carry')
  if (typeof value !== 'object' || value === null) return
  for (const each of Object.values<Json>(value)) checkJson(each, depth + 1)
  ensure(Object.getPrototypeOf(value) === (Array.isArray(value) ? Array.prototype : Object.prototype), 'a prototype')
}

const mapText = fc.oneof(
  text,
  garbled(fc.constantFrom(...MAPS, ...DEEP)),
  mutated(fc.constantFrom<Json>({ a: 1, b: { c: ['x'] } })),
)

const maps = (['strings', 'written', 'typed'] as const).map((style) =>
  fuzzed(`input: map, ${style}`, mapText, (given) => {
    const reader = readerOf({ params: given })
    const map = reader.map('params', style)
    checkFaults(reader, 'params')
    checkJson(map)
    ensure(map === undefined || reader.faults.length === 0, 'a map and a fault')
    if (style === 'strings')
      ensure(
        Object.values(map ?? {}).every((each) => typeof each === 'string'),
        'not a string',
      )
    ensure(JSON.stringify(map ?? {}) !== undefined, 'nothing that can be sent')
  }),
)

/** What a proxy or a platform would get as credentials is among what is masked. */
function checkSecrets(env: Readonly<Record<string, string>>): void {
  const secrets = secretsOf(env, platforms)
  ensure(!secrets.includes(''), 'an empty secret, which would blot out everything')
  const choice = chooseProxy(new URL('https://x.example'), env)
  if (choice.kind === 'proxy' && choice.proxy.authorization !== undefined) {
    const sent = choice.proxy.authorization.replace('Basic ', '')
    ensure(secrets.includes(sent), `what the proxy gets (${Buffer.from(sent, 'base64')}) is not masked`)
    const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(sent, 'base64').toString()) ?? []
    ensure(password.length < 4 || secrets.includes(password), `the password ${password} is not masked`)
  }
}

const proxyUrl = fc.oneof(
  text,
  garbled(fc.constantFrom('http://user:pass%40word@proxy.example:3128', 'u:pässwörd@proxy', 'token@proxy')),
)

function isUsable(credential: Credential): boolean {
  return credential.kind === 'api_key' ? credential.key !== '' : /^https?:/.test(credential.url)
}

/** The value of a parameter, or the parameter itself. */
const VALUE = 'vAlUe-Of-PaRaM'
const OWN_KEY = 'mY-oWn-kEy'

const anyInputs = fc.dictionary(
  fc.constantFrom(
    ...['platform', 'base-url', 'api-key', 'application-id', 'application-fqn', 'deployment-id', 'job-id', 'command'],
    ...['params', 'arguments', 'run-name-alias', 'config-override', 'run-id', 'wait', 'timeout', 'on-timeout', 'logs'],
    ...['poll-interval', 'commit-status', 'pr-comment', 'github-token', 'oidc-audience'],
  ),
  fc.oneof(
    text,
    fc.constantFrom(
      ...DURATIONS,
      ...URLS,
      ...MAPS,
      ...LISTS,
      'kubiya',
      'truefoundry',
      'false',
      'always',
      `a: ${VALUE}`,
      VALUE,
    ),
  ),
)

/** What takes parameters, where some of it is refused. */
const withValues = anyInputs.map((given) => ({ ...given, 'run-id': 'x', params: `a: ${VALUE}`, command: VALUE }))

export const inputs: readonly Fuzzed[] = [
  fuzzed('input: duration', fc.oneof(text, garbled(fc.constantFrom(...DURATIONS))), (given) => {
    const durationMs = parseDuration(given)
    if (durationMs === undefined) return
    ensure(Number.isInteger(durationMs) && durationMs >= 0, `a duration of ${durationMs} ms`)
    ensure(/^[\s\d.a-z]*\d[\s\d.a-z]*$/i.test(given), `a duration is made of "${given}"`)
  }),
  fuzzed('input: base URL', fc.oneof(text, garbled(fc.constantFrom(...URLS))), (given) => {
    const parsed = parseBaseUrl(given)
    if (parsed.kind === 'refused') {
      const shown = typeof parsed.given === 'string' ? parsed.given : (parsed.given?.words ?? '')
      ensure(!/[@?#]/.test(shown), `what may be a credential is shown: ${shown}`)
      return
    }
    const url = new URL(parsed.url)
    ensure(url.protocol === 'https:' || isLoopback(url.hostname), `plain http to ${url.hostname}`)
    ensure(url.username === '' && url.password === '' && url.search === '' && url.hash === '', 'more than an address')
    ensure(!parsed.url.endsWith('/'), 'a slash at its end')
    ensure(parseBaseUrl(parsed.url).kind === 'url', 'not accepted a second time')
  }),
  ...maps,
  fuzzed('input: text or list', fc.oneof(text, garbled(fc.constantFrom(...LISTS))), (given) => {
    const reader = readerOf({ command: given })
    const read = reader.textOrList('command')
    checkFaults(reader, 'command')
    ensure(Array.isArray(read) ? read.length > 0 : true, 'an empty list')
    ensure(typeof read !== 'string' || given.startsWith(read), 'another text than was given')
  }),
  fuzzed('input: alias', fc.tuple(fc.option(text), text, text, text), ([alias, repository, run, job]) => {
    const github = { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: job }
    const reader = new InputReader({ ...github, ...(alias === null ? {} : { 'INPUT_RUN-NAME-ALIAS': alias }) })
    const { stem } = readStepAlias(reader, { id: 'any' }, { target: {}, payload: {} })
    if (reader.faults.length > 0) return checkFaults(reader, 'run-name-alias')
    ensure(stem !== '' && stem.length <= LONGEST_STEM && !/[\p{Cc}\p{Cs}]/u.test(stem), `the stem is "${stem}"`)
  }),
  fuzzed('input: secrets', fc.tuple(proxyUrl, text, text), ([proxy, key, base]) => {
    checkSecrets({ HTTPS_PROXY: proxy, INPUT_TOKEN: key, 'INPUT_API-KEY': key, 'INPUT_BASE-URL': base })
  }),
  fuzzed('inputs, all together', fc.oneof(anyInputs, withValues), async (given) => {
    const env = Object.fromEntries(Object.entries(given).map(([name, value]) => [toVariable(name), value]))
    const result = await readInputs({ 'INPUT_API-KEY': OWN_KEY, ...env }, platforms)
    if (result.kind === 'inputs') return ensure(isUsable(result.inputs.credential), 'no key, and no way to a token')
    ensure(
      result.faults.length > 0 && result.faults.every(({ input }) => result.message.includes(input)),
      'a fault untold',
    )
    ensure(!result.message.includes(OWN_KEY), 'the key is told')
    const isShown = Object.entries(given).some(([name, value]) => !NEVER_SHOWN.includes(name) && value.includes(VALUE))
    ensure(isShown || !result.message.includes(VALUE), 'the value of a parameter is told')
  }),
]
