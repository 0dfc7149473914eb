/** Promise 1: one trigger, one run; a second only as the late twin of a trigger sent again. */

import type { RecordedRequest, RunView } from '../../sandbox/control-plane/simulator.ts'
import { type Evidence, LAST_LOOK_MS, LISTS, SEARCHES } from './evidence.ts'
import { jobOf, pageOf } from './page.ts'

/** "At least three times over at least max(15 s, `request-timeout`)". */
const LOOKS = 3
const SHORTEST_WINDOW_MS = 15_000

/** "Sent again at once only where the earlier one provably started nothing", else after looks that found no newer run. */
export function* sentAgain(e: Evidence): Iterable<string> {
  const triggers = e.of('trigger')
  if (e.record.setup.attach !== 'no' && triggers.length > 0) yield 'a step that was to attach to a run triggered one'
  if (e.ofPost('trigger').length > 0) yield 'post triggered a run'
  for (const [index, now] of triggers.entries()) {
    const before = triggers[index - 1]
    if (before === undefined) continue
    if (JSON.stringify(before.body) !== JSON.stringify(now.body)) yield 'the trigger was sent again, but another one'
    const answer = e.answer(before)
    if (answer === 'good' || answer === 'denied') yield `the trigger was sent again after an answer (${answer})`
    if (answer === 'nothing' || answer === 'open') yield* afterDoubt(e, before, now)
  }
  yield* freshConnections(e, triggers)
}

function* afterDoubt(e: Evidence, before: RecordedRequest, now: RecordedRequest): Iterable<string> {
  if (!e.hasAlias) yield 'a doubtful trigger was sent again where no alias tells its runs'
  if (e.input('wait') === 'false') yield 'a doubtful trigger was sent again with `wait: false`'
  const between = e.ofMain(...LISTS).filter(({ atMs }) => atMs >= before.atMs && atMs <= now.atMs)
  // A deployment may be of another job than the one that was given.
  const isOfOurs = (list: RecordedRequest) => e.ours.every(({ jobId }) => [undefined, jobId].includes(jobOf(list)))
  const lists = e.looksForRuns(between).filter((list) => ['good', 'open'].includes(e.answer(list)) && isOfOurs(list))
  const looks = lists.filter(({ path }) => !/[?&]offset=[1-9]/.test(path))
  const spanMs = (looks.at(-1)?.atMs ?? 0) - (looks[0]?.atMs ?? 0)
  const wantedMs = Math.max(SHORTEST_WINDOW_MS, e.requestTimeoutMs)
  if (looks.length < LOOKS) yield `the trigger was sent again after ${looks.length} looks`
  if (spanMs + e.record.slackMs < wantedMs) yield `the trigger was sent again after looks over ${spanMs} ms`
  const sinceMs = e.doubtful[0]?.atMs ?? before.atMs
  const seen = lists.filter((list) => e.answer(list) === 'good').flatMap((list) => pageOf(e, list))
  const newer = seen.find((run) => e.createdMs(run) + 1 > sinceMs && !e.seemsOlder(run))
  if (newer !== undefined) yield `the trigger was sent again though the list showed ${newer.name}`
}

/** "The trigger goes on a fresh connection". */
function* freshConnections(e: Evidence, triggers: readonly RecordedRequest[]): Iterable<string> {
  for (const { connection, index } of triggers) {
    const others = e.record.requests.filter((request) => request.connection === connection && request.index < index)
    if (connection !== undefined && others.length > 0) yield 'the trigger went on a connection that had been used'
  }
}

/** "Before the verdict the alias is looked up once more, and a second run proved ours is terminated, with a warning". */
export function* secondRun(e: Evidence): Iterable<string> {
  const { ours, told } = e
  if (ours.length > 2) yield `${ours.length} runs were started`
  if (ours.length < 2) return
  if (!e.hasAlias) yield 'two runs were started where no alias tells them'
  if (ours[0] && ours[1] && e.aliasOf(ours[0]) !== e.aliasOf(ours[1])) yield 'the two runs have different aliases'
  if (told === undefined || !hasVerdict(e)) return
  const lastTriggerMs = e.of('trigger').at(-1)?.atMs ?? 0
  const looksFor = [...LISTS, ...SEARCHES]
  // A step that is told to stop before it could look leaves that to post.
  const searches = e.record.signalledAtMs === undefined ? e.ofMain(...looksFor) : e.of(...looksFor)
  const looks = e.looksForRuns(searches).filter(({ atMs }) => atMs > lastTriggerMs)
  const tried = looks.length > 0 || e.record.unsent.some(({ atMs }) => atMs > lastTriggerMs)
  if (!tried) yield 'the alias was not looked up once more before the verdict'
  for (const twin of ours.filter(({ name }) => name !== told.name)) yield* fateOf(e, twin, looks)
}

function hasVerdict({ record, conclusion }: Evidence): boolean {
  return !record.main.killed && !['', 'pending', 'unknown', 'not_started', 'cancelled'].includes(conclusion)
}

function* fateOf(e: Evidence, twin: RunView, looks: readonly RecordedRequest[]): Iterable<string> {
  const isNamed = e.annotations.includes(e.shown(twin))
  if (e.isTerminated(twin) && !isNamed) yield `the second run ${twin.name} was terminated and not warned of`
  if (e.isTerminated(twin) || e.hasEndedBy(twin, e.record.post.endMs)) return
  const good = looks.filter((look) => e.answer(look) === 'good')
  const wasSeen = good.some((look) => showsAsOurs(e, look, twin))
  if (wasSeen && !isNamed) yield `the second run ${twin.name} stands, was there to be seen, and was not warned of`
  // Whether or not it could be seen: the step knew that it had sent twice and found one.
  if (!isNamed && !SAYS_DOUBT.test(e.annotations)) {
    yield `the second run ${twin.name} goes on, and nobody was told that there may be one`
  }
}

/**
 * "Proved ours in the same way": by the search, on whichever of its pages. Where the search proves nothing, the list is
 * all there is; where it does, a run that it does not show is taken for somebody else's.
 */
export function showsAsOurs(e: Evidence, look: RecordedRequest, run: RunView): boolean {
  const { searchLagMs } = e.record.settings
  if (!e.canProve) return pageOf(e, look).some(({ name }) => name === run.name)
  // Not the one for an alias that no run has, by which the search proves itself.
  if (look.operation === 'allExecutions')
    return !isControl(e, look) && pageOf(e, look).some(({ name }) => name === run.name)
  const isForAlias = look.operation === 'search' && look.path.includes(run.alias ?? '')
  return isForAlias && jobOf(look) === run.jobId && look.atMs - e.createdMs(run) >= searchLagMs
}

/** Where the path does not tell: it comes right after the search that found something. */
function isControl(e: Evidence, look: RecordedRequest): boolean {
  const before = e.looksForRuns().findLast(({ index }) => index < look.index)
  return before?.operation === look.operation && e.answer(before) === 'good' && e.isOfPost(before) === e.isOfPost(look)
}

/** That a run may be there which nobody could name. */
export const SAYS_DOUBT = /may|not known|could not be seen/

/** "Exactly that version runs". */
export function* askedVersion(e: Evidence): Iterable<string> {
  const version = /^(?:[^:]+:){3}(\d+)$/.exec(e.input('application-fqn'))?.[1]
  if (version === undefined) return
  for (const run of e.ours) {
    if (run.deploymentVersion !== version) yield `version ${run.deploymentVersion} ran, and ${version} was asked for`
  }
}

/** Other people's runs are neither taken for ours nor ended; one that was attached to only where that was asked for. */
export function* otherPeople(e: Evidence): Iterable<string> {
  const { told, attached } = e
  // There the outputs name the run that stood in the way.
  const stoodInTheWay = ['skipped', 'not_started'].includes(e.conclusion)
  for (const run of e.foreign) {
    if (e.isEndedByUs(run)) yield `somebody else's run ${run.name} was terminated`
    if (told?.name === run.name && !stoodInTheWay) yield `somebody else's run ${run.name} was taken for ours`
  }
  if (attached === undefined || !e.isEndedByUs(attached)) return
  const { signalledAtMs, main } = e.record
  const onCancel = (signalledAtMs !== undefined || main.killed) && e.input('on-cancel') === 'terminate'
  const onTimeout = main.endMs + LAST_LOOK_MS + e.record.slackMs >= e.timeoutMs && e.input('on-timeout') === 'terminate'
  if (!onCancel && !onTimeout) yield 'the run that was only attached to was terminated, and nobody had asked for it'
}
