/** Opens `log-file` before anything is sent: a path that can't be used is an error of the inputs. */

import { describeFaults } from '../inputs/faults.ts'
import { quote } from '../text/quote.ts'
import type { Step, World } from './step.ts'

export type LogFileResult =
  | { readonly kind: 'usable'; readonly opened?: NonNullable<Step['logFile']> }
  | { readonly kind: 'faulty'; readonly message: string }

export async function openLogFile(world: World, path: string | undefined): Promise<LogFileResult> {
  if (path === undefined) return { kind: 'usable' }
  try {
    const file = await world.openFile(path)
    world.runner.setOutput('log-file', path)
    return { kind: 'usable', opened: { path, file } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const given = `${quote(path)} can't be opened (${why})`
    return {
      kind: 'faulty',
      message: describeFaults([{ input: 'log-file', given, accepted: 'the path of a file that can be written' }]),
    }
  }
}
