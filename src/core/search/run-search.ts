/** The search among a job's runs for what an attempt to trigger it may have started. */

import type { Limit } from '../limit.ts'
import type { ListedRun, Target } from '../model.ts'
import type { RunPage } from '../platform.ts'
import type { Call } from '../requests/calls.ts'
import type { Reading } from '../requests/reading.ts'
import { controlAlias } from './alias.ts'
import { type Baseline, NO_BASELINE } from './baseline.ts'
import { searchByAlias } from './by-alias.ts'
import { dated } from './dated.ts'
import { listNewerRuns } from './newer-runs.ts'
import { Newness } from './newness.ts'
import type { SearchPorts } from './ports.ts'

/** An attempt that may have started a run. */
export interface Attempt {
  readonly target: Target
  readonly alias: string
  /** Milliseconds since the request was sent, the first one if it was sent again. */
  ageMs(): number
  /** Milliseconds since the last send that may have started a run. */
  lastAgeMs(): number
  /** How many sends may have started a run: as many runs of ours there may be. */
  sends(): number
  /** The job's runs as they were before it. */
  readonly baseline: Baseline
}

/** What one search found. */
export interface Found {
  /** Runs that carry this attempt's alias, proved so, oldest first. */
  readonly ours: readonly ListedRun[]
  /** All runs that may be newer than the attempt, listed or found by the alias, `ours` among them. */
  readonly newer: readonly ListedRun[]
  /** False when there may be newer runs that the list did not show. */
  readonly complete: boolean
}

/** The searches for the runs of one attempt, and what they have shown so far. */
export interface RunSearch {
  readonly attempt: Attempt
  /** False where the platform can't list the job's runs with what is known of the job. */
  readonly isPossible: boolean
  /** False where runs can't be found by their alias: then nothing can be proved ours. */
  readonly hasAlias: boolean
  search(limit: Limit): Promise<Reading<Found>>
  /** Every run so far that is proved ours. */
  readonly ours: readonly ListedRun[]
  /** Every run seen so far that may be newer than the attempt, also by a search that was not answered to its end. */
  readonly seen: readonly ListedRun[]
}

export function createRunSearch(ports: SearchPorts, attempt: Attempt): RunSearch {
  return new Searcher(ports, attempt)
}

class Searcher implements RunSearch {
  readonly attempt: Attempt
  readonly #ports: SearchPorts
  readonly #seen = new Map<string, ListedRun>()
  readonly #ours = new Map<string, ListedRun>()
  #newness: Newness
  /** Whose runs are looked through, once that is known. */
  #owner: Target | undefined

  constructor(ports: SearchPorts, attempt: Attempt) {
    this.#ports = ports
    this.attempt = attempt
    this.#newness = new Newness(attempt.baseline, () => attempt.ageMs())
  }

  get isPossible(): boolean {
    return this.#ports.platform.listRuns !== undefined
  }

  get hasAlias(): boolean {
    return this.#ports.platform.findByAlias?.(this.attempt.target, this.attempt.alias) !== undefined
  }

  get ours(): readonly ListedRun[] {
    return [...this.#ours.values()]
  }

  get seen(): readonly ListedRun[] {
    return [...this.#seen.values()]
  }

  /** The list first: what it shows had time to be found by the alias too. */
  async search(limit: Limit): Promise<Reading<Found>> {
    const { listRuns } = this.#ports.platform
    if (listRuns === undefined) return { kind: 'setback', effect: 'none', message: "the job's runs can't be listed" }
    const owner = await this.#askOwner(limit)
    if (owner.kind !== 'good') return owner
    const listed = await listNewerRuns(
      (offset) => listRuns(owner.value, offset),
      (call) => this.#askPage(owner.value, call, limit),
      (run) => this.#newness.mayBeNewer(run),
    )
    if (listed.kind !== 'good') return listed
    const found = await this.#byAlias(owner.value, limit)
    if (found.kind !== 'good') return found
    const { ours, hits } = found.value
    this.#remember(hits)
    for (const run of ours) this.#ours.set(run.handle.runId, run)
    const known = new Set(listed.value.runs.map((run) => run.handle.runId))
    const newer = [...listed.value.runs, ...hits.filter((run) => !known.has(run.handle.runId))]
    return { ...listed, value: { ours, newer, complete: listed.value.complete } }
  }

  /** The list that was read before the trigger says nothing of another job's runs. */
  async #askOwner(limit: Limit): Promise<Reading<Target>> {
    const { attempt } = this
    const call = this.#owner === undefined ? this.#ports.platform.ownerOf?.(attempt.target) : undefined
    if (call === undefined) return { kind: 'good', value: this.#owner ?? attempt.target }
    const reading = await this.#ports.channel.ask(call, limit)
    if (reading.kind === 'denied') return { ...reading, message: `could not ${call.what}: ${reading.message}` }
    if (reading.kind !== 'good') return reading
    this.#owner = reading.value
    if (JSON.stringify(reading.value) !== JSON.stringify(attempt.target)) {
      this.#newness = new Newness(NO_BASELINE, () => attempt.ageMs())
    }
    return reading
  }

  async #askPage(target: Target, call: Call<RunPage>, limit: Limit): Promise<Reading<RunPage>> {
    const page = await this.#ports.channel.ask(call, limit)
    if (page.kind !== 'good') return page
    this.#newness.learn(page)
    this.#newness.hold(page.value)
    const doubtful = page.value.runs.filter((run) => this.#newness.mayBeNewer(run))
    const times = new Map((await dated(this.#ports, target, doubtful, limit)).map((run) => [run.handle.runId, run]))
    const runs = page.value.runs.map((run) => times.get(run.handle.runId) ?? run)
    this.#remember(runs.filter((run) => this.#newness.mayBeNewer(run)))
    return { ...page, value: { ...page.value, runs } }
  }

  #remember(runs: readonly ListedRun[]): void {
    for (const run of runs) this.#seen.set(run.handle.runId, run)
  }

  /**
   * Runs found by the alias count as ours if they are not known to be older than the attempt and the same search for an alias that no
   * run has finds nothing: nothing documents that the search finds an alias at all, so it has to prove itself.
   *
   * One that seems to be older, found by a search that has proved itself, is no coincidence either: the platform's clocks
   * may disagree among themselves. It is not adopted, but it stands in the way of a second trigger.
   */
  async #byAlias(
    target: Target,
    limit: Limit,
  ): Promise<Reading<Pick<Found, 'ours'> & { readonly hits: readonly ListedRun[] }>> {
    const { alias } = this.attempt
    const wanted = { alias, control: controlAlias(alias, this.#ports.clock) }
    const found = await searchByAlias(this.#ports, target, wanted, limit)
    if (found.kind !== 'good') return found
    const { runs, isProved } = found.value
    const isOurs = (run: ListedRun) => run.isOdd === undefined && !this.#newness.isKnownToBeOlder(run)
    const ours = isProved ? runs.filter(isOurs) : []
    const isStrange = isProved && ours.length === 0
    const hits = isStrange ? runs : runs.filter((run) => this.#newness.mayBeNewer(run))
    return { ...found, value: { hits, ours } }
  }
}
