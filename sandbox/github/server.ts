/** A real HTTP server around the simulated GitHub. With a prefix such as `/api/v3` it is a GitHub Enterprise Server. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { carryOut } from '../control-plane/carry-out.ts'
import { type GithubConfig, SimulatedGithub } from './simulator.ts'
import type { RecordedGithubRequest } from './types.ts'

export interface GithubServerOptions {
  /** `/api/v3`: GraphQL is then at `/api/graphql`, as on GitHub Enterprise Server. */
  readonly prefix?: '' | '/api/v3'
  readonly onRequest?: (request: RecordedGithubRequest) => void
}

export interface RunningGithub {
  /** What GITHUB_API_URL is to be set to. */
  readonly url: string
  readonly github: SimulatedGithub
  /** Ends every connection, hanging ones included. */
  close(): Promise<void>
}

export async function startGithub(
  config: GithubConfig,
  { prefix = '', onRequest }: GithubServerOptions = {},
): Promise<RunningGithub> {
  const github = new SimulatedGithub(config)
  const closing = new AbortController()
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const plan = github.handle({
      method: incoming.method ?? 'GET',
      path: withoutPrefix(incoming.url ?? '/', prefix),
      headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')])),
      body: Buffer.concat(chunks).toString('utf8'),
    })
    const recorded = github.requests.at(-1)
    if (recorded !== undefined) onRequest?.(recorded)
    return carryOut(plan, outgoing, { now: Date.now, signal: closing.signal })
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (incoming.complete && !closing.signal.aborted) process.emitWarning(`simulator: ${String(error)}`)
      outgoing.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}${prefix}`,
    github,
    close: () => {
      closing.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

function withoutPrefix(path: string, prefix: string): string {
  if (prefix === '') return path
  if (path === '/api/graphql') return '/graphql'
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : '/elsewhere'
}
