/** What may run beside what: a re-run and the run of the attempt before, and a step and whatever its job has going (`if-running`). */

import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import { type Evidence, LISTS, SEARCHES } from './evidence.ts'
import { pageOf } from './page.ts'

/** What is known before the trigger takes 3 s at most, and so does the search for the run of an earlier attempt. */
const BEFORE_MS = 3000
const SEARCH_MS = 3000
const SAYS_TWO = /there are two now/

/** "In attempt 2 and later a run that carries stem and identity, proved, and neither over nor being ended, is adopted". */
export function* runAgain(e: Evidence): Iterable<string> {
  if (e.company?.isRerun !== true || e.input('on-rerun') !== 'attach') return
  const [trigger] = e.of('trigger')
  const untilMs = trigger?.atMs ?? e.record.main.endMs
  const searches = e.ofMain(...SEARCHES).filter(({ atMs }) => atMs <= untilMs)
  // One that hangs is asked a second time, and the first answer counts.
  const answered = searches.find((search) => e.answer(search) === 'good' && e.arrivedMs(search) <= untilMs)
  const look = answered ?? searches[0]
  const { adopted } = e
  if (adopted !== undefined) return yield* adoption(e, adopted, look)
  if (trigger === undefined) return
  if (trigger.atMs > BEFORE_MS + SEARCH_MS + e.record.slackMs + LATENCIES * e.record.setup.latencyMs)
    yield `a re-run was triggered only after ${trigger.atMs} ms`
  if (look === undefined) {
    const isNoted = !e.hasAlias && /can.t tell which/.test(e.said)
    if (!isNoted) yield 'a re-run triggered its job without a look for the run of the attempt before'
    return
  }
  const going = goingAt(e, look).filter((run) => isShown(e, run, look))
  const [stands] = going
  if (stands === undefined) return
  if (e.canProve && answered !== undefined)
    yield `a second run was started beside ${stands.name}, of the attempt before`
  const isSeen = answered === undefined || e.record.settings.searchIgnoresPrefix
  if (isSeen && !SAYS_TWO.test(e.annotations))
    yield `${stands.name}, of the attempt before, may go on beside the new run, and nobody was told`
}

/** Requests one after the other before a trigger: the list, the search and its control. */
const LATENCIES = 6

/** "The oldest, the others are named. One that is over is never adopted." */
function* adoption(e: Evidence, adopted: RunView, look: RecordedRequest | undefined): Iterable<string> {
  if (look === undefined) return yield `${adopted.name} was adopted without a look for it`
  if (!e.canProve) yield `${adopted.name} was adopted without proof`
  const going = goingAt(e, look)
  if (!going.includes(adopted)) yield `${adopted.name} was adopted though it was over or being ended`
  const shown = going.filter((run) => isShown(e, run, look)).toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  const [oldest, ...others] = shown
  if (oldest !== undefined && oldest !== adopted) yield `${adopted.name} was adopted, and ${oldest.name} is older`
  for (const other of others) {
    if (!e.annotations.includes(e.shown(other)))
      yield `${other.name}, of an earlier attempt, goes on beside ${adopted.name} unnamed`
  }
}

/** Runs of the attempt before that were neither over nor being ended when it was looked. */
function goingAt(e: Evidence, { atMs }: RecordedRequest): readonly RunView[] {
  return e.earlier.filter((run) => {
    const isThere = e.createdMs(run) <= atMs && !e.hasEndedBy(run, atMs)
    return isThere && !(run.termination !== undefined && run.termination.atMs <= e.epoch(atMs))
  })
}

function isShown(e: Evidence, run: RunView, look: RecordedRequest): boolean {
  const { searchLagMs, listLagMs } = e.record.settings
  const lagMs = look.operation === 'search' ? searchLagMs : listLagMs
  return look.atMs - e.createdMs(run) >= lagMs
}

/** `if-running`: what was shown going when the step looked decides what it does. */
export function* runBeside(e: Evidence): Iterable<string> {
  const value = e.record.setup.inputs['if-running'] ?? 'start'
  if (value === 'start' || e.adopted !== undefined) return
  const [trigger] = e.of('trigger')
  const untilMs = trigger?.atMs ?? e.record.main.endMs
  const looks = e
    .ofMain('recent', ...LISTS)
    .filter((look) => look.atMs <= untilMs && e.answer(look) === 'good' && e.arrivedMs(look) <= untilMs)
  const last = looks.at(-1)
  if (trigger !== undefined) {
    if (last === undefined) return yield 'the job was triggered, and what is going was never seen'
    const [stands] = shownGoing(e, last)
    if (stands !== undefined)
      yield `a run was started beside ${stands.name}, which was shown going (if-running: ${value})`
    return
  }
  yield* insteadOfTrigger(e, value, last)
}

function* insteadOfTrigger(e: Evidence, value: string, last: RecordedRequest | undefined): Iterable<string> {
  const { conclusion, told } = e
  const going = last === undefined ? [] : shownGoing(e, last)
  const newest = going.toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0]
  const isOver = ['skipped', 'not_started'].includes(conclusion)
  if (e.attached !== undefined || conclusion === 'skipped') {
    if (newest === undefined) yield `${conclusion} by \`if-running\`, and no run was shown going`
    else if (told !== newest) yield `${told?.name} stands for what is going, and the newest is ${newest.name}`
  }
  if (value === 'fail' && newest !== undefined && isOver && !e.annotations.includes(e.shown(newest)))
    yield `${newest.name} stood in the way and was not named`
  if (value === 'wait' && newest !== undefined && conclusion === 'not_started') {
    const isDisturbed = e.ofMain('status', ...LISTS).some((look) => e.answer(look) !== 'good')
    const isLate = e.record.main.endMs + 1000 + e.record.slackMs >= e.timeoutMs
    if (!isLate && !isDisturbed) yield `${newest.name} was no longer waited for after ${e.record.main.endMs} ms`
  }
}

/** What a page of the job's runs showed as not over. */
export function shownGoing(e: Evidence, look: RecordedRequest): readonly RunView[] {
  const { isFinal } = REPERTOIRES[e.record.setup.platform]
  return pageOf(e, look).filter((run) => !isFinal(e.statusAt(run, look.atMs)))
}
