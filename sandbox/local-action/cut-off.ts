/** A main that is cut off as soon as there is a run: what it leaves is for post. */

import { run as tell } from '../../src/run.ts'
import { stateNames } from '../../src/state.ts'
import { toolkitWorld } from './world.ts'

export async function run(): Promise<void> {
  const world = toolkitWorld()
  const isCut = Promise.withResolvers<void>()
  const saveState = (name: string, value: string): void => {
    world.runner.saveState(name, value)
    if (name === stateNames.run) isCut.resolve()
  }
  // It goes on in the same process, since there is no way to kill it here. What it saves from now on comes too late.
  const whole = tell({ ...world, runner: { ...world.runner, saveState } })
  await Promise.race([isCut.promise, whole])
}
