/** Whether the other stories would notice: each of these breaks the action on purpose. */

import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { at } from '../site.ts'
import { cancelled } from './ends.ts'
import type { SelfContained, Story } from './story.ts'
import { deployFails, train } from './verdicts.ts'

/** Tells the story with `text` put before the file of the action. */
function noticed(title: string, story: Story, file: string, text: string): SelfContained {
  return {
    title: `self-test: ${title}`,
    play: async (given) => {
      const sabotage = async (actionDir: string) => {
        const path = `${actionDir}/dist/${file}`
        await writeFile(path, `${text}\n${await readFile(path, 'utf8')}`)
      }
      await assert.rejects(at({ ...given, sabotage }, story.setup ?? {}, story.tell), assert.AssertionError)
    },
  }
}

const EXIT_NOW = "import 'data:text/javascript,process.exit(0)'"
const ALWAYS_GREEN = "process.on('exit', () => { process.exitCode = 0 })"
const LEAK = 'console.log(process.env["INPUT_API-KEY"])'

export const sabotages: readonly SelfContained[] = [
  noticed('a step that ends at once, green, is noticed', train, 'main.js', EXIT_NOW),
  noticed('a step that is green whatever the run was is noticed', deployFails, 'main.js', ALWAYS_GREEN),
  noticed('a post step that does nothing is noticed', cancelled, 'post.js', EXIT_NOW),
  noticed('a step that prints its key is noticed', deployFails, 'main.js', LEAK),
]
