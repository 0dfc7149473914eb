/** The fault campaign's judge finds what it is there to find: each of its rules, in a record that was tampered with. */

import { beforeAll, describe, expect, test } from '@jest/globals'
import type { RunView } from '../../sandbox/control-plane/simulator.ts'
import type { Operation } from '../../sandbox/control-plane/types.ts'
import type { Annotation } from '../../sandbox/runner/index.ts'
import { judge, RULES } from '../../torture/judge/index.ts'
import type { Stage, StoryRecord } from '../../torture/record.ts'
import { API_KEY } from '../../torture/story-setup.ts'
import { playScene, SCENES, type SceneName } from './scenes.ts'

type Tamper = (record: StoryRecord) => StoryRecord

const records = new Map<SceneName, StoryRecord>()
beforeAll(async () => {
  for (const scene of SCENES) records.set(scene, await playScene(scene))
}, 60_000)

function recordOf(scene: SceneName): StoryRecord {
  const record = records.get(scene)
  if (record === undefined) throw new Error(`${scene} was not played`)
  return record
}

const main =
  (change: (stage: Stage) => Partial<Stage>): Tamper =>
  (record) => ({
    ...record,
    main: { ...record.main, ...change(record.main) },
  })
const post =
  (change: (stage: Stage) => Partial<Stage>): Tamper =>
  (record) => ({
    ...record,
    post: { ...record.post, ...change(record.post) },
  })
const outputs = (changed: Readonly<Record<string, string>>): Tamper =>
  main((stage) => ({ outputs: { ...stage.outputs, ...changed } }))
const both =
  (...tampers: readonly Tamper[]): Tamper =>
  (record) =>
    tampers.reduce((rest, tamper) => tamper(rest), record)
const setup =
  (change: Partial<StoryRecord['setup']>): Tamper =>
  (record) => ({ ...record, setup: { ...record.setup, ...change } })
const inputs =
  (changed: Readonly<Record<string, string>>): Tamper =>
  (record) =>
    setup({ inputs: { ...record.setup.inputs, ...changed } })(record)
const runs =
  (change: (run: RunView) => RunView): Tamper =>
  (record) => ({ ...record, runs: record.runs.map(change) })
const isOurs = (run: RunView) => run.requestIndex !== undefined
const silent: Tamper = both(
  main(() => ({ annotations: [] })),
  post(() => ({ annotations: [] })),
)
const ours = (change: (run: RunView) => RunView) => runs((run) => (isOurs(run) ? change(run) : run))
const foreign = (change: (run: RunView) => RunView) => runs((run) => (isOurs(run) ? run : change(run)))

/** As if nobody had asked for its end. */
function untouched({ termination: _none, ...run }: RunView): RunView {
  return run
}
const terminated = (run: RunView): RunView => ({
  ...run,
  termination: { atMs: run.createdAtMs, phases: [{ atMs: run.createdAtMs, status: 'TERMINATED' }] },
})

/** The second step's record alone. */
const second =
  (tamper: Tamper): Tamper =>
  (record) =>
    record.second === undefined ? record : { ...record, second: tamper(record.second) }
const settings =
  (changed: Partial<StoryRecord['settings']>): Tamper =>
  (record) => ({ ...record, settings: { ...record.settings, ...changed } })
const lasting = (afterMs: number) =>
  runs((run) => ({
    ...run,
    behaviour: {
      timeline: [
        { afterMs: 0, status: 'RUNNING' },
        { afterMs, status: 'FINISHED' },
      ],
    },
  }))
/** As if it had not sent such requests. */
const without =
  (...operations: readonly Operation[]): Tamper =>
  (record) => ({ ...record, requests: record.requests.filter(({ operation }) => !operations.includes(operation)) })
/** As if it had asked for something else: in each path that part stands for this one. */
const asked =
  (part: string, other: string): Tamper =>
  (record) => ({
    ...record,
    requests: record.requests.map((each) => ({ ...each, path: each.path.replace(part, other) })),
  })
/** As if the second step had sent the first one's trigger too. */
const triggers: Tamper = (record) => {
  const { second: own, requests } = record
  const like = requests.find(({ operation }) => operation === 'trigger')
  if (own === undefined || like === undefined) throw new Error('there is no second step')
  return { ...record, second: { ...own, requests: [...own.requests, { ...like, index: 9999, atMs: 5000 }] } }
}

/** Another request of that kind, so many milliseconds after the start of main. */
const request =
  (operation: 'trigger' | 'status', atMs: (record: StoryRecord) => number): Tamper =>
  (record) => {
    const like = record.requests.findLast((each) => each.operation === operation)
    if (like === undefined) throw new Error(`there is no ${operation} to copy`)
    return { ...record, requests: [...record.requests, { ...like, index: record.requests.length, atMs: atMs(record) }] }
  }

/** As if all looks but the first had come a minute later. */
const unseen: Tamper = (record) => {
  const [first] = record.requests.filter(({ operation }) => operation === 'status')
  const later = (each: StoryRecord['requests'][number]) => each.operation === 'status' && each !== first
  const requests = record.requests.map((each) => (later(each) ? { ...each, atMs: each.atMs + 60_000 } : each))
  return main(({ endMs }) => ({ endMs: endMs + 60_000 }))({ ...record, requests })
}

const said = (level: Annotation['level'], message: string): Annotation => ({
  level,
  message,
  source: 'action',
  shown: true,
})
const base64 = (text: string) => Buffer.from(text).toString('base64')
const leak = (text: string) => main(({ stdout }) => ({ stdout: `${stdout}\nit is ${text}, they say` }))

const MUTANTS: readonly (readonly [rule: keyof typeof RULES, what: string, scene: SceneName, tamper: Tamper])[] = [
  ['sent again', 'a trigger after one that was answered', 'fails', request('trigger', () => 5000)],
  ['sent again', 'a trigger after too short a look', 'two runs', inputs({ 'request-timeout': '30s' })],
  ['sent again', 'a trigger sent again with `wait: false`', 'two runs', inputs({ wait: 'false' })],
  [
    'sent again',
    'a trigger sent again though the first run was in the list',
    'two runs',
    (record) => {
      const first = record.requests.find(({ operation }) => operation === 'trigger')?.index
      const isFirst = (run: RunView) => run.requestIndex === first
      return ours((run) => ({ ...run, createdAtMs: isFirst(run) ? record.originMs + 50 : run.createdAtMs }))(record)
    },
  ],
  [
    'sent again',
    'a trigger sent again though the first run was listed with its time',
    'takes its run for an older one',
    (record) => ({ ...record, settings: { ...record.settings, createdAtSkewMs: 0 } }),
  ],
  ['sent again', 'a trigger after looks in another job', 'two runs', asked('/jobs/app/', '/jobs/other/')],
  ['sent again', 'a trigger of post', 'killed', request('trigger', ({ post: { startMs } }) => startMs + 1)],
  [
    'sent again',
    'a trigger of a step that attaches',
    'attaches',
    (record) =>
      request(
        'status',
        () => 9,
      )({
        ...record,
        requests: record.requests.map((each, at) => (at === 1 ? { ...each, operation: 'trigger' } : each)),
      }),
  ],
  [
    'second run',
    'a third run',
    'two runs',
    (record) => ({ ...record, runs: [...record.runs, ...record.runs.filter(isOurs)] }),
  ],
  ['second run', 'one that stands and was not warned of', 'two runs', both(ours(untouched), silent)],
  ['second run', 'one that was terminated and not warned of', 'two runs', silent],
  [
    'second run',
    'no look for it before the verdict',
    'two runs',
    (record) => ({
      ...record,
      requests: record.requests.filter(
        ({ operation, atMs }) => !(['list', 'search'].includes(operation) && atMs > 30_000),
      ),
    }),
  ],
  ['other people', 'a foreign run terminated', 'fails', foreign(terminated)],
  ['other people', 'a foreign run taken for ours', 'fails', outputs({ 'run-id': 'etl-0001' })],
  ['other people', 'an attached run terminated', 'attaches', foreign(terminated)],
  ['asked version', 'another version ran', 'fails', inputs({ 'application-fqn': 'cluster:workspace:etl:1' })],
  [
    'run again',
    'a trigger beside the run of the attempt before',
    'goes on with its earlier run',
    both(triggers, second(outputs({ 'run-id': 'etl-0002' }))),
  ],
  [
    'run again',
    'a run taken for that of the attempt before without proof',
    'goes on with its earlier run',
    second(settings({ searchFindsAlias: false })),
  ],
  ['run again', 'a run that was over taken up', 'goes on with its earlier run', second(lasting(2000))],
  [
    'run beside',
    'a run started beside one that was shown going',
    'waits for a run to end before its own',
    second(lasting(80_000)),
  ],
  ['run beside', 'a run started beside one that was to be minded', 'skips, since a run is going', triggers],
  ['run beside', 'skipped though nothing was going', 'skips, since a run is going', second(lasting(1))],
  ['run beside', 'attached though nothing was going', 'waits for the run that is going', second(lasting(1))],
  ['other people', 'the run that was attached to ended', 'waits for the run that is going', second(runs(terminated))],
  ['unlooked', 'sent again without a look', 'sends twice', without('list', 'search')],
  ['unlooked', 'unknown without a look', 'stays unknown', without('executions')],
  [
    'unlooked',
    'unknown without a question whose the deployment is',
    'is given a deployment of another job',
    without('deployment'),
  ],
  [
    'twin goes on',
    'its end not asked for',
    'ends a second run that it sees',
    both(without('terminate'), ours(untouched)),
  ],
  ['output', 'no `run-id` of a run that was given', 'attaches', outputs({ 'run-id': '' })],
  ['unsaid twin', 'sent twice, found once, and nothing said', 'sends twice', silent],
  ['verdict', 'success of a run that failed', 'fails', outputs({ conclusion: 'success' })],
  ['verdict', 'a verdict while the run goes', 'times out', both(ours(untouched), outputs({ conclusion: 'failure' }))],
  [
    'verdict',
    'a verdict that no answer told',
    'succeeds',
    (record) => ({
      ...record,
      requests: record.requests.filter(({ operation, atMs }) => operation !== 'status' || atMs < 12_000),
    }),
  ],
  ['verdict', 'a green step of a run that failed', 'fails', main(() => ({ exitCode: 0 }))],
  ['verdict', 'a red step of a run that succeeded', 'succeeds', main(() => ({ exitCode: 1 }))],
  ['reason', 'a time-out before its time', 'times out', main(() => ({ endMs: 20_000 }))],
  [
    'reason',
    'a time-out of a run that was known to have ended',
    'succeeds',
    both(
      outputs({ conclusion: 'timed_out' }),
      main(() => ({ endMs: 180_000 })),
    ),
  ],
  ['reason', 'lost without any failure', 'fails', outputs({ conclusion: 'lost' })],
  ['reason', 'lost long before the tolerance is over', 'is lost', inputs({ 'outage-tolerance': '5m' })],
  [
    'reason',
    'lost after two denials',
    'is denied',
    (record) => ({
      ...record,
      requests: record.requests.filter(
        ({ status }, at) => status !== 403 || at !== record.requests.findLastIndex((each) => each.status === 403),
      ),
    }),
  ],
  ['reason', 'lost without a question by its name', 'is denied', asked('/etl-', '/***')],
  ['reason', 'unknown without a search for the alias', 'can’t tell its run from somebody else’s', without('search')],
  ['reason', 'not_started though a run was started', 'fails', outputs({ conclusion: 'not_started' })],
  ['reason', 'unknown without any doubt', 'fails', outputs({ conclusion: 'unknown' })],
  ['reason', 'cancelled though nobody cancelled', 'fails', outputs({ conclusion: 'cancelled' })],
  ['reason', 'pending though it was to be waited for', 'does not wait', inputs({ wait: 'true' })],
  ['reason', 'action_required of a run that asks nothing', 'fails', outputs({ conclusion: 'action_required' })],
  ['reason', 'a conclusion that nobody documented', 'fails', outputs({ conclusion: 'maybe' })],
  ['left going', 'on cancel', 'cancelled', ours(untouched)],
  ['left going', 'though it has a secret name', 'has a password that is in all names', ours(untouched)],
  ['left going', 'though nobody asked for its end', 'may not end its run', without('cancel')],
  ['left going', 'after main was killed', 'killed', ours(untouched)],
  ['left going', 'after the time-out', 'times out', ours(untouched)],
  [
    'left going',
    'with a verdict on it',
    'is refused',
    (record) => ({ ...record, runs: record.runs.map((run) => ({ ...run, requestIndex: 0 })) }),
  ],
  ['unsaid', 'a run that may be there', 'stays unknown', silent],
  [
    'unsaid',
    'a candidate that was listed',
    'stays unknown',
    main(() => ({ annotations: [said('error', 'a run may or may not be there')] })),
  ],
  ['unsaid', 'a run that post left', 'killed', both(ours(untouched), inputs({ 'on-cancel': 'leave' }))],
  [
    'claim',
    'of a termination that never was',
    'cancelled',
    both(
      ours(untouched),
      post(() => ({ annotations: [said('warning', 'its termination was accepted')] })),
    ),
  ],
  ['output', 'no `run-id`', 'fails', outputs({ 'run-id': '' })],
  ['output', 'no `run-id` of a step that was killed', 'killed', outputs({ 'run-id': '' })],
  ['output', 'no `conclusion` of a step that was killed', 'killed', outputs({ conclusion: '' })],
  ['output', 'no `run-url`', 'fails', outputs({ 'run-url': '' })],
  ['output', 'a status that was never told', 'fails', outputs({ status: 'FINISHED' })],
  ['output', 'another exit code', 'fails', outputs({ 'exit-code': '0' })],
  ['output', 'another error', 'fails', outputs({ error: 'no idea' })],
  ['output', 'a wrong time', 'fails', outputs({ 'started-at': '2026-01-15T11:00:00.000Z' })],
  ['output', 'a wrong duration', 'fails', outputs({ 'duration-seconds': '99' })],
  ['output', 'somebody else’s run in `run`', 'fails', outputs({ run: '{"name":"etl-0001"}' })],
  ['output', 'one that nobody documented', 'fails', outputs({ verdict: 'fine' })],
  ['output', 'outputs of post', 'fails', post(() => ({ outputs: { status: 'FAILED' } }))],
  ['output', 'no summary', 'fails', main(() => ({ summary: '' }))],
  ['output', 'too large a state', 'fails', main(() => ({ stateBytes: 9000 }))],
  ['time', 'past `timeout` and all that is allowed beyond', 'times out', main(() => ({ endMs: 62_000 }))],
  ['time', 'a minute after the verdict', 'fails', main(({ endMs }) => ({ endMs: endMs + 60_000 }))],
  ['time', 'a run that nobody looks at for a minute', 'fails', unseen],
  ['time', 'a process that does not end', 'is refused', main(({ endMs }) => ({ endMs: endMs + 7000 }))],
  ['time', '7.1 s after SIGINT', 'cancelled', main(() => ({ endMs: 16_100 }))],
  ['time', 'until the runner killed it', 'cancelled', main(() => ({ killed: true }))],
  ['time', 'until somebody had to kill it', 'fails', main(() => ({ killed: true }))],
  ['time', 'post for more than 30 s', 'killed', post(({ startMs }) => ({ endMs: startMs + 30_100 }))],
  ['time', 'a post that fails', 'killed', post(() => ({ exitCode: 1 }))],
  ['outage', 'a look long after the tolerance is over', 'is lost', inputs({ 'outage-tolerance': '5s' })],
  ['secret', 'the key itself', 'fails', leak(API_KEY)],
  ['secret', 'half of it', 'fails', leak(API_KEY.slice(0, 12))],
  ['secret', 'the key in JSON', 'fails', leak(JSON.stringify(API_KEY))],
  ['secret', 'the key in a URL', 'fails', leak(encodeURIComponent(API_KEY))],
  ['secret', 'the key in base64', 'fails', leak(base64(`Bearer ${API_KEY}`))],
  ['secret', 'the key in hex', 'fails', leak(Buffer.from(API_KEY).toString('hex'))],
  [
    'secret',
    'the key in markup',
    'fails',
    leak(API_KEY.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')),
  ],
  ['secret', 'a proxy’s password', 'has a password that is in all names', outputs({ 'run-id': 'etl-0002' })],
  ['secret', 'the key on standard error', 'fails', main(() => ({ stderr: API_KEY }))],
  ['secret', 'the key in an output', 'fails', outputs({ error: API_KEY })],
  ['secret', 'the key in the state', 'fails', main(({ state }) => ({ state: { ...state, key: API_KEY } }))],
  ['secret', 'the key in the summary', 'fails', main(({ summary }) => ({ summary: summary + API_KEY }))],
  ['secret', 'the key in an annotation of post', 'killed', post(() => ({ annotations: [said('warning', API_KEY)] }))],
  ['secret', 'the key masked twice', 'fails', main(({ stdout }) => ({ stdout: `${stdout}\n::add-mask::${API_KEY}` }))],
  [
    'secret',
    'a token of GitHub’s in the summary',
    'fails',
    (record) => ({
      ...record,
      bearers: [...record.bearers, 'head.claims.signature'],
      main: { ...record.main, summary: 'head.claims.signature' },
    }),
  ],
  ['secret', 'a request to another origin', 'fails', (record) => ({ ...record, elsewhere: 1 })],
  [
    'secret',
    'a request with another key',
    'fails',
    (record) => ({
      ...record,
      requests: record.requests.map((each) => ({ ...each, headers: { authorization: 'Bearer other' } })),
    }),
  ],
  [
    'command',
    'one of somebody else',
    'fails',
    main(({ commands }) => ({
      commands: [...commands, { stream: 'stdout', name: 'set-env', properties: {}, data: 'x' }],
    })),
  ],
  [
    'command',
    'an error annotation of post',
    'fails',
    post(() => ({ commands: [{ stream: 'stdout', name: 'error', properties: {}, data: 'x' }] })),
  ],
  [
    'command',
    'one on standard error',
    'fails',
    main(() => ({ commands: [{ stream: 'stderr', name: 'warning', properties: {}, data: 'x' }] })),
  ],
  [
    'command',
    'an annotation that the runner cuts',
    'fails',
    main(() => ({ annotations: [said('error', 'x'.repeat(4001))] })),
  ],
  ['annotation', 'none on failure', 'fails', silent],
  [
    'annotation',
    'two on failure',
    'fails',
    main(({ annotations }) => ({ annotations: [...annotations, ...annotations] })),
  ],
  ['annotation', 'one on cancel', 'cancelled', main(() => ({ annotations: [said('error', 'cancelled')] }))],
  ['annotation', 'one on success', 'succeeds', main(() => ({ annotations: [said('error', 'well')] }))],
  [
    'idle post',
    'a request though main had concluded',
    'fails',
    request('status', ({ post: { startMs } }) => startMs + 1),
  ],
  [
    'hot loop',
    'a hundred looks in a second',
    'fails',
    (record) =>
      Array.from({ length: 100 }, (_, at) => at).reduce(
        (rest, at) => request('status', () => 20_000 + at)(rest),
        record,
      ),
  ],
  [
    'retry-after',
    'a look before the platform wants one',
    'is told to wait',
    (record) => {
      const asked = record.requests.find(({ status }) => status === 503)
      if (asked === undefined) throw new Error('nobody was told to wait')
      const at = record.requests.indexOf(asked) + 1
      const next = record.requests.findIndex(({ operation }, index) => index >= at && operation === 'status')
      return {
        ...record,
        requests: record.requests.map((each, index) => (index === next ? { ...each, atMs: asked.atMs + 2000 } : each)),
      }
    },
  ],
]

test.each(SCENES)('nothing is wrong with a step that %s', (scene) => {
  expect(judge(recordOf(scene))).toEqual([])
})

describe.each(Object.keys(RULES))('%s', (rule) => {
  const mutants = MUTANTS.filter(([name]) => name === rule)

  test('has a case', () => {
    expect(mutants).not.toEqual([])
  })

  test.each(mutants.map(([, what, scene, tamper]) => [what, scene, tamper] as const))(
    '%s (a step that %s)',
    (_what, scene, tamper) => {
      const found = judge(tamper(recordOf(scene)))
      expect(found.map((violation) => violation.rule)).toContain(rule)
    },
  )
})
