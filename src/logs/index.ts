/** Starts to follow a run: whatever its platform has, a log in pages or a stream of events. */

import type { Follower, LogSource } from '../core/follow.ts'
import type { RunHandle, RunSnapshot } from '../core/model.ts'
import type { Clock, HttpStreams, Runner, TextFile } from '../core/ports.ts'
import type { Channel } from '../core/requests/channel.ts'
import { LogFile } from './log-file.ts'
import { PageFollower } from './page-follower.ts'
import { Printer } from './printer.ts'
import type { ResultFinder } from './result-finder.ts'
import { observing, printing, type Sink, Sinks } from './sinks.ts'
import { StreamFollower } from './stream-follower.ts'
import { Trouble } from './trouble.ts'

export interface FollowPorts {
  readonly channel: Channel
  readonly http: HttpStreams
  readonly clock: Clock
  readonly runner: Pick<Runner, 'info' | 'showLog' | 'warning' | 'stop'>
  /** Resolves when all that the runner was told so far has left the process. Never rejects. */
  readonly flushed: () => Promise<void>
  /** Blots out all secrets: what is cut afterwards can't hold half of one. */
  readonly blot: (text: string) => string
}

export interface FollowOptions {
  /** `logs`: whether lines are shown. Without it a stream is followed all the same, for its hints. */
  readonly shows: boolean
  /** Sees every line, whatever of them is shown: with it the log is read even if it is not shown. */
  readonly finder?: ResultFinder | undefined
  /** `log-file`: takes every line, shown or not. */
  readonly logFile?: { readonly path: string; readonly file: TextFile }
  readonly requestTimeoutMs: number
  /** The run as it was last seen. */
  readonly last: () => RunSnapshot | undefined
}

/** Nothing is asked before the first look at the run's status. */
export function follow(
  ports: FollowPorts,
  run: RunHandle,
  source: LogSource | undefined,
  options: FollowOptions,
): Follower {
  const { shows } = options
  const others = othersOf(ports, options)
  if (source === undefined || (source.kind === 'pages' && !shows && others.length === 0)) return noFollower
  const { clock, runner, blot, flushed } = ports
  const seeAlso = run.runUrl
  const print = (text: string) => runner.showLog(text)
  const printer = new Printer({ clock, print, flushed, blot, stop: runner.stop }, { shows, seeAlso })
  const sinks = new Sinks([printing(printer, blot), ...others])
  const trouble = new Trouble(
    ports,
    `This does not touch the verdict; it is tried again. ${run.runId} has its log at ${seeAlso}`,
  )
  const parts = { ...ports, ...options, printer, sinks, trouble, seeAlso }
  switch (source.kind) {
    case 'pages':
      return new PageFollower({ ...parts, source })
    case 'stream':
      return new StreamFollower({ ...parts, source })
  }
}

/** What takes the lines beside the step log. */
function othersOf(ports: FollowPorts, { finder, logFile }: FollowOptions): readonly Sink[] {
  return [
    ...(finder === undefined ? [] : [observing((lines) => finder.see(lines))]),
    ...(logFile === undefined ? [] : [new LogFile(ports, logFile.file, logFile.path)]),
  ]
}

/** Follows nothing. */
export const noFollower: Follower = {
  isStreaming: false,
  lastLines: [],
  onLook: () => undefined,
  onHint: () => undefined,
  drain: () => Promise.resolve(),
  close: () => Promise.resolve(),
}
