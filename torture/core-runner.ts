/**
 * GitHub's runner for a step that is no process: the port of the core, with the shipped door in front, writing what the
 * real adapter would write. The simulated runner then reads it as it reads a process.
 */

import { CommandProcessor } from '../sandbox/runner/command-processor.ts'
import { SecretMasker } from '../sandbox/runner/secret-masker.ts'
import type { Runner } from '../src/core/ports.ts'
import { Secrets } from '../src/runtime/door.ts'
import { harmlessLines } from '../src/text/commands.ts'
import type { Stage } from './record.ts'

export class CoreRunner implements Runner {
  readonly #secrets = new Secrets()
  readonly #stop = new AbortController()
  readonly stop = this.#stop.signal
  readonly #stdout: string[] = []
  readonly #outputs: Record<string, string> = {}
  readonly #state: Record<string, string> = {}
  #stateBytes = 0
  #summary = ''
  #failed = false

  /** SIGINT or SIGTERM. */
  signal(): void {
    this.#stop.abort()
  }

  mask(secret: string): void {
    this.#secrets.add(secret)
    this.#command('add-mask', secret)
  }

  blot(text: string): string {
    return this.#secrets.blot(text)
  }

  info(text: string): void {
    this.#stdout.push(...this.#lines(text))
  }

  showLog(text: string): void {
    this.info(text)
  }

  warning(text: string): void {
    this.#command('warning', this.#lines(text).join('\n'))
  }

  fail(message: string): void {
    this.#command('error', this.#lines(message).join('\n'))
    this.#failed = true
  }

  failSilently(message: string): void {
    this.info(message)
    this.#failed = true
  }

  setOutput(name: string, value: string): void {
    this.#outputs[name] = this.blot(value)
  }

  addSummary(markdown: string): void {
    this.#summary += this.blot(markdown)
  }

  restore(value: string): string {
    return this.#secrets.restore(value)
  }

  saveState(name: string, value: string): void {
    const sealed = this.#secrets.seal(value)
    this.#state[name] = sealed
    this.#stateBytes += Buffer.byteLength(`${name}=${sealed}\n`)
  }

  /** The state as `post` gets it. */
  get stateEnv(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.#state).map(([name, value]) => [`STATE_${name}`, value]))
  }

  /** What came of it, read as the runner reads a process. */
  read(times: Pick<Stage, 'startMs' | 'endMs' | 'killed'>): Stage {
    const processor = new CommandProcessor({ masker: new SecretMasker(), debug: false, onLine: () => undefined })
    for (const line of this.#stdout) processor.process(line, 'stdout')
    return {
      ...times,
      unborn: false,
      exitCode: times.killed ? null : this.#failed ? 1 : 0,
      outputs: { ...this.#outputs },
      state: { ...this.#state },
      stateBytes: this.#stateBytes,
      summary: this.#summary,
      stdout: this.#stdout.join('\n'),
      stderr: '',
      annotations: processor.annotations,
      commands: processor.commands,
    }
  }

  /** A process that never was. */
  static absent(atMs: number): Stage {
    return { ...new CoreRunner().read({ startMs: atMs, endMs: atMs, killed: false }), unborn: true }
  }

  #lines(text: string): readonly string[] {
    return harmlessLines(this.blot(text))
  }

  #command(name: string, data: string): void {
    const escaped = data.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
    this.#stdout.push(`::${name}::${escaped}`)
  }
}
