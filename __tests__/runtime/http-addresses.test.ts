import { type ChildProcess, spawn } from 'node:child_process'
import dns from 'node:dns'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, jest, test } from '@jest/globals'
import { client, closeAll, get } from './servers.ts'

const children: ChildProcess[] = []
const sockets: Socket[] = []

afterEach(() => {
  closeAll()
  jest.restoreAllMocks()
  for (const child of children.splice(0)) child.kill()
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** Listens on 127.0.0.1 and takes no connection for as long as it is asleep; its backlog is full by then. */
const SLOW_SERVER = `
const server = require('node:http').createServer((request, response) => response.end('"at last"'))
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  process.stdout.write(String(server.address().port))
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 900), 50)
})`

async function slowServer(): Promise<number> {
  const child = spawn(process.execPath, ['-e', SLOW_SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const port = await new Promise<number>((resolve) => child.stdout?.once('data', (text) => resolve(Number(text))))
  await new Promise((resolve) => setTimeout(resolve, 150))
  for (let n = 0; n < 4; n++) sockets.push(connect(port, '127.0.0.1').on('error', () => undefined))
  await new Promise((resolve) => setTimeout(resolve, 100))
  return port
}

/** As Node's own: every name has these addresses. */
function resolveTo(...addresses: readonly string[]): void {
  jest.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, done: (...args: unknown[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )) as unknown as typeof dns.lookup)
}

test('of two addresses the one that takes a second to answer is waited for, though nobody is at the other', async () => {
  const port = await slowServer()
  resolveTo('127.0.0.1', '127.0.0.77')
  expect(await get(client(`http://two.example:${port}`))).toMatchObject({ kind: 'answer', body: '"at last"' })
})
