import { afterEach, describe, expect, it } from '@jest/globals'
import type { SimPull } from '../../sandbox/github/types.ts'
import { findPull } from '../../src/github/pulls.ts'
import { closeSites, patient, SHA, startSite } from './site.ts'

afterEach(closeSites)

const HEAD = { owner: 'fork', repository: 'fork/repo', branch: 'fix/it', sha: SHA }
const PULL: SimPull = { number: 7, headSha: SHA, headBranch: 'fix/it', headRepository: 'fork/repo' }

async function find(pulls: readonly SimPull[]) {
  const { api } = await startSite({ pulls })
  const reply = await findPull(api, { kind: 'by_head', head: HEAD }, patient)
  return reply.kind === 'good' ? reply.value : reply
}

describe('the pull request of a finished workflow', () => {
  it('is the open one that has its head, also from a fork', async () => {
    expect(await find([{ ...PULL, number: 6, headBranch: 'other' }, PULL])).toEqual({ kind: 'pull', number: 7 })
  })

  it.each<[string, Partial<SimPull>]>([
    ['has been closed', { state: 'closed' }],
    ['has moved on to another commit', { headSha: 'c'.repeat(40) }],
    ['comes from another repository of the same owner', { headRepository: 'fork/second' }],
    ['comes from a repository that is gone', { headRepository: null }],
  ])('is none when it %s', async (_name, change) => {
    expect(await find([{ ...PULL, ...change }])).toMatchObject({
      kind: 'unclear',
      why: expect.stringContaining('No open'),
    })
  })

  it('is not guessed when two have that head', async () => {
    const found = await find([PULL, { ...PULL, number: 8 }])
    expect(found).toMatchObject({ kind: 'unclear', why: expect.stringContaining('2 open pull requests') })
  })

  it('is found on a later page', async () => {
    const many = Array.from({ length: 130 }, (_, index) => ({ ...PULL, number: 100 + index, headSha: 'c'.repeat(40) }))
    expect(await find([...many, PULL])).toEqual({ kind: 'pull', number: 7 })
  })
})
