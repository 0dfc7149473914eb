/**
 * Many steps at once: fifty that wait on one control plane. Requests a second, memory of each, and whether any of them
 * is starved. `node bench/many.ts [--steps N] [--seconds N] [--write]`
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startControlPlane } from '../sandbox/control-plane/server.ts'
import { runStep } from '../sandbox/runner/index.ts'
import { tell } from './document.ts'

const actionDir = fileURLToPath(new URL('..', import.meta.url))
const KEY = 'bench-key'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '60' },
      write: { type: 'boolean' },
    },
  })
  const [steps, seconds] = [Number(values.steps), Number(values.seconds)]
  const timeline = [
    { afterMs: 0, status: 'RUNNING' },
    { afterMs: seconds * 1000, status: 'FINISHED' },
  ]
  const jobs = Array.from({ length: steps }, (_, index) => ({
    platform: 'truefoundry' as const,
    jobId: `app-${index}`,
    fqn: `a:b:c${index}`,
    activeDeploymentId: `dep-${index}`,
    behaviour: { timeline, exitCode: 0 },
  }))
  const plane = await startControlPlane({ apiKeys: [KEY], jobs })
  const results = await Promise.all(
    jobs.map(({ jobId }) =>
      runStep({
        actionDir,
        inputs: { 'base-url': plane.url, 'api-key': KEY, 'application-id': jobId, logs: 'false' },
        measureMemory: true,
        timeoutMs: (seconds + 120) * 1000,
      }),
    ),
  )
  const { controlPlane } = plane
  const looks = jobs.map(({ jobId }) =>
    controlPlane
      .requestsOf('status')
      .filter(({ path }) => path.includes(`/${jobId}/`))
      .map(({ atMs }) => atMs),
  )
  const lags = jobs.map(({ jobId }, index) => {
    const [run] = controlPlane.runsOf(jobId)
    return ((looks[index]?.at(-1) ?? Number.NaN) - ((run?.createdAtMs ?? Number.NaN) + seconds * 1000)) / 1000
  })
  const gaps = looks.map((times) =>
    Math.max(...times.slice(1).map((atMs, index) => (atMs - (times[index] ?? atMs)) / 1000)),
  )
  const memory = results.flatMap(({ peakRssKiB }) => (peakRssKiB === undefined ? [] : [peakRssKiB / 1024]))
  const spanS = (Math.max(...looks.flat()) - Math.min(...looks.flat())) / 1000
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b)
  const told = (values: readonly number[]) =>
    `${(sorted(values)[values.length >> 1] ?? Number.NaN).toFixed(2)} (median), ${Math.max(...values).toFixed(2)} (most)`
  const succeeded = results.filter(({ outputs }) => outputs.conclusion === 'success').length
  tell(
    'many steps',
    [
      `| ${steps} steps that wait for ${seconds} s | |`,
      '| --- | --- |',
      `| succeeded | ${succeeded} of ${steps} |`,
      `| requests a second, all together | ${(controlPlane.requests.length / spanS).toFixed(0)} |`,
      `| status requests of a step | ${told(looks.map((times) => times.length))} |`,
      `| longest gap between two looks, s | ${told(gaps)} |`,
      `| lag, s | ${told(lags)} |`,
      `| peak memory of a step, MiB | ${memory.length === 0 ? 'not told here' : told(memory)} |`,
    ].join('\n'),
  )
  await plane.close()
}

await main()
