/** Real servers on loopback for the tests of the HTTP adapter. Call `closeAll` after each test. */

import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { ClosableHttp, HttpFailure, HttpReply, HttpRequest } from '../../src/core/ports.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { createHttp, type HttpOptions } from '../../src/runtime/http.ts'

export const TOKEN = 'tok-3f9a'

const closers: (() => void)[] = []

export function closeAll(): void {
  for (const close of closers.splice(0)) close()
}

export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8')
}

/** Listens on a free port of 127.0.0.1. All its sockets die with it. */
export function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  closers.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      resolve(address.port)
    })
  })
}

export const httpServer = (listener: RequestListener) => listen(createServer(listener))

export const httpsServer = (listener: RequestListener, certificate = 'server.pem') =>
  listen(createSecureServer({ cert: fixture(certificate), key: fixture('server.key') }, listener))

/** A server that speaks bytes. Calls back for each whole request; `nth` counts from 1 over all connections. */
export function rawServer(onRequest: (socket: Socket, request: string, nth: number) => void): Promise<number> {
  let count = 0
  return listen(
    createTcpServer((socket) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
        const end = text.indexOf('\r\n\r\n')
        if (end === -1 || text.length < end + 4 + length) return
        const request = text
        text = ''
        onRequest(socket, request, ++count)
      })
    }),
  )
}

export interface ConnectProxy {
  readonly port: number
  /** Heads of the CONNECT requests that it got. */
  readonly heads: readonly string[]
  /** Tunnels that are open now. */
  readonly open: ReadonlySet<Socket>
}

/** A CONNECT proxy that leads every tunnel to one port of 127.0.0.1, or answers as it is told. */
export async function connectProxy(
  target: number,
  answer?: (head: string) => string,
  secure = false,
): Promise<ConnectProxy> {
  const heads: string[] = []
  const open = new Set<Socket>()
  const onSocket = (socket: Socket) => {
    socket.on('error', () => {})
    socket.once('data', (chunk) => {
      heads.push(String(chunk))
      const line = answer?.(String(chunk)) ?? 'HTTP/1.1 200 Connection established'
      if (line === 'silence') return
      socket.write(`${line}\r\n\r\n`)
      if (!/ 2\d\d /.test(line)) return void socket.end()
      const onward = connect(target, '127.0.0.1')
      open.add(socket)
      socket.on('close', () => open.delete(socket) && onward.destroy())
      onward.on('error', () => socket.destroy()).on('close', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
  }
  const tls = { cert: fixture('server.pem'), key: fixture('server.key') }
  const port = await listen(secure ? createTlsServer(tls, onSocket) : createTcpServer(onSocket))
  return { port, heads, open }
}

export function client(baseUrl: string | number, options: Partial<HttpOptions> = {}): ClosableHttp {
  const url = typeof baseUrl === 'number' ? `http://127.0.0.1:${baseUrl}` : baseUrl
  const http = createHttp({
    baseUrl: url,
    token: TOKEN,
    headers: { 'user-agent': 'test/1' },
    env: {},
    clock: systemClock,
    ...options,
  })
  closers.push(() => http.close())
  return http
}

export function get(http: ClosableHttp, path = '/', more: Partial<HttpRequest> = {}): Promise<HttpReply> {
  return http.send({ method: 'GET', path, timeoutMs: 5_000, ...more })
}

export function post(http: ClosableHttp, path = '/', more: Partial<HttpRequest> = {}): Promise<HttpReply> {
  return http.send({ method: 'POST', path, body: { a: 1 }, timeoutMs: 5_000, ...more })
}

export async function failureOf(reply: Promise<HttpReply>): Promise<HttpFailure> {
  const settled = await reply
  if (settled.kind !== 'failure') throw new Error(`expected a failure, got ${JSON.stringify(settled)}`)
  return settled
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createTcpServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits, at most about a second, until something is true. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
}
