/** What act said, read from its JSON log (`--json`): one object for each line. */

import * as v from 'valibot'

const LineSchema = v.object({
  level: v.string(),
  msg: v.string(),
  /** The job's whole name: workflow, then calling jobs, then the job. */
  job: v.optional(v.string()),
  jobID: v.optional(v.string()),
  /** The step's id, or its index where it has none. */
  stepID: v.optional(v.array(v.string())),
  step: v.optional(v.string()),
  stage: v.optional(v.string()),
  stepResult: v.optional(v.string()),
  jobResult: v.optional(v.string()),
  /** The line is the step's own. */
  raw_output: v.optional(v.boolean()),
  /** The workflow command that act took the line for, or the command file that it read. */
  command: v.optional(v.string()),
  name: v.optional(v.string()),
  arg: v.optional(v.string()),
  content: v.optional(v.string()),
})
export type ActLine = v.InferOutput<typeof LineSchema>

/** Which lines: those of a job (by id, or whole name), a step (by id, or name), a stage. */
export interface Of {
  readonly job?: string
  readonly step?: string
  readonly stage?: 'Main' | 'Post'
}

export class ActRecord {
  readonly exitCode: number | null
  readonly lines: readonly ActLine[]
  readonly #log: string

  constructor(exitCode: number | null, log: string) {
    this.exitCode = exitCode
    this.#log = log
    this.lines = log.split('\n').flatMap(toLine)
  }

  of({ job, step, stage }: Of): readonly ActLine[] {
    return this.lines.filter(
      (line) =>
        (job === undefined || [line.jobID, line.job?.trim()].includes(job)) &&
        (step === undefined || [line.stepID?.at(-1), line.step].includes(step)) &&
        (stage === undefined || line.stage === stage),
    )
  }

  /** One for each leg of a matrix. */
  jobResults(job: string): readonly string[] {
    return this.of({ job }).flatMap(({ jobResult }) => jobResult ?? [])
  }

  /** Undefined: the step was skipped. */
  stepResult(of: Of): string | undefined {
    return this.of(of).findLast(({ stepResult }) => stepResult !== undefined)?.stepResult
  }

  /** What the step itself printed. */
  printed(of: Of): readonly string[] {
    return this.of(of).flatMap(({ raw_output, msg }) => (raw_output === true ? [msg.trimEnd()] : []))
  }

  outputs(of: Of): Readonly<Record<string, string>> {
    const set = this.of(of).filter(({ command }) => command === 'set-output')
    return Object.fromEntries(set.map(({ name = '', arg = '' }) => [name, arg]))
  }

  annotations(command: 'error' | 'warning', of: Of = {}): readonly string[] {
    return this.of(of).flatMap((line) => (line.command === command ? [line.arg ?? ''] : []))
  }

  /** Every command that act saw, of whichever origin. */
  get commands(): ReadonlySet<string> {
    return new Set(this.lines.flatMap(({ command }) => command ?? []))
  }

  /** All that a reader of the log would see. */
  get text(): string {
    return this.lines.map(({ msg, raw_output }) => (raw_output === true ? `  | ${msg.trimEnd()}` : msg)).join('\n')
  }

  /** Everything that act wrote, but for the commands that mask a secret: these carry it by nature. */
  get withoutMasks(): string {
    return this.#log
      .split('\n')
      .filter((line) => toLine(line)[0]?.command !== 'add-mask')
      .join('\n')
  }
}

function toLine(text: string): ActLine[] {
  try {
    const parsed = v.safeParse(LineSchema, JSON.parse(text))
    return parsed.success ? [parsed.output] : []
  } catch {
    return text === '' ? [] : [{ level: 'unreadable', msg: text }]
  }
}
