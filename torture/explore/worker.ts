/** One of several threads that explore a world together. */

import { parentPort, workerData } from 'node:worker_threads'
import { explore, type Part } from './explore.ts'
import { SPACES } from './spaces.ts'

export interface Order {
  /** Where the world is among all. */
  readonly space: number
  readonly part: Part
}

const TOLD_EVERY = 500

const { space: at, part }: Order = workerData
const space = SPACES[at]
if (space === undefined) throw new Error(`there is no world ${at}`)
const explored = await explore(space, part, (played) => {
  if (played % TOLD_EVERY === 0) parentPort?.postMessage({ played: TOLD_EVERY })
})
parentPort?.postMessage({ explored })
