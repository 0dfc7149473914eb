/** One of several threads that explore a world together: plays what it is sent, and sends back what is left of that. */

import { parentPort } from 'node:worker_threads'
import { explore } from './explore.ts'
import { SMALL_WORLDS } from './small-worlds.ts'

export interface Order {
  /** Where the world is among all. */
  readonly world: number
  readonly numbers: readonly number[]
  /** Also what branches off from these stories. */
  readonly grows: boolean
  readonly most: number
}

// No one reads the stack of an error that a story makes on purpose, and to note it down takes its time.
Error.stackTraceLimit = 0
parentPort?.on('message', async ({ world: at, numbers, ...how }: Order) => {
  const world = SMALL_WORLDS[at]
  if (world === undefined) throw new Error(`there is no world ${at}`)
  parentPort?.postMessage(await explore(world, numbers, how))
})
