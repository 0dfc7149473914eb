/** What a story of the fault campaign is made of: plain JSON, made from a seed, played by either engine. */

import type { FaultRule } from '../sandbox/control-plane/faults.ts'
import type { Json, Platform, RunBehaviour, Settings } from '../sandbox/control-plane/types.ts'
import type { TokenFaultRule } from '../sandbox/github/token-issuer.ts'
import type { HttpFailureCause } from '../src/core/ports.ts'

/** `core`: the code of `src/` on a clock that jumps. `bundle`: `dist/` as processes, over HTTP, in real time. */
export type Engine = 'core' | 'bundle'
export const ENGINES: readonly Engine[] = ['core', 'bundle']

/** Times in milliseconds from the start of main. */
export type Interruption =
  | { readonly kind: 'none' }
  /** SIGINT, then SIGTERM and SIGKILL after those times, as far as the process is still there. */
  | { readonly kind: 'cancel'; readonly atMs: number; readonly sigtermAfterMs: number; readonly sigkillAfterMs: number }
  /** SIGKILL at once: the step was in a container, or its machine was in need. */
  | { readonly kind: 'kill'; readonly atMs: number }
  /** The runner itself is gone: nothing follows, post neither. */
  | { readonly kind: 'lost runner'; readonly atMs: number }

/** A stretch in which the platform can't be reached at all. From the start of main, in milliseconds. */
export interface Downtime {
  readonly fromMs: number
  readonly toMs: number
  /** Over HTTP it is always `connection`: nobody listens. */
  readonly cause: HttpFailureCause
}

/** GitHub's OIDC token in the place of the key. */
export interface Oidc {
  /** How long each token is good. */
  readonly lifeMs: number
  /** How far GitHub's clock is ahead of the runner's. */
  readonly githubOffsetMs: number
  readonly faults: readonly TokenFaultRule[]
}

/** Another step on the same job. Only on the clock that jumps. */
export interface SecondStep {
  /** The second attempt of the same step, so long after all of the first; or a step of somebody else's, so long after its start. */
  readonly kind: 'rerun' | 'beside'
  readonly afterMs: number
  /** Put over those of the first. */
  readonly inputs: Readonly<Record<string, string>>
  /** Counted from its start. */
  readonly faults: readonly FaultRule[]
  readonly interruption: Interruption
}

export interface StorySetup {
  readonly engine: Engine
  readonly seed: number
  readonly story: number
  readonly platform: Platform
  /** Beside the address of the job, `base-url` and `api-key`. */
  readonly inputs: Readonly<Record<string, string>>
  readonly settings: Partial<Settings>
  /** How far the platform's clock is ahead of the runner's. */
  readonly clockOffsetMs: number
  /** From request to answer; only on the clock that jumps. */
  readonly latencyMs: number
  /** Of every run that the step starts, and of the one that it attaches to. */
  readonly behaviour: RunBehaviour
  readonly attach: 'no' | 'existing' | 'missing'
  readonly faults: readonly FaultRule[]
  readonly downtimes: readonly Downtime[]
  /** When other people's runs are created, from the start of main. */
  readonly foreignMs: readonly number[]
  /** What is put over them wherever the platform tells of them: a name that can't be used, above all. */
  readonly foreignFields?: Readonly<Record<string, Json>>
  readonly interruption: Interruption
  readonly second?: SecondStep
  /** What is put over the job as the platform has it. */
  readonly job?: Readonly<Record<string, string>>
  /** Only on the clock that jumps, and on TrueFoundry. */
  readonly oidc?: Oidc
  /** The password of a proxy that the environment names: a secret, wherever else it turns up. Only on the clock that jumps. */
  readonly proxyPassword?: string
}

/** Nasty in JSON, in a URL and in markup, so that a form that is not blotted out shows. */
export const API_KEY = 'tort"ure<key>&/7f+3e=\\w9'
export const ATTACHED = '0a77ac4e-0000-4000-8000-000000000007'
