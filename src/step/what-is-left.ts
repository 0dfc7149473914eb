/** What the post step does about what main started and did not end: it ends it, as far as `on-cancel` says, or names it. */

import { isFinal, type ListedRun, type RunHandle, type RunSnapshot, type Termination } from '../core/model.ts'
import type { Platform } from '../core/platform.ts'
import { resolveRun } from '../core/resolve-run.ts'
import { baselineSince } from '../core/search/baseline.ts'
import { findOurs } from '../core/search/find-ours.ts'
import type { SearchPorts } from '../core/search/ports.ts'
import { createRunSearch, type RunSearch } from '../core/search/run-search.ts'
import { endTwins } from '../core/search/twins.ts'
import { readStatus, terminate } from '../core/terminate.ts'
import type { SavedAttempt } from '../state.ts'
import { describeCandidates, twinWarnings } from '../verdict/doubt-words.ts'
import { linkOf } from '../verdict/names.ts'

/** For one request of the post step. */
export const POST_REQUEST_TIMEOUT_MS = 5000
const SEARCH_GAP_MS = 2000
/** What is kept of its time for ending a run that has to be looked up first. */
const FOR_ENDING_MS = 8000

/** Sentences for a person: what was done, and what is open. */
export interface Afterword {
  run?: RunHandle
  last?: RunSnapshot
  readonly done: string[]
  readonly open: string[]
}

export async function endWhatIsLeft(
  ports: SearchPorts,
  saved: SavedAttempt & { readonly sends: number },
  run: RunHandle | undefined,
  untilMs: number,
): Promise<Afterword> {
  const ageMs = () => ports.clock.epochMs() - saved.sentAtEpochMs
  const runSearch = createRunSearch(ports, {
    target: saved.target,
    alias: saved.alias,
    ageMs,
    lastAgeMs: ageMs,
    sends: () => saved.sends,
    baseline: baselineSince(saved.newestBeforeMs),
  })
  const notes: Afterword = { ...(run === undefined ? {} : { run }), done: [], open: [] }
  const given = run && (await resolveRun(ports, run, { untilMs: untilMs - FOR_ENDING_MS }))
  if (given?.kind === 'unresolved') {
    notes.open.push(
      `${named(ports, given.run)} could not be addressed (${given.reason}); it was left as it is and may still be going.`,
    )
    return notes
  }
  const found = given?.run ?? (saved.alias === '' ? undefined : await findRun(ports, runSearch, untilMs))
  if (found === undefined) {
    notes.open.push(notFound(ports, saved, runSearch.seen))
    return notes
  }
  notes.run = found
  if (saved.onCancel === 'leave' || !saved.wait) await noteLeft(ports, found, notes, untilMs)
  else await end(ports, found, notes, untilMs)
  if (saved.sends > 1 || run === undefined) await endSecondRuns(ports, runSearch, found, notes, untilMs)
  return notes
}

async function end(ports: SearchPorts, run: RunHandle, notes: Afterword, untilMs: number): Promise<void> {
  const last = await look(ports, run, notes, untilMs)
  if (last !== undefined && isFinal(last)) notes.done.push(`${run.runId} has ended as ${last.status}.`)
  else noteTermination(ports, run, await terminate(ports, run, last, { untilMs }), notes)
}

function noteTermination(ports: SearchPorts, run: RunHandle, termination: Termination, notes: Afterword): void {
  switch (termination.kind) {
    case 'accepted':
      notes.done.push(`The termination of ${run.runId} was accepted.`)
      return
    case 'already_ended':
      notes.done.push(`${run.runId} had ended already.`)
      return
    case 'failed':
      notes.open.push(
        `${named(ports, run)} could not be terminated (${termination.reason}) and may still be going. ${toWait(run)}`,
      )
      return
    case 'not_requested':
      return
  }
}

async function noteLeft(ports: SearchPorts, run: RunHandle, notes: Afterword, untilMs: number): Promise<void> {
  const last = await look(ports, run, notes, untilMs)
  if (last !== undefined && isFinal(last)) {
    notes.done.push(`${run.runId} has ended as ${last.status}.`)
    return
  }
  const seen = last === undefined ? 'not seen' : `seen as ${last.status}`
  notes.open.push(`${named(ports, run)}, ${seen}, was left going, as the inputs say. ${toWait(run)}`)
}

async function look(ports: SearchPorts, run: RunHandle, notes: Afterword, untilMs: number) {
  const last = await readStatus(ports, run, { untilMs })
  if (last !== undefined) notes.last = last
  return last
}

async function endSecondRuns(
  ports: SearchPorts,
  runSearch: RunSearch,
  keep: RunHandle,
  notes: Afterword,
  untilMs: number,
): Promise<void> {
  const isDouble = runSearch.attempt.sends() > 1
  const limit = { untilMs: untilMs - (isDouble ? 2 * POST_REQUEST_TIMEOUT_MS : 0), patient: isDouble }
  notes.open.push(...twinWarnings(await endTwins(ports, runSearch, keep, limit), keep, ports.platform.runNoun))
}

async function findRun({ clock }: SearchPorts, runSearch: RunSearch, untilMs: number): Promise<RunHandle | undefined> {
  const lastBeginMs = untilMs - 2 * POST_REQUEST_TIMEOUT_MS - SEARCH_GAP_MS
  const ours = await findOurs(runSearch, clock, { untilMs, lastBeginMs, gapMs: SEARCH_GAP_MS })
  return ours?.handle
}

function notFound({ platform }: SearchPorts, saved: SavedAttempt, candidates: readonly ListedRun[]): string {
  const known = candidates.length === 0 ? 'none newer was seen' : `it may be: ${describeCandidates(candidates)}`
  return `The trigger was sent to ${platform.name}, but which ${platform.runNoun} it started${byAlias(platform, saved)} is not known: ${known}. Look there whether one is still going.`
}

/** An alias is named where it is any use: where people can search by it. */
export function byAlias(platform: Platform, { alias, target }: SavedAttempt): string {
  return alias === '' || platform.findByAlias?.(target, alias) === undefined ? '' : ` (alias ${alias})`
}

function named({ platform }: SearchPorts, run: RunHandle): string {
  return `${run.runId} (${linkOf(run, platform)})`
}

function toWait({ runId }: RunHandle): string {
  return `To wait for it, give a step \`run-id: ${runId}\`.`
}
