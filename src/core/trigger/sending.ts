/** The sends of one trigger: the rules of `index.ts`, step by step. */

import type { Started } from '../platform.ts'
import type { Refusal } from '../requests/calls.ts'
import { Patience } from '../requests/outage.ts'
import type { Reading, Setback } from '../requests/reading.ts'
import { type Doubt, type DoubtPolicy, settleDoubt } from '../search/doubt.ts'
import { createRunSearch, type RunSearch } from '../search/run-search.ts'
import type { Send, TriggerEnding, TriggerPolicy, TriggerPorts, TriggerWhat } from './model.ts'

/** How long an answer under way is still awaited once the runner has told the step to stop. */
const STOP_GRACE_MS = 2500
/** With less of `timeout` left than this no trigger is begun: its answer could hardly be awaited. */
const SHORTEST_SEND_MS = 500

/** The sends of one trigger, until one of them is decided. */
export class Sending {
  readonly #ports: TriggerPorts
  readonly #policy: TriggerPolicy
  readonly #search: RunSearch
  #firstSentMs: number | undefined
  #lastSentMs: number | undefined
  /** Sends that may have had an effect. */
  #sends = 0
  /** What came of them has not been looked for since the last wait. */
  #mustSearch = false
  #patience: Patience

  constructor(ports: TriggerPorts, policy: TriggerPolicy, what: TriggerWhat) {
    const { clock } = ports
    this.#ports = ports
    this.#policy = policy
    this.#patience = this.#freshPatience()
    const ageMs = () => clock.nowMs() - (this.#firstSentMs ?? clock.nowMs())
    const lastAgeMs = () => clock.nowMs() - (this.#lastSentMs ?? clock.nowMs())
    this.#search = createRunSearch(ports, { ...what, ageMs, lastAgeMs, sends: () => this.#sends })
  }

  async run(onSend: (send: Send) => void): Promise<TriggerEnding> {
    const { clock, runner } = this.#ports
    for (;;) {
      if (runner.stop.aborted) return { kind: 'stopped', ...this.#inDoubt() }
      if (this.#policy.deadlineMs - clock.nowMs() < SHORTEST_SEND_MS) {
        return this.#outOfTime('`timeout` left no time to send the trigger')
      }
      const found = await this.#searchBeforeSend()
      if (found !== undefined) return found
      onSend({ sends: this.#sends + 1 })
      const sentMs = clock.nowMs()
      const reading = this.#believed(await this.#send())
      if (mayHaveStarted(reading)) {
        this.#firstSentMs ??= sentMs
        this.#lastSentMs = sentMs
        this.#sends += 1
      }
      const ending = await this.#afterSend(reading, sentMs)
      if (ending !== undefined) return ending
    }
  }

  /** Before every send that follows a doubtful one, however short the wait: what that started may be there by now. */
  async #searchBeforeSend(): Promise<TriggerEnding | undefined> {
    if (!this.#mustSearch) return undefined
    return this.#settle({ why: 'an earlier send of the trigger is in doubt' }, { once: true })
  }

  async #send(): Promise<Reading<Started>> {
    const { channel, platform, clock, runner } = this.#ports
    const { target, alias } = this.#search.attempt
    const grace = new AbortController()
    const onStop = async () => {
      await clock.sleep(STOP_GRACE_MS)
      grace.abort()
    }
    runner.stop.addEventListener('abort', onStop)
    const isFirst = this.#patience.outage === undefined
    const untilMs = isFirst ? this.#policy.deadlineMs : this.#patience.attemptUntilMs()
    const options = { untilMs, signal: grace.signal, freshConnection: true }
    const reading = await channel.ask(platform.trigger(target, alias), options)
    runner.stop.removeEventListener('abort', onStop)
    return reading
  }

  /** A run that was there before is not what this trigger started: somebody on the way gave an answer of an earlier one. */
  #believed(reading: Reading<Started>): Reading<Started> {
    if (reading.kind !== 'good') return reading
    const { run } = reading.value
    const age = this.#search.attempt.baseline.age({ handle: run, status: '', phase: 'unrecognised' })
    if (age !== 'old') return reading
    return { kind: 'setback', effect: 'possible', message: `the answer names ${run.runId}, which was there before` }
  }

  /** Undefined: send again. */
  async #afterSend(reading: Reading<Started>, sentMs: number): Promise<TriggerEnding | undefined> {
    switch (reading.kind) {
      case 'good': {
        const doubt = this.#sends > 1 ? { inDoubt: this.#search } : {}
        return reading.value.kind === 'run' ? { ...reading.value, kind: 'started', ...doubt } : reading.value
      }
      case 'denied':
        return this.#refused(`the trigger was refused: ${reading.message}`, reading.refusal)
      case 'stopped':
        return { kind: 'stopped', ...this.#inDoubt() }
      case 'setback':
        return reading.effect === 'none' ? this.#waitToSend(reading, sentMs) : this.#afterDoubt(reading)
    }
  }

  /** The trigger provably started nothing: it may be sent again, after a while. */
  async #waitToSend(setback: Setback, sentMs: number): Promise<TriggerEnding | undefined> {
    const { clock, runner } = this.#ports
    const isFirst = this.#patience.outage === undefined
    const next = this.#patience.failed(setback, sentMs)
    if (next.kind === 'give_up') {
      return this.#outOfTime(
        next.limit === 'outage'
          ? `the trigger could not be sent: ${next.reason}`
          : `the trigger could not be sent within \`timeout\`; the last attempt: ${setback.message}`,
      )
    }
    if (isFirst) runner.info(`The trigger could not be sent: ${setback.message}. Nothing was started; trying again.`)
    await clock.sleep(next.waitMs, runner.stop)
    this.#mustSearch = this.#sends > 0
    return undefined
  }

  #afterDoubt({ message: why }: Setback): Promise<TriggerEnding | undefined> {
    this.#patience = this.#freshPatience()
    this.#ports.runner.info(
      `It is not known what came of the trigger: ${why}. Looking among the job's runs for what it may have started.`,
    )
    return this.#settle({ why })
  }

  async #settle(
    doubt: Pick<Doubt, 'why' | 'isOver'>,
    how: Partial<DoubtPolicy> = {},
  ): Promise<TriggerEnding | undefined> {
    const { runner } = this.#ports
    const policy = { ...this.#policy, untilMs: this.#policy.deadlineMs, signal: runner.stop, ...how }
    const ending = await settleDoubt(this.#ports, policy, this.#search, { ...doubt, sends: this.#sends })
    this.#mustSearch = false
    if (ending.kind === 'found') return { kind: 'started', run: ending.run, ...this.#inDoubt() }
    if (ending.kind === 'stopped') return { kind: 'stopped', ...this.#inDoubt() }
    return ending.kind === 'send_again' ? undefined : ending
  }

  #freshPatience(): Patience {
    const { deadlineMs: untilMs, outageToleranceMs } = this.#policy
    return new Patience(this.#ports, { untilMs, outageToleranceMs })
  }

  /** After a doubtful send nothing is proved by a later one that was refused: its effect may still come. */
  async #refused(reason: string, refusal: Refusal): Promise<TriggerEnding> {
    if (this.#sends === 0) return { kind: 'refused', reason, refusal }
    return this.#inDoubtWith(reason, {})
  }

  /** A limit ended it: there is time for one more look at most. */
  async #outOfTime(reason: string): Promise<TriggerEnding> {
    if (this.#sends === 0) return { kind: 'refused', reason }
    return this.#inDoubtWith(reason, { once: true, outageToleranceMs: 0 })
  }

  async #inDoubtWith(why: string, how: Partial<DoubtPolicy>): Promise<TriggerEnding> {
    const ending = await this.#settle({ why, isOver: true }, how)
    return ending ?? { kind: 'unsettled', reason: why, candidates: this.#search.seen }
  }

  #inDoubt(): { readonly inDoubt?: RunSearch } {
    return this.#sends > 0 ? { inDoubt: this.#search } : {}
  }
}

/** Refused by the platform's own error, or not sent at all: provably no run. */
function mayHaveStarted(reading: Reading<Started>): boolean {
  return reading.kind === 'good' || (reading.kind !== 'denied' && reading.effect === 'possible')
}
