/** What a step loads: a quick start is part of what the action is. */

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { ACTION_DIR, at, HOSTS } from '../site.ts'
import type { Teller } from '../teller.ts'

/** Loaded for a summary, for GitHub's API, or for YAML: by no step that only runs a job and waits. */
const SELDOM = ['late.cjs', '815.index.js', '218.index.js']

export function tellStart(story: Teller): void {
  for (const host of HOSTS) {
    story(`${host.name}: a step that runs a job and waits needs none of the files for what is seldom asked for`, () =>
      at(host, {}, async ({ step }) => {
        const folder = await mkdtemp(join(tmpdir(), 'action-'))
        await Promise.all(
          ['dist', 'action.yml'].map((name) => cp(join(ACTION_DIR, name), join(folder, name), { recursive: true })),
        )
        await Promise.all(SELDOM.map((name) => rm(join(folder, 'dist', name))))
        const result = await step({}, { actionDir: folder }).finally(() => rm(folder, { recursive: true }))
        expect(result.outputs.conclusion).toBe('success')
        expect(result.summary).not.toBe('')
      }),
    )
  }
}
