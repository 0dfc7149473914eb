/** Promise 2: a verdict comes from the platform alone, and it is that run's own. */

import type { RecordedRequest } from '../../sandbox/control-plane/simulator.ts'
import type { HttpFailureCause } from '../../src/core/ports.ts'
import { FACTS } from '../facts.ts'
import { shownGoing } from './beside.ts'
import { ENDINGS, type Evidence, LAST_LOOK_MS, LISTS, longestGapMs, SEARCHES } from './evidence.ts'
import { pageOf } from './page.ts'

type Verdict = 'success' | 'failure' | 'terminated'
const VERDICTS: Readonly<Record<Verdict, 'well' | 'badly' | 'terminated'>> = {
  success: 'well',
  failure: 'badly',
  terminated: 'terminated',
}

function isVerdict(conclusion: string): conclusion is Verdict {
  return Object.hasOwn(VERDICTS, conclusion)
}

/** The run that is told of has ended like that, and an answer to a look at it can have said so. */
export function* verdict(e: Evidence): Iterable<string> {
  const { conclusion, told, record } = e
  if (isVerdict(conclusion)) {
    const isOurs = told !== undefined && (e.ours.includes(told) || told === e.attached)
    if (!isOurs) return yield `${conclusion}, but \`run-id\` names no run of this step`
    const status = e.statusAt(told, record.main.endMs)
    const wanted = FACTS[record.setup.platform].words[VERDICTS[conclusion]]
    if (status !== wanted) yield `${conclusion}, but ${told.name} is ${status}`
    const wasTold = e.looksAt(told).some((look) => isUsable(e, look) && e.hasEndedBy(told, look.atMs))
    if (!wasTold) yield `${conclusion}, but no answer can have told the step that ${told.name} had ended`
  }
  if (record.main.killed) return
  const isGreen = ['success', 'pending', 'skipped'].includes(conclusion)
  if ((record.main.exitCode === 0) !== isGreen) yield `exit code ${record.main.exitCode} with "${conclusion}"`
}

function isUsable(e: Evidence, request: RecordedRequest): boolean {
  return ['good', 'open'].includes(e.answer(request))
}

/** Every other conclusion needs a reason that the record shows. */
export function* reasons(e: Evidence): Iterable<string> {
  if (e.record.main.killed) return
  switch (e.conclusion) {
    case 'success':
    case 'failure':
    case 'terminated':
      return
    case 'timed_out':
      return yield* timedOut(e)
    case 'lost':
      return yield* lost(e)
    case 'not_started':
      return yield* notStarted(e)
    case 'unknown':
      return yield* unknown(e)
    case 'cancelled':
      if (e.record.signalledAtMs === undefined) yield 'cancelled, but nobody told the step to stop'
      return
    case 'pending':
      if (e.input('wait') !== 'false') yield 'pending, though the run was to be waited for'
      if (e.told === undefined || !(e.ours.includes(e.told) || e.told === e.attached))
        yield 'pending, but no run was started'
      return
    case 'action_required':
      return yield* actionRequired(e)
    case 'skipped':
      if (e.input('if-running') !== 'skip') yield 'skipped, and nobody had asked for that'
      return
    default:
      yield `there is no conclusion, or an odd one: "${e.conclusion}"`
  }
}

function* timedOut(e: Evidence): Iterable<string> {
  const { told, timeoutMs, record } = e
  // "How long the step may take in all": a last look fits in, and then no other would.
  if (record.main.endMs + LAST_LOOK_MS + record.slackMs < timeoutMs)
    yield `timed out after ${record.main.endMs} ms of ${timeoutMs} ms`
  if (told === undefined) {
    if (record.setup.attach !== 'missing') yield 'timed out, but `run-id` names no run'
    return
  }
  const looks = e.looksAt(told)
  // What is learnt once the run is being terminated comes too late: "the step fails either way".
  const watchedUntilMs = Math.min(timeoutMs, e.ofMain(...ENDINGS, 'resume', 'app')[0]?.atMs ?? timeoutMs)
  const heard = looks.some(
    (look) =>
      e.answer(look) === 'good' && e.arrivedMs(look) + record.slackMs < watchedUntilMs && e.hasEndedBy(told, look.atMs),
  )
  if (heard) yield `timed out, though an answer had told the step in time that ${told.name} had ended`
  const endedMs = e.endedMs(told)
  if (endedMs === undefined || told.termination !== undefined) return
  const since = looks.filter(({ atMs }) => atMs >= endedMs - 1000)
  const asked = [...e.ofMain('fqn'), ...since]
  const isUndisturbed = asked.every((look) => e.answer(look) === 'good') && record.unsent.length === 0
  if (isUndisturbed && endedMs + longestGapMs(endedMs) < timeoutMs)
    yield `timed out, though ${told.name} had ended after ${endedMs} ms and nothing stood in the way of a look`
}

/** The slowest that the campaign makes GitHub hand one out. */
const SLOWEST_TOKEN_MS = 3000

/** How early a last attempt may be made, so that it is over when `outage-tolerance` is. */
function lastAttemptMs(toleranceMs: number): number {
  return Math.min(1000, toleranceMs / 4)
}

function* lost(e: Evidence): Iterable<string> {
  const { told, record } = e
  const name = record.main.outputs['run-id'] ?? ''
  if (name === '') return yield 'lost, but `run-id` is empty'
  // "With the run's name", where the trigger's answer does not name the application either.
  if (!e.hasApplication && e.of('status').length === 0) return
  if (told !== undefined && e.looksAt(told).length === 0 && e.ofMain('status').length > 0)
    yield `lost, and nobody had asked about ${told.name} by its own name`
  const asked = told === undefined || e.looksAt(told).length === 0 ? e.ofMain('fqn', 'status') : e.looksAt(told)
  const lastGoodMs = asked.findLast((look) => e.answer(look) === 'good' && !e.isOfPost(look))?.atMs ?? -1
  const failed = asked.filter(({ atMs }) => atMs > lastGoodMs && atMs <= record.main.endMs)
  const unsent = record.unsent.filter(({ atMs }) => atMs > lastGoodMs && atMs <= record.main.endMs)
  const firstMs = Math.min(...[...failed, ...unsent].map(({ atMs }) => atMs))
  if (firstMs === Number.POSITIVE_INFINITY) return yield 'lost, though every look was answered'
  // What a request waits for a token is a part of its time.
  const tokenMs = record.setup.oidc === undefined ? 0 : SLOWEST_TOKEN_MS
  const isOutage =
    record.main.endMs - firstMs + record.slackMs + tokenMs >= e.toleranceMs - lastAttemptMs(e.toleranceMs)
  if (!isOutage && !isDenied(e, failed) && !neverGotThere(e)) {
    yield `lost after ${record.main.endMs - firstMs} ms without an answer, with a tolerance of ${e.toleranceMs} ms`
  }
}

/** "Three times in a row over at least 5 s (401 and 403 add up), and a 404 not within 30 s after the trigger or the attach". */
function isDenied(e: Evidence, asked: readonly RecordedRequest[]): boolean {
  const failed = whatCameFirst(e, asked)
  const begunMs = e.of('trigger')[0]?.atMs ?? 0
  const counts =
    (...codes: readonly number[]) =>
    (look: RecordedRequest) =>
      ['denied', 'open'].includes(e.answer(look)) && codes.includes(look.status ?? 0)
  const isLong = (streak: readonly RecordedRequest[], fromMs: number) => {
    const times = streak.map((look) => e.arrivedMs(look))
    const lastMs = times.at(-1) ?? 0
    return (
      times.length >= 3 && lastMs - (times[0] ?? 0) + e.record.slackMs >= 5000 && lastMs + e.record.slackMs >= fromMs
    )
  }
  return isLong(lastOf(failed, counts(401, 403)), 0) || isLong(lastOf(failed, counts(404)), begunMs + 30_000)
}

/** An answer that is overdue is asked for a second time, and what comes first is the answer to both. */
export function whatCameFirst(e: Evidence, asked: readonly RecordedRequest[]): readonly RecordedRequest[] {
  const untilMs = (look: RecordedRequest) =>
    look.fault?.kind === 'hang' ? look.atMs + e.requestTimeoutMs : e.arrivedMs(look)
  const first: RecordedRequest[] = []
  for (const look of asked) {
    const last = first.at(-1)
    // Both may have waited for one token.
    const isBeside = (one: RecordedRequest) => look.atMs === one.atMs || look.atMs + e.record.slackMs < untilMs(one)
    if (last === undefined || !isBeside(last)) first.push(look)
    else if (untilMs(look) < untilMs(last)) first.splice(-1, 1, look)
  }
  return first
}

/** Those at the end for which it holds, without a gap. */
function lastOf<T>(all: readonly T[], holds: (one: T) => boolean): readonly T[] {
  return all.slice(all.findLastIndex((one) => !holds(one)) + 1)
}

/** "A host name that has never resolved for 30 s", a certificate or a proxy that never let anything pass are not waited on. */
function neverGotThere({ record }: Evidence): boolean {
  return record.requests.length === 0 && record.setup.downtimes.some(({ cause }) => HOPELESS.includes(cause))
}
const HOPELESS: readonly HttpFailureCause[] = ['name_not_resolved', 'certificate', 'proxy_auth']

function* notStarted(e: Evidence): Iterable<string> {
  const { ours, record } = e
  if (ours.length > 0) yield `not_started, but ${ours.map(({ name }) => name).join(', ')} was started`
  if (e.of('trigger').some((trigger) => e.answer(trigger) === 'nothing'))
    yield 'not_started, though a trigger was in doubt'
  const before = e.of('fqn', 'deploymentFqn', 'deploymentStatuses', 'trigger', 'status')
  const lists = e.input('if-running') === '' ? [] : e.ofMain('recent', ...LISTS)
  const isDisturbed = [...before, ...lists].some((request) => e.answer(request) !== 'good') || record.unsent.length > 0
  if (!isDisturbed && !stoodInTheWay(e)) yield 'not_started, though nothing stood in the way'
  if (record.setup.attach !== 'no') {
    const isMissing = isDenied(e, e.ofMain('status')) || e.ofMain('fqn').some((look) => e.answer(look) !== 'good')
    if (!isMissing && record.unsent.length === 0)
      yield 'not_started, though the run to attach to was not said to be missing'
  }
}

/** `if-running: fail`, and `wait` as long as there is time; `attach` where the run has no name that can be used. */
function stoodInTheWay(e: Evidence): boolean {
  const value = e.input('if-running')
  const shown = e.ofMain('recent', ...LISTS).flatMap((list) => shownGoing(e, list))
  return ['fail', 'wait'].includes(value) ? shown.length > 0 : value === 'attach' && shown.some((run) => e.isOdd(run))
}

function* unknown(e: Evidence): Iterable<string> {
  if (e.doubtful.length === 0) yield 'unknown, though no trigger was in doubt'
  if (!e.canProve) return
  const looks = e.looksForRuns(e.ofMain(...LISTS, ...SEARCHES))
  if (looks.some((look) => e.answer(look) !== 'good' || look.fault !== undefined) || e.record.unsent.length > 0) return
  const seen = looks.find(
    (look) => SEARCHES.includes(look.operation) && pageOf(e, look).some((run) => e.isStarted(run)),
  )
  const isInTime =
    seen !== undefined &&
    e.arrivedMs(seen) + 4 * e.record.setup.latencyMs + 1000 < Math.min(e.timeoutMs, e.record.main.endMs + 1000)
  if (isInTime) yield 'unknown, though a search had shown what the trigger started'
  yield* neverSearched(e, looks)
}

/** "A run in the list that can't be made out is that run alone": whatever a list shows, the alias is searched for next. */
function* neverSearched(e: Evidence, looks: readonly RecordedRequest[]): Iterable<string> {
  const first = looks.find(({ index }) => index > (e.of('trigger')[0]?.index ?? 0))
  if (first === undefined || looks.some(({ operation }) => SEARCHES.includes(operation))) return
  const nextMs = e.arrivedMs(first) + e.record.setup.latencyMs + 1000 + e.record.slackMs
  if (nextMs < Math.min(e.timeoutMs, e.record.main.endMs))
    yield 'unknown, though every list was answered, and nobody searched for the alias'
}

function* actionRequired(e: Evidence): Iterable<string> {
  const { told } = e
  if (e.input('on-input-required') !== 'fail') yield 'action_required, though it was to be waited for'
  const said =
    told !== undefined &&
    e
      .looksAt(told)
      .some((look) => isUsable(e, look) && ['waiting_for_input', 'paused'].includes(e.statusAt(told, look.atMs)))
  if (!said) yield 'action_required, though no answer can have said so'
}
