/** Promise 1: when there has to be a look for what a trigger in doubt may have started, and what comes of what it shows. */

import type { RecordedRequest } from '../../sandbox/control-plane/simulator.ts'
import { ENDINGS, type Evidence, LAST_LOOK_MS, LISTS, SEARCHES } from './evidence.ts'
import { showsAsOurs } from './one-run.ts'

/** How long a step may take to ask for the end of a second run that it has seen. */
const AT_ONCE_MS = 5000

/** "Before every send that follows a doubtful one, however short the wait between, and before a verdict that is reached in doubt". */
export function* unlooked(e: Evidence): Iterable<string> {
  const triggers = e.ofMain('trigger')
  const looks = e.looksForRuns(e.ofMain(...LISTS, ...SEARCHES))
  const isLookedFor = (fromMs: number, toMs: number) => looks.some(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  for (const [at, trigger] of triggers.entries()) {
    const before = triggers.slice(0, at)
    const last = before.at(-1)
    if (last === undefined || !before.some((send) => isInDoubt(e, send))) continue
    if (!isLookedFor(last.atMs, trigger.atMs)) yield 'a trigger followed a doubtful one without a look between'
  }
  const last = triggers.at(-1)
  if (e.conclusion !== 'unknown' || last === undefined) return
  const isOver = e.record.main.endMs + LAST_LOOK_MS + e.record.slackMs >= e.timeoutMs
  // Of a deployment it is asked first whose it is.
  const owners = e.ofMain('deployment').filter(({ atMs }) => atMs >= last.atMs)
  const couldNot =
    e.record.unsent.some(({ atMs }) => atMs >= last.atMs) || owners.some((owner) => e.answer(owner) !== 'good')
  if (!isOver && !couldNot && e.hasApplication && !isLookedFor(last.atMs, e.record.main.endMs))
    yield 'unknown, and nobody had looked after the last trigger'
}

function isInDoubt(e: Evidence, send: RecordedRequest): boolean {
  return ['nothing', 'open'].includes(e.answer(send))
}

/** "A second run that is proved ours at any time is terminated then, not at the end." */
export function* twinGoesOn(e: Evidence): Iterable<string> {
  const { told, ours, record } = e
  if (told === undefined || ours.length < 2 || !e.canProve) return
  const untilMs = Math.min(record.main.endMs, record.signalledAtMs ?? Number.POSITIVE_INFINITY)
  for (const twin of ours.filter((run) => run !== told)) {
    const searches = e.ofMain(...SEARCHES)
    // The search for an alias that nobody has comes next, perhaps after further pages, and proves what this one found.
    const isControl = ({ path }: RecordedRequest) => twin.alias === undefined || !path.includes(twin.alias)
    const seen = searches.find((look, at) => {
      const isProved = [look, searches.slice(at + 1).find(isControl)].every(
        (each) => each !== undefined && e.answer(each) === 'good',
      )
      return isProved && showsAsOurs(e, look, twin)
    })
    if (seen === undefined || seen.atMs + AT_ONCE_MS > untilMs || e.hasEndedBy(twin, seen.atMs + AT_ONCE_MS)) continue
    const isAsked = e
      .ofMain(...ENDINGS, 'app')
      .some(({ atMs, path }) => path.includes(twin.name) && atMs <= seen.atMs + AT_ONCE_MS)
    if (!isAsked) yield `the second run ${twin.name} was seen after ${seen.atMs} ms, and nobody asked for its end then`
  }
}
