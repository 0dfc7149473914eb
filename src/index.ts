/** Plugs the real world in. The entry files `main.ts` and `post.ts` each call one of these. */

import { setTimeout as timer } from 'node:timers'
import { setFlagsFromString } from 'node:v8'
import { connect } from './connect.ts'
import type { Runner } from './core/ports.ts'
import { platforms } from './platforms/index.ts'
import { run } from './run.ts'
import { systemClock } from './runtime/clock.ts'
import { exitWhenRead } from './runtime/exit.ts'
import { readEventPayload } from './runtime/github-event.ts'
import { createGithubRunner } from './runtime/github-runner.ts'
import { openTextFile } from './runtime/text-file.ts'
import type { World } from './step/step.ts'

/** `post` may take 30 s; this is for whatever could still hang. */
const POST_LIMIT_MS = 28_000

export async function main(): Promise<void> {
  const world = realWorld()
  outliveErrors(world.runner)
  compileParserOnce()
  await run(world).catch((error: unknown) => world.runner.fail(describe(error)))
  exitWhenRead(process)
}

export async function post(): Promise<void> {
  const world = realWorld()
  outliveErrors(world.runner)
  timer(() => exitWhenRead(process, 1000), POST_LIMIT_MS).unref()
  const { cleanUp } = await import('./clean-up.ts')
  await cleanUp(world).catch((error: unknown) => world.runner.warning(describe(error)))
  process.exitCode = 0
  exitWhenRead(process)
}

/**
 * Keeps V8 from compiling undici's HTTP parser, which is WebAssembly, a second time with optimisation: for a step that
 * waits that buys nothing and costs 22 MiB. Before the first connection, since the budget is read when the parser is
 * made; after everything is loaded, since changed flags make V8 reject Node's own compiled code. A flag of this V8 only.
 */
function compileParserOnce(): void {
  if (process.versions.node.startsWith('24.')) setFlagsFromString('--wasm-tiering-budget=2000000000')
}

/**
 * NODE_TLS_REJECT_UNAUTHORIZED=0, which another step may need, would send GitHub's token to whoever answers; Node looks at
 * it with each connection. The platform's certificate is verified in any case.
 */
function verifyCertificates(): void {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
}

function realWorld(): World & { readonly runner: Runner } {
  verifyCertificates()
  const { env } = process
  const runner = createGithubRunner(process)
  return {
    runner,
    clock: systemClock,
    env,
    platforms,
    openGithub: async (access) => (await import('./runtime/octokit.ts')).openGithub(access),
    openFile: openTextFile,
    eventPayload: () => readEventPayload(env.GITHUB_EVENT_PATH),
    // Connections are begun in the loop's next phase, which comes before this.
    underWay: () => new Promise((resolve) => setImmediate(resolve)),
    flushed: () => new Promise((resolve) => process.stdout.write('', () => resolve())),
    connect: (connection) => connect(connection, env, runner),
  }
}

/**
 * A stray error, of a socket say, must neither decide the step nor print itself past the door: the story awaits all that
 * it depends on and is bounded in time. Standard output that is gone can't be written to about that.
 */
function outliveErrors(runner: Runner): void {
  const tell = (error: unknown) => runner.warning(describe(error))
  process.on('uncaughtException', tell).on('unhandledRejection', tell)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

function describe(error: unknown): string {
  return `An error in this action: ${error instanceof Error ? error.message : String(error)}`
}
