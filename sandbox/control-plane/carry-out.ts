/** Carries a plan out on a real connection. */

import type { ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { SimPlan, SimResponse, StreamScript } from './types.ts'

/** How often an open stream is looked after. */
const STREAM_BEAT_MS = 50

export interface Carrying {
  /** The platform's clock, which the times in streams refer to. */
  readonly now: () => number
  /** Aborts when the server closes; waits then reject. */
  readonly signal: AbortSignal
}

export async function carryOut(plan: SimPlan, outgoing: ServerResponse, carrying: Carrying): Promise<void> {
  switch (plan.kind) {
    case 'respond':
      await wait(plan.delayMs, carrying)
      writeHead(outgoing, plan.response, Buffer.byteLength(plan.response.body))
      outgoing.end(plan.response.body)
      return
    case 'reset':
      await wait(plan.delayMs, carrying)
      reset(outgoing)
      return
    case 'hang':
      return
    case 'truncate':
      await wait(plan.delayMs, carrying)
      writeHead(outgoing, plan.response, Buffer.byteLength(plan.response.body))
      outgoing.write(Buffer.from(plan.response.body).subarray(0, plan.sentBytes), () => outgoing.destroy())
      return
    case 'stream':
      await wait(plan.delayMs, carrying)
      writeHead(outgoing, plan.response)
      return tellStream(plan.script, outgoing, carrying)
  }
}

/** Chunks that have come due are sent; the script is asked anew at every beat, since the run may have been terminated. */
async function tellStream(script: () => StreamScript, outgoing: ServerResponse, carrying: Carrying): Promise<void> {
  outgoing.flushHeaders()
  for (let sent = 0; !outgoing.destroyed; await wait(STREAM_BEAT_MS, carrying)) {
    const { chunks, endsAtMs, abrupt } = script()
    const nowMs = carrying.now()
    const due = chunks.slice(sent).filter(({ atMs }) => atMs <= nowMs)
    for (const { text } of due) outgoing.write(text)
    sent += due.length
    if (nowMs < endsAtMs) continue
    if (abrupt) outgoing.destroy()
    else outgoing.end()
    return
  }
}

/** Without a `date` header none is sent: the platform's clock or no clock, never the machine's. */
function writeHead(outgoing: ServerResponse, { status, headers }: SimResponse, contentLength?: number): void {
  outgoing.sendDate = false
  outgoing.writeHead(status, {
    ...headers,
    ...(contentLength === undefined ? {} : { 'content-length': String(contentLength) }),
  })
}

/** TLS sockets cannot be reset in Node; to the client a connection that is cut looks much the same. */
function reset({ socket }: ServerResponse): void {
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
  else socket?.destroy()
}

async function wait(durationMs: number, { signal }: Carrying): Promise<void> {
  if (durationMs > 0) await sleep(durationMs, undefined, { signal, ref: false })
}
