/** Processes that a workflow left behind. GitHub's runner ends them by the same mark; act does not. */

import { readdirSync, readFileSync } from 'node:fs'

/** Ends each process whose environment carries that RUNNER_TRACKING_ID. Linux alone tells environments. */
export function endOrphans(trackingId: string): void {
  if (process.platform !== 'linux') return
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (environmentOf(pid).includes(`RUNNER_TRACKING_ID=${trackingId}`)) end(Number(pid))
  }
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    // It has ended, or is somebody else's.
    return []
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
