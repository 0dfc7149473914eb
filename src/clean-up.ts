/**
 * The post step: takes over when main was cut off. It ends what main started, as far as `on-cancel` says, and names
 * what it could not end. Never fails the job, sets no outputs, does nothing when main concluded.
 */

import type { Platform } from './core/platform.ts'
import { openChannel } from './core/requests/channel.ts'
import { hasLeftOver } from './github/reports.ts'
import { headerSecretsOf, readConnection, secretsOf, wantsSummary } from './inputs/index.ts'
import type { PlatformDefinition } from './platforms/definition.ts'
import { readState, restored, type SavedAttempt, type SavedState } from './state.ts'
import { givenRun } from './step/saving.ts'
import type { World } from './step/step.ts'
import { type Afterword, byAlias, endWhatIsLeft, POST_REQUEST_TIMEOUT_MS } from './step/what-is-left.ts'
import { isSealed } from './text/seal.ts'
import { namesOf } from './verdict/names.ts'
import { shownParts } from './verdict/shown.ts'

/** Of the 30 s that post may take, for everything that needs the platform. */
const NETWORK_MS = 22_000

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
  const { runner, env, platforms } = world
  const saved = readState(env)
  const state = isBlank(saved) ? { ...saved, ...(await givenRun(world)) } : saved
  const { concluded, attempt, run, sends } = state
  // Nothing was started where no trigger was ever sent.
  if (concluded || (run === undefined && sends === 0)) return undefined
  const definition = platforms.find((platform) => platform.id === attempt?.platform)
  if (attempt === undefined || definition === undefined) {
    const known = run === undefined ? 'a run that it may have started' : run.runId
    return `The step was cut off, and what it saved for its post step can't be read: ${known} may still be going.`
  }
  const platform = definition.create(attempt.baseUrl, { target: attempt.target, payload: {} })
  const afterword = await endRun(world, definition, platform, { ...state, attempt })
  // Main may have told its end, and left the rest to post.
  const head = state.reportedEnd ? 'The step was cancelled.' : 'The step was cut off.'
  for (const note of afterword.done) runner.info(`${head} ${note}`)
  if (wantsSummary(env)) {
    // What has to be warned of is not lost over it.
    await addAfterword(world, platform, afterword, state).catch(() =>
      runner.info('The job summary could not be completed.'),
    )
  }
  return afterword.open.length > 0 ? [head, ...afterword.open].join(' ') : undefined
}

/** Main told nothing and saved nothing. */
function isBlank({ concluded, reportedEnd, attempt, run, sends }: SavedState): boolean {
  return !concluded && !reportedEnd && attempt === undefined && run === undefined && sends === 0
}

async function endRun(
  { runner, env, clock, connect }: World,
  definition: PlatformDefinition,
  platform: Platform,
  { attempt, run, sends }: SavedState & { readonly attempt: SavedAttempt },
): Promise<Afterword> {
  const known = run?.runId ?? `The run${byAlias(platform, attempt)}`
  const giveUp = (why: string): Afterword => {
    const open = [`${known} at ${attempt.baseUrl} may still be going: ${why}.`]
    return { ...(run === undefined ? {} : { run }), done: [], open }
  }
  if (isSealed(JSON.stringify([attempt, run]))) {
    return giveUp('a secret in its name or address was not given to the post step, so nothing was sent')
  }
  const connection = await readConnection(env, definition)
  if (connection.kind === 'faulty') return giveUp(connection.message)
  if (connection.baseUrl !== attempt.baseUrl) {
    return giveUp('the inputs of the post step name another `base-url`, so nothing was sent')
  }
  const http = connect(connection)
  const blot = (text: string) => runner.blot(text)
  const channel = openChannel({ http, platform, clock, requestTimeoutMs: POST_REQUEST_TIMEOUT_MS, blot })
  const untilMs = clock.nowMs() + NETWORK_MS
  const afterword = await endWhatIsLeft({ channel, platform, clock }, { ...attempt, sends }, run, untilMs)
  http.close()
  return afterword
}

/** The post step's summary is a file of its own: it completes main's, or stands in for it. */
async function addAfterword(
  { runner }: World,
  platform: Platform,
  { run, last, done, open }: Afterword,
  { reportedEnd }: SavedState,
): Promise<void> {
  const { renderAfterword } = await import('./summary/afterword.ts')
  const blot = (text: string) => runner.blot(text)
  const notes = [...done, ...open].map(blot)
  const job = platform.jobName === undefined ? {} : { job: blot(platform.jobName) }
  const shown = run === undefined ? {} : shownParts(last === undefined ? { run } : { run, last }, blot)
  runner.addSummary(renderAfterword({ names: namesOf(platform), ...job, ...shown, notes, reportedEnd }))
}
