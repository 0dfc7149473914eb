/** Where a log line came from; `runner` is the runner's own words. */
export type LogStream = 'stdout' | 'stderr' | 'runner'

/** The two streams of an action's process, both read for workflow commands. */
export type OutputStream = Exclude<LogStream, 'runner'>

export type Conclusion = 'success' | 'failure' | 'cancelled'

export type AnnotationLevel = 'error' | 'warning' | 'notice'

/** A workflow command that was executed (not merely printed), with the stream its line was read from. */
export type ExecutedCommand = {
  stream: OutputStream
  name: string
  properties: Record<string, string>
  data: string
}

/** An annotation as it is kept: message masked and cut; `shown` is false past the tenth of its level. */
export type Annotation = {
  level: AnnotationLevel
  message: string
  /** `runner`: the runner's own words, e.g. that the operation was canceled. */
  source: 'action' | 'runner'
  shown: boolean
  title?: string
  file?: string
  line?: string
  endLine?: string
  col?: string
  endColumn?: string
}

/** How long the runner waits after a signal before it sends the next, harder one. */
export type SignalTimes = { sigtermAfterMs: number; sigkillAfterMs: number }

export type StepOptions = {
  /** The folder that holds action.yml. */
  actionDir: string
  /** The step's `with:`, already evaluated. An empty value is passed on as empty: it does not bring the default back. */
  inputs: Record<string, string>
  /** The step's `env:`, already evaluated; shown in the step's header. It wins over every other variable. */
  env?: Record<string, string>
  /** Variables that the runner or its machine sets (`GITHUB_*`, `ACTIONS_*`, proxies …); not shown in the header. */
  runnerEnv?: Record<string, string>
  /** The event that started the workflow; `push` with an empty payload unless given. */
  event?: { name: string; payload: unknown }
  /** What `${{ github.token }}` evaluates to; masked. */
  githubToken?: string
  /** `${{ job.check_run_id }}`; other runners than GitHub's own leave it empty. */
  checkRunId?: string
  /** `${{ strategy.job-index }}`: `0` where there is no matrix. */
  jobIndex?: string
  /** The workflow's registered secrets: masked from the start. */
  secrets?: readonly string[]

  /** Cancel the workflow this long after the start of main. */
  cancelAfterMs?: number
  /** Cancel the workflow when main has logged a line for which this is true. */
  cancelWhen?: (line: string, stream: LogStream) => boolean
  /** Cancel the workflow when this signal aborts. */
  cancelOn?: AbortSignal
  /** The step's `timeout-minutes`, in ms: the same signals as a cancel, but the step fails. */
  stepTimeoutMs?: number
  signalTimes?: Partial<SignalTimes>
  /**
   * A `container:` job, where a cancel reaches main with no signal. `true`: main is killed at once.
   * `lingering`: main goes on unseen until post has ended, as a process does whose `docker exec` client is gone.
   */
  container?: boolean | 'lingering'
  /** Hard limit for main, so that no caller hangs; past it main is killed and the step fails. 2 minutes unless given. */
  timeoutMs?: number

  /** `with:` and `env:` of post where an earlier step changed what they evaluate to; else as for main. */
  postInputs?: Record<string, string>
  postEnv?: Record<string, string>
  /** Past it post is killed. 45 s unless given. */
  postLimitMs?: number
  /** The runner itself is shut down: post never runs. */
  skipPost?: boolean

  nodePath?: string
  nodeArgs?: readonly string[]
  /** Debug logging is switched on: `RUNNER_DEBUG=1`, debug lines are shown, commands are echoed. */
  debug?: boolean
  /** Every log line of main and post as it comes, masked. */
  onLine?: (line: string, stream: LogStream) => void
  /** Called with the process id of main as soon as it runs. */
  onSpawn?: (pid: number) => void
  /** Measure peak memory (Linux only; sampled, so a process of less than 50 ms has none). */
  measureMemory?: boolean
}

/** What came of one stage, main or post. */
export type StageResult = {
  conclusion: Conclusion
  /** As the runner sees it: 128 + n for a death by signal n; null if the process could not be started. */
  exitCode: number | null
  signal: NodeJS.Signals | null
  outputs: Record<string, string>
  state: Record<string, string>
  /** What the stage wrote for it: a value that is saved again adds up. */
  stateBytes: number
  /** The job summary as it is uploaded: masked; empty if it was over the limit. */
  summary: string
  rawSummary: string
  /** What a person sees, without the step's header: masked, commands rendered. */
  log: string
  logLines: readonly string[]
  annotations: readonly Annotation[]
  commands: readonly ExecutedCommand[]
  envChanges: Record<string, string>
  pathChanges: readonly string[]
  /** Byte for byte (as UTF-8 text), before masking. */
  rawStdout: string
  rawStderr: string
  timing: StageTiming
  /** The stage's limit was reached and its process killed. */
  killed: boolean
  peakRssKiB?: number
}

/** Wall-clock times in ms since the epoch. */
export type StageTiming = {
  startMs: number
  exitMs: number
  durationMs: number
  /** The signals the process was sent, in order. */
  signals: readonly NodeJS.Signals[]
  /** From the first signal (or the cancel, if there was none) to the end of the process. */
  cancelToExitMs?: number
}

export type StepResult = StageResult & {
  /** The step's header with its `with:` and `env:`, as the runner prints it before the action runs. */
  header: readonly string[]
  /** All that is masked by the end, secrets and stop tokens included. */
  masks: readonly string[]
  /** Empty in every field, and `ran` false, if post did not run. Its outputs never reach the workflow. */
  post: StageResult & { ran: boolean }
  /** The step's conclusion, and failure also where only post failed. */
  jobConclusion: Conclusion
}
