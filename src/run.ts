/** The story of a step: inputs -> trigger or attach -> watch -> verdict. Everything else is somewhere below. */

import { withRandomSuffix } from './core/alias.ts'
import { type Channel, openChannel } from './core/channel.ts'
import { formatDuration } from './core/duration-format.ts'
import type { Attempt } from './core/look.ts'
import type { Outcome, RunHandle, RunSnapshot, Target, Termination } from './core/model.ts'
import { askUntilAnswered } from './core/persist.ts'
import type { Platform } from './core/platform.ts'
import type { Clock, Http, Runner } from './core/ports.ts'
import { describeDenial } from './core/reading.ts'
import { isSettled, stopRun } from './core/stopping.ts'
import { awaitEnd, type Limit, lookAt, terminate } from './core/terminate.ts'
import { trigger } from './core/trigger.ts'
import { areEnded, endTwins, type TwinSearch } from './core/twins.ts'
import { type Watched, watch } from './core/watch.ts'
import { type Inputs, readInputs, secretsOf } from './inputs/index.ts'
import { type Names, twinWarnings } from './message.ts'
import type { PlatformDefinition } from './platforms/definition.ts'
import { report, tellRun } from './report.ts'
import { type SavedAttempt, stateNames } from './state.ts'

/** Everything that reaches outside, passed in. */
export interface World {
  readonly runner: Runner
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platforms: readonly PlatformDefinition[]
  connect(connection: { readonly baseUrl: string; readonly apiKey: string }): Http & { close(): void }
}

/** What is known so far: the only state of a step, so that whatever ends it can tell. */
interface Known {
  run?: RunHandle
  last?: RunSnapshot
  /** A trigger that may have started a run nobody knows of. */
  inDoubt?: Attempt
  /** The runner told the step to stop before everything that it started was dealt with: `post` goes on. */
  leftToPost?: boolean
}

interface Step extends World {
  readonly inputs: Inputs
  readonly platform: Platform
  readonly channel: Channel
  /** Monotonic; `timeout` counts from the start of the process. */
  readonly deadlineMs: number
  readonly known: Known
  stoppedAtMs(): number
}

/** How long the platform is given after `on-timeout: terminate`. */
const AFTER_TIMEOUT_MS = 30_000
/** How long the look for a second run may take once everything else is decided. */
const TWIN_SEARCH_MS = 10_000

export async function run(world: World): Promise<void> {
  const { runner, env, platforms } = world
  for (const secret of secretsOf(env, platforms)) runner.mask(secret)
  const read = await readInputs(env, platforms)
  if (read.kind === 'faulty') {
    report(runner, { platform: '', runNoun: 'run' }, { kind: 'not_started', reason: read.message })
    runner.saveState(stateNames.concluded, 'true')
    return
  }
  for (const warning of read.warnings) runner.warning(warning)
  const { inputs } = read
  const http = world.connect(inputs)
  const known: Known = {}
  const platform = inputs.platform.create(inputs.baseUrl, inputs.job)
  const channel = openChannel({ http, platform, clock: world.clock, requestTimeoutMs: inputs.requestTimeoutMs })
  const stoppedAtMs = rememberStop(world)
  const step: Step = { ...world, inputs, platform, channel, known, deadlineMs: inputs.timeoutMs, stoppedAtMs }
  const names: Names = { platform: platform.name, runNoun: platform.runNoun }
  const outcome = await story(step).catch((error: unknown) => afterBug(step, error))
  report(runner, names, outcome)
  if (!known.leftToPost) runner.saveState(stateNames.concluded, 'true')
  http.close()
}

function rememberStop({ runner, clock }: World): () => number {
  let atMs: number | undefined
  const remember = () => {
    atMs ??= clock.nowMs()
    return atMs
  }
  runner.stop.addEventListener('abort', remember, { once: true })
  return remember
}

async function story(step: Step): Promise<Outcome> {
  const begun = await (step.inputs.attachTo === undefined ? start(step) : attach(step, step.inputs.attachTo))
  if (begun !== undefined) return begun
  const { run: handle } = step.known
  if (handle === undefined) throw new Error('a run was begun without a handle')
  if (!step.inputs.wait) return { kind: 'pending', run: handle, ...lastOf(step.known) }
  const outcome = await watchToVerdict(step, handle)
  if (outcome.kind !== 'cancelled') await lookForTwin(step, handle)
  return outcome
}

/** Attaches; never an outcome of its own, since whether the run exists is for the watch to find out. */
async function attach(step: Step, runId: string): Promise<Outcome | undefined> {
  const target = await resolveTarget(step)
  if ('kind' in target) return target.outcome
  const handle = step.platform.attach(target.target, runId)
  step.runner.saveState(stateNames.attempt, JSON.stringify(savedAttempt(step, target.target, '', 0, false)))
  adopt(step, handle)
  step.runner.info(`Waiting for ${step.platform.name} ${step.platform.runNoun} ${handle.runId}: ${handle.runUrl}`)
  return undefined
}

/** Triggers. Undefined when a run is known, else what became of the step. */
async function start(step: Step): Promise<Outcome | undefined> {
  const { runner, platform, inputs, clock, known } = step
  const target = await resolveTarget(step)
  if ('kind' in target) return target.outcome
  const alias = withRandomSuffix(inputs.aliasStem, clock)
  const policy = { ...inputs, deadlineMs: step.deadlineMs, maySendAgain: inputs.wait }
  const ending = await trigger(step, policy, target.target, alias, ({ firstSentAgoMs, again }) =>
    runner.saveState(
      stateNames.attempt,
      JSON.stringify(savedAttempt(step, target.target, alias, firstSentAgoMs, again)),
    ),
  )
  switch (ending.kind) {
    case 'started':
      if (ending.twinOf !== undefined) known.inDoubt = ending.twinOf
      if (ending.first !== undefined) known.last = ending.first
      adopt(step, ending.run)
      runner.info(`Started ${platform.name} ${platform.runNoun} ${ending.run.runId}: ${ending.run.runUrl}`)
      return undefined
    case 'unusable':
      return { kind: 'lost', run: ending.run, reason: ending.reason }
    case 'refused':
      return { kind: 'not_started', reason: ending.reason }
    case 'unsettled':
      return { kind: 'unknown', reason: ending.reason, candidates: ending.candidates }
    case 'stopped':
      return cancel(step, ending.inDoubt)
  }
}

async function resolveTarget(
  step: Step,
): Promise<{ readonly target: Target } | { readonly kind: 'over'; readonly outcome: Outcome }> {
  const { platform, inputs, runner } = step
  if (platform.lookUp === undefined) return { target: platform.target }
  const options = { ...inputs, deadlineMs: step.deadlineMs, signal: runner.stop }
  const reading = await askUntilAnswered(step, platform.lookUp, options)
  const failed = (why: string): { readonly kind: 'over'; readonly outcome: Outcome } => ({
    kind: 'over',
    outcome: { kind: 'not_started', reason: `could not ${platform.lookUp?.what}: ${why}` },
  })
  /** A run that is attached to is there, whether or not it can be addressed. */
  const outOfSight = (runId: string, why: string): { readonly kind: 'over'; readonly outcome: Outcome } => ({
    kind: 'over',
    outcome: {
      kind: 'lost',
      run: platform.attach(platform.target, runId),
      reason: `could not ${platform.lookUp?.what}: ${why}`,
    },
  })
  switch (reading.kind) {
    case 'good':
      return { target: reading.value }
    case 'denied':
      return failed(describeDenial(reading.status, reading))
    case 'gave_up':
      return inputs.attachTo === undefined ? failed(reading.reason) : outOfSight(inputs.attachTo, reading.reason)
    case 'stopped':
      return { kind: 'over', outcome: await cancel(step, undefined) }
  }
}

function savedAttempt(step: Step, target: Target, alias: string, agoMs: number, again: boolean): SavedAttempt {
  const { inputs, platform, clock } = step
  return {
    platform: platform.id,
    baseUrl: inputs.baseUrl,
    target,
    alias,
    sentAtEpochMs: clock.epochMs() - agoMs,
    again,
    onCancel: inputs.onCancel,
    wait: inputs.wait,
  }
}

/** From here on the run is in the outputs and in the state, whatever happens to this process. */
function adopt(step: Step, handle: RunHandle): void {
  step.known.run = handle
  step.runner.saveState(stateNames.run, JSON.stringify(handle))
  tellRun(step.runner, handle, step.known.last)
}

async function watchToVerdict(step: Step, handle: RunHandle): Promise<Outcome> {
  const { inputs, known, runner } = step
  const attached = inputs.attachTo !== undefined
  const watched = await watch(step, { ...inputs, deadlineMs: step.deadlineMs, attached }, handle, (snapshot) => {
    known.last = snapshot
    tellRun(runner, handle, snapshot)
  })
  if (watched.last !== undefined) known.last = watched.last
  return afterWatch(step, handle, watched)
}

async function afterWatch(step: Step, handle: RunHandle, { ending, last }: Watched): Promise<Outcome> {
  const seen = last === undefined ? {} : { last }
  switch (ending.kind) {
    case 'final':
      return { kind: 'ended', phase: finalPhase(ending.last), run: handle, last: ending.last }
    case 'input_required':
      return { kind: 'action_required', run: handle, last: ending.last }
    case 'unreachable':
      return { kind: 'lost', run: handle, ...seen, reason: ending.reason }
    case 'denied':
      return denied(step, handle, seen, ending)
    case 'timed_out':
      return timedOut(step, handle)
    case 'stopped':
      return cancel(step, step.known.inDoubt)
  }
}

function finalPhase(last: RunSnapshot) {
  switch (last.phase) {
    case 'succeeded':
    case 'failed':
    case 'terminated':
      return last.phase
    case 'waiting':
    case 'running':
    case 'input_required':
    case 'ending':
    case 'unrecognised':
      throw new Error(`the status ${last.status} is not final`)
  }
}

function denied(
  { platform, inputs }: Step,
  run: RunHandle,
  seen: { readonly last?: RunSnapshot },
  { about, reason }: { readonly about: 'not_found' | 'not_allowed'; readonly reason: string },
): Outcome {
  if (about === 'not_allowed') {
    const advice = `check that the API key is valid, not expired, and allowed to see this ${platform.runNoun}`
    return { kind: 'lost', run, ...seen, reason: `${platform.name} answered ${reason}; ${advice}` }
  }
  if (inputs.attachTo !== undefined && seen.last === undefined) {
    const reason404 = `the ${platform.runNoun} \`${run.runId}\` given as \`run-id\` does not exist (${reason}); check \`run-id\`, \`base-url\` and the id of the job`
    return { kind: 'not_started', reason: reason404 }
  }
  return { kind: 'lost', run, ...seen, reason: `it has disappeared: ${platform.name} answered ${reason}` }
}

async function timedOut(step: Step, handle: RunHandle): Promise<Outcome> {
  const { inputs, known, clock, runner } = step
  const limit: Limit = { untilMs: clock.nowMs() + AFTER_TIMEOUT_MS, signal: runner.stop }
  let termination: Termination = { kind: 'not_requested' }
  if (inputs.onTimeout === 'terminate') {
    runner.info(`\`timeout\` of ${formatDuration(inputs.timeoutMs)} reached: terminating ${handle.runId}.`)
    termination = await terminate(step, handle, known.last, limit)
    const seen = await (termination.kind === 'failed' ? lookAt : awaitEnd)(step, handle, limit)
    if (seen !== undefined) known.last = seen
    if (runner.stop.aborted && termination.kind === 'failed') return cancel(step, known.inDoubt)
  }
  return { kind: 'timed_out', run: handle, ...lastOf(known), timeoutMs: inputs.timeoutMs, termination }
}

async function cancel(step: Step, inDoubt: Attempt | undefined): Promise<Outcome> {
  const { known, inputs, runner, platform } = step
  runner.info('The runner told the step to stop.')
  const doubt = inDoubt === undefined ? {} : { inDoubt }
  const policy = { onCancel: inputs.onCancel, stoppedAtMs: step.stoppedAtMs() }
  const ending = await stopRun(step, policy, { ...known, ...doubt })
  const { outcome, twins } = ending
  if (outcome.run !== undefined) known.run = outcome.run
  if (twins !== undefined && outcome.run !== undefined) tellTwins(step, twins, outcome.run)
  known.leftToPost = !isSettled(ending)
  runner.debug(`${platform.name} ${platform.runNoun}: ${outcome.termination.kind}`)
  return outcome
}

/** A second run of ours is ended and told of; one that may be ours is told of. Before the verdict, whatever it is. */
async function lookForTwin(step: Step, handle: RunHandle): Promise<void> {
  const { known, runner, clock } = step
  if (known.inDoubt === undefined) return
  const limit: Limit = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop }
  const search = await endTwins(step, known.inDoubt, handle, limit)
  tellTwins(step, search, handle)
  if (runner.stop.aborted && !areEnded(search)) known.leftToPost = true
}

function tellTwins({ runner, platform }: Step, search: TwinSearch, handle: RunHandle): void {
  for (const warning of twinWarnings(search, handle, platform.runNoun)) runner.warning(warning)
}

/** A fault of this program: told as what it is, with all that is known of the run. Never a verdict. */
function afterBug({ known }: Step, error: unknown): Outcome {
  const reason = `an error in this action: ${error instanceof Error ? error.message : String(error)}`
  if (known.run !== undefined) return { kind: 'lost', run: known.run, ...lastOf(known), reason }
  return { kind: 'unknown', reason, candidates: [] }
}

function lastOf(known: Known): { readonly last?: RunSnapshot } {
  return known.last === undefined ? {} : { last: known.last }
}
