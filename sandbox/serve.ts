/** `npm run sandbox`: all simulated control planes on this machine, to point a workflow step or curl at. */

import { parseArgs } from 'node:util'
import { PLATFORMS, REPERTOIRES } from './control-plane/repertoire.ts'
import { scenarioJobs, scenarios } from './control-plane/scenarios.ts'
import { startControlPlane } from './control-plane/server.ts'
import type { RecordedRequest } from './control-plane/simulator.ts'
import type { Platform } from './control-plane/types.ts'

const DEFAULT_PORT = '4010'
const KEY = 'sandbox-key'
/** TrueFoundry's own clients take no other kind. */
const TFY_KEY = 'tfy_sandbox-key'

function usage(url: string): string {
  const line = (cells: readonly string[], about: string) =>
    `  ${cells.map((cell) => cell.padEnd(16)).join('  ')}  ${about}`
  const rows = scenarios().map(({ name, about, jobs }) => {
    const idOn = (platform: Platform) =>
      jobs.some((job) => job.platform === platform) ? REPERTOIRES[platform].idOf(name) : '-'
    return line(PLATFORMS.map(idOn), about)
  })
  const inputs = PLATFORMS.map((platform) => REPERTOIRES[platform].jobInput)
  return `Simulated control planes of ${PLATFORMS.map((platform) => REPERTOIRES[platform].name).join(' and ')} at ${url}

${line(inputs, 'what its runs do')}
${rows.join('\n')}

A workflow step (on this machine):

  with:
    platform: truefoundry
    base-url: ${url}
    api-key: ${KEY}
    application-id: app-succeeds

By hand:

  curl -s -H 'Authorization: Bearer ${KEY}' -H 'Content-Type: application/json' \\
    -d '{"applicationId": "app-succeeds"}' ${url}/api/svc/v1/jobs/trigger
  curl -s -H 'Authorization: Bearer ${KEY}' ${url}/api/svc/v1/jobs/app-succeeds/runs
  curl -s -H 'Authorization: Bearer ${KEY}' -H 'Content-Type: application/json' \\
    -d '{}' ${url}/api/v1/jobs/job-succeeds/trigger

By TrueFoundry's own command line (pip install truefoundry):

  TFY_HOST=${url} TFY_API_KEY=${TFY_KEY} tfy trigger job --application-fqn sandbox:demo:succeeds

What came in, and faults to order (sandbox/control-plane/control-surface.ts has them all):

  curl -s ${url}/_sandbox/requests
  curl -s -d '{"operation": "status", "times": 5, "fault": {"kind": "status", "status": 502}}' ${url}/_sandbox/faults

Ctrl-C ends it.
`
}

function toLine({ atMs, operation, method, path, status, fault }: RecordedRequest): string {
  const outcome = status ?? 'no whole answer'
  const time = new Date(atMs).toISOString().slice(11, 23)
  return `${time}  ${operation.padEnd(10)}  ${method} ${path} -> ${outcome}${fault ? ` (fault: ${fault.kind})` : ''}\n`
}

const HELP = `npm run sandbox -- [--port ${DEFAULT_PORT}]
Starts the simulated platforms on loopback until Ctrl-C, tells what to try, and shows every request.`

/** A mistyped option is told in a line, not in a stack trace. */
function readPort(): number {
  try {
    const options = { port: { type: 'string', default: DEFAULT_PORT }, help: { type: 'boolean', short: 'h' } } as const
    const { values } = parseArgs({ options })
    const port = Number(values.port)
    if (!values.help && Number.isInteger(port) && port >= 0 && port < 65_536) return port
    console.log(values.help ? HELP : `--port takes a number up to 65535, not ${values.port}\n\n${HELP}`)
    process.exit(values.help ? 0 : 2)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
    process.exit(2)
  }
}

const running = await startControlPlane(
  { apiKeys: [KEY, TFY_KEY], jobs: scenarioJobs() },
  { port: readPort(), onRequest: (request) => process.stdout.write(toLine(request)) },
)
process.stdout.write(usage(running.url))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    running.close().catch(() => process.exit(1))
  })
}
