export { renderStep } from './render.ts'
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
