import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Readable } from 'node:stream'
import { LineSplitter } from './line-splitter.ts'
import type { OutputStream, SignalTimes } from './types.ts'

// How long the runner waits for streams that another process still holds open (actions/runner: ProcessInvoker).
const OPEN_STREAMS_MS = 5_000
const MEMORY_SAMPLE_MS = 50

export type NodeProcessSpec = {
  nodePath: string
  /** Node's own arguments, the script, and its arguments. */
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  onLine: (line: string, stream: OutputStream) => void
  onSpawn?: (pid: number) => void
  measureMemory: boolean
}

export type ProcessEnd = {
  exitCode: number | null
  signal: NodeJS.Signals | null
  rawStdout: string
  rawStderr: string
  durationMs: number
  signals: NodeJS.Signals[]
  cancelToExitMs: number | undefined
  peakRssKiB: number | undefined
  startError: Error | undefined
}

export type NodeProcess = {
  /** Settles when the process is gone and its output read; never rejects. */
  ended: Promise<ProcessEnd>
  /** SIGINT, then SIGTERM, then SIGKILL, as on a cancel. */
  interrupt: (times: SignalTimes) => void
  kill: () => void
  /** From now on the time to the end counts as the answer to a cancel, though no signal was sent. */
  markCancelled: () => void
}

/** Starts a process with closed stdin and both outputs read line by line. Only this process is ever signalled. */
export function startNode(spec: NodeProcessSpec): NodeProcess {
  const started = startChild(spec)
  if (started instanceof Error) return neverStarted(started)
  const startedAt = performance.now()
  const timers = new Set<NodeJS.Timeout>()
  const sent: { signals: NodeJS.Signals[]; cancelledAt?: number } = { signals: [] }
  const isGone = () => started.pid === undefined || started.exitCode !== null || started.signalCode !== null
  const send = (signal: NodeJS.Signals) => {
    if (isGone()) return
    sent.cancelledAt ??= performance.now()
    sent.signals.push(signal)
    started.kill(signal)
  }
  const ended = watch(started, spec).then((end) => {
    for (const timer of timers) clearTimeout(timer)
    const cancelToExitMs = sent.cancelledAt === undefined ? undefined : end.exitedAt - sent.cancelledAt
    return { ...end, durationMs: end.exitedAt - startedAt, signals: sent.signals, cancelToExitMs }
  })
  return {
    ended,
    interrupt: ({ sigtermAfterMs, sigkillAfterMs }) => {
      send('SIGINT')
      timers.add(setTimeout(() => send('SIGTERM'), sigtermAfterMs))
      timers.add(setTimeout(() => send('SIGKILL'), sigtermAfterMs + sigkillAfterMs))
    },
    kill: () => send('SIGKILL'),
    markCancelled: () => {
      sent.cancelledAt ??= performance.now()
    },
  }
}

/** Some failures (an environment that is too big) are thrown, others come as an event. */
function startChild(spec: NodeProcessSpec): ChildProcess | Error {
  try {
    const child = spawn(spec.nodePath, spec.args, { cwd: spec.cwd, env: spec.env, stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid !== undefined) spec.onSpawn?.(child.pid)
    return child
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

type WatchedEnd = Omit<ProcessEnd, 'durationMs' | 'signals' | 'cancelToExitMs'> & { exitedAt: number }

function watch(child: ChildProcess, spec: NodeProcessSpec): Promise<WatchedEnd> {
  const output = readOutput(child, spec.onLine)
  const memory = spec.measureMemory ? sampleMemory(child.pid) : undefined
  return new Promise((resolve) => {
    const finish = (end: Pick<WatchedEnd, 'exitCode' | 'signal' | 'startError' | 'exitedAt'>) =>
      resolve({ ...output.finish(), peakRssKiB: memory?.stop(), ...end })
    child.once('error', (startError) => {
      if (child.pid !== undefined) return // a failed kill, not a failed start
      finish({ exitCode: null, signal: null, startError, exitedAt: performance.now() })
    })
    child.once('exit', (code, signal) => {
      const exitCode = signal === null ? code : 128 + constants.signals[signal]
      const end = { exitCode, signal, startError: undefined, exitedAt: performance.now() }
      const openStreams = setTimeout(() => finish(end), OPEN_STREAMS_MS)
      child.once('close', () => {
        clearTimeout(openStreams)
        finish(end)
      })
    })
  })
}

function neverStarted(startError: Error): NodeProcess {
  const end = { exitCode: null, signal: null, rawStdout: '', rawStderr: '', durationMs: 0, signals: [] }
  return {
    ended: Promise.resolve({ ...end, cancelToExitMs: undefined, peakRssKiB: undefined, startError }),
    interrupt: () => {},
    kill: () => {},
    markCancelled: () => {},
  }
}

/** Reads both streams; of lines that are there together, those of stderr are handed on first, as the runner does. */
function readOutput(child: ChildProcess, onLine: NodeProcessSpec['onLine']) {
  const pending: Record<OutputStream, string[]> = { stdout: [], stderr: [] }
  const flush = () => {
    for (const line of pending.stderr.splice(0)) onLine(line, 'stderr')
    for (const line of pending.stdout.splice(0)) onLine(line, 'stdout')
  }
  const read = (stream: Readable | null, name: OutputStream) => {
    const chunks: string[] = []
    const splitter = new LineSplitter()
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      chunks.push(chunk)
      for (const line of splitter.push(chunk)) pending[name].push(line)
      setImmediate(flush)
    })
    return {
      finish: () => {
        stream?.destroy()
        pending[name].push(...splitter.end())
        return chunks.join('')
      },
    }
  }
  const stdout = read(child.stdout, 'stdout')
  const stderr = read(child.stderr, 'stderr')
  return {
    finish: () => {
      const raw = { rawStdout: stdout.finish(), rawStderr: stderr.finish() }
      flush()
      return raw
    },
  }
}

/** Samples the kernel's own high-water mark, so only growth in the last sample before the end is missed. */
function sampleMemory(pid: number | undefined) {
  const peak: { kiB?: number } = {}
  const timer = setInterval(() => {
    try {
      const kiB = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      if (kiB !== undefined) peak.kiB = Number(kiB)
    } catch {
      // The process is gone, or this is no Linux: no figure then.
    }
  }, MEMORY_SAMPLE_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return peak.kiB
    },
  }
}
