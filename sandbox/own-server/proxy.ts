/** Stands between the action and the server, and does to single requests what networks do. */

import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Deed = 'pass' | 'refuse' | 'drop the answer' | 'without the key'

export interface Proxy {
  readonly url: string
  /** Breaks every connection that is open. */
  cut(): void
  close(): Promise<void>
}

interface Asked {
  readonly method: string
  readonly path: string
}

export async function startProxy(target: string, decide: (asked: Asked) => Deed): Promise<Proxy> {
  const server = createServer((incoming, response) => {
    const { method = 'GET', url: path = '/' } = incoming
    const deed = decide({ method, path })
    if (deed === 'refuse') incoming.socket.destroy()
    else forward(target, deed, incoming, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function forward(target: string, deed: Deed, incoming: IncomingMessage, response: ServerResponse): ClientRequest {
  const { method, headers } = incoming
  const { authorization, ...others } = headers
  const sent = request(new URL(incoming.url ?? '/', target), {
    method,
    headers: deed === 'without the key' ? { ...others, authorization: 'Bearer taken-back' } : headers,
  })
  sent.on('response', (answer) => {
    if (deed === 'drop the answer') return incoming.socket.destroy()
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  sent.on('error', () => incoming.socket.destroy())
  response.on('close', () => sent.destroy())
  return incoming.pipe(sent)
}
