/** TrueFoundry's own clients, one process of Python for all calls. */

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { isRecord } from '../control-plane/route.ts'

const DRIVER = fileURLToPath(new URL('driver.py', import.meta.url))

export interface Failed {
  /** The exception's class. */
  readonly is: string
  readonly status: number | null
  readonly text: string
}

export interface Printed {
  readonly code: number
  readonly text: string
}

type Owner = 'library' | 'client' | 'sdk' | 'least'

export class Clients {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #replies: AsyncIterator<string>
  #key: string

  /** `home` is where the command line looks for credentials of its own: an empty folder. */
  constructor(
    programs: string,
    { host, key, home }: { readonly host: string; readonly key: string; readonly home: string },
  ) {
    this.#key = key
    this.#child = spawn(join(programs, 'python'), [DRIVER], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: home,
      env: { ...process.env, HOME: home, USERPROFILE: home, TFY_HOST: host, NO_COLOR: '1', COLUMNS: '400' },
    })
    this.#replies = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** For what follows. */
  useKey(key: string): void {
    this.#key = key
  }

  /** `tfy ...args` */
  async tfy(...args: readonly string[]): Promise<Printed> {
    const { value, printed } = await this.#returned({ by: 'tfy', args })
    return { code: Number(value), text: String(printed) }
  }

  /** What the call returned, as JSON; every model in it says what it `is`. Throws where the client threw. */
  async call(by: Owner, name: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return (await this.#returned({ by, call: name, with: args })).value
  }

  /** How the call failed. Throws where it did not. */
  async failure(by: Owner, name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Failed> {
    const { error, value } = await this.#ask({ by, call: name, with: args })
    if (!isRecord(error)) throw new Error(`${name} did not fail but returned ${JSON.stringify(value)}`)
    return {
      is: String(error.is),
      status: typeof error.status === 'number' ? error.status : null,
      text: String(error.text),
    }
  }

  close(): void {
    this.#child.stdin.end()
  }

  async #returned(request: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const reply = await this.#ask(request)
    if (reply.error !== undefined) throw new Error(`${JSON.stringify(request)} failed: ${JSON.stringify(reply.error)}`)
    return reply
  }

  async #ask(request: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    this.#child.stdin.write(`${JSON.stringify({ ...request, env: { TFY_API_KEY: this.#key } })}\n`)
    const { done, value } = await this.#replies.next()
    const reply: unknown = done ? undefined : JSON.parse(value)
    if (!isRecord(reply)) throw new Error('the clients ended before they answered')
    return reply
  }
}
