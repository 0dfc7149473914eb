/** How a step begins: its inputs, its connection, and what it asks first. The rest of it is in `story.ts`. */

import type { Platform } from './core/platform.ts'
import { openChannel } from './core/requests/channel.ts'
import { noReports, type Reports } from './github/reports.ts'
import { type Inputs, readInputs, secretsIn, secretsOf, withoutGiven } from './inputs/index.ts'
import { type LogFileResult, openLogFile } from './step/log-file.ts'
import { open } from './step/opening.ts'
import type { Step, World } from './step/step.ts'

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
  const opening = open(step)
  opening.catch(() => undefined)
  // The rest is loaded while that is being answered, and before a trigger goes out: where it can't be, no run is lost.
  await world.underWay()
  const { finish } = await import('./story.ts')
  await finish(step, opening)
}

/** Inputs that can't be used: nothing is sent. */
async function refuse(world: World, reason: string, summary: boolean): Promise<void> {
  const { finishUnbegun } = await import('./story.ts')
  await finishUnbegun(world, reason, summary)
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
      warnedTwins: new Set(),
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
