/** The action as a runner downloads it: an archive of the repository, unpacked in a folder of its own. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { archive } from '../../../scripts/archive.ts'
import { isTerminated, onlyRun } from '../promises.ts'
import { at, HOSTS, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'
import { atGithub, killedOn } from './github.ts'

/** Calls with the folder that holds action.yml. */
async function unpacked(use: (actionDir: string) => Promise<void>): Promise<void> {
  const actionDir = mkdtempSync(join(tmpdir(), 'action-'))
  try {
    execFileSync('tar', ['-xz'], { cwd: actionDir, input: archive() })
    await use(actionDir)
  } finally {
    rmSync(actionDir, { recursive: true })
  }
}

export function tellDownload(story: Teller): void {
  story('what a runner downloads is action.yml, dist/, README and LICENSE, and nothing else', async () => {
    const names = execFileSync('tar', ['-tz'], { input: archive(), encoding: 'utf8' }).trim().split('\n')
    const top = new Set(names.map((name) => name.replace(/\/.*/s, '')))
    expect([...top].sort()).toEqual(['LICENSE', 'README.md', 'action.yml', 'dist'])
    expect(names).toEqual(expect.arrayContaining(['dist/main.js', 'dist/post.js', 'dist/licenses.txt']))
  })

  for (const host of HOSTS) {
    story(`${host.name}: a step runs from what a runner downloads, YAML included`, () =>
      unpacked((actionDir) =>
        at(host, {}, async ({ step }) => {
          const result = await step({ params: 'model: small' }, { actionDir })
          expect(result).toMatchObject({ outputs: { conclusion: 'success' }, post: { ran: true, rawStdout: '' } })
          expect(result.summary).not.toBe('')
        }),
      ),
    )
  }

  story('a commit status is set from what a runner downloads', () =>
    unpacked((actionDir) =>
      atGithub(TRUEFOUNDRY, {}, async ({ step, github }) => {
        await step({ 'commit-status': 'jobs/train' }, { actionDir })
        expect(github.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
      }),
    ),
  )

  story('post ends the run from what a runner downloads', () =>
    unpacked((actionDir) =>
      at(TRUEFOUNDRY, { behaviour: neverEnds(TRUEFOUNDRY) }, async ({ step, plane, when }) => {
        await step({}, { ...killedOn(when('status')), actionDir })
        expect(isTerminated(onlyRun(plane))).toBe(true)
      }),
    ),
  )
}
