/** What a step loads: a quick start is part of what the action is. */

import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { ACTION_DIR, at, HOSTS } from '../site.ts'
import type { Teller } from '../teller.ts'

/** What is in a part that is loaded for GitHub's API, or for YAML: by no step that only runs a job and waits. */
const SELDOM = [/octokit/, /parseDocument/]

export function tellStart(story: Teller): void {
  for (const host of HOSTS) {
    story(`${host.name}: a step that runs a job and waits needs none of the files for what is seldom asked for`, () =>
      at(host, {}, async ({ step }) => {
        const folder = await mkdtemp(join(tmpdir(), 'action-'))
        await Promise.all(
          ['dist', 'action.yml'].map((name) => cp(join(ACTION_DIR, name), join(folder, name), { recursive: true })),
        )
        const seldom = await Promise.all(SELDOM.map((content) => partWith(join(folder, 'dist'), content)))
        await Promise.all(seldom.map((path) => rm(path)))
        const result = await step({}, { actionDir: folder }).finally(() => rm(folder, { recursive: true }))
        expect(result.outputs.conclusion).toBe('success')
        expect(result.summary).not.toBe('')
      }),
    )
  }
}

/** Of the parts that are loaded late, the biggest that has it. */
async function partWith(folder: string, content: RegExp): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.index\.js$/.test(name))
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  )
  const [found] = texts.filter(([, text]) => content.test(text)).sort(([, one], [, other]) => other.length - one.length)
  if (found === undefined) throw new Error(`no part has ${content} in it`)
  return join(folder, found[0])
}
