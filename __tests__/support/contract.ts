/** What the action promises by name, written down once for all tests: nothing of it is taken from the code. */

export const OUTPUTS = [
  'run-id',
  'run-url',
  'status',
  'conclusion',
  'exit-code',
  'error',
  'started-at',
  'ended-at',
  'duration-seconds',
  'application-id',
  'deployment-id',
  'deployment-version',
  'result',
  'log-file',
  'run',
]
