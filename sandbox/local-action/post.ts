import { cleanUp } from '../../src/clean-up.ts'
import { handOverState, toolkitWorld } from './world.ts'

export async function run(): Promise<void> {
  handOverState()
  await cleanUp(toolkitWorld())
}
