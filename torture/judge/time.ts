/** In time: `timeout` and what the contract allows beyond it, 7 s after SIGINT, 30 s for post. */

import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import { FACTS } from '../facts.ts'
import { type Evidence, longestGapMs } from './evidence.ts'
import { durationMs } from './inputs.ts'
import { whatCameFirst } from './verdict.ts'

const AFTER_SIGINT_MS = 7000
const POST_MS = 30_000
/** "Then up to 30 s more are spent to learn what became of it". */
const AFTER_TIMEOUT_MS = 30_000
/** "After a success the step reads on until two looks 0.5 s apart find nothing, up to 5 s; after any other end … up to 10 s". */
const DRAIN_MS = { success: 5000, other: 10_000 } as const
/**
 * "Before the verdict the alias is looked up once more": no time is given for that; this is what a step gets, with the one
 * more look after a short run.
 */
const TWIN_SEARCH_MS = 20_000
const SOON_MS = 15_000
const EXIT_MS = 1000

export function* inTime(e: Evidence): Iterable<string> {
  const { main, post, signalledAtMs, setup } = e.record
  const postMs = post.endMs - post.startMs
  if (postMs > POST_MS) yield `post took ${postMs} ms`
  if (post.killed || post.exitCode !== 0) yield 'post did not end well'
  const isCancel = setup.interruption.kind === 'cancel'
  if (main.killed && isCancel && !main.unborn) yield 'main was still there when the runner killed it'
  if (main.unborn && e.record.requests.some((request) => !e.isOfPost(request)))
    yield 'a step sent requests before it could be told to stop'
  if (main.killed && setup.interruption.kind === 'none') yield 'main did not end by itself'
  if (main.killed) return
  const afterMs = main.endMs - (signalledAtMs ?? main.endMs)
  if (afterMs > AFTER_SIGINT_MS) yield `main took ${afterMs} ms after SIGINT`
  // A step that is told to stop has its 7 s, whatever was left of `timeout`.
  const mostMs = signalledAtMs === undefined ? latestMs(e) : Math.max(latestMs(e), signalledAtMs + AFTER_SIGINT_MS)
  if (main.endMs > mostMs) yield `main took ${main.endMs} ms, with a timeout of ${e.timeoutMs} ms`
  yield* drained(e)
  yield* lingers(e)
  yield* late(e)
}

/** The end is seen soon after it came, as long as nothing stands in the way of a look. */
function* late(e: Evidence): Iterable<string> {
  const { told } = e
  const endedMs = told && e.endedMs(told)
  if (told === undefined || endedMs === undefined || told.termination !== undefined || e.record.unsent.length > 0)
    return
  const looks = e.looksAt(told).filter((look) => !e.isOfPost(look))
  const next = looks.find(({ atMs }) => atMs >= endedMs)
  // A run that was over before it was first looked at may have been unknown until then.
  const [first] = looks
  if (next === undefined || next === first || looks.some((look) => e.answer(look) !== 'good')) return
  const mostMs = Math.max(longestGapMs(endedMs), durationMs(e.input('poll-interval')) || 0)
  const lagMs = next.atMs - endedMs
  if (lagMs > mostMs + e.record.slackMs) yield `nobody looked for ${lagMs} ms after ${told.name} had ended`
}

/** The process ends soon after all that it does is done: it has nothing to wait for but the answer to its last request. */
function* lingers(e: Evidence): Iterable<string> {
  const { main, requests, unsent, signalledAtMs, slackMs } = e.record
  const isWaiting = isVerdict(e) || main.endMs + EXIT_MS >= e.timeoutMs || signalledAtMs !== undefined
  if (isWaiting) return
  const times = [...requests, ...unsent].map(({ atMs }) => atMs).filter((atMs) => atMs <= main.endMs)
  const idleMs = main.endMs - Math.max(0, ...times)
  if (idleMs > e.requestTimeoutMs + EXIT_MS + slackMs) yield `main was there for ${idleMs} ms after its last request`
}

function latestMs(e: Evidence): number {
  return e.timeoutMs + allowanceMs(e) + EXIT_MS + e.record.slackMs
}

function allowanceMs(e: Evidence): number {
  const hasTimedOut = e.conclusion === 'timed_out' || (e.conclusion === 'cancelled' && e.ofMain('terminate').length > 0)
  const ending = hasTimedOut && e.input('on-timeout') === 'terminate' ? AFTER_TIMEOUT_MS : 0
  // After a bad end the platform's events are asked for too.
  // A result may come some seconds after the end.
  const { tellsResult } = FACTS[e.record.setup.platform]
  const readsOn = e.input('logs') === 'true' || e.conclusion !== 'success' || tellsResult
  const drain = isVerdict(e) && readsOn ? drainMs(e) : 0
  return ending + Math.max(drain, twinSearchMs(e))
}

function drainMs({ conclusion }: Evidence): number {
  return conclusion === 'success' ? DRAIN_MS.success : DRAIN_MS.other
}

/** Where the trigger was sent again, the first look for a second run may be too early: there is one when a run would be there. */
function twinSearchMs(e: Evidence): number {
  if (e.doubtful.length === 0) return 0
  return TWIN_SEARCH_MS + (e.of('trigger').length > 1 ? Math.max(SOON_MS, e.requestTimeoutMs) : 0)
}

function isVerdict({ conclusion }: Evidence): boolean {
  return ['success', 'failure', 'terminated'].includes(conclusion)
}

/** Once an answer has told the end, nothing but the log and a second run is waited for. */
function* drained(e: Evidence): Iterable<string> {
  const { told, record } = e
  if (told === undefined || !isVerdict(e)) return
  const isEnd = (look: RecordedRequest) => e.answer(look) === 'good' && e.hasEndedBy(told, look.atMs)
  const heard = whatCameFirst(e, e.looksAt(told)).find(isEnd)
  if (heard === undefined) return
  const tookMs = record.main.endMs - e.arrivedMs(heard)
  const mostMs = drainMs(e) + twinSearchMs(e) + EXIT_MS + record.slackMs
  if (tookMs > mostMs) yield `main took ${tookMs} ms once it knew the end`
}

/** "`timeout` and `outage-tolerance` bound everything, a long `Retry-After` and a hanging request included". */
export function* outages(e: Evidence): Iterable<string> {
  const { told, record } = e
  if (told === undefined) return
  const heard = e.looksAt(told).find((look) => e.answer(look) === 'good' && e.hasEndedBy(told, look.atMs))
  // Once the end is known, a look is for its details alone.
  const overMs = Math.min(record.signalledAtMs ?? record.main.endMs, heard?.atMs ?? Number.POSITIVE_INFINITY)
  const untilMs = Math.min(e.timeoutMs, overMs) - record.slackMs
  let firstMs: number | undefined
  for (const look of e.looksAt(told).filter(({ atMs }) => atMs < untilMs)) {
    const answer = e.answer(look)
    if (answer !== 'nothing' && answer !== 'later') {
      firstMs = undefined
      continue
    }
    // What was answered late ends an outage when it is there.
    const heardMs = answeredBy(e, told, look.atMs)
    if (firstMs === undefined || heardMs > firstMs) firstMs = look.atMs
    const lastedMs = look.atMs - firstMs
    if (lastedMs > e.toleranceMs + 1000 + record.slackMs)
      yield `still looked after ${lastedMs} ms without an answer, with a tolerance of ${e.toleranceMs} ms`
  }
}

/** When the last answer that is there by then was. */
function answeredBy(e: Evidence, told: RunView, untilMs: number): number {
  const answered = e.looksAt(told).filter((look) => ['good', 'open'].includes(e.answer(look)))
  return Math.max(...answered.map((look) => e.arrivedMs(look)).filter((atMs) => atMs <= untilMs))
}
