/** Cancelled while it is not known whether there is a run, and at any moment at all. */

import { expect } from '@jest/globals'
import { errorsOf, isTerminated, onlyRun, triggersOf, warningsOf } from '../promises.ts'
import { at, HOSTS, KUBIYA, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'
import { expectCancelled, onTrigger } from './cancel.ts'

export function tellCancelInDoubt(story: Teller): void {
  tellDoubt(story)
  tellAnyMoment(story)

  story('the deployment that ending a run takes is looked up where no answer named it', () => {
    const setup = { triggerAnswer: 'minimal' as const, optionalFields: 'withheld' as const }
    return at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY), ...setup }, async ({ step, plane, when }) => {
      expectCancelled(await step({}, { cancelOn: when('status', 2) }), 'train-0001')
      expect(isTerminated(onlyRun(plane))).toBe(true)
      // Once before the trigger, for its parameters, and once for this.
      expect(plane.requestsOf('app')).toHaveLength(2)
    })
  })
}

function tellDoubt(story: Teller): void {
  const behaviour = neverEnds(TRUEFOUNDRY)

  story('cancelling during the look-up triggers nothing', () => {
    const faults = [{ operation: 'fqn' as const, fault: { kind: 'hang' as const } }]
    return at(TRUEFOUNDRY, { faults }, async ({ step, plane, when }) => {
      const inputs = { 'application-id': '', 'application-fqn': 'aws-eu:research:train', 'request-timeout': '30s' }
      const result = await step(inputs, { cancelOn: when('fqn') })
      expectCancelled(result, '')
      expect(triggersOf(plane)).toBe(0)
      expect(result.post.rawStdout).toBe('')
    })
  })

  story('cancelling while the trigger hangs finds the run by its alias and ends it', () =>
    at(
      TRUEFOUNDRY,
      { behaviour, faults: [onTrigger({ kind: 'hang', effect: true })] },
      async ({ step, plane, when }) => {
        const result = await step({ 'request-timeout': '30s' }, { cancelOn: when('trigger') })
        expectCancelled(result, 'train-0001')
        expect(isTerminated(onlyRun(plane))).toBe(true)
      },
    ),
  )

  story('cancelling while a lost answer is looked into ends the run that shows up late', () => {
    const faults = [onTrigger({ kind: 'lateEffect', afterMs: 3000, answer: 'reset' })]
    return at(TRUEFOUNDRY, { behaviour, faults }, async ({ step, plane, when }) => {
      const result = await step({}, { cancelOn: when('list', 2) })
      expectCancelled(result, 'train-0001')
      expect(isTerminated(onlyRun(plane))).toBe(true)
    })
  })

  story.long('a run that shows up too late for main is ended by post', () => {
    const faults = [onTrigger({ kind: 'lateEffect', afterMs: 12_000, answer: 'reset' })]
    return at(TRUEFOUNDRY, { behaviour, faults }, async ({ step, plane, when }) => {
      const result = await step({}, { cancelOn: when('list') })
      expectCancelled(result, '')
      expect(isTerminated(onlyRun(plane))).toBe(true)
      expect(warningsOf(result.post)).toEqual([])
    })
  })

  story.long('on Kubiya nothing proves which execution is ours: post names the candidates and ends none', () =>
    at(
      KUBIYA,
      { behaviour: neverEnds(KUBIYA), faults: [onTrigger({ kind: 'resetAfter' })] },
      async ({ step, plane, when }) => {
        const result = await step({}, { cancelOn: when('executions', 2) })
        expectCancelled(result, '')
        expect(isTerminated(onlyRun(plane))).toBe(false)
        expect(warningsOf(result.post)).toEqual([expect.stringContaining(KUBIYA.firstRun)])
      },
    ),
  )
}

/** No moment is left in which a cancel leaves a run going unsaid. */
function tellAnyMoment(story: Teller): void {
  for (const host of HOSTS) {
    for (const afterMs of [0, 40, 80, 110, 140, 170, 200, 250, 300, 400, 600]) {
      story(`${host.name}: cancelled ${afterMs} ms after its start, no run is left going`, () => {
        const faults = [onTrigger({ kind: 'delay', delayMs: 100 })]
        return at(host, { behaviour: neverEnds(host), faults }, async ({ step, plane }) => {
          const result = await step({}, { cancelAfterMs: afterMs })
          expect(result.conclusion).toBe('cancelled')
          expect(errorsOf(result)).toEqual([])
          expect(plane.runs.filter((run) => !isTerminated(run))).toEqual([])
        })
      })
    }
  }
}
