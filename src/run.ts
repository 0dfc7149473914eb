/** The story of a step: inputs -> trigger or attach -> watch -> verdict. Everything else is somewhere below. */

import type { RunHandle } from './core/model.ts'
import type { Platform } from './core/platform.ts'
import { openChannel } from './core/requests/channel.ts'
import { finishBy, noReports, type Reports } from './github/reports.ts'
import { type Inputs, readInputs, secretsIn, secretsOf, withoutGiven } from './inputs/index.ts'
import { stateNames } from './state.ts'
import { type LogFileResult, openLogFile } from './step/log-file.ts'
import { searchForTwins, searchMeanwhile } from './step/second-runs.ts'
import { attach, start } from './step/starting.ts'
import { type Known, lastOf, type Step, type World } from './step/step.ts'
import { afterVerdict, reportOf, reportOfFaults, tellOutputs, tellSummary, tellVerdict } from './step/telling.ts'
import { watchToVerdict } from './step/watching.ts'
import { type Names, namesOf } from './verdict/names.ts'
import type { Outcome } from './verdict/outcome.ts'

export async function run(world: World): Promise<void> {
  const { runner, env, platforms } = world
  for (const secret of secretsOf(env, platforms)) runner.mask(secret)
  const read = await readInputs(env, platforms)
  if (read.kind === 'faulty') return refuse(world, read.message, read.summary)
  for (const secret of secretsIn(read.inputs.headers)) runner.mask(secret)
  for (const warning of read.warnings) runner.warning(warning)
  const logFile = await openLogFile(world, read.inputs.logFile)
  if (logFile.kind === 'faulty') return refuse(world, logFile.message, read.inputs.summary)
  const step = await begin(world, read.inputs, logFile)
  const { platform, known, clock, reports } = step
  const names = namesOf(platform)
  const outcome = await story(step).catch((error: unknown) => afterBug(known, error))
  tellOutputs(runner, outcome, platform)
  tellVerdict(runner, names, outcome, known)
  runner.saveState(known.leftToPost ? stateNames.toldEnd : stateNames.concluded, 'true')
  if (read.inputs.summary) {
    await afterVerdict(world, 'The job summary could not be made', () => {
      return tellSummary(runner, reportOf(step, names, outcome))
    })
  }
  const byMs = finishBy(clock.nowMs(), runner.stop.aborted ? step.stoppedAtMs() : undefined)
  await afterVerdict(world, 'GitHub could not be told of it', () => reports.finish(outcome, byMs))
  step.http.close()
}

/** Inputs that can't be used: nothing is sent. */
async function refuse({ runner }: World, reason: string, summary: boolean): Promise<void> {
  const names: Names = { platform: '', runNoun: 'run' }
  const outcome: Outcome = { kind: 'not_started', reason }
  tellOutputs(runner, outcome)
  tellVerdict(runner, names, outcome)
  runner.saveState(stateNames.concluded, 'true')
  if (!summary) return
  await afterVerdict({ runner }, 'The job summary could not be made', () => {
    return tellSummary(runner, reportOfFaults(names, outcome))
  })
}

async function begin(world: World, inputs: Inputs, { opened }: LogFileResult & { kind: 'usable' }): Promise<Step> {
  const { clock, runner } = world
  const withoutValues = withoutGiven(inputs.job.payload)
  const blot = (text: string) => withoutValues(runner.blot(text))
  const platform = inputs.platform.create(inputs.baseUrl, inputs.job)
  const http = world.connect(inputs)
  return {
    ...world,
    inputs,
    platform,
    http,
    channel: openChannel({
      http,
      platform,
      clock,
      requestTimeoutMs: inputs.requestTimeoutMs,
      requestTimeoutInput: 'request-timeout',
      blot,
    }),
    ...(opened === undefined ? {} : { logFile: opened }),
    reports: await reportsOf(world, inputs, platform),
    deadlineMs: inputs.timeoutMs,
    known: {
      cameBy: inputs.attachTo === undefined ? 'trigger' : 'attach',
      toldTwins: new Set(),
      statuses: [],
      past: [],
      lastLines: [],
    },
    stoppedAtMs: rememberStop(world),
  }
}

/** What is told to GitHub; the program for it is loaded only if something is asked for. */
async function reportsOf(world: World, { github }: Inputs, platform: Platform): Promise<Reports> {
  if (github === undefined) return noReports
  const { createReports } = await import('./github/index.ts')
  const ports = { ...world, open: world.openGithub, blot: (text: string) => world.runner.blot(text) }
  const payload = await world.eventPayload()
  return createReports(ports, { settings: github, payload, platform })
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
  if (begun.kind !== 'begun') return begun
  const { run: handle } = begun
  if (!step.inputs.wait) await step.known.endingTwins
  if (!step.inputs.wait) return { kind: 'pending', run: handle, ...lastOf(step.known) }
  const outcome = await watchBesideTwins(step, handle)
  if (outcome.kind !== 'cancelled') await searchForTwins(step, handle)
  return outcome
}

/** The wait; beside it a second run that may be there is looked for. */
async function watchBesideTwins(step: Step, handle: RunHandle): Promise<Outcome> {
  const { inDoubt } = step.known
  if (inDoubt === undefined) return watchToVerdict(step, handle)
  const over = new AbortController()
  const search = searchMeanwhile(step, inDoubt, handle, over.signal)
  const outcome = await watchToVerdict(step, handle)
  over.abort()
  await search
  return outcome
}

/** A fault of this program: told as what it is, with all that is known of the run. Never a verdict. */
function afterBug(known: Known, error: unknown): Outcome {
  const reason = `an error in this action: ${error instanceof Error ? error.message : String(error)}`
  if (known.run !== undefined) return { kind: 'lost', run: known.run, ...lastOf(known), reason }
  return { kind: 'unknown', reason, candidates: [] }
}
