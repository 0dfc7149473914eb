import { run as tell } from '../../src/run.ts'
import { toolkitWorld } from './world.ts'

export async function run(): Promise<void> {
  console.log(`Node ${process.version}`)
  await tell(toolkitWorld())
}
