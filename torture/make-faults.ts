/** Makes up what goes wrong between a step and its platform. */

import type { Fault, FaultRule, ForeignBody } from '../sandbox/control-plane/faults.ts'
import type { Operation, Platform } from '../sandbox/control-plane/types.ts'
import type { TokenFaultRule } from '../sandbox/github/token-issuer.ts'
import { FACTS } from './facts.ts'
import type { Dice } from './random.ts'
import type { Scale } from './scale.ts'
import type { Downtime, Engine } from './story-setup.ts'

/** Where an answer is a redirect to: nobody may follow it there with a key. */
export const ELSEWHERE = 'http://127.0.0.1:9/elsewhere'

export function ruleOf(dice: Dice, scale: Scale, platform: Platform): FaultRule {
  const operation = dice.chance(0.1) ? 'any' : dice.from(FACTS[platform].strikes)
  const fault = faultOf(dice, scale, operation)
  if (dice.chance(0.15)) {
    const afterMs = dice.int(0, scale.latestMs)
    return { operation, afterMs, untilMs: afterMs + dice.int(1, scale.latestMs), fault }
  }
  return { operation, nth: dice.int(1, 4), times: dice.pick(1, 1, 2, 3, 5, 1000), fault }
}

/** The first trigger is in doubt: it starts nothing, or a run that comes late. Perhaps the looks for that one fail. */
export function doubtOf(dice: Dice, scale: Scale): readonly FaultRule[] {
  const fault = dice.pick<Fault>(
    { kind: 'resetBefore' },
    { kind: 'status', status: 502, body: 'html' },
    { kind: 'lateEffect', afterMs: dice.from(scale.lateMs), answer: 'reset' },
    { kind: 'lateEffect', afterMs: dice.from(scale.lateMs), answer: 502 },
  )
  const operation = dice.pick<Operation>('list', 'search', 'terminate')
  const nth = operation === 'terminate' ? 1 : dice.int(4, 9)
  const later: FaultRule = { operation, nth, times: dice.pick(1, 2, 1000), fault: faultOf(dice, scale, operation) }
  return [{ operation: 'trigger', nth: 1, fault }, ...(dice.chance(0.5) ? [later] : [])]
}

function faultOf(dice: Dice, scale: Scale, operation: Operation | 'any'): Fault {
  const foreign = () => dice.pick<ForeignBody>('html', 'otherShape', 'notJson', 'empty', 'echo')
  const effect = dice.chance(0.5)
  switch (dice.int(1, 13)) {
    case 1:
      return {
        kind: 'status',
        status: dice.pick(500, 502, 503, 504, 408),
        body: dice.pick('own', 'ownEcho', foreign()),
        effect,
      }
    case 2:
      return { kind: 'status', status: 429, headers: retryAfter(dice, scale), body: dice.pick('own', foreign()) }
    case 3:
      return { kind: 'status', status: 503, headers: retryAfter(dice, scale), effect }
    case 4: // somebody between the step and its platform says no
      return { kind: 'status', status: dice.pick(400, 401, 403, 404, 409, 422, 451), body: foreign(), effect }
    case 5: // the platform itself says no; then it did nothing
      return { kind: 'status', status: dice.pick(400, 401, 403, 404, 422), body: dice.pick('own', 'ownEcho') }
    case 6:
      return { kind: 'resetBefore' }
    case 7:
      return { kind: 'resetAfter' }
    case 8:
      return lateEffectOf(dice, scale, operation)
    case 9:
      return { kind: 'hang', effect }
    case 10:
      return { kind: 'truncated' }
    case 11:
      return { kind: 'foreignBody', body: foreign(), effect, ...(dice.chance(0.3) ? { status: 201 } : {}) }
    case 12:
      return { kind: 'delay', delayMs: dice.from(scale.delaysMs) }
    default:
      return { kind: 'redirect', location: ELSEWHERE, status: dice.pick(301, 302, 303, 307, 308) }
  }
}

function lateEffectOf(dice: Dice, scale: Scale, operation: Operation | 'any'): Fault {
  if (operation !== 'trigger' && operation !== 'terminate') return { kind: 'resetAfter' }
  return {
    kind: 'lateEffect',
    afterMs: dice.from(scale.lateMs),
    answer: dice.pick<'reset' | 'hang' | number>('reset', 'hang', 502),
  }
}

function retryAfter(dice: Dice, scale: Scale): Readonly<Record<string, string>> {
  return dice.chance(0.7) ? { 'retry-after': dice.from(scale.retryAfters) } : {}
}

const CAUSES = ['connection', 'name_not_resolved', 'timeout', 'certificate', 'proxy_auth'] as const

export function downtimeOf(dice: Dice, scale: Scale, engine: Engine): Downtime {
  const fromMs = dice.pick(0, dice.int(0, scale.latestMs))
  const toMs = fromMs + dice.int(500, scale.latestMs / 2)
  return {
    fromMs,
    toMs,
    cause: engine === 'core' ? dice.from(CAUSES) : 'connection',
  }
}

/** What goes wrong where GitHub is asked for a token. Not its refusal, which ends a step for a reason of its own. */
export function tokenRuleOf(dice: Dice): TokenFaultRule {
  const fault = dice.pick<TokenFaultRule['fault']>(
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429 },
    { kind: 'status', status: 200, body: '<html>not a token</html>' },
    { kind: 'hang' },
    { kind: 'reset' },
    { kind: 'truncate' },
    { kind: 'delay', delayMs: 3000 },
  )
  return { nth: dice.int(1, 8), times: dice.pick(1, 1, 2, 6), fault }
}
