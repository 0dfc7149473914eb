/**
 * The shipped action as GitHub's runner runs it: a process, against the simulated control planes over real HTTP.
 *
 * Nearly all stories are in this one file, since Jest runs files one after another on a small machine and these mostly
 * wait. Those of the log are apart (dist-log.test.ts): a flood of lines leaves no time for others.
 * `E2E=cancel,post` tells only some.
 */

import { tellAttaching } from './stories/attaching.ts'
import { tellBadInput } from './stories/bad-input.ts'
import { tellCancel } from './stories/cancel.ts'
import { tellCancelInDoubt } from './stories/cancel-in-doubt.ts'
import { tellCommitStatus } from './stories/commit-status.ts'
import { tellDownload } from './stories/download.ts'
import { tellFaultMatrixSample } from './stories/fault-matrix-sample.ts'
import { tellForeignText } from './stories/foreign-text.ts'
import { tellOidc } from './stories/oidc.ts'
import { tellOneTrigger } from './stories/one-trigger.ts'
import { tellOutages } from './stories/outages.ts'
import { tellParallel } from './stories/parallel.ts'
import { tellPost } from './stories/post.ts'
import { tellPrComment } from './stories/pr-comment.ts'
import { tellProgress } from './stories/progress.ts'
import { tellRequests } from './stories/requests.ts'
import { tellRunAgain } from './stories/run-again.ts'
import { tellSecondTrigger } from './stories/second-trigger.ts'
import { tellSecrets } from './stories/secrets.ts'
import { tellStart } from './stories/start.ts'
import { writeSummary } from './stories/summary.ts'
import { tellTimeouts } from './stories/timeouts.ts'
import { tellVerdicts } from './stories/verdicts.ts'
import { tellVersions } from './stories/versions.ts'
import { tellTopics } from './teller.ts'

tellTopics({
  verdicts: tellVerdicts,
  timeouts: tellTimeouts,
  attaching: tellAttaching,
  versions: tellVersions,
  'run again': tellRunAgain,
  requests: tellRequests,
  'bad input': tellBadInput,
  'one trigger': tellOneTrigger,
  'second trigger': tellSecondTrigger,
  outages: tellOutages,
  secrets: tellSecrets,
  oidc: tellOidc,
  start: tellStart,
  download: tellDownload,
  'foreign text': tellForeignText,
  cancel: tellCancel,
  'cancel in doubt': tellCancelInDoubt,
  post: tellPost,
  'parallel steps': tellParallel,
  'fault matrix': tellFaultMatrixSample,
  progress: tellProgress,
  summary: writeSummary,
  'commit status': tellCommitStatus,
  'pull request comment': tellPrComment,
})
