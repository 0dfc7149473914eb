/**
 * The action on the toolkit that local-action puts in the place of `@actions/core`.
 *
 * local-action wants functions named `run` that return, replaces the toolkit's entry file alone, and runs main and post in
 * one process. `src/index.ts` ends the process, and its runner writes the commands and files that GitHub's runner reads,
 * by parts of the toolkit that are not replaced. So here the same story has another runner: the toolkit as a whole.
 */

import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import * as v from 'valibot'
import { parse } from 'yaml'
import { connect } from '../../src/connect.ts'
import type { Runner } from '../../src/core/ports.ts'
import { platforms } from '../../src/platforms/index.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { Secrets } from '../../src/runtime/door.ts'
import { readEventPayload } from '../../src/runtime/github-event.ts'
import { createGithubRunner } from '../../src/runtime/github-runner.ts'
import { openTextFile } from '../../src/runtime/text-file.ts'
import { stateNames } from '../../src/state.ts'
import type { World } from '../../src/step/step.ts'
import { harmlessLines } from '../../src/text/commands.ts'

const ActionSchema = v.object({ inputs: v.record(v.string(), v.unknown()) })

export function toolkitWorld(): World {
  const { env } = process
  fillInDefaults(env)
  const runner = toolkitRunner()
  return {
    runner,
    clock: systemClock,
    env,
    platforms,
    openGithub: async (access) => (await import('../../src/runtime/octokit.ts')).openGithub(access),
    openFile: openTextFile,
    eventPayload: () => readEventPayload(env.GITHUB_EVENT_PATH),
    underWay: () => Promise.resolve(),
    flushed: () => Promise.resolve(),
    connect: (connection) => connect(connection, env, runner),
  }
}

/** Puts what main saved where the runner puts it for post. */
export function handOverState(): void {
  for (const name of Object.values(stateNames)) process.env[`STATE_${name}`] = core.getState(name)
}

function toolkitRunner(): Runner {
  const secrets = new Secrets()
  const real = createGithubRunner(process)
  const clean = (text: string) => harmlessLines(secrets.blot(text)).join('\n')
  return {
    ...real,
    mask(secret, kind) {
      secrets.add(secret, kind)
      core.setSecret(secret)
    },
    blot: (text) => secrets.blot(text),
    info: (text) => core.info(clean(text)),
    warning: (text) => core.warning(clean(text)),
    fail: (message) => core.setFailed(clean(message)),
    failSilently: (message) => core.info(clean(message)),
    setOutput: (name, value) => core.setOutput(name, secrets.blot(value)),
    saveState: (name, value) => core.saveState(name, secrets.seal(value)),
    restore: (value) => secrets.restore(value),
    addSummary: (markdown) => real.addSummary(secrets.blot(markdown)),
  }
}

/** local-action knows the defaults of action.yml, but gives them only to who asks for them. */
function fillInDefaults(env: NodeJS.ProcessEnv): void {
  const action = v.parse(ActionSchema, parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')))
  for (const name of Object.keys(action.inputs)) {
    const value = core.getInput(name)
    // It evaluates no expressions.
    if (!value.includes('${{')) env[`INPUT_${name.toUpperCase()}`] = value
  }
}
