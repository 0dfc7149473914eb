import type { SecretMasker } from './secret-masker.ts'
import type { Annotation, AnnotationLevel, ExecutedCommand, LogStream, OutputStream } from './types.ts'
import { parseCommand, type WorkflowCommand } from './workflow-commands.ts'

const MESSAGE_LIMIT = 4096
const SHOWN_PER_LEVEL = 10
const SHORTEST_MASKED_TOKEN = 7
const LABELS: Record<AnnotationLevel, string> = { error: 'Error', warning: 'Warning', notice: 'Notice' }
const COMMANDS = new Set([
  'stop-commands',
  'set-env',
  'set-output',
  'save-state',
  'add-mask',
  'add-path',
  'add-matcher',
  'remove-matcher',
  'debug',
  'warning',
  'error',
  'notice',
  'group',
  'endgroup',
  'echo',
])
const NEVER_ECHOED = new Set(['add-mask', 'debug', 'warning', 'error', 'notice'])

/** A command that the runner refuses; it fails the step. */
class CommandRefused extends Error {}

/**
 * Turns the lines of one stage into what the runner makes of them: a masked log, annotations, masks. Both streams go
 * through the same one, since stop-commands stops both. Facts: actions/runner, ActionCommandManager.
 */
export class CommandProcessor {
  readonly commands: ExecutedCommand[] = []
  readonly annotations: Annotation[] = []
  readonly outputs = new Map<string, string>()
  readonly state = new Map<string, string>()
  readonly logLines: string[] = []
  /** A command was refused: the step fails whatever its exit code. */
  failed = false
  readonly #masker: SecretMasker
  readonly #onLine: (line: string, stream: LogStream) => void
  readonly #debug: boolean
  readonly #counts: Record<AnnotationLevel, number> = { error: 0, warning: 0, notice: 0 }
  #echo: boolean
  #stopToken: string | undefined

  constructor(options: {
    masker: SecretMasker
    debug: boolean
    onLine: (line: string, stream: LogStream) => void
  }) {
    this.#masker = options.masker
    this.#onLine = options.onLine
    this.#debug = options.debug
    this.#echo = options.debug
  }

  /** Takes one line of the process. */
  process(line: string, stream: OutputStream): void {
    const command = parseCommand(line, (name) => COMMANDS.has(name) || name === this.#stopToken)
    if (!command || (this.#stopToken !== undefined && command.name !== this.#stopToken)) {
      this.write(line, stream)
      return
    }
    this.commands.push({ stream, ...command })
    if (command.name === this.#stopToken) {
      this.#stopToken = undefined
      this.write(line, stream)
      return
    }
    this.#execute(command, line, stream)
  }

  /** Adds text to the log, masked; a text of several lines becomes as many. */
  write(text: string, stream: LogStream): void {
    for (const line of this.#masker.mask(text).split(/\r\n|\n|\r/)) {
      this.logLines.push(line)
      this.#onLine(line, stream)
    }
  }

  /** Adds an annotation and its line in the log. The message is masked before it is cut. */
  annotate(level: AnnotationLevel, text: string, stream: LogStream, properties: Record<string, string> = {}): void {
    const message = this.#masker.mask(text).slice(0, MESSAGE_LIMIT)
    const shown = ++this.#counts[level] <= SHOWN_PER_LEVEL
    const source = stream === 'runner' ? 'runner' : 'action'
    this.annotations.push({ level, message, source, shown, ...this.#place(properties) })
    this.write(`${LABELS[level]}: ${message}`, stream)
  }

  #place(properties: Record<string, string>): Partial<Annotation> {
    const byName = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]))
    const fields = ['title', 'file', 'line', 'endLine', 'col', 'endColumn'] as const
    const given = fields.flatMap((field) => {
      const value = byName.get(field.toLowerCase())
      return value === undefined ? [] : [[field, this.#masker.mask(value)] as const]
    })
    return Object.fromEntries(given)
  }

  #execute(command: WorkflowCommand, line: string, stream: OutputStream): void {
    const silent = NEVER_ECHOED.has(command.name)
    if (this.#echo && !silent && command.name !== 'stop-commands') this.write(line, stream)
    try {
      this.#run(command, line, stream)
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error
      this.annotate('error', `Unable to process command '${silent ? command.name : line}' successfully.`, 'runner')
      this.annotate('error', error.message, 'runner')
      this.failed = true
    }
  }

  #run(command: WorkflowCommand, line: string, stream: OutputStream): void {
    const { name, data, properties } = command
    switch (name) {
      case 'stop-commands':
        this.#stop(data, line, stream)
        break
      case 'add-mask':
        this.#mask(data, stream)
        break
      case 'error':
      case 'warning':
      case 'notice':
        this.annotate(name, data, stream, properties)
        break
      case 'debug':
        if (this.#debug) this.write(`##[debug]${data}`, stream)
        break
      case 'group':
      case 'endgroup':
        this.write(`##[${name}]${name === 'group' ? data : ''}`, stream)
        break
      case 'echo':
        this.#echo = readEcho(data)
        break
      case 'set-output':
      case 'save-state':
        this.#setByCommand(name === 'set-output' ? this.outputs : this.state, command)
        break
      case 'set-env':
      case 'add-path':
        throw new CommandRefused(`The \`${name}\` command is disabled.`)
    }
  }

  #stop(token: string, line: string, stream: OutputStream): void {
    const name = token.toLowerCase()
    if (token === '' || COMMANDS.has(name) || name === 'pause-logging') {
      throw new CommandRefused('The stop-commands command needs a token that is not empty and not a command.')
    }
    this.#stopToken = name
    if (token.length >= SHORTEST_MASKED_TOKEN) this.#masker.add(token)
    this.write(line, stream)
  }

  #mask(value: string, stream: OutputStream): void {
    if (value.trim() === '') {
      this.annotate('warning', "Can't add secret mask for empty string in ##[add-mask] command.", 'runner')
      return
    }
    if (this.#echo) this.write('::add-mask::***', stream)
    this.#masker.add(value)
  }

  /** Deprecated, warned of, but in force: text that gets this far does forge an output. */
  #setByCommand(target: Map<string, string>, { name, data, properties }: WorkflowCommand): void {
    const key = properties.name
    if (key === undefined) throw new CommandRefused(`Required field 'name' is missing in ##[${name}] command.`)
    this.annotate('warning', `The \`${name}\` command is deprecated and will be disabled soon.`, 'runner')
    target.set(key, data)
  }
}

function readEcho(value: string): boolean {
  const wanted = value.trim().toLowerCase()
  if (wanted !== 'on' && wanted !== 'off') {
    throw new CommandRefused(`Invalid echo command value '${value}': it can be 'on' or 'off'.`)
  }
  return wanted === 'on'
}
