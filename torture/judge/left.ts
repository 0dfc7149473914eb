/** Promise 5: a run that this step started is not left going but where the contract says so, and never unsaid. */

import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import { ENDINGS, type Evidence, LISTS, SEARCHES } from './evidence.ts'
import { SAYS_DOUBT } from './one-run.ts'
import { pageOf } from './page.ts'

/** What may have to be asked before a run can be ended. */
const LOOK_UPS: readonly Operation[] = ['app', 'fqn']

/** Runs of ours that go on once post is over, and that nobody has asked the platform to end. */
function leftOver(e: Evidence): readonly RunView[] {
  return e.ours.filter((run) => !e.isTerminated(run) && !e.hasEndedBy(run, e.record.post.endMs))
}

/** The step was cut off before it could conclude: killed, or told to stop. */
function wasCutOff({ record, conclusion }: Evidence): boolean {
  return conclusion === 'cancelled' || (record.main.killed && ['', 'pending'].includes(conclusion))
}

/** A run that was given, and that the step was to end where it is cut off. */
function attachedLeft(e: Evidence): readonly RunView[] {
  const asked = e.attached !== undefined && wasCutOff(e) && e.input('on-cancel') === 'terminate' ? [e.attached] : []
  return asked.filter((run) => !e.isTerminated(run) && !e.hasEndedBy(run, e.record.post.endMs))
}

/** "Short of the runner itself dying". */
function isRunnerLost({ record }: Evidence): boolean {
  return record.setup.interruption.kind === 'lost runner' && record.main.killed
}

export function* leftGoing(e: Evidence): Iterable<string> {
  if (isRunnerLost(e)) return
  for (const run of [...leftOver(e), ...attachedLeft(e)]) {
    const isNoted = e.told?.name === run.name || run === e.attached
    if (!(isNoted ? mayGoOn(e, run) : mayBeUnknown(e, run))) {
      yield `${run.name} was left going (${e.conclusion || 'no conclusion'}, on-cancel ${e.input('on-cancel')}, on-timeout ${e.input('on-timeout')})`
    }
  }
}

/** A run that the step knew. */
function mayGoOn(e: Evidence, run: RunView): boolean {
  const { main, post, signalledAtMs = main.endMs } = e.record
  if (wasCutOff(e)) {
    // "With `wait: false` a run that was started is left and named, however late its answer came."
    if (e.input('on-cancel') === 'leave' || e.input('wait') === 'false') return true
    if (main.killed) return wasRefused(e, run, post.startMs, post.endMs)
    // "`post` repeats the request if it was not accepted."
    const refusedMain = wasRefused(e, run, signalledAtMs, main.endMs)
    return refusedMain && wasRefused(e, run, post.startMs, post.endMs)
  }
  switch (e.conclusion) {
    case 'pending':
    case 'lost':
    case 'action_required':
      return true
    case 'timed_out':
      return e.input('on-timeout') === 'leave' || wasRefused(e, run, e.timeoutMs, main.endMs)
    default:
      return false
  }
}

/** Somebody tried to end it in that time, and the platform did not hear of it or would not. */
function wasRefused(e: Evidence, run: RunView, fromMs: number, toMs: number): boolean {
  const isThen = ({ atMs }: { readonly atMs: number }) => atMs >= fromMs - e.record.slackMs && atMs <= toMs
  const tries = e.of(...ENDINGS, ...LOOK_UPS).filter((request) => isThen(request) && isAbout(request, run))
  return (
    tries.some((request) => e.answer(request) !== 'good' || saysNo(e, request, run)) || e.record.unsent.some(isThen)
  )
}

/** An execution in a status that allows no cancel: "200 with `success: false`". */
function saysNo(e: Evidence, { operation }: RecordedRequest, run: RunView): boolean {
  return operation === 'cancel' && !e.isTerminated(run)
}

function isAbout({ operation, path }: RecordedRequest, run: RunView): boolean {
  return LOOK_UPS.includes(operation) || path.includes(run.name)
}

/** A run that `run-id` does not name: the trigger's answer never came. */
function mayBeUnknown(e: Evidence, run: RunView): boolean {
  if (e.ours.length === 2 && e.told !== undefined && e.ours.includes(e.told)) return true // judged as a second run
  if (e.conclusion === 'unknown') return true
  if (!wasCutOff(e)) return false
  if (e.input('on-cancel') === 'leave' || e.input('wait') === 'false') return true
  return !couldBeFound(e, run)
}

/** By its alias, by post: the search works, sees it, and is answered. */
function couldBeFound(e: Evidence, run: RunView): boolean {
  const { settings, post, unsent } = e.record
  if (!e.canProve || !e.hasApplication) return false
  const seenFromMs = e.createdMs(run) + Math.max(settings.listLagMs, settings.searchLagMs)
  if (seenFromMs + 1000 > post.startMs) return false
  const asked = e.ofPost(...LISTS, ...SEARCHES, ...ENDINGS, 'app', 'deployment')
  const isDisturbed = asked.some((request) => e.answer(request) !== 'good')
  return !isDisturbed && !unsent.some(({ atMs }) => atMs >= post.startMs)
}

/** "A run this step started is not left going unsaid", and "the candidates named". */
export function* unsaid(e: Evidence): Iterable<string> {
  const { main, post } = e.record
  if (isRunnerLost(e)) return
  for (const run of [...leftOver(e), ...attachedLeft(e)]) {
    const isNoted = e.told?.name === run.name
    if (isNoted && !main.killed) continue
    const inPost = post.annotations.map(({ message }) => message).join('\n')
    if (isNoted && wasCutOff(e) && !inPost.includes(e.shown(run)))
      yield `post left ${run.name} going and did not name it`
    if (isNoted || e.annotations.includes(e.shown(run))) continue
    if (!SAYS_DOUBT.test(e.annotations)) yield `${run.name} was left going, and nobody was told that a run may be there`
    const lists = e.looksForRuns(e.of(...LISTS)).filter((list) => e.isHeard(list))
    const wasListed = lists.some((list) => pageOf(e, list).some(({ name }) => name === run.name))
    if (e.conclusion === 'unknown' && wasListed && !e.seemsOlder(run))
      yield `${run.name} was left going and listed, and not named as a candidate`
  }
}

/**
 * "Where the trigger was sent twice and one run was found, the step and its post step say that another may show up": main,
 * or post where main was cut off.
 */
export function* unsaidTwin(e: Evidence): Iterable<string> {
  if (isRunnerLost(e)) return
  const { main, post } = e.record
  const isDone = main.killed || e.conclusion === 'cancelled'
  const sends = e.ofMain('trigger').filter((trigger) => MAY_HAVE_STARTED.includes(e.answer(trigger)))
  const heard = sends.filter((trigger) => !main.killed || trigger.atMs <= main.endMs)
  const said = [...main.annotations, ...post.annotations].map(({ message }) => message).join('\n')
  const found = e.ours.filter((run) => run === e.told || said.includes(e.shown(run)))
  if (heard.length < 2 || found.length >= heard.length) return
  if (!SAYS_DOUBT.test(said))
    yield `the trigger was sent ${heard.length} times, ${found.length} was found, and ${isDone ? 'post' : 'main'} does not say that another may show up`
}

const MAY_HAVE_STARTED: readonly string[] = ['good', 'nothing', 'open']

/** Nobody is told that a termination was accepted which was not. */
export function* claims(e: Evidence): Iterable<string> {
  const isClaimed = /termination (?:of .*)?was accepted/i.test(e.annotations)
  if (isClaimed && !e.record.runs.some((run) => run.termination !== undefined))
    yield 'a termination is claimed that never was'
}
