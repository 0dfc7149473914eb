export { fakeJobToken } from './job-token.ts'
export { renderStep } from './render.ts'
export { type RunningJob, runJob } from './run-job.ts'
export { runStep } from './run-step.ts'
export type {
  Annotation,
  ExecutedCommand,
  StageResult,
  StepOptions,
  StepResult,
} from './types.ts'
