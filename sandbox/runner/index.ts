export { renderStep } from './render.ts'
export { type BackgroundOptions, type JobResult, type RunningJob, runJob } from './run-job.ts'
export { runStep } from './run-step.ts'
export type {
  Annotation,
  AnnotationLevel,
  Conclusion,
  ExecutedCommand,
  LogStream,
  SignalTimes,
  StageResult,
  StageTiming,
  StepOptions,
  StepResult,
} from './types.ts'
