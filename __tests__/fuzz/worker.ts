/** Fuzzes one decoder until it is stopped: a worker, so that a decoder that hangs or fills the memory is stopped too. */

import { parentPort, workerData } from 'node:worker_threads'
import { all } from './all.ts'
import { round } from './rounds.ts'

export interface WorkerOrder {
  readonly name: string
  readonly seed: number
  readonly cases: number
  readonly rounds: number
  readonly path?: string
}

/** Before each round its seed, after it what came of it. */
export type WorkerNews =
  | { readonly kind: 'begins'; readonly seed: number }
  | { readonly kind: 'ended'; readonly tally: Awaited<ReturnType<typeof round>> }

const { name, seed, cases, rounds, path }: WorkerOrder = workerData
const decoder = all.find((each) => each.name === name)
if (decoder === undefined) throw new Error(`no decoder "${name}"`)
const tell = (news: WorkerNews) => parentPort?.postMessage(news)
for (let index = 0; index < rounds; index++) {
  tell({ kind: 'begins', seed: seed + index })
  tell({ kind: 'ended', tally: await round(decoder, { seed: seed + index, cases, ...(path ? { path } : {}) }) })
}
