/**
 * The post step: takes over when main was cut off. It ends what main started, as far as `on-cancel` says, and names
 * what it could not end. Never fails the job, sets no outputs, does nothing when main concluded.
 */

import { isFinal, type ListedRun, type RunHandle, type Termination } from './core/model.ts'
import type { Platform } from './core/platform.ts'
import { openChannel } from './core/requests/channel.ts'
import { resolveRun } from './core/resolve-run.ts'
import { baselineSince } from './core/search/baseline.ts'
import { findOurs } from './core/search/find-ours.ts'
import { createRunSearch, type RunSearch, type SearchPorts } from './core/search/run-search.ts'
import { endTwins } from './core/search/twins.ts'
import { readStatus, terminate } from './core/terminate.ts'
import { hasLeftOver } from './github/reports.ts'
import { headerSecretsOf, readConnection, secretsOf } from './inputs/index.ts'
import { readState, restored, type SavedAttempt } from './state.ts'
import type { World } from './step/step.ts'
import { isSealed } from './text/seal.ts'
import { describeCandidates, twinWarnings } from './verdict/message.ts'

/** Of the 30 s that post may take, for everything that needs the platform. */
const NETWORK_MS = 22_000
const REQUEST_TIMEOUT_MS = 5000
const SEARCH_GAP_MS = 2000
/** What is kept of it for ending a run that has to be looked up first. */
const FOR_ENDING_MS = 8000

export async function cleanUp(given: World): Promise<void> {
  const { runner, platforms } = given
  for (const secret of secretsOf(given.env, platforms)) runner.mask(secret)
  for (const secret of await headerSecretsOf(given.env)) runner.mask(secret)
  const world = { ...given, env: restored(given.env, (value) => runner.restore(value)) }
  const warnings = await Promise.all([endRunOfMain(world), setStatusOfMain(world)])
  const said = warnings.filter((warning) => warning !== undefined)
  if (said.length > 0) runner.warning(said.join(' '))
}

/** A commit status that main did not get to set. What there is to warn of is returned. */
async function setStatusOfMain(world: World): Promise<string | undefined> {
  if (!hasLeftOver(world.env)) return undefined
  const { setLeftOver } = await import('./github/left-over.ts')
  let said: string | undefined
  const runner = {
    info: (text: string) => world.runner.info(text),
    warning: (text: string) => {
      said = text
    },
  }
  await setLeftOver({ ...world, runner, open: world.openGithub })
  return said
}

/** What there is to warn of is returned. */
async function endRunOfMain(world: World): Promise<string | undefined> {
  const { runner, env, platforms, clock } = world
  const { concluded, attempt, run, sends } = readState(env)
  if (concluded || attempt === undefined) return undefined
  const definition = platforms.find((platform) => platform.id === attempt.platform)
  if (definition === undefined) return undefined
  const platform = definition.create(attempt.baseUrl, { target: attempt.target, payload: {} })
  const known = run?.runId ?? `the run${byAlias(platform, attempt)}`
  const giveUp = (why: string) => `The step was cut off, and ${known} at ${attempt.baseUrl} may still be going: ${why}.`
  if (isSealed(JSON.stringify([attempt, run]))) {
    return giveUp('a secret in its name or address was not given to the post step, so nothing was sent')
  }
  const connection = await readConnection(env, definition)
  if (connection.kind === 'faulty') return giveUp(connection.message)
  if (connection.baseUrl !== attempt.baseUrl) {
    return giveUp('the inputs of the post step name another `base-url`, so nothing was sent')
  }
  const http = world.connect(connection)
  const blot = (text: string) => runner.blot(text)
  const channel = openChannel({ http, platform, clock, requestTimeoutMs: REQUEST_TIMEOUT_MS, blot })
  const notes = await endWhatIsLeft(
    { channel, platform, clock },
    { ...attempt, sends },
    run,
    clock.nowMs() + NETWORK_MS,
  )
  http.close()
  for (const note of notes.done) runner.info(note)
  return notes.open.length > 0 ? `The step was cut off. ${notes.open.join(' ')}` : undefined
}

/** What was done, and what is open: the latter is for a person. */
interface Notes {
  readonly done: string[]
  readonly open: string[]
}

async function endWhatIsLeft(
  ports: SearchPorts,
  saved: SavedAttempt & { readonly sends: number },
  run: RunHandle | undefined,
  untilMs: number,
): Promise<Notes> {
  const ageMs = () => ports.clock.epochMs() - saved.sentAtEpochMs
  const runSearch = createRunSearch(ports, {
    target: saved.target,
    alias: saved.alias,
    ageMs,
    lastAgeMs: ageMs,
    sends: () => saved.sends,
    baseline: baselineSince(saved.newestBeforeMs),
  })
  const notes: Notes = { done: [], open: [] }
  const given = run && (await resolveRun(ports, run, { untilMs: untilMs - FOR_ENDING_MS }))
  if (given?.kind === 'unresolved') {
    notes.open.push(
      `${named(given.run)} could not be addressed (${given.reason}); it was left as it is and may still be going.`,
    )
    return notes
  }
  const found = given?.run ?? (saved.alias === '' ? undefined : await findRun(ports, runSearch, untilMs))
  if (found === undefined) {
    notes.open.push(notFound(ports, saved, runSearch.seen))
    return notes
  }
  if (saved.onCancel === 'leave' || !saved.wait) await tellLeft(ports, found, notes, untilMs)
  else await end(ports, found, notes, untilMs)
  if (saved.sends > 1 || run === undefined) await endSecondRuns(ports, runSearch, found, notes, untilMs)
  return notes
}

async function end(ports: SearchPorts, run: RunHandle, notes: Notes, untilMs: number): Promise<void> {
  const last = await readStatus(ports, run, { untilMs })
  if (last !== undefined && isFinal(last)) {
    notes.done.push(`The step was cut off; ${run.runId} has ended as ${last.status}.`)
    return
  }
  tellTermination(run, await terminate(ports, run, last, { untilMs }), notes)
}

function tellTermination(run: RunHandle, termination: Termination, notes: Notes): void {
  switch (termination.kind) {
    case 'accepted':
      notes.done.push(`The step was cut off; the termination of ${run.runId} was accepted.`)
      return
    case 'already_ended':
      notes.done.push(`The step was cut off; ${run.runId} had ended already.`)
      return
    case 'failed':
      notes.open.push(`${named(run)} could not be terminated (${termination.reason}) and may still be going.`)
      return
    case 'not_requested':
      return
  }
}

async function tellLeft(ports: SearchPorts, run: RunHandle, notes: Notes, untilMs: number): Promise<void> {
  const last = await readStatus(ports, run, { untilMs })
  if (last !== undefined && isFinal(last)) notes.done.push(`${run.runId} has ended as ${last.status}.`)
  else
    notes.open.push(
      `${named(run)}, ${last === undefined ? 'not seen' : `seen as ${last.status}`}, was left going, as the inputs say.`,
    )
}

async function endSecondRuns(
  ports: SearchPorts,
  runSearch: RunSearch,
  keep: RunHandle,
  notes: Notes,
  untilMs: number,
): Promise<void> {
  const isDouble = runSearch.attempt.sends() > 1
  const limit = { untilMs: untilMs - (isDouble ? 2 * REQUEST_TIMEOUT_MS : 0), patient: isDouble }
  notes.open.push(...twinWarnings(await endTwins(ports, runSearch, keep, limit), keep, ports.platform.runNoun))
}

async function findRun({ clock }: SearchPorts, runSearch: RunSearch, untilMs: number): Promise<RunHandle | undefined> {
  const lastBeginMs = untilMs - 2 * REQUEST_TIMEOUT_MS - SEARCH_GAP_MS
  const ours = await findOurs(runSearch, clock, { untilMs, lastBeginMs, gapMs: SEARCH_GAP_MS })
  return ours?.handle
}

function notFound({ platform }: SearchPorts, saved: SavedAttempt, candidates: readonly ListedRun[]): string {
  const known = candidates.length === 0 ? 'none newer was seen' : `it may be: ${describeCandidates(candidates)}`
  return `The trigger was sent to ${platform.name}, but which ${platform.runNoun} it started${byAlias(platform, saved)} is not known: ${known}. Look there whether one is still going.`
}

/** An alias is named where it is any use: where people can search by it. */
function byAlias(platform: Platform, { alias, target }: SavedAttempt): string {
  return alias === '' || platform.findByAlias?.(target, alias) === undefined ? '' : ` (alias ${alias})`
}

function named(run: RunHandle): string {
  return `${run.runId} (${run.runUrl})`
}
