/** Along which the worlds of two steps vary: the second attempt of one, and one beside another. */

import type { Fault, FaultRule } from '../../sandbox/control-plane/faults.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import type { StoryRecord } from '../record.ts'
import type { Interruption, SecondStep, StorySetup } from '../story-setup.ts'
import { DENIED, SEARCHES } from './axes.ts'
import { cancelled, faulty, killed, same } from './faults.ts'
import type { Axis, Choice, Moment } from './small-world.ts'

function ofSecond(setup: StorySetup, changed: (second: SecondStep) => Partial<SecondStep>): StorySetup {
  return setup.second === undefined ? setup : { ...setup, second: { ...setup.second, ...changed(setup.second) } }
}

function startOfSecond({ second, originMs }: StoryRecord): number | undefined {
  return second && second.originMs - originMs
}

/** It shows when the second step starts. */
function input(name: string, value: string): Choice {
  return {
    label: value,
    change: (setup) => ofSecond(setup, ({ inputs }) => ({ inputs: { ...inputs, [name]: value } })),
    shows: (record) => {
      const startMs = startOfSecond(record)
      return startMs === undefined ? undefined : [startMs, -1]
    },
  }
}

/** How the first attempt of a step ends, if its run does not end first. */
export function firstAttemptAxis(): Axis {
  const cut = (label: string, interruption: Interruption): Choice => ({
    label,
    change: (setup) => ({ ...setup, interruption }),
  })
  const none: Interruption = { kind: 'none' }
  const outage: FaultRule = {
    operation: 'status',
    nth: 3,
    times: 1000,
    untilMs: 60_000,
    fault: { kind: 'resetBefore' },
  }
  return {
    name: 'first attempt',
    choices: [
      { label: 'runner lost after 20 s', change: same },
      cut('runner lost after 0.1 s', { kind: 'lost runner', atMs: 100 }),
      cut('killed after 20 s', killed(20_000)),
      cut('cancelled after 20 s', cancelled(20_000)),
      {
        label: 'timed out',
        change: (setup) => ({ ...setup, interruption: none, inputs: { ...setup.inputs, timeout: '20s' } }),
      },
      { label: 'lost', change: (setup) => ({ ...setup, interruption: none, faults: [...setup.faults, outage] }) },
    ],
  }
}

export function afterAxis(afterMs: readonly number[]): Axis {
  return {
    name: 'the second starts',
    choices: afterMs.map((ms) => ({
      label: `after ${ms / 1000} s`,
      change: (setup) => ofSecond(setup, () => ({ afterMs: ms })),
    })),
  }
}

export function onRerunAxis(): Axis {
  return { name: 'on-rerun', choices: [{ label: 'attach', change: same }, input('on-rerun', 'start')] }
}

export function ifRunningAxis(): Axis {
  const values = ['attach', 'wait', 'skip', 'fail']
  return {
    name: 'if-running',
    choices: [{ label: 'start', change: same }, ...values.map((value) => input('if-running', value))],
  }
}

/** The first search of a second attempt, which is for the run of the first. */
export function itsSearchAxis(): Axis {
  const struck = (label: string, fault: Fault): Choice => {
    const rules = SEARCHES.map((operation): FaultRule => ({ operation, nth: 1, times: 1, fault }))
    return {
      label,
      change: (setup) => ofSecond(setup, ({ faults }) => ({ faults: [...faults, ...rules] })),
      shows: ({ second, originMs }) => {
        const search = second?.requests.find(({ operation }) => SEARCHES.includes(operation))
        return second && search && [second.originMs - originMs + search.atMs, search.index]
      },
    }
  }
  return {
    name: 'its search',
    choices: [
      { label: 'answered', change: same },
      struck('502', { kind: 'status', status: 502, body: 'html' }),
      struck('denied', DENIED),
      struck('no answer', { kind: 'hang' }),
    ],
  }
}

/** What a step beside another one is told of what is going. */
export function itsListAxis(): Axis {
  const rule = (operation: Operation, nth: number, times: number, fault: Fault): FaultRule => ({
    operation,
    nth,
    times,
    fault,
  })
  const resets = (['recent', 'executions'] as const).map((list) => rule(list, 2, 2, { kind: 'resetBefore' }))
  const denials = [rule('list', 1, 1000, DENIED), rule('executions', 4, 1000, DENIED)]
  return {
    name: 'lists',
    choices: [
      { label: 'answered', change: same },
      faulty('second list before a trigger reset twice', resets),
      faulty('so, and all others denied', [...resets, ...denials]),
    ],
  }
}

export function secondCutOffAxis(cancelMs: readonly number[], killMs: readonly number[]): Axis {
  const cut = (label: string, interruption: Interruption, atMs: number): Choice => ({
    label,
    change: (setup) => ofSecond(setup, () => ({ interruption })),
    shows: (record): Moment | undefined => {
      const startMs = startOfSecond(record)
      const isReached = (record.second?.main.endMs ?? -1) >= atMs
      return startMs === undefined || !isReached ? undefined : [startMs + atMs, -1]
    },
  })
  return {
    name: 'second cut off',
    choices: [
      { label: 'no', change: same },
      ...cancelMs.map((atMs) => cut(`cancelled after ${atMs / 1000} s`, cancelled(atMs), atMs)),
      ...killMs.map((atMs) => cut(`killed after ${atMs / 1000} s`, killed(atMs), atMs)),
    ],
  }
}
