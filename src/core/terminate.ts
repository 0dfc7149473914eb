/** Ending a run: asking for it until the platform has accepted, and seeing what became of it. */

import { type Limit, within } from './limit.ts'
import { isFinal, type RunHandle, type RunSnapshot, type Termination } from './model.ts'
import type { Platform } from './platform.ts'
import type { Clock } from './ports.ts'
import type { Channel } from './requests/channel.ts'
import type { Reading } from './requests/reading.ts'

export interface TerminatePorts {
  readonly channel: Channel
  readonly platform: Platform
  readonly clock: Clock
}

/** How many times in a row the platform may say no before it is taken at its word. */
const MOST_DENIALS = 3
const FIRST_GAP_MS = 500
const LONGEST_GAP_MS = 4000
/** No single request may use up the time that is there for all of them; a platform that is slow is given more the next time. */
export const FIRST_PATIENCE_MS = 3000

/**
 * Asks the platform to terminate a run until it accepts, until the run turns out to have ended or to be ending, or until
 * the limit. Terminating twice does no harm, so whatever was not clearly accepted is asked again. `onSeen` is called with
 * every state of the run that was seen meanwhile.
 */
export async function terminate(
  ports: TerminatePorts,
  run: RunHandle,
  last: RunSnapshot | undefined,
  limit: Limit,
  onSeen: (seen: RunSnapshot) => void = () => undefined,
): Promise<Termination> {
  const { clock } = ports
  let known = last
  let denials = 0
  let patienceMs = FIRST_PATIENCE_MS
  for (let gapMs = FIRST_GAP_MS; ; gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS)) {
    const reading = await askOnce(ports, run, known, { ...limit, patienceMs })
    if (reading.kind === 'good') return { kind: 'accepted' }
    const seen = await readStatus(ports, run, limit)
    if (seen !== undefined) onSeen(seen)
    if (seen !== undefined && isFinal(seen)) return { kind: 'already_ended' }
    // Its answer was lost or late, and yet it has taken effect.
    if (seen?.phase === 'ending') return { kind: 'accepted' }
    known = seen ?? known
    denials = reading.kind === 'denied' ? denials + 1 : 0
    const reason = whyNot(reading)
    if (denials >= MOST_DENIALS || clock.nowMs() + gapMs >= limit.untilMs || limit.signal?.aborted) {
      return { kind: 'failed', reason }
    }
    patienceMs *= 2
    await clock.sleep(gapMs, limit.signal)
  }
}

async function askOnce(
  { channel, platform, clock }: TerminatePorts,
  run: RunHandle,
  last: RunSnapshot | undefined,
  { patienceMs, ...limit }: Limit & { readonly patienceMs: number },
): Promise<Reading<void>> {
  const options = () => within(limit, clock.nowMs() + patienceMs)
  const first = platform.terminate(run, last)
  if (first.kind === 'ready') return channel.ask(first.call, options())
  if (first.kind === 'unblock') {
    const sent = await channel.ask(first.call, options())
    const message = sent.kind === 'good' ? 'its status did not allow it' : whyNot(sent)
    return { kind: 'setback', effect: 'none', message }
  }
  const found = await channel.ask(first.call, options())
  return found.kind === 'good' ? channel.ask(found.value, options()) : found
}

/** The run as it is now, or undefined where that can't be told. */
export async function readStatus(
  ports: TerminatePorts,
  run: RunHandle,
  limit: Limit,
): Promise<RunSnapshot | undefined> {
  const reading = await askStatus(ports, run, limit)
  return reading?.kind === 'good' ? reading.value : undefined
}

/** Undefined where the limit is reached. */
export async function askStatus(
  { channel, platform, clock }: TerminatePorts,
  run: RunHandle,
  limit: Limit,
): Promise<Reading<RunSnapshot> | undefined> {
  if (clock.nowMs() >= limit.untilMs) return undefined
  return channel.ask(platform.status(run), within(limit, clock.nowMs() + FIRST_PATIENCE_MS))
}

/** Looks until the run has ended or until the limit; `onSeen` is called with every state. Returns the last one. */
export async function awaitEnd(
  ports: TerminatePorts,
  run: RunHandle,
  limit: Limit,
  onSeen: (seen: RunSnapshot) => void = () => undefined,
): Promise<RunSnapshot | undefined> {
  let last: RunSnapshot | undefined
  for (let gapMs = FIRST_GAP_MS; !limit.signal?.aborted; gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS)) {
    const seen = await readStatus(ports, run, limit)
    if (seen !== undefined) onSeen(seen)
    last = seen ?? last
    if ((last !== undefined && isFinal(last)) || ports.clock.nowMs() + gapMs >= limit.untilMs) break
    await ports.clock.sleep(gapMs, limit.signal)
  }
  return last
}

function whyNot(reading: Exclude<Reading<void>, { kind: 'good' }>): string {
  switch (reading.kind) {
    case 'denied':
    case 'setback':
      return reading.message
    case 'stopped':
      return 'stopped'
  }
}
