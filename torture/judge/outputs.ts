/** The outputs: there as soon as a run is, only documented ones, and what they say is what the platform said. */

import { OUTPUTS } from '../../__tests__/support/contract.ts'
import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import { FACTS } from '../facts.ts'
import { API_KEY } from '../story-setup.ts'
import { type Evidence, LISTS } from './evidence.ts'

const LONGEST_STATE = 8192

export function* outputs(e: Evidence): Iterable<string> {
  const { main, post } = e.record
  for (const name of Object.keys(main.outputs))
    if (!OUTPUTS.includes(name)) yield `an output that is not documented: ${name}`
  if (Object.keys(post.outputs).length > 0) yield 'post set outputs'
  if (main.stateBytes > LONGEST_STATE) yield 'more than 8 KiB of state were saved'
  if (!main.killed && (main.summary !== '') !== (e.input('summary') === 'true')) yield 'the summary is not as asked for'
  yield* namesTheRun(e)
  yield* asThePlatformSaid(e)
}

/** "`run-id`, `run-url`, `status` and `conclusion=pending` are written as soon as a run exists". */
function* namesTheRun(e: Evidence): Iterable<string> {
  const { main, slackMs } = e.record
  const answered = e.of('trigger').findLast((trigger) => e.answer(trigger) === 'good')
  if (answered !== undefined && e.arrivedMs(answered) + slackMs < main.endMs) {
    const run = e.ours.find(({ requestIndex }) => requestIndex === answered.index)
    if ((run && e.shown(run)) !== main.outputs['run-id'])
      yield `the trigger's answer named ${run?.name}, but \`run-id\` is "${main.outputs['run-id'] ?? ''}"`
    if (!main.outputs.conclusion) yield 'a run was known and `conclusion` is empty'
  }
  if (
    e.record.setup.attach === 'existing' &&
    e.conclusion !== 'not_started' &&
    !main.unborn &&
    main.outputs['run-id'] !== (e.attached && e.shown(e.attached))
  )
    yield `the run was given, but \`run-id\` is "${main.outputs['run-id'] ?? ''}"`
  const { 'run-id': runId = '', 'run-url': runUrl = '', conclusion = '' } = main.outputs
  if (runId !== '' && runUrl === '') yield 'there is a `run-id` without a `run-url`'
  const needsRun = ['success', 'failure', 'terminated', 'timed_out', 'lost', 'pending', 'action_required', 'skipped']
  if (needsRun.includes(conclusion) && runId === '') yield `${conclusion} without a \`run-id\``
}

function* asThePlatformSaid(e: Evidence): Iterable<string> {
  const { told, record } = e
  const { status = '', run: json = '', conclusion = '' } = record.main.outputs
  if (told === undefined) return
  const isThere = (request: RecordedRequest) => e.arrivedMs(request) <= record.main.endMs + 1
  const looks = e.looksAt(told).filter((look) => !e.isOfPost(look) && isThere(look))
  const good = looks.filter((look) => e.answer(look) === 'good')
  const open = looks.filter((look) => e.answer(look) === 'open')
  // Of a run that stood in the way a list has told.
  const lists = e.ours.includes(told) || told === e.attached ? [] : e.ofMain('recent', ...LISTS)
  const words = [...good.slice(-2), ...open, ...lists].map((look) => spelled(e, e.statusAt(told, look.atMs)))
  const first = spelled(e, told.behaviour.timeline[0]?.status ?? '')
  if (good.length > 1 && status === '') yield 'the platform told a status, and `status` is empty'
  if (status !== '' && ![...words, first].includes(status))
    yield `\`status\` is ${status}, but the platform said ${words.join(', ')}`
  if (json !== '') yield* checkJson(e, json, told)
  if (['success', 'failure'].includes(conclusion)) yield* details(e, told)
}

function* checkJson(e: Evidence, json: string, told: RunView): Iterable<string> {
  const run: unknown = JSON.parse(json)
  if (Object(run)[FACTS[told.platform].nameField] !== e.shown(told)) yield '`run` is not the run that `run-id` names'
}

/** Whether a look was answered, and before the runner told the step to stop, once the platform had the result, which may be a while after the end. */
function wasResultTold(e: Evidence, told: RunView): boolean {
  const toldMs = (e.endedMs(told) ?? Number.POSITIVE_INFINITY) + e.record.settings.responseLagMs
  const stopMs = e.record.signalledAtMs ?? Number.POSITIVE_INFINITY
  return e.looksAt(told).some((look) => e.answer(look) === 'good' && look.atMs >= toldMs && e.arrivedMs(look) < stopMs)
}

function* details(e: Evidence, told: RunView): Iterable<string> {
  const { outputs: given } = e.record.main
  const { tellsExitCode, tellsResult } = FACTS[e.record.setup.platform]
  const isWithheld = e.record.settings.optionalFields === 'withheld'
  const { exitCode, error = '', response = '' } = isWithheld ? {} : told.behaviour
  const wantedCode = tellsExitCode && exitCode !== undefined ? String(exitCode) : ''
  if (given['exit-code'] !== wantedCode)
    yield `\`exit-code\` is "${given['exit-code']}", the platform's is "${wantedCode}"`
  if (isPlain(error) && given.error !== error) yield `\`error\` is "${given.error}", the platform's is "${error}"`
  const wantedResult = tellsResult ? response : ''
  // A step that is killed has written what it knew when it knew the end, and a result may come later.
  if (!e.record.main.killed && isPlain(wantedResult) && given.result !== wantedResult && wasResultTold(e, told))
    yield `\`result\` is "${given.result}", not "${wantedResult}"`
  if (isWithheld || Object.keys(told.behaviour.fields ?? {}).length > 0) return
  const times = [
    ['started-at', e.toldCreatedMs(told)],
    ['ended-at', e.endedMs(told) ?? Number.NaN],
  ] as const
  for (const [name, ms] of times) {
    const differsMs = Math.abs(Date.parse(given[name] ?? '') - e.epoch(ms))
    if (!(differsMs <= 1000)) yield `\`${name}\` is "${given[name]}", ${differsMs} ms off the platform's time`
  }
  const seconds = ((e.endedMs(told) ?? Number.NaN) - e.toldCreatedMs(told)) / 1000
  if (!(Math.abs(Number(given['duration-seconds'] || Number.NaN) - seconds) <= 1))
    yield `\`duration-seconds\` is "${given['duration-seconds']}", not ${seconds}`
}

/** Text that nothing has to be taken out of. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text) && !text.includes(API_KEY)
}

function spelled({ record }: Evidence, status: string): string {
  if (!FACTS[record.setup.platform].anyCase) return status
  switch (record.settings.statusCase) {
    case 'lower':
      return status.toLowerCase()
    case 'upper':
      return status.toUpperCase()
    case 'title':
      return `${status.charAt(0).toUpperCase()}${status.slice(1)}`
  }
}
