/** The end of the process. */

import { setTimeout as timer } from 'node:timers'

/** How long the last lines may take to be read. A runner that is merely busy needs far less. */
const READ_WITHIN_MS = 10_000

/**
 * Ends the process once all that was written has been read: a name look-up that hangs can't be cancelled and would keep it
 * alive. A reader that takes nothing any more does not keep it alive either.
 */
export function exitWhenRead(host: NodeJS.Process, withinMs = READ_WITHIN_MS): void {
  timer(() => host.exit(), withinMs)
  host.stdout.write('', () => host.stderr.write('', () => host.exit()))
}
