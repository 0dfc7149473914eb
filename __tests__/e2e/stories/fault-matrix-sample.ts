/** Some cells of the fault matrix again, with the shipped action over real HTTP: the fake clock hides nothing. */

import { expect } from '@jest/globals'
import { REPERTOIRES } from '../../../sandbox/control-plane/repertoire.ts'
import type { RunBehaviour } from '../../../sandbox/control-plane/types.ts'
import type { StepOptions } from '../../../sandbox/runner/index.ts'
import { type Cell, describeFault, FAULTS, inputsNaming, phasesOf, rulesOf } from '../fault-matrix/cells.ts'
import { expectedOf } from '../fault-matrix/expected.ts'
import { isTerminated, triggersOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, type Site } from '../site.ts'
import type { Teller } from '../teller.ts'

/** Every phase meets with some faults, and every fault with some phase. */
const EVERY = 8

export function tellFaultMatrixSample(story: Teller): void {
  for (const host of HOSTS) {
    // A trigger in doubt has stories of its own (one-trigger.ts); a slow answer is one in doubt where requests are short.
    const phases = phasesOf(host.platform).filter(({ kind }) => kind !== 'trigger')
    for (const [row, fault] of FAULTS.filter(({ kind }) => kind !== 'delay').entries()) {
      for (const [column, phase] of phases.entries()) {
        if ((row + 2 * column) % EVERY === 0)
          tellCell(host, { platform: host.platform, phase, fault, strikes: 'once' }, story)
      }
    }
  }
}

function tellCell(host: Host, cell: Cell, story: Teller): void {
  const isLong = cell.phase.kind === 'settling' && !REPERTOIRES[host.platform].hasAlias
  const tell = isLong ? story.long : story
  tell(`${host.name}, ${cell.phase.name}: ${describeFault(cell.fault)}`, () =>
    at(
      host,
      {
        behaviour: cell.phase.endless ? staysIn(cell.phase.status ?? host.running) : endsAs(host, 'success', 600),
        faults: rulesOf(cell),
      },
      async (site) => {
        const { outputs } = await site.step(inputsOf(host, cell), cancelOf(cell, site))
        const { conclusion, triggers } = expectedOf(cell)
        expect(outputs.conclusion).toBe(conclusion)
        expect(triggersOf(site.plane)).toBe(triggers)
        // Only a run that was to be ended shows whether it was: the others have long come to their own end.
        if (cell.phase.endless) expect(site.plane.runs.filter((run) => !isTerminated(run))).toEqual([])
      },
    ),
  )
}

function staysIn(status: string): RunBehaviour {
  return course([0, status])
}

function inputsOf({ job }: Host, { phase }: Cell): Readonly<Record<string, string>> {
  const { inputs = {} } = phase
  return { ...inputsNaming(job, phase), ...inputs, ...('timeout' in inputs ? { timeout: '4s' } : {}) }
}

function cancelOf({ phase }: Cell, site: Site): Partial<StepOptions> {
  return phase.cancelAfterMs === undefined ? {} : { cancelOn: site.when('status', 2) }
}
