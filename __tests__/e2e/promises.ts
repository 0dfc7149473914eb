/** What holds for every step, whatever its story, and short ways to ask what a step did. */

import { expect } from '@jest/globals'
import type { ControlPlane, RunView } from '../../sandbox/control-plane/simulator.ts'
import type { StageResult, StepResult } from '../../sandbox/runner/index.ts'
import { OUTPUTS } from '../support/contract.ts'

const CONCLUSIONS = [
  'skipped',
  'rejected',
  'success',
  'failure',
  'terminated',
  'timed_out',
  'cancelled',
  'lost',
  'pending',
  'not_started',
  'unknown',
  'action_required',
]
const LONGEST_ANNOTATION = 4000
const POST_LIMIT_MS = 30_000
const EXIT_WITHIN_MS = 7000

export function expectPromisesKept(result: StepResult, key: string): void {
  expectOwnCommandsOnly(result, ['add-mask', 'debug', 'warning', 'error'])
  expectOwnCommandsOnly(result.post, ['add-mask', 'debug', 'warning'])
  expect(errorsOf(result).length).toBeLessThanOrEqual(1)
  for (const { message } of result.annotations) expect(message.length).toBeLessThanOrEqual(LONGEST_ANNOTATION)
  expectNoSecret(result, key)
  expectNoSecret(result.post, key)
  expect(OUTPUTS).toEqual(expect.arrayContaining(Object.keys(result.outputs)))
  expect([...CONCLUSIONS, undefined]).toContain(result.outputs.conclusion)
  expect(JSON.stringify(result.state).length).toBeLessThan(8192)
  // Green is for the platform's own success, for a run that nobody waits for, and for none by `if-running: skip`.
  if (result.conclusion === 'success') expect(['success', 'pending', 'skipped']).toContain(result.outputs.conclusion)
  if (result.timing.signals[0] === 'SIGINT') expect(result.timing.cancelToExitMs).toBeLessThan(EXIT_WITHIN_MS)
  expect(result.post).toMatchObject({ conclusion: 'success', outputs: {} })
  expect(result.post.timing.durationMs).toBeLessThan(POST_LIMIT_MS)
}

function expectOwnCommandsOnly({ commands, envChanges, pathChanges }: StageResult, own: readonly string[]): void {
  for (const { name, stream } of commands) expect([own, stream]).toEqual([expect.arrayContaining([name]), 'stdout'])
  expect(envChanges).toEqual({})
  expect(pathChanges).toEqual([])
}

/** In plain, or as JSON or a URL would write it. The one command that masks it is the only place for it. */
export function expectNoSecret(result: StageResult, secret: string): void {
  const stdout = result.rawStdout.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  const everything = [
    stdout.join('\n'),
    result.rawStderr,
    result.rawSummary,
    ...Object.values(result.outputs),
    ...Object.values(result.state),
    ...result.annotations.map(({ message }) => message),
  ]
  for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])) {
    for (const text of everything) expect(text.includes(form) ? `holds the secret: ${text}` : '').toBe('')
  }
}

/** Messages of the action's own error annotations. */
export function errorsOf(result: StageResult): string[] {
  return result.annotations
    .filter(({ level, source }) => level === 'error' && source === 'action')
    .map(({ message }) => message)
}

/** The step failed with one message, which tells all of this. */
export function expectMessage(result: StageResult, parts: readonly string[]): void {
  expect(result.conclusion).toBe('failure')
  const errors = errorsOf(result)
  expect(errors).toHaveLength(1)
  for (const part of parts) expect(errors[0]).toContain(part)
}

export function warningsOf(result: StageResult): string[] {
  return result.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
}

/** The one run that there is. */
export function onlyRun(plane: ControlPlane): RunView {
  expect(plane.runs).toHaveLength(1)
  const [run] = plane.runs
  if (run === undefined) throw new Error('there is no run')
  return run
}

export function triggersOf(plane: ControlPlane): number {
  return plane.requestsOf('trigger').length
}

/** Whether somebody asked the platform to end the run, and the platform took it in. */
export function isTerminated(run: RunView): boolean {
  return run.termination !== undefined
}
