/** What the contract says of each cell: worked out from the promises alone, not from what the step does. */

import type { Fault } from '../../../sandbox/control-plane/faults.ts'
import { REPERTOIRES } from '../../../sandbox/control-plane/repertoire.ts'
import type { Cell } from './cells.ts'

export interface Expected {
  readonly conclusion: string
  /** Undefined: as often as it can be sent before a limit is reached. */
  readonly triggers: number | undefined
  /** How many runs go on after the step that nobody has asked the platform to end. */
  readonly standing: number
}

/** A fault as the one who asks may take it. */
type Nature =
  /** A good answer. */
  | 'fine'
  /** Nothing was started, provably. */
  | 'refused for now'
  /** An answer that tells nothing, and the request did take effect. */
  | 'doubtful with effect'
  | 'doubtful without effect'

const GOOD: Expected = { conclusion: 'success', triggers: 1, standing: 0 }

export function expectedOf(cell: Cell): Expected {
  const { phase, strikes, platform } = cell
  const nature = natureOf(cell.fault)
  const forGood = strikes === 'for good' && nature !== 'fine'
  const { hasAlias } = REPERTOIRES[platform]
  switch (phase.kind) {
    case 'trigger':
      return ofTrigger(hasAlias, nature, strikes === 'for good')
    case 'courtesy':
      return GOOD
    case 'look-up':
    case 'version':
      return forGood ? { conclusion: 'not_started', triggers: 0, standing: 0 } : GOOD
    case 'settling':
      // No alias, no proof: whatever the list says.
      return forGood || !hasAlias ? { conclusion: 'unknown', triggers: 1, standing: 1 } : GOOD
    case 'status':
      return forGood ? { conclusion: 'lost', triggers: 1, standing: 1 } : GOOD
    case 'ending': {
      const conclusion = phase.cancelAfterMs === undefined ? 'timed_out' : 'cancelled'
      return { conclusion, triggers: 1, standing: forGood && !takesEffectInTime(cell.fault) ? 1 : 0 }
    }
  }
}

function ofTrigger(hasAlias: boolean, nature: Nature, forGood: boolean): Expected {
  switch (nature) {
    case 'fine':
      return GOOD
    case 'refused for now':
      return forGood
        ? { conclusion: 'not_started', triggers: undefined, standing: 0 }
        : { conclusion: 'success', triggers: 2, standing: 0 }
    case 'doubtful with effect':
      return hasAlias ? GOOD : { conclusion: 'unknown', triggers: 1, standing: 1 }
    case 'doubtful without effect':
      if (!hasAlias) return { conclusion: 'unknown', triggers: 1, standing: 0 }
      return forGood
        ? { conclusion: 'unknown', triggers: 2, standing: 0 }
        : { conclusion: 'success', triggers: 2, standing: 0 }
  }
}

function natureOf(fault: Fault): Nature {
  switch (fault.kind) {
    case 'delay':
      return 'fine'
    case 'status':
      if (fault.status === 429) return 'refused for now'
      return fault.effect ? 'doubtful with effect' : 'doubtful without effect'
    case 'hang':
    case 'foreignBody':
      return fault.effect ? 'doubtful with effect' : 'doubtful without effect'
    case 'resetAfter':
    case 'lateEffect':
    case 'truncated':
    case 'oversized':
      return 'doubtful with effect'
    case 'resetBefore':
    case 'redirect':
      return 'doubtful without effect'
  }
}

/** A termination that comes about within the 30 s after `timeout`, or within what a cancel and post take. */
function takesEffectInTime(fault: Fault): boolean {
  return natureOf(fault) === 'doubtful with effect' && !(fault.kind === 'lateEffect' && fault.afterMs > 30_000)
}
