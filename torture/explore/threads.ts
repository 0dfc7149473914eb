/** Several threads that play the stories of one world. */

import { Worker } from 'node:worker_threads'
import { type Explored, joined, NOTHING_YET, type Part } from './explore.ts'
import type { Order } from './worker.ts'

/** What a thread plays before it hands back what is left, for others to help with. */
const AT_ONCE = 100

export interface Exploration extends Pick<Order, 'world' | 'numbers' | 'grows'> {
  readonly threads: number
  /** After each piece, with all that has been played so far. */
  readonly onPart: (sofar: Explored) => void
}

export function exploreInThreads({ world, numbers, grows, threads, onPart }: Exploration): Promise<Explored> {
  return new Promise((resolve, reject) => {
    const idle = Array.from({ length: threads }, () => new Worker(new URL('worker.ts', import.meta.url)))
    const all = [...idle]
    const left = [...numbers]
    let sofar = NOTHING_YET
    const goOn = () => {
      if (left.length === 0 && idle.length === threads) {
        for (const worker of all) worker.terminate().catch(reject)
        return resolve(sofar)
      }
      while (left.length > 0) {
        const worker = idle.pop()
        if (worker === undefined) return
        const share = Math.max(1, Math.min(AT_ONCE, Math.ceil(left.length / threads)))
        const order: Order = { world, grows, numbers: left.splice(-share), most: AT_ONCE }
        worker.postMessage(order)
      }
    }
    for (const worker of all) {
      worker.on('error', reject)
      worker.on('message', ({ rest, ...part }: Part) => {
        sofar = joined(sofar, part)
        left.push(...rest)
        idle.push(worker)
        onPart(sofar)
        goOn()
      })
    }
    goOn()
  })
}
