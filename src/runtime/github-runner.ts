/** The runner port on GitHub's runner: the only import of @actions/*. */

// By path, not by the package's entry: that one loads an HTTP client of its own, for OIDC, at twice the cost of all else.
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js'
import { prepareKeyValueMessage } from '../../node_modules/@actions/core/lib/file-command.js'
import type { Env, Runner } from '../core/ports.ts'
import { annotationOf, harmlessLines } from '../text/commands.ts'
import { asOwn } from '../text/own-lines.ts'
import { appendWhole } from './append.ts'
import { Secrets } from './door.ts'

export interface RunnerProcess {
  readonly env: Env
  readonly platform: string
  exitCode?: number | string | null | undefined
  on(event: NodeJS.Signals, listener: () => void): unknown
  readonly stdout: { write(text: string): unknown }
}

/** On cancel the runner sends SIGINT, then SIGTERM; on Windows Ctrl-C, then Ctrl-Break. */
function stopSignals(platform: string): readonly NodeJS.Signals[] {
  return platform === 'win32' ? ['SIGINT', 'SIGTERM', 'SIGBREAK'] : ['SIGINT', 'SIGTERM']
}

/** Installs the signal handlers at once, so that no moment is left in which a cancel kills the process. */
export function createGithubRunner(host: RunnerProcess): Runner {
  const secrets = new Secrets()
  const stop = new AbortController()
  for (const signal of stopSignals(host.platform)) host.on(signal, () => stop.abort())
  const lines = (text: string) => harmlessLines(secrets.blot(text))
  const print = (shown: readonly string[]) => host.stdout.write(`${shown.join('\n')}\n`)
  const say = (text: string) => print(lines(text).map(asOwn))
  const annotate = (level: string, text: string) => issueCommand(level, {}, annotationOf(lines(text)))
  const unwritable = new Set<string>()
  const append = (file: 'GITHUB_OUTPUT' | 'GITHUB_STATE' | 'GITHUB_STEP_SUMMARY', what: string, text: () => string) => {
    const path = host.env[file]
    if (path === undefined || path === '') return
    try {
      appendWhole(path, text())
    } catch (error) {
      if (unwritable.has(file)) return
      unwritable.add(file)
      annotate('warning', `Could not write ${what} to ${file}: ${error instanceof Error ? error.message : error}`)
    }
  }
  const keep = (file: 'GITHUB_OUTPUT' | 'GITHUB_STATE', name: string, value: string) =>
    append(file, `"${name}"`, () => `${prepareKeyValueMessage(name, value)}\n`)
  return {
    stop: stop.signal,
    mask(secret, kind) {
      secrets.add(secret, kind)
      // Anywhere else nobody would take the command, and the log would show the secret.
      if (host.env.GITHUB_ACTIONS) issueCommand('add-mask', {}, secret)
    },
    blot: (text) => secrets.blot(text),
    info: say,
    showLog: (text) => print(lines(text)),
    warning: (text) => annotate('warning', text),
    fail(message) {
      annotate('error', message)
      host.exitCode = 1
    },
    failSilently(message) {
      say(message)
      host.exitCode = 1
    },
    addSummary: (markdown) => append('GITHUB_STEP_SUMMARY', 'the summary', () => secrets.blot(markdown)),
    setOutput: (name, value) => keep('GITHUB_OUTPUT', name, secrets.blot(value)),
    saveState: (name, value) => keep('GITHUB_STATE', name, secrets.seal(value)),
    restore: (value) => secrets.restore(value),
  }
}
