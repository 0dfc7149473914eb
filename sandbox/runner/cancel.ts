import type { NodeProcess } from './node-process.ts'
import type { LogStream, SignalTimes } from './types.ts'

/** When a stage is cancelled (`afterMs` counts from its start), and what reaches its process then. */
export type CancelPlan = {
  afterMs: number | undefined
  when: ((line: string, stream: LogStream) => boolean) | undefined
  on: AbortSignal | undefined
  stepTimeoutMs: number | undefined
  times: SignalTimes
  reach: 'signals' | 'kill' | 'nothing'
}

export type CancelReason = 'workflow' | 'step-timeout'

export type Fate = { cancelled: CancelReason | undefined; overLimit: boolean }

/** The plan of a stage that nobody cancels. */
export const NO_CANCEL: CancelPlan = {
  afterMs: undefined,
  when: undefined,
  on: undefined,
  stepTimeoutMs: undefined,
  times: { sigtermAfterMs: 0, sigkillAfterMs: 0 },
  reach: 'signals',
}

/**
 * Waits until the process has ended, or until the runner has lost sight of it (a cancel that reaches it with nothing).
 * Past `limitMs` it is killed. `canceller` is aborted, with the reason, by whatever asks for the cancel first.
 */
export async function follow(
  child: NodeProcess,
  plan: CancelPlan,
  limitMs: number,
  canceller: AbortController,
): Promise<Fate> {
  const fate: Fate = { cancelled: undefined, overLimit: false }
  const lostSight = Promise.withResolvers<void>()
  const cancel = (reason: CancelReason) => canceller.abort(reason)
  const limit = setTimeout(() => {
    fate.overLimit = true
    child.kill()
  }, limitMs)
  const timers = [limit, after(plan.afterMs, () => cancel('workflow'))]
  timers.push(after(plan.stepTimeoutMs, () => cancel('step-timeout')))
  const onCancel = () => {
    fate.cancelled = canceller.signal.reason === 'step-timeout' ? 'step-timeout' : 'workflow'
    reach(child, plan)
    if (plan.reach === 'nothing') lostSight.resolve()
  }
  const onAbort = () => cancel('workflow')
  canceller.signal.addEventListener('abort', onCancel, { once: true })
  plan.on?.addEventListener('abort', onAbort, { once: true })
  if (plan.on?.aborted) onAbort()
  await Promise.race([child.ended, lostSight.promise])
  for (const timer of timers) clearTimeout(timer)
  canceller.signal.removeEventListener('abort', onCancel)
  plan.on?.removeEventListener('abort', onAbort)
  return fate
}

function reach(child: NodeProcess, plan: CancelPlan): void {
  switch (plan.reach) {
    case 'signals':
      child.interrupt(plan.times)
      break
    case 'kill':
      child.kill()
      break
    case 'nothing':
      child.markCancelled()
      break
  }
}

function after(delayMs: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return delayMs === undefined ? undefined : setTimeout(act, delayMs)
}
