/** Defects to plant in a copy of the core: each breaks a promise, and the campaign has to see it. */

import type { RuleName } from './judge/index.ts'

export interface Defect {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The small world in which it shows, by the beginning of its name. */
  readonly world: string
  /** One of these has to be broken. */
  readonly rules: readonly RuleName[]
}

export const DEFECTS: readonly Defect[] = [
  {
    what: 'a doubtful trigger is sent again after five seconds of looking',
    file: 'src/core/search/settle.ts',
    world: 'trigger',
    from: 'const SHORTEST_WINDOW_MS = 15_000',
    to: 'const SHORTEST_WINDOW_MS = 5_000',
    rules: ['sent again'],
  },
  {
    what: 'a reset counts as if nothing had been sent',
    file: 'src/core/requests/channel.ts',
    world: 'trigger',
    from: "const effect = failure.sent ? 'possible' : 'none'",
    to: "const effect = 'none'",
    rules: ['sent again', 'second run'],
  },
  {
    what: 'a second run is not looked for',
    file: 'src/run.ts',
    world: 'trigger',
    from: "if (outcome.kind !== 'cancelled') await lookForTwin(step, handle)",
    to: '',
    rules: ['second run'],
  },
  {
    what: 'a run found by its alias is taken without proof',
    file: 'src/core/search/by-alias.ts',
    world: 'trigger',
    from: 'isProved: proof.value.runs.length === 0',
    to: 'isProved: true',
    rules: ['other people', 'verdict', 'reason', 'second run'],
  },
  {
    what: 'FAILED is taken for success',
    file: 'src/platforms/truefoundry/status.ts',
    world: 'watch',
    from: "['FAILED', 'failed']",
    to: "['FAILED', 'succeeded']",
    rules: ['verdict'],
  },
  {
    what: 'a 404 is believed from the first second on',
    file: 'src/core/watch.ts',
    world: 'watch',
    from: 'const EXPECTED_WITHIN_MS = 30_000',
    to: 'const EXPECTED_WITHIN_MS = 0',
    rules: ['reason'],
  },
  {
    what: 'a cancel ends nothing',
    file: 'src/core/stopping.ts',
    world: 'watch',
    from: "policy.onCancel === 'leave'",
    to: 'true',
    rules: ['left going', 'unsaid'],
  },
  {
    what: 'post does nothing',
    file: 'src/clean-up.ts',
    world: 'watch',
    from: 'if (concluded || attempt === undefined) return undefined',
    to: 'if (!concluded || attempt === undefined || concluded) return undefined',
    rules: ['left going', 'unsaid'],
  },
  {
    what: 'post works though main had concluded',
    file: 'src/clean-up.ts',
    world: 'watch',
    from: 'if (concluded || attempt === undefined) return undefined',
    to: 'if (attempt === undefined) return undefined',
    rules: ['idle post'],
  },
  {
    what: 'outputs are written at the end alone',
    file: 'src/step/starting.ts',
    world: 'watch',
    from: '  tellRun(step.runner, handle, step.known.last)\n',
    to: '',
    rules: ['output'],
  },
  {
    what: 'the tolerance of an outage is taken for twice as long',
    file: 'src/core/requests/outage.ts',
    world: 'watch',
    from: 'const leftMs = policy.toleranceMs -',
    to: 'const leftMs = 2 * policy.toleranceMs -',
    rules: ['outage'],
  },
  {
    what: '`timeout` is taken for a minute longer',
    file: 'src/run.ts',
    world: 'watch',
    from: 'deadlineMs: inputs.timeoutMs',
    to: 'deadlineMs: inputs.timeoutMs + 60_000',
    rules: ['time'],
  },
  {
    what: 'seven seconds after SIGINT are taken for nine',
    file: 'src/core/stopping.ts',
    world: 'watch',
    from: 'const NETWORK_MS = 6000',
    to: 'const NETWORK_MS = 9000',
    rules: ['time'],
  },
  {
    what: '`Retry-After` is not read',
    file: 'src/core/requests/channel.ts',
    world: 'trigger',
    from: '...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),',
    to: '',
    rules: ['retry-after'],
  },
  {
    what: 'secrets are blotted out in plain form alone',
    file: 'src/runtime/door.ts',
    world: 'watch',
    from: '[...formsOf(secret),',
    to: '[secret,',
    rules: ['secret'],
  },
  {
    what: 'foreign text may run commands',
    file: 'src/text/commands.ts',
    world: 'watch',
    from: 'return text.split(LINE_END).map(harmlessLine)',
    to: 'return text.split(LINE_END)',
    rules: ['command'],
  },
  {
    what: 'an unknown trigger is reported as none',
    file: 'src/step/starting.ts',
    world: 'trigger',
    from: "return { kind: 'unknown', reason: ending.reason, candidates: ending.candidates }",
    to: "return { kind: 'not_started', reason: ending.reason }",
    rules: ['reason'],
  },
  {
    what: 'a cancel makes an error annotation',
    file: 'src/step/telling.ts',
    world: 'watch',
    from: 'runner.failSilently(message)',
    to: 'runner.fail(message)',
    rules: ['annotation'],
  },
]
