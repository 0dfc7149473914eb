import { join } from 'node:path'
import { type CancelPlan, type Fate, follow } from './cancel.ts'
import { type CommandFileContents, createCommandFiles, readCommandFiles } from './command-files.ts'
import { CommandProcessor } from './command-processor.ts'
import type { Job } from './job.ts'
import { type NodeProcess, type ProcessEnd, startNode } from './node-process.ts'
import type { Conclusion, LogStream, StageResult } from './types.ts'

export type StageSpec = {
  name: 'main' | 'post'
  script: string
  nodePath: string
  nodeArgs: readonly string[]
  /** All variables but those that name the command files. */
  env: Record<string, string>
  /** What the runner says before it starts the process. */
  warnings: readonly string[]
  limitMs: number
  cancel: CancelPlan
  debug: boolean
  measureMemory: boolean
  onLine: (line: string, stream: LogStream) => void
  onSpawn: (pid: number) => void
}

/** A stage as the runner left it. `finish` ends a process that was left lingering, and gives the result. */
export type LeftStage = {
  conclusion: Conclusion
  contents: CommandFileContents
  finish: () => Promise<StageResult>
}

/** Runs one stage until its process ends, or until the runner loses sight of it. */
export async function runStage(job: Job, spec: StageSpec): Promise<LeftStage> {
  const files = await createCommandFiles(join(job.folder, spec.name))
  const canceller = new AbortController()
  const processor = new CommandProcessor({
    masker: job.masker,
    debug: spec.debug,
    onLine: (line, stream) => {
      spec.onLine(line, stream)
      if (stream !== 'runner' && spec.cancel.when?.(line, stream)) canceller.abort('workflow')
    },
  })
  for (const warning of spec.warnings) processor.annotate('warning', warning, 'runner')
  const sight = { lost: false }
  const child = startNode({
    ...spec,
    args: [...spec.nodeArgs, spec.script],
    cwd: job.workspace,
    env: { ...spec.env, ...files },
    onLine: (line, stream) => {
      if (!sight.lost) processor.process(line, stream)
    },
  })
  // Now, since to start a process takes a while: from here its duration is counted too.
  const startMs = Date.now()
  const fate = await follow(child, spec.cancel, spec.limitMs, canceller)
  sight.lost = true
  const contents = await readCommandFiles(files)
  setByCommand(contents, processor)
  const end = await endIfGone(child, fate, spec)
  const conclusion = conclude(processor, spec, { fate, contents, end })
  const finish = async () => {
    child.kill()
    const finalEnd = await child.ended
    return toResult({ job, processor, contents, conclusion, end: finalEnd, startMs, overLimit: fate.overLimit })
  }
  return { conclusion, contents, finish }
}

/** What a deprecated command set holds where the file says nothing else. */
function setByCommand(contents: CommandFileContents, processor: CommandProcessor): void {
  contents.outputs = new Map([...processor.outputs, ...contents.outputs])
  contents.state = new Map([...processor.state, ...contents.state])
}

async function endIfGone(child: NodeProcess, fate: Fate, spec: StageSpec): Promise<ProcessEnd | undefined> {
  return fate.cancelled !== undefined && spec.cancel.reach === 'nothing' ? undefined : await child.ended
}

/** The verdict; what the runner itself has to say of it goes to the log. */
function conclude(
  processor: CommandProcessor,
  spec: StageSpec,
  seen: { fate: Fate; contents: CommandFileContents; end: ProcessEnd | undefined },
): Conclusion {
  const { fate, contents, end } = seen
  const complain = (message: string) => processor.annotate('error', message, 'runner')
  if (contents.summaryProblem !== undefined) complain(contents.summaryProblem)
  for (const problem of contents.problems) complain(problem)
  if (end?.startError) complain(end.startError.message)
  if (fate.overLimit) complain(`The ${spec.name} stage was killed after its limit of ${spec.limitMs} ms.`)
  if (fate.cancelled === 'workflow') {
    complain('The operation was canceled.')
    return 'cancelled'
  }
  if (fate.cancelled === 'step-timeout') {
    complain(`The action has timed out after ${spec.cancel.stepTimeoutMs} ms.`)
    return 'failure'
  }
  const isGood = end?.exitCode === 0 && !fate.overLimit && !processor.failed && contents.problems.length === 0
  return isGood ? 'success' : 'failure'
}

function toResult(from: {
  job: Job
  processor: CommandProcessor
  contents: CommandFileContents
  conclusion: Conclusion
  end: ProcessEnd
  startMs: number
  overLimit: boolean
}): StageResult {
  const { job, processor, contents, end } = from
  return {
    conclusion: from.conclusion,
    exitCode: end.exitCode,
    signal: end.signal,
    outputs: Object.fromEntries(contents.outputs),
    state: Object.fromEntries(contents.state),
    stateBytes: contents.stateBytes,
    summary: contents.summaryProblem === undefined ? job.masker.mask(contents.rawSummary) : '',
    rawSummary: contents.rawSummary,
    log: processor.logLines.join('\n'),
    logLines: processor.logLines,
    annotations: processor.annotations,
    commands: processor.commands,
    envChanges: Object.fromEntries(contents.env),
    pathChanges: contents.paths,
    rawStdout: end.rawStdout,
    rawStderr: end.rawStderr,
    timing: {
      startMs: from.startMs,
      exitMs: from.startMs + Math.round(end.durationMs),
      durationMs: end.durationMs,
      signals: end.signals,
      ...(end.cancelToExitMs === undefined ? {} : { cancelToExitMs: end.cancelToExitMs }),
    },
    killed: from.overLimit,
    ...(end.peakRssKiB === undefined ? {} : { peakRssKiB: end.peakRssKiB }),
  }
}
