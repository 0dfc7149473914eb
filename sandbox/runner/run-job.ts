/**
 * Steps of one job side by side on one runner: `background: true`, `wait`, `wait-all` and `cancel`.
 * Facts: actions/runner, BackgroundStepCoordinator.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { openJob, partOf } from './job.ts'
import { type StartedStep, startStep } from './run-step.ts'
import type { LeftStage } from './stage.ts'
import type { Conclusion, StepOptions, StepResult } from './types.ts'

/** What all steps of the job have in common. */
export type JobOptions = Omit<StepOptions, 'inputs' | 'actionDir'>
export type BackgroundOptions = Pick<StepOptions, 'actionDir' | 'inputs' | 'env' | 'onLine' | 'cancelWhen'>

/** The steps of the workflow's file, in its order. */
export interface RunningJob {
  /** A step with `background: true`: what follows does not wait for it. (GitHub lets ten run at once; here is no limit.) */
  start(id: string, options: BackgroundOptions): void
  /** `wait`; without ids `wait-all`. The worst that came of them. */
  wait(...ids: string[]): Promise<Conclusion>
  /** `cancel`: interrupts the step, and goes on when it has ended or 7.5 s have passed. */
  cancel(id: string): Promise<void>
  /** `steps.<id>.outputs`: empty until the step was waited for or cancelled. */
  outputs(id: string): Readonly<Record<string, string>>
  /** `steps.<id>.conclusion`: empty as long. */
  conclusion(id: string): Conclusion | ''
}

export interface JobResult {
  /** A step that somebody cancelled on purpose does not count. */
  readonly conclusion: Conclusion
  readonly steps: Readonly<Record<string, StepResult>>
}

/** What the runner waits for a step that it interrupts; the process has 2.5 s more, unseen. */
const GRACE_MS = 7_500

/** Tells the story of the job, waits for what it did not wait for, and runs all posts: those of the last step first. */
export async function runJob(options: JobOptions, story: (job: RunningJob) => Promise<void>): Promise<JobResult> {
  const job = await openJob({ ...options, inputs: {}, actionDir: '' })
  const steps = new Map<string, BackgroundStep>()
  const named = (id: string) => {
    const step = steps.get(id)
    if (step === undefined) throw new Error(`no step has the id ${id}`)
    return step
  }
  const start: RunningJob['start'] = (id, own) => {
    const canceller = new AbortController()
    const cancelOn = AbortSignal.any([canceller.signal, ...(options.cancelOn === undefined ? [] : [options.cancelOn])])
    steps.set(id, new BackgroundStep(startStep(partOf(job, id), { ...options, ...own, cancelOn }), canceller))
  }
  const wait: RunningJob['wait'] = async (...ids) => {
    const waitedFor = ids.length === 0 ? [...steps.values()] : ids.map(named)
    return worst(await Promise.all(waitedFor.map((step) => step.wait())))
  }
  try {
    await story({
      start,
      wait,
      cancel: (id) => named(id).cancel(options.signalTimes?.sigtermAfterMs ?? GRACE_MS),
      outputs: (id) => named(id).shown?.outputs ?? {},
      conclusion: (id) => named(id).shown?.conclusion ?? '',
    })
    await wait()
    const results: Record<string, StepResult> = {}
    for (const [id, step] of [...steps].reverse()) results[id] = await step.finish()
    const counted = [...steps]
      .filter(([, step]) => !step.isCancelled)
      .map(([id]) => results[id]?.jobConclusion ?? 'failure')
    return { conclusion: worst(counted), steps: results }
  } finally {
    await job.remove()
  }
}

class BackgroundStep {
  /** What later steps may see of it. */
  shown: { readonly outputs: Readonly<Record<string, string>>; readonly conclusion: Conclusion } | undefined
  isCancelled = false
  readonly #started: Promise<StartedStep>
  readonly #canceller: AbortController

  constructor(started: Promise<StartedStep>, canceller: AbortController) {
    this.#started = started
    this.#canceller = canceller
  }

  async wait(): Promise<Conclusion> {
    if (this.shown === undefined) this.#show(await this.#left())
    return this.isCancelled ? 'success' : (this.shown?.conclusion ?? 'success')
  }

  async cancel(graceMs: number): Promise<void> {
    this.isCancelled = true
    this.#canceller.abort()
    const left = await Promise.race([this.#left(), sleep(graceMs, undefined, { ref: false })])
    if (left === undefined) this.shown = { outputs: {}, conclusion: 'cancelled' }
    else this.#show(left)
  }

  async finish(): Promise<StepResult> {
    return (await this.#started).finish()
  }

  async #left(): Promise<LeftStage> {
    return (await this.#started).left
  }

  #show({ contents, conclusion }: LeftStage): void {
    this.shown = { outputs: Object.fromEntries(contents.outputs), conclusion }
  }
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  if (conclusions.includes('failure')) return 'failure'
  return conclusions.includes('cancelled') ? 'cancelled' : 'success'
}
