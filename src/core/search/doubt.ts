/** What is done about a send of the trigger that may or may not have taken effect: search, then adopt, send again or stop. */

import { formatDuration } from '../../text/duration.ts'
import type { ListedRun, RunHandle } from '../model.ts'
import type { Runner } from '../ports.ts'
import type { SearchPorts } from './ports.ts'
import type { RunSearch } from './run-search.ts'
import { type SettlePolicy, settle } from './settle.ts'

export interface DoubtPolicy extends SettlePolicy {
  /** False with `wait: false`: then a doubtful trigger is never sent again. */
  readonly maySendAgain: boolean
}

export interface Doubt {
  /** Sends so far that may have taken effect. */
  readonly sends: number
  /** What happened to the last of them. */
  readonly why: string
  /** It will not be sent again, whatever is found. */
  readonly isOver?: boolean
}

export type DoubtEnding =
  | { readonly kind: 'found'; readonly run: RunHandle }
  | { readonly kind: 'send_again' }
  | { readonly kind: 'unsettled'; readonly reason: string; readonly candidates: readonly ListedRun[] }
  | { readonly kind: 'stopped' }

export interface DoubtPorts extends SearchPorts {
  readonly runner: Runner
}

/** Twice, so that at most one twin can ever exist. */
const MOST_DOUBTFUL_SENDS = 2

export async function settleDoubt(
  ports: DoubtPorts,
  policy: DoubtPolicy,
  runSearch: RunSearch,
  doubt: Doubt,
): Promise<DoubtEnding> {
  const { runner, clock } = ports
  if (!runSearch.isPossible) return unsettled(doubt, ports.platform.whyUnlisted ?? `the job's runs can't be listed`)
  const startMs = clock.nowMs()
  const settled = await settle(ports, runSearch, policy)
  switch (settled.kind) {
    case 'found': {
      const { handle } = settled.ours
      runner.info(`Found by its alias ${runSearch.attempt.alias}: ${handle.runId} is this step's run.`)
      return { kind: 'found', run: handle }
    }
    case 'stopped':
      return settled
    case 'gave_up':
    case 'unprovable':
      return unsettled(doubt, settled.reason, settled.candidates)
    case 'nothing_newer':
      return afterNothingNewer(ports, policy, doubt, { tookMs: clock.nowMs() - startMs, hasAlias: runSearch.hasAlias })
  }
}

function afterNothingNewer(
  { platform, runner }: DoubtPorts,
  policy: DoubtPolicy,
  doubt: Doubt,
  { tookMs, hasAlias }: { readonly tookMs: number; readonly hasAlias: boolean },
): DoubtEnding {
  const took = policy.once ? 'when it was last looked' : `in ${formatDuration(tookMs)}`
  const nothing = `no newer run showed up ${took}`
  if (doubt.isOver) return unsettled(doubt, nothing)
  if (!hasAlias) {
    return unsettled(doubt, `${nothing}, and ${platform.name} has no alias by which a late one could be told`)
  }
  if (!policy.maySendAgain) return unsettled(doubt, `${nothing}; with \`wait: false\` the trigger is not sent again`)
  if (doubt.sends >= MOST_DOUBTFUL_SENDS) {
    return unsettled(doubt, `${nothing}, after the trigger had been sent ${doubt.sends} times`)
  }
  if (!policy.once) runner.info(`No newer run showed up ${took}: sending the trigger once more under the same alias.`)
  return { kind: 'send_again' }
}

function unsettled({ why }: Doubt, reason: string, candidates: readonly ListedRun[] = []): DoubtEnding {
  return { kind: 'unsettled', reason: `${why}; ${reason}`, candidates }
}
