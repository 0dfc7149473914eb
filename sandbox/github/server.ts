/** Real HTTP servers around the simulated GitHub: its API (with a prefix such as `/api/v3` an Enterprise Server's), its tokens. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { carryOut } from '../control-plane/carry-out.ts'
import type { SimPlan, SimRequest } from '../control-plane/types.ts'
import { type GithubConfig, SimulatedGithub } from './simulator.ts'
import { TOKEN_PATH, TokenIssuer, type TokenIssuerConfig } from './token-issuer.ts'
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
  const { origin, close } = await serve((request) => {
    const plan = github.handle({ ...request, path: withoutPrefix(request.path, prefix) })
    const recorded = github.requests.at(-1)
    if (recorded !== undefined) onRequest?.(recorded)
    return plan
  })
  return { url: `${origin}${prefix}`, github, close }
}

export interface RunningTokenIssuer {
  readonly issuer: TokenIssuer
  /** The variables of a job with `id-token: write`. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function startTokenIssuer(config: TokenIssuerConfig): Promise<RunningTokenIssuer> {
  const issuer = new TokenIssuer(config)
  const { origin, close } = await serve((request) => issuer.handle(request))
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}${TOKEN_PATH}`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: config.requestToken,
  }
  return { issuer, env, close }
}

/** A server on loopback that carries out what is planned for each request. */
async function serve(plan: (request: SimRequest) => SimPlan): Promise<{ origin: string; close(): Promise<void> }> {
  const closing = new AbortController()
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const request = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')])),
      body: Buffer.concat(chunks).toString('utf8'),
    }
    return carryOut(plan(request), outgoing, { now: Date.now, signal: closing.signal })
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
    origin: `http://127.0.0.1:${address.port}`,
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
