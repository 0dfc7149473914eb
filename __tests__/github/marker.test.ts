import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keyOf, readMarker, type StepIdentity, writeMarker } from '../../src/github/marker.ts'
import { trueFoundry } from '../../src/platforms/truefoundry/index.ts'

const STEP: StepIdentity = {
  workflow: 'CI',
  job: 'deploy',
  step: '__self',
  platform: 'truefoundry',
  jobIdentity: { applicationId: 'app' },
  context: '',
}

describe("a comment's marker", () => {
  it.each([
    { workflow: 'Nightly' },
    { job: 'test' },
    { step: '__self_2' },
    { platform: 'kubiya' },
    { jobIdentity: { applicationId: 'other' } },
    { context: 'leg 2' },
    { workflow: 'CI","deploy', job: '' },
  ])('tells a step with %j from another', (other) => {
    expect(keyOf({ ...STEP, ...other })).not.toBe(keyOf(STEP))
  })

  it('stays the same from deployment to deployment, so that their comment stays one', () => {
    const key = (deploymentId: string) => {
      const target = { deploymentId, applicationId: 'app' }
      const { jobIdentity } = trueFoundry.create('https://x.example', { target, payload: {} })
      return keyOf({ ...STEP, jobIdentity })
    }
    expect(key('one')).toBe(key('two'))
    expect(key('one')).toBe(keyOf(STEP))
  })

  it('can be read again', () => {
    const marker = { key: keyOf(STEP), runId: 1_658_821_493, sha: 'b'.repeat(40) }
    expect(readMarker(`${writeMarker(marker)}\n### rest`, marker.key)).toEqual(marker)
    const { sha: _, ...bare } = marker
    expect(readMarker(writeMarker(bare), marker.key)).toEqual(bare)
  })

  it('means nothing where it is only quoted, or of another step', () => {
    const marker = { key: keyOf(STEP), runId: 1 }
    expect(readMarker(`> ${writeMarker(marker)}`, marker.key)).toBeUndefined()
    expect(readMarker(`hello\n${writeMarker(marker)}`, marker.key)).toBeUndefined()
    expect(readMarker(writeMarker(marker), keyOf({ ...STEP, job: 'test' }))).toBeUndefined()
  })

  it('counts as older than any when somebody has edited its end', () => {
    const { key } = { key: keyOf(STEP) }
    expect(readMarker(`<!-- run-job-and-wait key=${key} whatever -->`, key)).toEqual({ key, runId: 0 })
  })

  it('can be ended early by nothing that goes into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const marker = writeMarker({ key: keyOf({ ...STEP, workflow: text, job: `--> ${text}` }), runId: 1 })
        expect(marker).toMatch(/^<!-- run-job-and-wait key=[0-9a-f]{32} run=1 commit=- -->$/)
      }),
    )
  })
})
