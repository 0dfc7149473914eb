/**
 * Promises 1, 2 and 5 under everything that may go wrong at once. Each story is made up at random: faults of every kind
 * on every kind of request, lists and searches that lag, lie or page oddly, clocks that disagree, other people's runs,
 * a cancel or a kill at any moment. What came of it is then read off the control plane, which is the only witness.
 */

import { describe, test } from '@jest/globals'
import fc from 'fast-check'
import { type Fault, SAMPLE_FAULTS } from '../sandbox/control-plane/faults.ts'
import type { RunView } from '../sandbox/control-plane/simulator.ts'
import type { Operation, Settings } from '../sandbox/control-plane/types.ts'
import type { FakeRunner } from './support/fake-runner.ts'
import { type PlatformId, Story, timeline } from './support/story.ts'

/** More stories, or other ones: `STORIES=20000 SEED=7`. */
const { STORIES = '400', SEED = '20260115' } = process.env
const TIMEOUT_MS = 180_000
const TWIN_SEARCH_MS = 10_000
/** Between the list and the next trigger there are two searches, which may each be four seconds late. */
const SLOWEST_LOOK_MS = 15_000
/** How long before the end of all processes a second run is looked for at the latest, list lag included. */
const LAST_LOOK_MS = 40_000
const AFTER_TIMEOUT_MS = 30_000

/** Bodies of tens of megabytes are for the adapter's own tests. */
const FAULTS: readonly Fault[] = Object.values(SAMPLE_FAULTS)
  .flat()
  .filter(({ kind }) => kind !== 'oversized')

const OPERATIONS: Readonly<Record<PlatformId, readonly Operation[]>> = {
  truefoundry: ['trigger', 'status', 'list', 'search', 'terminate', 'app'],
  kubiya: ['trigger', 'status', 'executions', 'terminate'],
}

const settings: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    searchFindsAlias: fc.boolean(),
    searchIgnoresPrefix: fc.boolean(),
    listLagMs: fc.constantFrom(0, 3000, 9000, 25_000),
    searchLagMs: fc.constantFrom(0, 3000, 9000, 25_000),
    getLagMs: fc.constantFrom(0, 4000, 12_000),
    defaultOrder: fc.constantFrom('asc', 'desc'),
    maxPageSize: fc.constantFrom(1, 2, 3, 1000),
    dateHeader: fc.constantFrom(true, true, true, false),
    bareAnswers: fc.boolean(),
    executionAsArray: fc.boolean(),
    triggerAnswer: fc.constantFrom('full', 'noData', 'noIds', 'minimal'),
    optionalFields: fc.constantFrom('null', 'absent', 'withheld'),
    statusCase: fc.constantFrom('lower', 'upper'),
  },
  { requiredKeys: [] },
)

const inputs = fc.record(
  {
    'on-timeout': fc.constantFrom('leave', 'terminate'),
    'on-cancel': fc.constantFrom('leave', 'terminate'),
    wait: fc.constantFrom('true', 'true', 'true', 'false'),
    'request-timeout': fc.constantFrom('5s', '11s', '30s'),
    'outage-tolerance': fc.constantFrom('0', '20s', '2m'),
    'poll-interval': fc.constantFrom('auto', '7s'),
  },
  { requiredKeys: [] },
)

function rulesFor(platform: PlatformId) {
  const operations = OPERATIONS[platform]
  const rule = fc.record({
    operation: fc.constantFrom('trigger', 'trigger', 'trigger', ...operations),
    fault: fc.constantFrom(...FAULTS),
    nth: fc.integer({ min: 1, max: 4 }),
    times: fc.constantFrom(1, 1, 2, 5, 1000),
  })
  return fc.array(rule, { maxLength: 6 })
}

const momentMs = fc.integer({ min: 1, max: 90_000 })

function storyOf(platform: PlatformId) {
  return fc.record({
    platform: fc.constant(platform),
    settings,
    inputs,
    faults: rulesFor(platform),
    clockOffsetMs: fc.integer({ min: -600_000, max: 600_000 }),
    latencyMs: fc.constantFrom(1, 40, 900),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    lastsMs: fc.constantFrom(1500, 12_000, 55_000, 100_000_000),
    endsAs: fc.constantFrom('well', 'badly'),
    foreignMs: fc.array(fc.integer({ min: -60_000, max: 60_000 }), { maxLength: 4 }),
    interruption: fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.record({ kind: fc.constant('cancel' as const), atMs: momentMs }),
      fc.record({ kind: fc.constant('kill' as const), atMs: momentMs }),
    ),
  })
}

type Plot = ReturnType<typeof storyOf> extends fc.Arbitrary<infer T> ? T : never

const STATUSES = {
  truefoundry: { going: 'RUNNING', well: 'FINISHED', badly: 'FAILED' },
  kubiya: { going: 'running', well: 'completed', badly: 'failed' },
} as const

interface Told {
  readonly story: Story
  readonly plot: Plot
  /** Null if main was killed. */
  readonly endedAtMs: number | null
  readonly post: FakeRunner
  readonly postMs: number
  /** When the last process was gone, by the platform's clock. */
  readonly goneAtMs: number
}

async function tell(plot: Plot): Promise<Told> {
  const words = STATUSES[plot.platform]
  const story = new Story({
    platform: plot.platform,
    inputs: { timeout: '180s', ...plot.inputs },
    plane: plot.settings,
    behaviour: timeline([0, words.going], [plot.lastsMs, words[plot.endsAs]]),
    clockOffsetMs: plot.clockOffsetMs,
    latencyMs: plot.latencyMs,
    seed: plot.seed,
  })
  const opposite = words[plot.endsAs === 'well' ? 'badly' : 'well']
  for (const atMs of plot.foreignMs) story.addForeignRun(atMs, timeline([0, words.going], [plot.lastsMs, opposite]))
  for (const rule of plot.faults) story.plane.addFault(rule)
  const { interruption } = plot
  if (interruption.kind === 'cancel') story.cancelAt(interruption.atMs)
  const killed =
    interruption.kind === 'kill' ? await story.runUntilKilled(interruption.atMs) : await story.run().then(() => false)
  const endedAtMs = killed ? null : story.clock.nowMs()
  const { runner: post, clock } = await story.cleanUp()
  const goneAtMs = story.plane.now()
  story.later(60_000)
  return { story, plot, endedAtMs, post, postMs: clock.nowMs(), goneAtMs }
}

/** All that a person gets to read: annotations, outputs and, of the log, what it says. */
function reported({ story, post }: Told): string {
  const { runner } = story
  return [...runner.errors, ...runner.warnings, ...post.warnings, ...Object.values(story.outputs), ...runner.log].join(
    '\n',
  )
}

function check(isTrue: boolean, complaint: string): void {
  if (!isTrue) throw new Error(complaint)
}

/** Never more than two runs, and a second one only where the first was in doubt and nobody could see it. */
function checkOneRun(told: Told): void {
  const { story, plot } = told
  check(story.ours.length <= 2, `${story.ours.length} runs were started`)
  if (story.ours.length < 2) return
  check(plot.platform === 'truefoundry', 'a platform without aliases was triggered twice')
  check(plot.inputs.wait !== 'false', 'the trigger was sent again with `wait: false`')
  const [first, second] = story.ours
  check(first?.alias === second?.alias, 'the second trigger carried another alias')
  const { listLagMs = 0 } = plot.settings
  const isListBroken = plot.faults.some(({ operation }) => operation === 'list')
  const sentAgainAtMs = story.plane.requests[second?.requestIndex ?? 0]?.atMs ?? 0
  const wasInSight = (first?.createdAtMs ?? 0) + listLagMs + SLOWEST_LOOK_MS < sentAgainAtMs
  check(!wasInSight || isListBroken, 'the trigger was sent again though the list showed what the first had started')
}

/** Of two runs, the one that is not waited for is terminated or has ended, and a warning names it. */
function checkTwin({ story, post, endedAtMs, plot }: Told): void {
  const twins = story.ours.filter(({ name }) => name !== story.outputs['run-id'])
  if (story.ours.length < 2 || endedAtMs === null) return
  const warnings = [...story.runner.warnings, ...story.runner.errors, ...post.warnings].join('\n')
  for (const twin of twins) {
    if (twin.termination !== undefined) check(isNamed(twin, warnings), `${twin.name} was terminated and not warned of`)
    const cameLate = twin.createdAtMs > story.clock.startEpochMs + plot.clockOffsetMs + endedAtMs - 30_000
    if (!twin.ended)
      check(cameLate || MAY_EXIST.test(warnings) || isNamed(twin, warnings), `${twin.name} was not warned of`)
  }
}

function checkForeignRuns({ story }: Told): void {
  const foreign = story.plane.runs.filter(({ requestIndex }) => requestIndex === undefined)
  for (const run of foreign) check(run.termination === undefined, `somebody else's run ${run.name} was terminated`)
  const { 'run-id': runId = '' } = story.outputs
  check(!foreign.some(({ name }) => name === runId), `somebody else's run ${runId} was taken for ours`)
}

function checkVerdict({ story, endedAtMs }: Told): void {
  const { conclusion, 'run-id': runId } = story.outputs
  if (endedAtMs === null) return
  check(conclusion !== undefined && conclusion !== '', 'there is no conclusion')
  const ours = story.ours.find(({ name }) => name === runId)
  const status = ours?.status.toLowerCase() ?? ''
  if (conclusion === 'success') check(['finished', 'completed'].includes(status), `success, but ours is "${status}"`)
  if (conclusion === 'failure') check(status === 'failed', `failure, but ours is "${status}"`)
  if (conclusion === 'terminated') check(['terminated', 'cancelled'].includes(status), `terminated, but "${status}"`)
  if (conclusion === 'not_started') check(story.ours.length === 0, 'not_started, but a run was started')
  const green = conclusion === 'success' || conclusion === 'pending'
  check(story.runner.failed === !green, `the step ${story.runner.failed ? 'failed' : 'succeeded'} as ${conclusion}`)
  check(story.runner.errors.length === (green || conclusion === 'cancelled' ? 0 : 1), 'not one error annotation')
}

function isNamed(run: RunView, text: string): boolean {
  return text.includes(run.name)
}

/** Words that tell a person to look for a run which nobody could name. */
const MAY_EXIST = /may or may not have started|is not known|could not be seen/
/** What the log says when a second run may come; enough for one that comes when nobody looks any more. */
const SENT_AGAIN = /once more under the same alias/

/** A run of ours that goes on was named, or it was said that one may exist. */
function checkNothingLost(told: Told): void {
  const text = reported(told)
  const going = told.story.ours.filter(({ ended, termination }) => !ended && termination === undefined)
  for (const run of going) {
    const cameLate = run.createdAtMs > told.goneAtMs - LAST_LOOK_MS && SENT_AGAIN.test(text)
    check(isNamed(run, text) || MAY_EXIST.test(text) || cameLate, `${run.name} was left going unsaid; said: ${text}`)
  }
  const isClaimed = /termination (?:of .*)?was accepted/i.test(text)
  check(!isClaimed || told.story.ours.some((run) => run.termination), 'a termination is claimed that never was')
  const known = told.story.runner.written.some(([name, value]) => name === 'run-id' && value !== '')
  if (known) check(told.story.outputs['run-id'] !== '', 'the run was taken out of the outputs again')
}

function checkTime({ plot, endedAtMs, postMs }: Told): void {
  check(postMs <= 30_000, `post took ${postMs} ms`)
  if (endedAtMs === null) return
  const extraMs = plot.inputs['on-timeout'] === 'terminate' ? AFTER_TIMEOUT_MS : 0
  check(endedAtMs <= TIMEOUT_MS + extraMs + TWIN_SEARCH_MS + 1000, `main took ${endedAtMs} ms`)
  const { interruption } = plot
  if (interruption.kind === 'cancel' && endedAtMs > interruption.atMs) {
    const tookMs = endedAtMs - interruption.atMs
    check(tookMs <= 7000, `after the cancel main took ${tookMs} ms`)
  }
}

function checkSecrets({ story, post }: Told): void {
  const { runner } = story
  const all = JSON.stringify([runner.log, runner.warnings, runner.errors, runner.written, runner.state, post.warnings])
  check(!all.includes('sandbox-key'), 'the key is somewhere in what was said')
}

describe.each(['truefoundry', 'kubiya'] as const)('whatever goes wrong on %s', (platform) => {
  test('one trigger makes one run, its verdict is the platform’s, and nothing is left going unsaid', async () => {
    await fc.assert(
      fc.asyncProperty(storyOf(platform), async (plot) => {
        const told = await tell(plot)
        for (const checkPromise of [
          checkOneRun,
          checkTwin,
          checkForeignRuns,
          checkVerdict,
          checkNothingLost,
          checkTime,
          checkSecrets,
        ]) {
          checkPromise(told)
        }
      }),
      { numRuns: Number(STORIES), seed: Number(SEED) },
    )
  }, 600_000)
})
