/** Counts what was played: stories, faults that really struck, by kind and by phase, and how the steps ended. */

import type { RecordedRequest } from '../sandbox/control-plane/simulator.ts'
import { Evidence } from './judge/evidence.ts'
import type { Violation } from './judge/index.ts'
import type { StoryRecord } from './record.ts'
import { ENGINES, type Engine } from './story-setup.ts'

export const PHASES = [
  'look-up',
  'trigger',
  'settle',
  'status',
  'logs',
  'stream',
  'history',
  'twin search',
  'drain',
  'terminate',
  'post',
] as const
export type StoryPhase = (typeof PHASES)[number]

export class Tally {
  readonly stories: Record<Engine, number> = { core: 0, bundle: 0 }
  readonly #faults = new Map<string, Map<string, number>>()
  readonly #conclusions = new Map<string, Record<Engine, number>>()
  readonly #interruptions = new Map<string, number>()
  violations = 0

  add(record: StoryRecord, violations: readonly Violation[]): void {
    const { engine, interruption } = record.setup
    this.stories[engine] += 1
    this.violations += violations.length
    const evidence = new Evidence(record)
    for (const request of record.requests) {
      if (request.fault !== undefined) this.#count(kindOf(request), phaseOf(evidence, request))
    }
    // Over HTTP nobody counts what could not be sent: a stretch counts once.
    const unsent = engine === 'core' ? record.unsent : record.unsent.slice(0, 1)
    for (const { atMs } of unsent) {
      const down = record.setup.downtimes.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
      const cause = down?.cause ?? (record.setup.oidc === undefined ? 'connection' : 'no token')
      this.#count(`not to be reached (${cause})`, unsentPhase(evidence, atMs))
    }
    const ending = `${record.main.killed ? 'killed, ' : ''}${evidence.conclusion || 'nothing said'}`
    const counts = this.#conclusions.get(ending) ?? { core: 0, bundle: 0 }
    this.#conclusions.set(ending, { ...counts, [engine]: counts[engine] + 1 })
    const came = record.signalledAtMs !== undefined || record.main.killed
    if (interruption.kind !== 'none' && came) {
      const kind =
        interruption.kind !== 'cancel' ? 'SIGKILL' : interruption.sigtermAfterMs < 7000 ? 'SIGINT, SIGTERM' : 'SIGINT'
      this.#interruptions.set(kind, (this.#interruptions.get(kind) ?? 0) + 1)
    }
  }

  #count(kind: string, phase: string): void {
    const row = this.#faults.get(kind) ?? new Map<string, number>()
    this.#faults.set(kind, row.set(phase, (row.get(phase) ?? 0) + 1))
  }

  /** As Markdown. */
  render(): string {
    const total = (counts: Iterable<number>) => [...counts].reduce((sum, count) => sum + count, 0)
    const kinds = [...this.#faults].sort(([, one], [, other]) => total(other.values()) - total(one.values()))
    const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
    const columns = (counts: ReadonlyMap<string, number>) => PHASES.map((phase) => counts.get(phase) ?? '')
    const sums = new Map(PHASES.map((phase) => [phase, total(kinds.map(([, counts]) => counts.get(phase) ?? 0))]))
    const faults = total(sums.values())
    return [
      row(['', ...ENGINES, 'all']),
      row(['---', '---:', '---:', '---:']),
      row(['stories', ...ENGINES.map((engine) => this.stories[engine]), total(Object.values(this.stories))]),
      ...[...this.#conclusions]
        .sort(([, one], [, other]) => total(Object.values(other)) - total(Object.values(one)))
        .map(([ending, counts]) =>
          row([`ended \`${ending}\``, ...ENGINES.map((engine) => counts[engine]), total(Object.values(counts))]),
        ),
      '',
      `Faults that struck: ${faults}. Interrupted: ${[...this.#interruptions].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none'}. Violations: ${this.violations}.`,
      '',
      row(['fault', ...PHASES, 'all']),
      row(['---', ...PHASES.map(() => '---:'), '---:']),
      ...kinds.map(([kind, counts]) => row([kind, ...columns(counts), total(counts.values())])),
      row(['all', ...columns(sums), faults]),
    ].join('\n')
  }
}

function kindOf({ fault }: RecordedRequest): string {
  switch (fault?.kind) {
    case undefined:
      return ''
    case 'status': {
      const { status, body = 'own', headers } = fault
      const isOwn = body === 'own' || body === 'ownEcho'
      const kind = status === 429 ? '429' : status >= 500 || status === 408 ? '5xx or 408' : '4xx'
      const asks = headers?.['retry-after'] === undefined ? '' : ', with Retry-After'
      return `${kind}, ${isOwn ? 'the platform’s own' : 'somebody else’s'}${asks}${echoed(body)}`
    }
    case 'foreignBody':
      return fault.body === 'echo' ? `2xx${echoed('echo')}` : '2xx with garbage'
    case 'resetBefore':
      return 'reset, no effect'
    case 'resetAfter':
      return 'reset, took effect'
    case 'lateEffect':
      return 'takes effect late'
    case 'hang':
      return 'no answer'
    case 'truncated':
      return 'half an answer'
    case 'oversized':
      return 'a huge answer'
    case 'delay':
      return 'a slow answer'
    case 'redirect':
      return 'a redirect to another origin'
  }
}

function echoed(body: string): string {
  return body === 'echo' || body === 'ownEcho' ? ', echoing the key' : ''
}

function phaseOf(e: Evidence, request: RecordedRequest): StoryPhase {
  if (e.isOfPost(request)) return 'post'
  const { operation, atMs } = request
  const endedMs = e.told === undefined ? undefined : e.endedMs(e.told)
  const isOver = endedMs !== undefined && atMs >= endedMs
  switch (operation) {
    case 'fqn':
    case 'deploymentFqn':
    case 'deployments':
    case 'deployment':
    case 'deploymentStatuses':
    case 'apps':
    case 'session':
    case 'job':
      return 'look-up'
    case 'trigger':
    case 'status':
      return operation
    case 'terminate':
    case 'delete':
    case 'cancel':
    case 'pause':
    case 'resume':
      return 'terminate'
    case 'app':
      return e.of('trigger').some((trigger) => trigger.atMs <= atMs) ? 'terminate' : 'look-up'
    case 'events':
      return 'history'
    case 'logs':
    case 'stream':
      return isOver ? 'drain' : operation
    case 'recent':
      return 'history'
    case 'list':
    case 'search':
    case 'executions':
    case 'allExecutions':
    case 'unknown': {
      if (operation === 'executions' && e.doubtful.length === 0) return 'history'
      const hasWatched = e.of('status').some((look) => look.atMs < atMs)
      return hasWatched ? 'twin search' : 'settle'
    }
  }
}

function unsentPhase(e: Evidence, atMs: number): StoryPhase {
  if (e.isOfPost({ atMs })) return 'post'
  const before = e.record.requests.findLast((request) => request.atMs <= atMs)
  return before === undefined ? 'look-up' : phaseOf(e, before)
}
