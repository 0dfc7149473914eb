/** A job's runs as a list shows them, and a platform that answers as a test says. */

import type { ListedRun } from '../../../src/core/model.ts'
import type { Platform } from '../../../src/core/platform.ts'
import { type Call, UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import type { Channel } from '../../../src/core/requests/channel.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeRunner } from '../../support/fake-runner.ts'

export function listed(runId: string, createdAtMs?: number, more: Partial<ListedRun> = {}): ListedRun {
  const handle = { runId, runUrl: '', target: {} }
  return { handle, status: 'RUNNING', phase: 'running', ...(createdAtMs === undefined ? {} : { createdAtMs }), ...more }
}

export const WAITING = { status: 'CREATED', phase: 'waiting' } as const

export function idsOf(runs: readonly ListedRun[]): string[] {
  return runs.map(({ handle }) => handle.runId)
}

/** A call that is answered so. Its path is how a test finds it among what was asked. */
export function answering<T>(path: string, value: T | (() => T)): Call<T> {
  return { what: `ask for ${path}`, method: 'GET', path, read: () => (value instanceof Function ? value() : value) }
}

/** For an answer that is none: the channel makes it a setback. */
export function unreadable(): never {
  throw new UnreadableAnswer('not as documented')
}

const unasked = () => {
  throw new Error('nobody asks for this here')
}

/** It can do nothing but what a test gives it. */
const PLATFORM: Platform = {
  id: 'fake',
  name: 'Fake',
  runNoun: 'run',
  target: {},
  jobIdentity: {},
  describes: [],
  trigger: unasked,
  attach: unasked,
  outputs: unasked,
  status: unasked,
  terminate: unasked,
  readError: unasked,
}

/** `dateMs` is what the platform's clock tells with each answer. */
export function listScene(abilities: Partial<Platform>, dateMs?: number) {
  const [clock, runner] = [new FakeClock(), new FakeRunner()]
  const asked: string[] = []
  const channel: Channel = {
    nameResolved: true,
    async ask(call) {
      asked.push(call.path)
      try {
        return { kind: 'good', value: call.read(undefined), ...(dateMs === undefined ? {} : { dateMs }) }
      } catch (error) {
        if (!(error instanceof UnreadableAnswer)) throw error
        return { kind: 'setback', effect: 'possible', message: error.message }
      }
    },
  }
  return { asked, clock, runner, ports: { channel, clock, runner, platform: { ...PLATFORM, ...abilities } } }
}
