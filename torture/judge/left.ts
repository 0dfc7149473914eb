/** Promise 5: a run that this step started is not left going but where the contract says so, and never unsaid. */

import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import type { Evidence } from './evidence.ts'
import { SAYS_DOUBT } from './one-run.ts'
import { pageOf } from './page.ts'

/** Runs of ours that go on once post is over, and that nobody has asked the platform to end. */
function leftOver(e: Evidence): readonly RunView[] {
  return e.ours.filter((run) => !e.isTerminated(run) && !e.hasEndedBy(run, e.record.post.endMs))
}

/** The step was cut off before it could conclude: killed, or told to stop. */
function wasCutOff({ record, conclusion }: Evidence): boolean {
  return conclusion === 'cancelled' || (record.main.killed && ['', 'pending'].includes(conclusion))
}

export function* leftGoing(e: Evidence): Iterable<string> {
  const asked = e.attached !== undefined && wasCutOff(e) && e.input('on-cancel') === 'terminate' ? [e.attached] : []
  const attached = asked.filter(
    (run) => e.told === run && !e.isTerminated(run) && !e.hasEndedBy(run, e.record.post.endMs),
  )
  for (const run of [...leftOver(e), ...attached]) {
    const isTold = e.told?.name === run.name
    if (!(isTold ? mayGoOn(e, run) : mayBeUnknown(e, run))) {
      yield `${run.name} was left going (${e.conclusion || 'no conclusion'}, on-cancel ${e.input('on-cancel')}, on-timeout ${e.input('on-timeout')})`
    }
  }
}

/** A run that the step knew. */
function mayGoOn(e: Evidence, run: RunView): boolean {
  const { main, post, signalledAtMs = main.endMs } = e.record
  if (wasCutOff(e)) {
    if (e.input('on-cancel') === 'leave') return true
    if (main.killed) return e.input('wait') === 'false' || wasRefused(e, run, post.startMs, post.endMs)
    // "`post` repeats the request if it was not accepted."
    const refusedMain = wasRefused(e, run, signalledAtMs, main.endMs)
    return refusedMain && (e.input('wait') === 'false' || wasRefused(e, run, post.startMs, post.endMs))
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
  const tries = e.of('terminate', 'cancel', 'app').filter((request) => isThen(request) && isAbout(request, run))
  return (
    tries.some((request) => e.answer(request) !== 'good' || saysNo(e, request, run)) || e.record.unsent.some(isThen)
  )
}

/** An execution in a status that allows no cancel: "200 with `success: false`". */
function saysNo(e: Evidence, { operation }: RecordedRequest, run: RunView): boolean {
  return operation === 'cancel' && !e.isTerminated(run)
}

function isAbout({ operation, path }: RecordedRequest, run: RunView): boolean {
  return operation === 'app' || path.includes(run.name)
}

/** A run that `run-id` does not name: the trigger's answer never came. */
function mayBeUnknown(e: Evidence, run: RunView): boolean {
  if (e.ours.length === 2 && e.told !== undefined && e.told.requestIndex !== undefined) return true // judged as a second run
  if (e.conclusion === 'unknown') return true
  if (!wasCutOff(e)) return false
  if (e.input('on-cancel') === 'leave' || e.input('wait') === 'false') return true
  return !couldBeFound(e, run)
}

/** By its alias, by post: the search works, sees it, and is answered. */
function couldBeFound(e: Evidence, run: RunView): boolean {
  const { settings, post, plot, unsent } = e.record
  if (
    plot.platform === 'kubiya' ||
    !e.hasApplication ||
    !settings.searchFindsAlias ||
    settings.searchIgnoresPrefix ||
    !settings.dateHeader
  ) {
    return false
  }
  const seenFromMs = e.createdMs(run) + Math.max(settings.listLagMs, settings.searchLagMs)
  if (seenFromMs + 1000 > post.startMs) return false
  const asked = e.ofPost('list', 'search', 'terminate', 'app')
  const isDisturbed = asked.some((request) => e.answer(request) !== 'good')
  return !isDisturbed && !unsent.some(({ atMs }) => atMs >= post.startMs)
}

/** "A run this step started is not left going unsaid", and "the candidates named". */
export function* unsaid(e: Evidence): Iterable<string> {
  const { main, post } = e.record
  for (const run of leftOver(e)) {
    const isTold = e.told?.name === run.name
    if (isTold && !main.killed) continue
    const inPost = post.annotations.map(({ message }) => message).join('\n')
    if (isTold && wasCutOff(e) && !inPost.includes(run.name)) yield `post left ${run.name} going and did not name it`
    if (isTold || e.annotations.includes(run.name)) continue
    if (!SAYS_DOUBT.test(e.annotations)) yield `${run.name} was left going, and nobody was told that a run may be there`
    const lists = e.looksForRuns(e.of('list', 'executions')).filter((list) => e.isHeard(list))
    const wasListed = lists.some((list) => pageOf(e, list).some(({ name }) => name === run.name))
    if (e.conclusion === 'unknown' && wasListed && !e.seemsOlder(run))
      yield `${run.name} was left going and listed, and not named as a candidate`
  }
}

/** Nobody is told that a termination was accepted which was not. */
export function* claims(e: Evidence): Iterable<string> {
  const isClaimed = /termination (?:of .*)?was accepted/i.test(e.annotations)
  if (isClaimed && !e.record.runs.some((run) => run.termination !== undefined))
    yield 'a termination is claimed that never was'
}
