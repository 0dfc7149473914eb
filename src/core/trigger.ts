/**
 * One trigger, one run.
 *
 * **Certain.** A good answer names the run. The platform's own JSON error (a 4xx other than 408 and 429) means that
 * there is none. When the connection was never made, or the answer was 429, nothing was started: the trigger is sent
 * again, with backoff, until `timeout` or `outage-tolerance`.
 *
 * **Doubtful.** Everything else: a reset, a time-out, a 5xx, a 408, a redirect, an answer that can't be read, a 4xx in
 * somebody else's words. The request may have started a run, or may still do so.
 *
 * **How doubt is settled.** By looking among the job's runs, at least three times over at least
 * max(15 s, `request-timeout`) (`settle.ts`, `look.ts`). "Newer than the attempt" is judged by the platform's clock:
 * the `Date` of the first list answer, less the time that passed here since the attempt, less some slack.
 *
 * - A newer run that carries our alias, by a search that finds nothing under an alias no run has, is ours: adopted.
 * - No newer run at all: the trigger is sent once more, under the same alias. Should the first one take effect late
 *   after all, its run is found by the alias before the verdict and terminated (`twins.ts`).
 * - A newer run that can't be proved ours, a platform without aliases, a list that can't be read: no proof, no guess.
 *
 * **When it stops and asks.** Without proof; when the second trigger is doubtful too and leaves no trace (so that there
 * can never be more than two); with `wait: false` instead of sending again, since nobody would be there to find the
 * twin; and when a limit is reached first. The candidates are named, and how to attach to one.
 */

import { formatDuration } from '../text/duration.ts'
import type { Refusal } from './calls.ts'
import { type Attempt, createLooker, type LookPorts } from './look.ts'
import type { ListedRun, RunHandle, RunSnapshot, Target } from './model.ts'
import { afterSetback, attemptUntilMs, type Outage } from './outage.ts'
import type { Started } from './platform.ts'
import type { Runner } from './ports.ts'
import type { Reading } from './reading.ts'
import { type Settled, settle } from './settle.ts'

export interface TriggerPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly requestTimeoutMs: number
  readonly outageToleranceMs: number
  /** False with `wait: false`: then a doubtful trigger is never sent again. */
  readonly maySendAgain: boolean
}

export type TriggerEnding =
  /** `twinOf` is there when the trigger was ever in doubt: then a second run may exist. */
  | { readonly kind: 'started'; readonly run: RunHandle; readonly first?: RunSnapshot; readonly twinOf?: Attempt }
  /** A run exists but can't be addressed. */
  | { readonly kind: 'unusable'; readonly run: RunHandle; readonly reason: string }
  /** Provably no run. `refusal` is the kind of the platform's own no, if it was one. */
  | { readonly kind: 'refused'; readonly reason: string; readonly refusal?: Refusal }
  | { readonly kind: 'unsettled'; readonly reason: string; readonly candidates: readonly ListedRun[] }
  /** The runner told the step to stop. `inDoubt` is the attempt that may have started a run, if there was one. */
  | { readonly kind: 'stopped'; readonly inDoubt?: Attempt }

export interface TriggerPorts extends LookPorts {
  readonly runner: Runner
}

/** Twice, so that at most one twin can ever exist. */
const MOST_DOUBTFUL_SENDS = 2
/** How long an answer under way is still awaited once the runner has told the step to stop. */
const STOP_GRACE_MS = 2500
/** With less of `timeout` left than this no trigger is begun: its answer could hardly be awaited. */
const SHORTEST_SEND_MS = 500
/** What is kept of `timeout` for a last attempt. */
const LAST_ATTEMPT_MS = 1000

/** What is done next after one send: an ending, or send again (`doubt` tells why, if there is doubt). */
type Step =
  | { readonly kind: 'ending'; readonly ending: TriggerEnding }
  | { readonly kind: 'again'; readonly doubtfulSends: number; readonly outage?: Outage }

/** What is known when the trigger is about to be sent. */
export interface Send {
  /** Milliseconds since the first send that may have had an effect; 0 when this is it. */
  readonly firstSentAgoMs: number
  /** True when an earlier send may have had an effect. */
  readonly again: boolean
}

/** `onSend` is called before each send, so that `post` can find the run whatever happens to this process. */
export async function trigger(
  ports: TriggerPorts,
  policy: TriggerPolicy,
  target: Target,
  alias: string,
  onSend: (send: Send) => void,
): Promise<TriggerEnding> {
  const { clock, runner } = ports
  let firstSentMs: number | undefined
  const attempt: Attempt = {
    target,
    alias,
    ageMs: () => clock.nowMs() - (firstSentMs ?? clock.nowMs()),
  }
  let state: { readonly doubtfulSends: number; readonly outage?: Outage } = { doubtfulSends: 0 }
  for (;;) {
    if (runner.stop.aborted) return stopped(attempt, state.doubtfulSends > 0)
    if (policy.deadlineMs - clock.nowMs() < SHORTEST_SEND_MS) {
      return withoutRun(state.doubtfulSends, '`timeout` left no time to send the trigger')
    }
    onSend({ firstSentAgoMs: attempt.ageMs(), again: state.doubtfulSends > 0 })
    const sentMs = clock.nowMs()
    const reading = await send(ports, policy, attempt, state.outage)
    if (!(reading.kind === 'setback' && reading.effect === 'none')) firstSentMs ??= sentMs
    const step = await afterSend(ports, policy, attempt, reading, { ...state, sentMs })
    if (step.kind === 'ending') return step.ending
    state = step
  }
}

async function send(
  ports: TriggerPorts,
  policy: TriggerPolicy,
  attempt: Attempt,
  outage: Outage | undefined,
): Promise<Reading<Started>> {
  const { channel, platform, clock, runner } = ports
  const patience = new AbortController()
  const onStop = async () => {
    await clock.sleep(STOP_GRACE_MS)
    patience.abort()
  }
  runner.stop.addEventListener('abort', onStop, { once: true })
  const tolerance = { toleranceMs: policy.outageToleranceMs }
  const untilMs =
    outage === undefined
      ? policy.deadlineMs
      : Math.min(policy.deadlineMs, attemptUntilMs(outage, clock.nowMs(), tolerance))
  const options = { untilMs, signal: patience.signal, freshConnection: true }
  const reading = await channel.ask(platform.trigger(attempt.target, attempt.alias), options)
  runner.stop.removeEventListener('abort', onStop)
  return reading
}

async function afterSend(
  ports: TriggerPorts,
  policy: TriggerPolicy,
  attempt: Attempt,
  reading: Reading<Started>,
  before: { readonly doubtfulSends: number; readonly outage?: Outage; readonly sentMs: number },
): Promise<Step> {
  const { doubtfulSends } = before
  switch (reading.kind) {
    case 'good': {
      const { value } = reading
      return ending(value.kind === 'run' ? { ...value, kind: 'started', ...twin(attempt, doubtfulSends > 0) } : value)
    }
    case 'denied':
      return ending(withoutRun(doubtfulSends, `the trigger was refused: ${reading.message}`, reading.refusal))
    case 'stopped':
      return ending(stopped(attempt, doubtfulSends > 0 || reading.effect === 'possible'))
    case 'setback': {
      if (reading.effect === 'none') return waitToSend(ports, policy, reading, before)
      ports.runner.info(
        `The trigger's fate is open: ${reading.message}. Looking among the job's runs for what it may have started.`,
      )
      return settleDoubt(ports, policy, attempt, doubtfulSends + 1, reading.message)
    }
  }
}

/** The trigger provably started nothing: it may be sent again, after a while. */
async function waitToSend(
  { clock, runner, channel }: TriggerPorts,
  policy: TriggerPolicy,
  setback: Extract<Reading<never>, { kind: 'setback' }>,
  before: { readonly doubtfulSends: number; readonly outage?: Outage; readonly sentMs: number },
): Promise<Step> {
  const at = { attemptMs: before.sentMs, nowMs: clock.nowMs(), random: clock.random() }
  const limits = { toleranceMs: policy.outageToleranceMs, nameResolved: channel.nameResolved }
  const next = afterSetback(before.outage, setback, at, limits)
  if (next.kind === 'give_up') {
    return ending(withoutRun(before.doubtfulSends, `the trigger could not be sent: ${next.reason}`))
  }
  const leftMs = policy.deadlineMs - LAST_ATTEMPT_MS - clock.nowMs()
  if (leftMs <= 0) {
    const reason = `the trigger could not be sent within \`timeout\`; the last attempt: ${setback.message}`
    return ending(withoutRun(before.doubtfulSends, reason))
  }
  if (before.outage === undefined) {
    runner.info(`The trigger could not be sent: ${setback.message}. Nothing was started; trying again.`)
  }
  await clock.sleep(Math.min(next.waitMs, leftMs), runner.stop)
  return { kind: 'again', doubtfulSends: before.doubtfulSends, outage: next.outage }
}

async function settleDoubt(
  ports: TriggerPorts,
  policy: TriggerPolicy,
  attempt: Attempt,
  doubtfulSends: number,
  doubt: string,
): Promise<Step> {
  const looker = createLooker(ports, attempt)
  if (looker === undefined)
    return ending(unsettled(doubt, ports.platform.whyUnlisted ?? `the job's runs can't be listed`))
  const startMs = ports.clock.nowMs()
  const settled: Settled = await settle(ports, looker, { ...policy, signal: ports.runner.stop })
  const tookMs = ports.clock.nowMs() - startMs
  switch (settled.kind) {
    case 'found':
      ports.runner.info(`Found by its alias ${attempt.alias}: ${settled.ours.handle.runId} is this step's run.`)
      return ending({ kind: 'started', run: settled.ours.handle, twinOf: attempt })
    case 'stopped':
      return ending(stopped(attempt, true))
    case 'gave_up':
    case 'unprovable':
      return ending(unsettled(doubt, settled.reason, settled.candidates))
    case 'nothing_newer':
      return afterNothingNewer(ports, policy, doubtfulSends, doubt, tookMs)
  }
}

function afterNothingNewer(
  { platform, runner }: TriggerPorts,
  policy: TriggerPolicy,
  doubtfulSends: number,
  doubt: string,
  tookMs: number,
): Step {
  const nothing = `no newer run showed up in ${formatDuration(tookMs)}`
  if (platform.findByAlias === undefined) {
    return ending(unsettled(doubt, `${nothing}, and ${platform.name} has no alias by which a late one could be told`))
  }
  if (!policy.maySendAgain) {
    return ending(unsettled(doubt, `${nothing}; with \`wait: false\` the trigger is not sent again`))
  }
  if (doubtfulSends >= MOST_DOUBTFUL_SENDS) {
    return ending(unsettled(doubt, `${nothing}, after the trigger had been sent ${doubtfulSends} times`))
  }
  runner.info(`${capitalised(nothing)}: sending the trigger once more under the same alias.`)
  return { kind: 'again', doubtfulSends }
}

/** After a doubtful send nothing is proved by a later one that was refused: its effect may still come. */
function withoutRun(doubtfulSends: number, reason: string, refusal?: Refusal): TriggerEnding {
  if (doubtfulSends > 0) return { kind: 'unsettled', reason, candidates: [] }
  return { kind: 'refused', reason, ...(refusal === undefined ? {} : { refusal }) }
}

function stopped(attempt: Attempt, inDoubt: boolean): TriggerEnding {
  return { kind: 'stopped', ...(inDoubt ? { inDoubt: attempt } : {}) }
}

function twin(attempt: Attempt, possible: boolean): { readonly twinOf?: Attempt } {
  return possible ? { twinOf: attempt } : {}
}

function unsettled(doubt: string, reason: string, candidates: readonly ListedRun[] = []): TriggerEnding {
  return { kind: 'unsettled', reason: `${doubt}; ${reason}`, candidates }
}

function ending(value: TriggerEnding): Step {
  return { kind: 'ending', ending: value }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
