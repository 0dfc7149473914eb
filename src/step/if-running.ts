/** What is done about a run of the same job that is going when this step is about to trigger one: `if-running`. */

import type { ListedRun, Target } from '../core/model.ts'
import { awaitReady } from '../core/ready.ts'
import { dated } from '../core/search/dated.ts'
import { listRunning, type Running, runningOf } from '../core/search/running.ts'
import { formatDuration } from '../text/duration.ts'
import type { Glimpse, Outcome } from '../verdict/outcome.ts'
import { askRecentRuns, courtesyUntilMs } from './before-trigger.ts'
import { cancel } from './ending.ts'
import { withAdvice } from './resolving.ts'
import type { Step } from './step.ts'

export type Way =
  /** Nothing is going, or it does not matter. */
  | { readonly kind: 'free' }
  | { readonly kind: 'attach'; readonly run: ListedRun }
  | { readonly kind: 'over'; readonly outcome: Outcome }

const FREE: Way = { kind: 'free' }

export async function clearTheWay(step: Step, target: Target): Promise<Way> {
  const { inputs } = step
  if (inputs.ifRunning === 'start') return FREE
  const named = new Set<string>()
  let hasWaited = false
  for (
    let listed = (await listedBefore(step, target)) ?? (await listAll(step, target));
    ;
    listed = await listAll(step, target)
  ) {
    if (listed.kind === 'over') return listed
    warnOf(step, listed.running, named)
    const [newest] = listed.running.runs
    if (newest === undefined) {
      if (hasWaited) await askAgain(step, target)
      return FREE
    }
    switch (inputs.ifRunning) {
      case 'attach':
        return newest.isOdd ? unaddressed(step, newest) : { kind: 'attach', run: newest }
      case 'skip':
        return over({ kind: 'skipped', inTheWay: glimpseOf(newest) })
      case 'fail':
        return inTheWay(newest, `${nameOf(step, newest)} is going (${newest.status}), and \`if-running\` is \`fail\``)
      case 'wait': {
        const ended = await awaitEndOf(step, newest, listed.running)
        if (ended !== undefined) return ended
        hasWaited = true
      }
    }
  }
}

/** What was listed before the wait would show runs that have come and gone since as new. */
async function askAgain(step: Step, target: Target): Promise<void> {
  const untilMs = courtesyUntilMs(step)
  const runs = untilMs === undefined ? undefined : await askRecentRuns(step, target, untilMs)
  const { runs: _old, ...before } = step.known.before ?? {}
  step.known.before = runs === undefined ? before : { ...before, runs }
}

type Listed = { readonly kind: 'listed'; readonly running: Running } | Extract<Way, { kind: 'over' }>

/** The list that was read before, if it holds all of the job's runs. */
async function listedBefore(step: Step, target: Target): Promise<Listed | undefined> {
  const page = step.known.before?.runs
  if (page === undefined || page.value.runs.length < page.value.total) return undefined
  const limit = { untilMs: courtesyUntilMs(step) ?? step.deadlineMs, signal: step.runner.stop }
  const runs = await dated(step, target, page.value.runs, limit)
  return { kind: 'listed', running: runningOf(step, runs, page, true) }
}

async function listAll(step: Step, target: Target): Promise<Listed> {
  const { inputs, runner } = step
  const { outageToleranceMs } = inputs
  const limit = { untilMs: step.deadlineMs, outageToleranceMs, signal: runner.stop }
  const reading = await listRunning(step, target, limit)
  const what = 'could not see whether a run of the job is going, which `if-running` needs'
  switch (reading.kind) {
    case 'good':
      return { kind: 'listed', running: reading.value }
    case 'denied':
      return over({
        kind: 'not_started',
        reason: `${what}: ${withAdvice(step, reading.message, reading.refusal, 'see this job')}`,
      })
    case 'gave_up':
      return over({ kind: 'not_started', reason: `${what}: ${reading.reason}` })
    case 'stopped':
      return over(await cancel(step, undefined))
  }
}

/** Undefined once the run has ended, or is gone. */
async function awaitEndOf(step: Step, run: ListedRun, { atMs }: Running): Promise<Way | undefined> {
  const { inputs, platform, runner } = step
  const name = nameOf(step, run)
  const age = run.createdAtMs === undefined ? '' : ` for ${formatDuration(atMs - run.createdAtMs)}`
  runner.info(
    `${name.charAt(0).toUpperCase()}${name.slice(1)} is going (${run.status}${age}): waiting until it has ended, before the job is triggered. ${run.handle.runUrl}`,
  )
  const policy = { ...inputs, deadlineMs: step.deadlineMs }
  const { ending, last } = await awaitReady(
    step,
    { name, status: () => platform.status(run.handle) },
    run.handle.target,
    policy,
  )
  switch (ending.kind) {
    case 'final':
      return undefined
    case 'timed_out':
      return inTheWay(
        run,
        `${name} was still going (${last?.status ?? run.status}) at \`timeout\` (${formatDuration(inputs.timeoutMs)})`,
      )
    case 'unreachable':
      return inTheWay(run, `${name} was going, and when it ends could not be seen: ${ending.reason}`)
    case 'denied':
      if (ending.about === 'missing') return undefined
      return inTheWay(
        run,
        `${name} was going, and when it ends could not be seen: ${withAdvice(step, ending.reason, ending.about, 'see this job')}`,
      )
    case 'input_required':
      return inTheWay(run, `${name} waits for a person`)
    case 'stopped':
      return over(await cancel(step, undefined))
  }
}

function warnOf({ runner, platform }: Step, { orphans, isComplete }: Running, named: Set<string>): void {
  const names = orphans.map(({ handle }) => handle.runId).filter((name) => !named.has(name))
  for (const name of names) named.add(name)
  if (names.length > 0) {
    runner.warning(
      `${platform.name} lists ${names.join(', ')} as waiting since long ago without having started: taken for forgotten, not for running.`,
    )
  }
  if (!isComplete && !named.has('')) {
    named.add('')
    runner.warning(`The list of the job's runs could not be read to its end: an older run may be going all the same.`)
  }
}

function nameOf({ platform }: Step, { handle }: ListedRun): string {
  return `${platform.runNoun} ${handle.runId}`
}

function unaddressed(step: Step, run: ListedRun): Way {
  return inTheWay(run, `${nameOf(step, run)} is going (${run.status}), and can't be waited for: its name can't be used`)
}

function inTheWay(run: ListedRun, reason: string): Way {
  return over({ kind: 'not_started', reason, inTheWay: glimpseOf(run) })
}

function over(outcome: Outcome): Extract<Way, { kind: 'over' }> {
  return { kind: 'over', outcome }
}

function glimpseOf({ handle, status, isOdd }: ListedRun): Glimpse {
  return { run: handle, status, ...(isOdd ? { isOdd } : {}) }
}
