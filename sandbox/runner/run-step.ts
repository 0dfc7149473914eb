import { delimiter, join, resolve } from 'node:path'
import { type ActionManifest, conditionHolds, evaluateInputs, inputVariables, readManifest } from './action-manifest.ts'
import { type CancelPlan, NO_CANCEL } from './cancel.ts'
import { type Job, openJob } from './job.ts'
import { stepHeader } from './render.ts'
import { type LeftStage, runStage, type StageSpec } from './stage.ts'
import type { Conclusion, StageResult, StepOptions, StepResult } from './types.ts'

const MAIN_LIMIT_MS = 120_000
// What is left for post once a cancelled job's worker is given up (actions/runner: JobDispatcher).
const POST_LIMIT_MS = 45_000
// actions/runner: ProcessInvoker.
const SIGTERM_AFTER_MS = 7_500
const SIGKILL_AFTER_MS = 2_500

/**
 * Runs a JavaScript action from its folder as GitHub's runner does: main, then post with the state that main saved.
 * Everything it writes is in a temporary folder that is removed again. POSIX only.
 *
 * @throws if action.yml can't be read; whatever the action does, a process that can't be started included, is a result.
 */
export async function runStep(options: StepOptions): Promise<StepResult> {
  const job = await openJob(options)
  try {
    const step = await startStep(job, options)
    await step.left
    return await step.finish()
  } finally {
    await job.remove()
  }
}

/** A step whose main has been started. */
export interface StartedStep {
  /** Main as the runner leaves it: ended, or out of its sight. Never rejects. */
  readonly left: Promise<LeftStage>
  /** Once main is left: post, and the result of both. */
  finish(): Promise<StepResult>
}

/** @throws if action.yml can't be read. */
export async function startStep(job: Job, options: StepOptions): Promise<StartedStep> {
  const manifest = await readManifest(options.actionDir)
  const inputs = evaluateInputs(manifest, options.inputs, job.contexts)
  const header = stepHeader(manifest.name, inputs.values, options.env ?? {}).map((line) => job.masker.mask(line))
  const left = runStage(job, {
    ...commonSpec(options),
    name: 'main',
    script: join(resolve(options.actionDir), manifest.main),
    env: { ...job.variables, ...inputVariables(inputs.values), ...options.env },
    warnings: inputs.warnings,
    limitMs: options.timeoutMs ?? MAIN_LIMIT_MS,
    cancel: cancelPlan(options),
    onSpawn: (pid) => options.onSpawn?.(pid),
  })
  const finish = async () => {
    const main = await left
    const post = await runPost(job, manifest, main, options).finally(main.finish)
    const result = await main.finish()
    return { ...result, header, masks: job.masker.values, post, jobConclusion: jobConclusion(main.conclusion, post) }
  }
  return { left, finish }
}

async function runPost(
  job: Job,
  manifest: ActionManifest,
  main: LeftStage,
  options: StepOptions,
): Promise<StepResult['post']> {
  if (manifest.post === undefined || options.skipPost || !conditionHolds(manifest.postIf, main.conclusion)) {
    return notRun()
  }
  const inputs = evaluateInputs(manifest, options.postInputs ?? options.inputs, job.contexts)
  const post = await runStage(job, {
    ...commonSpec(options),
    name: 'post',
    script: join(resolve(options.actionDir), manifest.post),
    env: {
      ...job.variables,
      ...prependedPath(job, main),
      ...Object.fromEntries(main.contents.env),
      ...inputVariables(inputs.values),
      ...stateVariables(main),
      ...(options.postEnv ?? options.env),
    },
    warnings: inputs.warnings,
    limitMs: options.postLimitMs ?? POST_LIMIT_MS,
    cancel: NO_CANCEL,
    onSpawn: () => {},
  })
  return { ...(await post.finish()), ran: true }
}

function commonSpec(
  options: StepOptions,
): Pick<StageSpec, 'nodePath' | 'nodeArgs' | 'debug' | 'measureMemory' | 'onLine'> {
  return {
    nodePath: options.nodePath ?? process.execPath,
    nodeArgs: options.nodeArgs ?? [],
    debug: options.debug ?? false,
    measureMemory: options.measureMemory ?? false,
    onLine: (line, stream) => options.onLine?.(line, stream),
  }
}

function cancelPlan(options: StepOptions): CancelPlan {
  const inContainer = options.container === 'lingering' ? 'nothing' : 'kill'
  return {
    afterMs: options.cancelAfterMs,
    when: options.cancelWhen,
    on: options.cancelOn,
    stepTimeoutMs: options.stepTimeoutMs,
    times: { sigtermAfterMs: SIGTERM_AFTER_MS, sigkillAfterMs: SIGKILL_AFTER_MS, ...options.signalTimes },
    reach: options.container ? inContainer : 'signals',
  }
}

function stateVariables(main: LeftStage): Record<string, string> {
  return Object.fromEntries([...main.contents.state].map(([name, value]) => [`STATE_${name}`, value]))
}

/** The path added last is searched first. */
function prependedPath(job: Job, main: LeftStage): Record<string, string> {
  return { PATH: [...main.contents.paths.toReversed(), job.variables.PATH ?? ''].join(delimiter) }
}

function jobConclusion(main: Conclusion, post: StepResult['post']): Conclusion {
  return main === 'success' && post.ran ? post.conclusion : main
}

function notRun(): StageResult & { ran: boolean } {
  return {
    ran: false,
    conclusion: 'success',
    exitCode: null,
    signal: null,
    outputs: {},
    state: {},
    stateBytes: 0,
    summary: '',
    rawSummary: '',
    log: '',
    logLines: [],
    annotations: [],
    commands: [],
    envChanges: {},
    pathChanges: [],
    rawStdout: '',
    rawStderr: '',
    timing: { startMs: 0, exitMs: 0, durationMs: 0, signals: [] },
    killed: false,
  }
}
