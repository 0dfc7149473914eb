/**
 * When the runner tells the step to stop: the run is terminated, and all that is known is written, within 7 s of the
 * signal, whatever the platform does. The runner kills the process soon after (SIGTERM at 7.5 s, SIGKILL at 10 s).
 */

import { type Cancelled, isFinal, type RunHandle, type RunSnapshot, type Termination } from './model.ts'
import { resolveRun } from './resolve-run.ts'
import { findOurs } from './search/find-ours.ts'
import type { SearchPorts } from './search/ports.ts'
import type { RunSearch } from './search/run-search.ts'
import { areEnded, endTwins, type TwinSearch } from './search/twins.ts'
import { readStatus, terminate } from './terminate.ts'

export interface StopPolicy {
  readonly onCancel: 'leave' | 'terminate'
  /** Monotonic time of the signal. */
  readonly stoppedAtMs: number
}

export interface KnownAtStop {
  readonly run?: RunHandle
  readonly last?: RunSnapshot
  /** A trigger that was sent and may have started a run that is not known, or a second one. */
  readonly inDoubt?: RunSearch
  /** `run` was given, and what is needed to address it was still being looked up. */
  readonly isUnresolved?: boolean
}

/** After the signal; leaves a second for outputs and the end of the process. */
const NETWORK_MS = 6000
/** How long the run of a doubtful trigger is looked for: what is left then is for terminating it. */
const SEARCH_MS = 4200
const SEARCH_GAP_MS = 500
const LAST_LOOK_MS = 1000

export interface StopEnding {
  readonly outcome: Cancelled
  /** What became of second runs, where there may be any. */
  readonly twins?: TwinSearch
}

/**
 * Ends what was started, as far as `on-cancel` says and time allows. `onRun` is called with the run before anything is done
 * about it, so that `post` knows it whatever happens next.
 */
export async function stopRun(
  ports: SearchPorts,
  policy: StopPolicy,
  known: KnownAtStop,
  onRun: (run: RunHandle) => void = () => undefined,
): Promise<StopEnding> {
  const { inDoubt, last } = known
  const untilMs = policy.stoppedAtMs + NETWORK_MS
  const run = known.run ?? (inDoubt && (await findRun(ports, inDoubt, policy.stoppedAtMs + SEARCH_MS)))
  if (run === undefined) return withoutRun(inDoubt === undefined ? 'not_sent' : 'in_doubt')
  onRun(run)
  if (known.isUnresolved) return { outcome: await endGiven(ports, policy, run, onRun) }
  const [outcome, twins] = await Promise.all([
    endRun(ports, policy, run, last, untilMs),
    inDoubt !== undefined
      ? endTwins(ports, inDoubt, run, { untilMs, patient: inDoubt.attempt.sends() > 1 })
      : undefined,
  ])
  return twins === undefined ? { outcome } : { outcome, twins }
}

/** A run that was named before it could be addressed. */
async function endGiven(
  ports: SearchPorts,
  policy: StopPolicy,
  run: RunHandle,
  onRun: (run: RunHandle) => void,
): Promise<Cancelled> {
  const left = { kind: 'cancelled', trigger: 'settled', run } as const
  if (policy.onCancel === 'leave') return { ...left, termination: { kind: 'not_requested' } }
  const found = await resolveRun(ports, run, { untilMs: policy.stoppedAtMs + SEARCH_MS })
  if (found.kind === 'unresolved') return { ...left, termination: { kind: 'failed', reason: found.reason } }
  onRun(found.run)
  return endRun(ports, policy, found.run, undefined, policy.stoppedAtMs + NETWORK_MS)
}

function withoutRun(trigger: Cancelled['trigger']): StopEnding {
  return { outcome: { kind: 'cancelled', trigger, termination: { kind: 'not_requested' } } }
}

/** True when nothing is left for `post` to do. */
export function isSettled({ outcome, twins }: StopEnding): boolean {
  const isRunSettled = outcome.trigger !== 'in_doubt' && outcome.termination.kind !== 'failed'
  return isRunSettled && (twins === undefined || areEnded(twins))
}

async function endRun(
  ports: SearchPorts,
  policy: StopPolicy,
  run: RunHandle,
  last: RunSnapshot | undefined,
  untilMs: number,
): Promise<Cancelled> {
  let now = last
  const onSeen = (seen: RunSnapshot) => {
    now = seen
  }
  const termination: Termination =
    policy.onCancel === 'leave' ? { kind: 'not_requested' } : await terminate(ports, run, last, { untilMs }, onSeen)
  const seen = await readStatus(ports, run, { untilMs: Math.min(untilMs, ports.clock.nowMs() + LAST_LOOK_MS) })
  now = seen ?? now
  const ended = now !== undefined && isFinal(now) && termination.kind === 'failed'
  return {
    kind: 'cancelled',
    trigger: 'settled',
    run,
    termination: ended ? { kind: 'already_ended' } : termination,
    ...(now === undefined ? {} : { last: now }),
  }
}

async function findRun({ clock }: SearchPorts, inDoubt: RunSearch, untilMs: number): Promise<RunHandle | undefined> {
  const ours = await findOurs(inDoubt, clock, { untilMs, lastBeginMs: untilMs, gapMs: SEARCH_GAP_MS })
  return ours?.handle
}
