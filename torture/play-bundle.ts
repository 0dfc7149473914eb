/** Plays a story with what is shipped: `dist/main.js`, then `dist/post.js`, as processes under the simulated runner, over HTTP. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type RunningControlPlane, startControlPlane } from '../sandbox/control-plane/server.ts'
import { ControlPlane } from '../sandbox/control-plane/simulator.ts'
import { runStep, type StageResult, type StepOptions } from '../sandbox/runner/index.ts'
import { ELSEWHERE } from './make-faults.ts'
import { platformRecord, type Stage, type StoryRecord, type Unsent } from './record.ts'
import { furnish, inputsOf, planeOf } from './setting.ts'
import { API_KEY, type Interruption, type StorySetup } from './story-setup.ts'

const ACTION_DIR = fileURLToPath(new URL('..', import.meta.url))
/** Far above what any story may take; past it the process is killed, and the judge says so. */
const LIMIT_MS = 110_000
/** How late a process may be because the machine is busy: starting, reading its clock, ending. */
const SLACK_MS = 1500
const MOMENT_MS = 250

export async function playBundle(setup: StorySetup): Promise<StoryRecord> {
  const elsewhere = await startElsewhere()
  const plane = new ControlPlane({ now: () => Date.now() + setup.clockOffsetMs, ...planeOf(setup) })
  const faults = setup.faults.map((rule) =>
    rule.fault.kind === 'redirect'
      ? { ...rule, fault: { ...rule.fault, location: redirected(rule.fault.location, elsewhere.url) } }
      : rule,
  )
  furnish(plane, { ...setup, faults })
  const site = await openSite(plane, setup)
  try {
    const result = await runStep({
      actionDir: ACTION_DIR,
      inputs: { 'base-url': site.url, ...inputsOf(setup) },
      timeoutMs: LIMIT_MS,
      ...interrupted(setup.interruption),
    })
    const startMs = result.timing.startMs
    const main = stageOf(result, startMs)
    return {
      setup,
      originMs: startMs + setup.clockOffsetMs,
      ...(result.timing.signals.includes('SIGINT') && result.timing.cancelToExitMs !== undefined
        ? { signalledAtMs: main.endMs - result.timing.cancelToExitMs }
        : {}),
      main,
      post: stageOf(result.post, startMs),
      ...platformRecord(plane, startMs + setup.clockOffsetMs),
      unsent: unreachable(setup, Math.max(result.timing.exitMs, result.post.timing.exitMs) - startMs),
      bearers: [API_KEY],
      elsewhere: elsewhere.requests(),
      slackMs: SLACK_MS,
    }
  } finally {
    await site.close()
    await elsewhere.close()
  }
}

/** Nobody sees what is sent to a platform that is away: the whole stretch stands for it, a moment at a time. */
function unreachable({ downtimes }: StorySetup, untilMs: number): readonly Unsent[] {
  return downtimes.flatMap(({ fromMs, toMs }) => {
    const moments = Math.max(0, Math.ceil((Math.min(toMs, untilMs) - fromMs) / MOMENT_MS))
    return Array.from({ length: moments }, (_, moment) => ({ atMs: fromMs + moment * MOMENT_MS, path: '' }))
  })
}

function redirected(location: string, url: string): string {
  return location === ELSEWHERE ? `${url}/elsewhere` : location
}

/** The platform at its address, which goes away and comes back as the story says. */
async function openSite(plane: ControlPlane, { downtimes }: StorySetup) {
  const first = await startControlPlane(plane)
  const port = Number(new URL(first.url).port)
  const state: { server: RunningControlPlane | undefined; closed: boolean } = { server: first, closed: false }
  const ending = new AbortController()
  const follow = async () => {
    const startMs = Date.now()
    for (const { fromMs, toMs } of downtimes) {
      await sleep(fromMs - (Date.now() - startMs), undefined, { signal: ending.signal })
      await state.server?.close()
      state.server = undefined
      await sleep(toMs - (Date.now() - startMs), undefined, { signal: ending.signal })
      state.server = await startControlPlane(plane, { port })
    }
  }
  const following = follow().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  return {
    url: first.url,
    async close() {
      ending.abort()
      await following
      await state.server?.close()
    },
  }
}

/** Another origin, to which answers redirect: whoever follows them there shows up here. */
async function startElsewhere() {
  const seen = { requests: 0 }
  const server = createServer((_request, response) => {
    seen.requests += 1
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => seen.requests,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address
}

function interrupted(interruption: Interruption): Partial<StepOptions> {
  switch (interruption.kind) {
    case 'none':
      return {}
    case 'kill':
    case 'lost runner':
      return { cancelAfterMs: interruption.atMs, container: true }
    case 'cancel': {
      const { atMs, sigtermAfterMs, sigkillAfterMs } = interruption
      return { cancelAfterMs: atMs, signalTimes: { sigtermAfterMs, sigkillAfterMs } }
    }
  }
}

function stageOf(result: StageResult, startMs: number): Stage {
  return {
    startMs: result.timing.startMs - startMs,
    endMs: result.timing.exitMs - startMs,
    killed: result.signal !== null,
    unborn: result.signal === 'SIGINT' && result.rawStdout === '',
    exitCode: result.exitCode,
    outputs: result.outputs,
    state: result.state,
    stateBytes: result.stateBytes,
    summary: result.rawSummary,
    stdout: result.rawStdout,
    stderr: result.rawStderr,
    annotations: result.annotations,
    commands: result.commands,
  }
}
