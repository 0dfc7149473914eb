/** A watch of a run on a simulated control plane, alone or with a stream beside it. */

import type { Fault } from '../../sandbox/control-plane/faults.ts'
import type { RunBehaviour } from '../../sandbox/control-plane/types.ts'
import type { Follower } from '../../src/core/follow.ts'
import type { PastRun } from '../../src/core/progress.ts'
import { type WatchPolicy, watch } from '../../src/core/watch.ts'
import { noFollower } from '../../src/logs/index.ts'
import { type BenchOptions, bench } from '../support/bench.ts'

export interface Scene extends BenchOptions {
  readonly behaviour?: RunBehaviour
  readonly policy?: Partial<WatchPolicy>
  readonly faults?: readonly { readonly nth: number; readonly times: number; readonly fault: Fault }[]
  readonly stopAtMs?: number
  /** How old the run is when the watch begins. */
  readonly ageMs?: number
  readonly isStreaming?: boolean
  /** When a stream hints that the run has moved on. */
  readonly hintsAtMs?: readonly number[]
  readonly past?: () => readonly PastRun[]
}

export async function look(scene: Scene = {}) {
  const { behaviour, policy = {}, faults = [], stopAtMs, ageMs = 0, past = () => [], ...options } = scene
  const at = bench(options)
  const { name } = at.plane.addRun({
    jobId: at.jobId,
    createdAtMs: at.plane.now(),
    ...(behaviour ? { behaviour } : {}),
  })
  for (const rule of faults) at.plane.addFault({ operation: 'status', ...rule })
  if (stopAtMs !== undefined) at.clock.at(stopAtMs, () => at.runner.cancel())
  await at.clock.run(at.clock.sleep(ageMs))
  const limits: WatchPolicy = {
    deadlineMs: 3_600_000,
    outageToleranceMs: 600_000,
    pollInterval: { kind: 'fixed', intervalMs: 5000 },
    onInputRequired: 'wait',
    attached: false,
    ...policy,
  }
  let looks = 0
  const follower: Follower = {
    ...noFollower,
    onLook: () => {
      looks++
    },
    isStreaming: scene.isStreaming ?? false,
    onHint: (hint) => {
      for (const atMs of scene.hintsAtMs ?? []) at.clock.at(atMs, hint)
    },
  }
  const news: string[] = []
  const watched = await at.clock.run(
    watch(at.ports, limits, at.platform.attach(at.target, name), follower, {
      onNews: ({ status }) => news.push(status),
      onLook: () => undefined,
      past,
    }),
  )
  const startMs = at.plane.runs[0]?.createdAtMs ?? 0
  return { ...at, ...watched, news, looks, times: at.plane.requestsOf('status').map(({ atMs }) => atMs - startMs) }
}
