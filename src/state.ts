/** What main keeps for `post`, and how `post` reads it. The runner hands it on as text; at most 8 KiB in all. */

import * as v from 'valibot'
import type { RunHandle } from './core/model.ts'
import type { Env } from './core/ports.ts'
import { jsonObject } from './platforms/wire.ts'

/** Everything needed to find the run again. No secret, no parameter. */
export interface SavedAttempt {
  readonly platform: string
  /** The only origin that `post` may talk to. */
  readonly baseUrl: string
  readonly target: RunHandle['target']
  /** Empty on attach. */
  readonly alias: string
  /** By the runner's clock, when the first trigger that may have had an effect was sent. */
  readonly sentAtEpochMs: number
  /** The latest run that the list before the trigger showed; 0 where there was none at all. Epoch milliseconds. */
  readonly newestBeforeMs?: number | undefined
  readonly onCancel: 'leave' | 'terminate'
  readonly wait: boolean
}

/** Names of the saved values: later ones add to earlier ones, so that each is there from the moment it is known. */
export const stateNames = {
  attempt: 'attempt',
  sends: 'sends',
  run: 'run',
  reportedEnd: 'reported',
  concluded: 'concluded',
} as const

const savedAttempt = v.object({
  platform: v.string(),
  baseUrl: v.string(),
  target: jsonObject,
  alias: v.string(),
  sentAtEpochMs: v.pipe(v.number(), v.finite()),
  newestBeforeMs: v.optional(v.pipe(v.number(), v.finite())),
  onCancel: v.picklist(['leave', 'terminate']),
  wait: v.boolean(),
})
const savedRun = v.object({
  runId: v.string(),
  runUrl: v.string(),
  version: v.exactOptional(v.string()),
  target: jsonObject,
})

export interface SavedState {
  readonly concluded: boolean
  /** Main told how it ended, and left something to post. */
  readonly reportedEnd: boolean
  readonly attempt?: SavedAttempt
  /** How many sends of the trigger may have started a run; saved before each that is one more. */
  readonly sends: number
  readonly run?: RunHandle
}

/** The environment with the saved values in it as they were before secrets were taken out of them. */
export function restored(env: Env, restore: (value: string) => string): Env {
  const entries = Object.entries(env).map(([name, value]) => {
    return [name, name.startsWith('STATE_') && value !== undefined ? restore(value) : value] as const
  })
  return Object.fromEntries(entries)
}

/** Reads the state from the environment, where the runner puts it as `STATE_<name>`. */
export function readState(env: Env): SavedState {
  const attempt = v.safeParse(savedAttempt, parsed(env[`STATE_${stateNames.attempt}`]))
  const run = v.safeParse(savedRun, parsed(env[`STATE_${stateNames.run}`]))
  return {
    concluded: env[`STATE_${stateNames.concluded}`] === 'true',
    reportedEnd: env[`STATE_${stateNames.reportedEnd}`] === 'true',
    sends: Number(/^\d{1,3}$/.exec(env[`STATE_${stateNames.sends}`] ?? '')?.[0] ?? 0),
    ...(attempt.success ? { attempt: attempt.output } : {}),
    ...(run.success ? { run: run.output } : {}),
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
