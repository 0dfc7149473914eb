/** A real HTTP server around the simulator: it carries out plans and adds nothing of its own. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { carryOut } from './carry-out.ts'
import { answerControl, isControlRequest } from './control-surface.ts'
import { ControlPlane, type ControlPlaneConfig, type RecordedRequest } from './simulator.ts'
import type { SimRequest } from './types.ts'

export interface ServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly host?: string
  /** PEM; the server then speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Called for each request once it is known what becomes of it. */
  readonly onRequest?: (request: RecordedRequest) => void
}

export interface RunningControlPlane {
  /** Origin and path prefix, without a slash at its end. */
  readonly url: string
  readonly controlPlane: ControlPlane
  /** Ends every connection, hanging ones included. */
  close(): Promise<void>
}

/** Starts the server, on the machine's own clock unless a control plane brings another. */
export async function startControlPlane(
  planeOrConfig: ControlPlane | Partial<ControlPlaneConfig> = {},
  { port = 0, host = '127.0.0.1', tls, onRequest }: ServerOptions = {},
): Promise<RunningControlPlane> {
  const controlPlane =
    planeOrConfig instanceof ControlPlane ? planeOrConfig : new ControlPlane({ now: Date.now, ...planeOrConfig })
  const closing = new AbortController()
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    answer(incoming, outgoing).catch((error: unknown) => {
      // A client that left, or the end of the server: anything else is a fault of the simulator and must not look like one of its faults.
      if (incoming.complete && !closing.signal.aborted) process.emitWarning(`simulator: ${String(error)}`)
      outgoing.destroy()
    })
  }
  const connectionOf = numbering(controlPlane.requests)
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, connectionOf(incoming.socket))
    if (isControlRequest(request)) {
      return carryOut(
        { kind: 'respond', delayMs: 0, response: answerControl(controlPlane, request) },
        outgoing,
        carrying,
      )
    }
    const plan = controlPlane.handle(request)
    const recorded = controlPlane.requests.at(-1)
    if (recorded !== undefined) onRequest?.(recorded)
    return carryOut(plan, outgoing, carrying)
  }
  const carrying = { now: controlPlane.now, signal: closing.signal }
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  server.listen(port, host)
  await once(server, 'listening')
  const scheme = tls === undefined ? 'http' : 'https'
  return {
    url: `${scheme}://${host}:${boundPort(server.address())}${controlPlane.settings.pathPrefix}`,
    controlPlane,
    close: () => {
      closing.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

function boundPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

/** Numbers connections from 1, in the order of their first requests; a server that comes after another counts on. */
function numbering(before: readonly RecordedRequest[]): (socket: object) => number {
  const numbers = new Map<object, number>()
  const used = Math.max(0, ...before.map(({ connection = 0 }) => connection))
  return (socket) => {
    const number = numbers.get(socket) ?? used + numbers.size + 1
    numbers.set(socket, number)
    return number
  }
}

async function readRequest(incoming: IncomingMessage, connection: number): Promise<SimRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')])
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
    connection,
  }
}
