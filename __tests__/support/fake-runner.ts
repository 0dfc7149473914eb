/** A runner that remembers all it was told. */

import type { Runner } from '../../src/core/ports.ts'

export class FakeRunner implements Runner {
  readonly #stop = new AbortController()
  readonly stop = this.#stop.signal
  readonly log: string[] = []
  readonly warnings: string[] = []
  /** Messages of error annotations. */
  readonly errors: string[] = []
  readonly masked: string[] = []
  readonly outputs: Record<string, string> = {}
  /** Every value an output ever had, in order. */
  readonly written: (readonly [name: string, value: string])[] = []
  summary = ''
  readonly state: Record<string, string> = {}
  failed = false

  /** What the runner does on cancel. */
  cancel(): void {
    this.#stop.abort()
  }

  /** The state as the runner hands it to `post`. */
  get stateEnv(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.state).map(([name, value]) => [`STATE_${name}`, value]))
  }

  mask(secret: string): void {
    this.masked.push(secret)
  }

  blot(text: string): string {
    return this.masked.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  }

  restore(value: string): string {
    return value
  }

  addSummary(markdown: string): void {
    this.summary += markdown
  }

  info(text: string): void {
    this.log.push(text)
  }

  showLog(text: string): void {
    this.log.push(text)
  }

  warning(text: string): void {
    this.warnings.push(text)
  }

  fail(message: string): void {
    this.errors.push(message)
    this.failed = true
  }

  failSilently(message: string): void {
    this.log.push(message)
    this.failed = true
  }

  setOutput(name: string, value: string): void {
    this.written.push([name, value])
    this.outputs[name] = value
  }

  saveState(name: string, value: string): void {
    this.state[name] = value
  }
}

/** One on which no job summary can be made, whatever the reason. */
export function withoutSummary(runner: FakeRunner): FakeRunner {
  runner.addSummary = () => {
    throw new Error('no summary today')
  }
  return runner
}
