/** The way to the platform: where it breaks below HTTP for a while, a trigger that is put off again and again, a key in pieces. */

import type { FaultRule } from '../../sandbox/control-plane/faults.ts'
import { REPERTOIRES } from '../../sandbox/control-plane/repertoire.ts'
import type { Platform } from '../../sandbox/control-plane/types.ts'
import { API_KEY, type Downtime } from '../story-setup.ts'
import { plainSetup } from './axes.ts'
import { fateAxis, faulty, from, interruptionAxis, LOOK_FATES, lastsAxis, only, same } from './faults.ts'
import type { Axis, Choice, SmallWorld } from './small-world.ts'

export function wayWorld(platform: Platform): SmallWorld {
  const inputs = { timeout: '7m', 'request-timeout': '5s', 'outage-tolerance': '6m', 'on-cancel': 'terminate' }
  return {
    name: 'way',
    platform,
    plain: plainSetup(platform, inputs),
    axes: [
      putOffAxis(),
      wayAxis(),
      fateAxis('look 1', ['status'], 1, only(LOOK_FATES, '502', 'its own 401', 'no answer')),
      errorAxis(),
      interruptionAxis([2500, 12_500, 13_500], [2500, 13_500]),
      lastsAxis([8000, 13_000, 40_000], REPERTOIRES[platform].ends.failure),
    ],
  }
}

/** So many sends that whatever is saved with each of them adds up. */
const PUT_OFF: FaultRule = {
  operation: 'trigger',
  nth: 1,
  times: 1000,
  fault: { kind: 'status', status: 429, body: 'own', headers: { 'retry-after': '1' } },
}

function putOffAxis(): Axis {
  return {
    name: 'trigger',
    choices: [{ label: 'answered', change: same }, faulty('put off for six minutes', [PUT_OFF])],
  }
}

const CAUSES = ['certificate', 'proxy_auth', 'connection'] as const

/** For two seconds nothing can be sent, in the middle or from the start. */
function wayAxis(): Axis {
  const closed = (label: string, downtime: Downtime): Choice => ({
    label,
    change: (setup) => ({ ...setup, downtimes: [downtime] }),
    ...(downtime.fromMs === 0 ? {} : { shows: from(downtime.fromMs) }),
  })
  return {
    name: 'the way',
    choices: [
      { label: 'free', change: same },
      ...CAUSES.flatMap((cause) => [
        closed(`${cause} after 12 s`, { fromMs: 12_000, toMs: 14_000, cause }),
        closed(`${cause} at first`, { fromMs: 0, toMs: 2000, cause }),
      ]),
    ],
  }
}

/** What a run that failed says. Control characters and colours are not shown, so that what they part is whole again. */
function errorAxis(): Axis {
  const [first, second] = [API_KEY.slice(0, 7), API_KEY.slice(7)]
  const said = (label: string, error: string): Choice => ({
    label,
    change: (setup) => ({ ...setup, behaviour: { ...setup.behaviour, error } }),
  })
  return {
    name: 'error',
    choices: [
      said('plain', 'It broke.'),
      said('the key, parted by a control character', `no access with ${first}\u0007${second}`),
      said('the key, parted by a colour', `no access with ${first}\u001b[31m${second}`),
      said('the key, cut at its end', `${'x'.repeat(9980)} ${API_KEY}`),
    ],
  }
}
