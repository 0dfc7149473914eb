/** This repository's own workflow that tries the action, as it stands. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startAct } from '../act.ts'
import { cloneThis, ROOT } from '../repository.ts'
import type { SelfContained } from './story.ts'

const WORKFLOW = 'sandbox.yml'
/** Where that workflow starts the simulated platforms. */
const PORT = 4010
const LIMIT_MS = 240_000

const sandbox: SelfContained = {
  title: 'sandbox.yml of this repository, as it stands: both platforms, a failing job, attaching',
  play: async ({ act, listen }) => {
    assert.equal(await isTaken(PORT), false, `port ${PORT} is taken, and sandbox.yml needs it`)
    const scratch = await mkdtemp(join(tmpdir(), 'act-'))
    try {
      await mkdir(`${scratch}/home`)
      const text = await readFile(`${ROOT}.github/workflows/${WORKFLOW}`, 'utf8')
      const setupNode = /actions\/setup-node@[0-9a-f]{40}/.exec(text)?.[0] ?? ''
      const { dir } = await cloneThis(`${scratch}/repository`)
      const record = await startAct({
        program: act,
        scratch,
        repository: dir,
        workflow: WORKFLOW,
        event: 'push',
        matrix: 'os:ubuntu-latest',
        actions: { [setupNode]: `${ROOT}sandbox/act/stand-ins/setup-node` },
        secrets: { GITHUB_TOKEN: 'ghs_none' },
        // npm shall take from the cache what the installing here has put there.
        env: { npm_config_prefer_offline: 'true' },
        inherit: /^npm_config_(cache|registry|userconfig)$/i,
        limitMs: LIMIT_MS,
      }).ended
      listen?.(record)
      assert.equal(record.exitCode, 0)
      const checks = record.printed({ step: 'Check verdicts and outputs' })
      assert.deepEqual(checks.slice(0, 5), [
        'TrueFoundry: success FINISHED',
        'Kubiya: success completed',
        'Failing: failure failure 3',
        'Started: pending',
        'Attached: success',
      ])
      assert.equal(checks.length, 6)
      for (let looks = 0; looks < 20 && (await isTaken(PORT)); looks++) await delay(100)
      assert.equal(await isTaken(PORT), false, 'the simulated platforms were left behind')
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  },
}

async function isTaken(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (taken: boolean) => {
      socket.destroy()
      resolve(taken)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}

export const own: readonly SelfContained[] = [sandbox]
