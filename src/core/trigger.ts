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
 * max(15 s, `request-timeout`) (`search/`). "Newer than the attempt" is judged by the platform's clock:
 * the `Date` of the first list answer, less the time that passed here since the attempt, less some slack.
 *
 * - A newer run that carries our alias, by a search that finds nothing under an alias no run has, is ours: adopted.
 * - No newer run at all: the trigger is sent once more, under the same alias. Should the first one take effect late
 *   after all, its run is found by the alias before the verdict and terminated (`search/twins.ts`).
 * - A newer run that can't be proved ours, a platform without aliases, a list that can't be read: no proof, no guess.
 *
 * **When it stops and asks.** Without proof; when the second trigger is doubtful too and leaves no trace (so that there
 * can never be more than two); with `wait: false` instead of sending again, since nobody would be there to find the
 * twin; and when a limit is reached first. The candidates are named, and how to attach to one.
 */

import type { Refusal } from './calls.ts'
import type { ListedRun, RunHandle, RunSnapshot } from './model.ts'
import { Patience } from './outage.ts'
import type { Started } from './platform.ts'
import type { Reading, Setback } from './reading.ts'
import { type DoubtPorts, settleDoubt } from './search/doubt.ts'
import { type Attempt, createRunSearch, type RunSearch } from './search/run-search.ts'

export interface TriggerPolicy {
  /** Monotonic. */
  readonly deadlineMs: number
  readonly requestTimeoutMs: number
  readonly outageToleranceMs: number
  /** False with `wait: false`: then a doubtful trigger is never sent again. */
  readonly maySendAgain: boolean
}

export type TriggerEnding =
  /** `inDoubt` is there when the trigger was ever in doubt: then a second run may exist. */
  | { readonly kind: 'started'; readonly run: RunHandle; readonly first?: RunSnapshot; readonly inDoubt?: RunSearch }
  /** A run exists but can't be addressed. */
  | { readonly kind: 'unusable'; readonly run: RunHandle; readonly reason: string }
  /** Provably no run. `refusal` is the kind of the platform's own no, if it was one. */
  | { readonly kind: 'refused'; readonly reason: string; readonly refusal?: Refusal }
  | { readonly kind: 'unsettled'; readonly reason: string; readonly candidates: readonly ListedRun[] }
  /** The runner told the step to stop. `inDoubt` is there if the trigger may have started a run that is not known. */
  | { readonly kind: 'stopped'; readonly inDoubt?: RunSearch }

export type TriggerPorts = DoubtPorts

/** How long an answer under way is still awaited once the runner has told the step to stop. */
const STOP_GRACE_MS = 2500
/** With less of `timeout` left than this no trigger is begun: its answer could hardly be awaited. */
const SHORTEST_SEND_MS = 500

/** Which job, under which alias, and what was there before. */
export type TriggerWhat = Pick<Attempt, 'target' | 'alias' | 'baseline'>

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
  what: TriggerWhat,
  onSend: (send: Send) => void,
): Promise<TriggerEnding> {
  return new Sending(ports, policy, what).run(onSend)
}

/** The sends of one trigger, until one of them is decided. */
class Sending {
  readonly #ports: TriggerPorts
  readonly #policy: TriggerPolicy
  readonly #search: RunSearch
  #firstSentMs: number | undefined
  /** Sends that may have had an effect. */
  #doubtfulSends = 0
  #patience: Patience

  constructor(ports: TriggerPorts, policy: TriggerPolicy, what: TriggerWhat) {
    const { clock } = ports
    this.#ports = ports
    this.#policy = policy
    this.#patience = this.#freshPatience()
    const ageMs = () => clock.nowMs() - (this.#firstSentMs ?? clock.nowMs())
    this.#search = createRunSearch(ports, { ...what, ageMs })
  }

  async run(onSend: (send: Send) => void): Promise<TriggerEnding> {
    const { clock, runner } = this.#ports
    for (;;) {
      if (runner.stop.aborted) return { kind: 'stopped', ...this.#inDoubt() }
      if (this.#policy.deadlineMs - clock.nowMs() < SHORTEST_SEND_MS) {
        return this.#withoutRun('`timeout` left no time to send the trigger')
      }
      onSend({ firstSentAgoMs: this.#search.attempt.ageMs(), again: this.#doubtfulSends > 0 })
      const sentMs = clock.nowMs()
      const reading = await this.#send()
      if (!(reading.kind === 'setback' && reading.effect === 'none')) this.#firstSentMs ??= sentMs
      const ending = await this.#afterSend(reading, sentMs)
      if (ending !== undefined) return ending
    }
  }

  async #send(): Promise<Reading<Started>> {
    const { channel, platform, clock, runner } = this.#ports
    const { target, alias } = this.#search.attempt
    const grace = new AbortController()
    const onStop = async () => {
      await clock.sleep(STOP_GRACE_MS)
      grace.abort()
    }
    runner.stop.addEventListener('abort', onStop, { once: true })
    const isFirst = this.#patience.outage === undefined
    const untilMs = isFirst ? this.#policy.deadlineMs : this.#patience.attemptUntilMs()
    const options = { untilMs, signal: grace.signal, freshConnection: true }
    const reading = await channel.ask(platform.trigger(target, alias), options)
    runner.stop.removeEventListener('abort', onStop)
    return reading
  }

  /** Undefined: send again. */
  async #afterSend(reading: Reading<Started>, sentMs: number): Promise<TriggerEnding | undefined> {
    switch (reading.kind) {
      case 'good':
        return reading.value.kind === 'run' ? { ...reading.value, kind: 'started', ...this.#inDoubt() } : reading.value
      case 'denied':
        return this.#withoutRun(`the trigger was refused: ${reading.message}`, reading.refusal)
      case 'stopped':
        if (reading.effect === 'possible') this.#doubtfulSends += 1
        return { kind: 'stopped', ...this.#inDoubt() }
      case 'setback':
        return reading.effect === 'none' ? this.#waitToSend(reading, sentMs) : this.#settle(reading)
    }
  }

  /** The trigger provably started nothing: it may be sent again, after a while. */
  async #waitToSend(setback: Setback, sentMs: number): Promise<TriggerEnding | undefined> {
    const { clock, runner } = this.#ports
    const isFirst = this.#patience.outage === undefined
    const next = this.#patience.failed(setback, sentMs)
    if (next.kind === 'give_up') {
      return this.#withoutRun(
        next.limit === 'outage'
          ? `the trigger could not be sent: ${next.reason}`
          : `the trigger could not be sent within \`timeout\`; the last attempt: ${setback.message}`,
      )
    }
    if (isFirst) runner.info(`The trigger could not be sent: ${setback.message}. Nothing was started; trying again.`)
    await clock.sleep(next.waitMs, runner.stop)
    return undefined
  }

  async #settle(setback: Setback): Promise<TriggerEnding | undefined> {
    const { runner } = this.#ports
    this.#doubtfulSends += 1
    this.#patience = this.#freshPatience()
    runner.info(
      `The trigger's fate is open: ${setback.message}. Looking among the job's runs for what it may have started.`,
    )
    const policy = { ...this.#policy, untilMs: this.#policy.deadlineMs, signal: runner.stop }
    const doubt = { sends: this.#doubtfulSends, why: setback.message }
    const ending = await settleDoubt(this.#ports, policy, this.#search, doubt)
    switch (ending.kind) {
      case 'found':
        return { kind: 'started', run: ending.run, ...this.#inDoubt() }
      case 'unsettled':
        return ending
      case 'stopped':
        return { kind: 'stopped', ...this.#inDoubt() }
      case 'send_again':
        return undefined
    }
  }

  #freshPatience(): Patience {
    const { deadlineMs: untilMs, outageToleranceMs } = this.#policy
    return new Patience(this.#ports, { untilMs, outageToleranceMs })
  }

  /** After a doubtful send nothing is proved by a later one that was refused: its effect may still come. */
  #withoutRun(reason: string, refusal?: Refusal): TriggerEnding {
    if (this.#doubtfulSends > 0) return { kind: 'unsettled', reason, candidates: [] }
    return { kind: 'refused', reason, ...(refusal === undefined ? {} : { refusal }) }
  }

  #inDoubt(): { readonly inDoubt?: RunSearch } {
    return this.#doubtfulSends > 0 ? { inDoubt: this.#search } : {}
  }
}
