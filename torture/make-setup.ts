/** Makes up a story from its seed and number. */

import { REPERTOIRES } from '../sandbox/control-plane/repertoire.ts'
import { HOSTILE_LINES } from '../sandbox/control-plane/scenarios.ts'
import type { LogLine, Platform, RunBehaviour, Settings, StreamEvent } from '../sandbox/control-plane/types.ts'
import { FACTS } from './facts.ts'
import { doubtOf, downtimeOf, ruleOf, tokenRuleOf } from './make-faults.ts'
import { type Dice, diceFor } from './random.ts'
import { SCALES, type Scale } from './scale.ts'
import { API_KEY, ATTACHED, type Engine, type Interruption, type Oidc, type StorySetup } from './story-setup.ts'

export function makeSetup(engine: Engine, seed: number, story: number): StorySetup {
  const dice = diceFor(seed, engine === 'core' ? story : story + 1_000_000_007)
  const scale = SCALES[engine]
  const platform = dice.pick<Platform>('truefoundry', 'truefoundry', 'kubiya')
  const attach = dice.pick<StorySetup['attach']>(
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'existing',
    'existing',
    'missing',
  )
  const severity = dice.pick(0, 1, 2, 2, 3, 4, 6)
  // By chance alone, few triggers would come to be sent again: for that, time has to be long, too.
  const inDoubt = attach === 'no' && dice.chance(0.15)
  const drawn = inputsOf(dice, scale, platform, attach)
  const inputs = inDoubt ? { ...drawn, timeout: scale.longestTimeout } : drawn
  return {
    engine,
    seed,
    story,
    platform,
    inputs,
    settings: dice.chance(0.25) ? {} : settingsOf(dice, scale, platform),
    clockOffsetMs: dice.pick(0, dice.int(-600_000, 600_000)),
    latencyMs: dice.pick(1, 40, 900),
    behaviour: behaviourOf(dice, scale, platform, attach),
    attach,
    faults: [
      ...(inDoubt ? doubtOf(dice, scale) : []),
      ...Array.from({ length: severity }, () => ruleOf(dice, scale, platform)),
    ],
    downtimes: dice.chance(0.15) ? [downtimeOf(dice, scale, engine)] : [],
    foreignMs: Array.from({ length: dice.pick(0, 0, 1, 2, 4) }, () => dice.int(-60_000, scale.latestMs / 2)),
    interruption: interruptionOf(dice, scale),
    ...(attach === 'no' ? { job: dice.from(FACTS[platform].jobs) } : {}),
    // A token takes a part of the request's time: with a slow platform too, a single attempt of a second could fail.
    ...(engine === 'core' && FACTS[platform].takesTokens && dice.chance(0.3)
      ? { oidc: oidcOf(dice), latencyMs: 40 }
      : {}),
    ...oddityOf(dice, engine, platform, inDoubt),
    ...(attach === 'no' ? deploymentOf(dice, platform, inputs, inDoubt) : {}),
  }
}

/** What is odd from the start: how lists tell of other people's runs, or names that hold a secret of the environment. */
function oddityOf(dice: Dice, engine: Engine, platform: Platform, inDoubt: boolean): Partial<StorySetup> {
  const { oddRuns, partOfNames } = FACTS[platform]
  if (dice.chance(inDoubt ? 0.3 : 0.08)) return { foreignFields: dice.pick(oddRuns.unusable, oddRuns.bare) }
  // A process would ask that proxy.
  return engine === 'core' && dice.chance(0.12) ? { proxyPassword: partOfNames } : {}
}

/** A deployment beside the application: of that one, or of another. */
function deploymentOf(
  dice: Dice,
  platform: Platform,
  inputs: StorySetup['inputs'],
  inDoubt: boolean,
): Partial<StorySetup> {
  const { deployments } = FACTS[platform]
  const isGiven = deployments.length > 0 && inputs['application-id'] !== '' && dice.chance(inDoubt ? 0.3 : 0.05)
  return isGiven ? { inputs: { ...inputs, ...dice.from(deployments) } } : {}
}

function oidcOf(dice: Dice): Oidc {
  return {
    lifeMs: dice.pick(20_000, 45_000, 300_000),
    githubOffsetMs: dice.pick(0, dice.int(-600_000, 600_000)),
    faults: Array.from({ length: dice.pick(0, 0, 1, 2, 3) }, () => tokenRuleOf(dice)),
  }
}

function inputsOf(dice: Dice, scale: Scale, platform: Platform, attach: StorySetup['attach']): StorySetup['inputs'] {
  const { jobInputs, ownInputs } = FACTS[platform]
  const job = jobInputs(dice, attach !== 'no')
  const choices: Readonly<Record<string, readonly string[]>> = {
    'on-timeout': ['leave', 'terminate'],
    'on-cancel': ['leave', 'terminate', 'terminate'],
    wait: attach === 'no' ? ['true', 'true', 'true', 'true', 'false'] : ['true'],
    'outage-tolerance': scale.tolerances,
    'poll-interval': scale.pollIntervals,
    logs: ['true', 'true', 'false'],
    summary: ['true', 'true', 'false'],
    ...ownInputs,
  }
  const given = Object.entries(choices)
    .filter(() => dice.chance(0.6))
    .map(([name, values]) => [name, dice.from(values)])
  return {
    timeout: dice.from(scale.timeouts),
    'request-timeout': dice.from(scale.requestTimeouts),
    ...job,
    ...(REPERTOIRES[platform].hasAlias ? { 'run-name-alias': attach === 'no' ? 'nightly' : '' } : {}),
    ...Object.fromEntries(given),
  }
}

function settingsOf(dice: Dice, scale: Scale, platform: Platform): Partial<Settings> {
  const all: Partial<Settings> = {
    searchFindsAlias: dice.chance(0.8),
    searchIgnoresPrefix: dice.chance(0.3),
    listLagMs: dice.from(scale.lagsMs),
    searchLagMs: dice.from(scale.lagsMs),
    getLagMs: dice.from(scale.lagsMs),
    defaultOrder: dice.pick('asc', 'desc'),
    maxPageSize: dice.pick(1, 2, 3, 1000),
    dateHeader: dice.chance(0.85),
    bareAnswers: dice.chance(0.3),
    executionAsArray: dice.chance(0.3),
    triggerAnswer: dice.pick('full', 'noData', 'noIds', 'minimal'),
    optionalFields: dice.pick('null', 'absent', 'withheld'),
    isoTimes: dice.pick('zulu', 'offset', 'naive'),
    logLagMs: dice.pick(0, 700, 4000),
    ...(FACTS[platform].anyCase ? { statusCase: dice.pick('lower', 'upper', 'title') } : {}),
    streamCutMs: dice.pick(300_000, 3000),
    streamNesting: dice.pick('data', 'message'),
    terminatedAfterMs: dice.pick(3000, 200, 12_000),
  }
  return Object.fromEntries(Object.entries(all).filter(() => dice.chance(0.4)))
}

function behaviourOf(dice: Dice, scale: Scale, platform: Platform, attach: StorySetup['attach']): RunBehaviour {
  const { oddStatuses, speaksBy, words } = FACTS[platform]
  const lastsMs = dice.from(scale.lastsMs)
  const ends = dice.pick('well', 'well', 'badly', 'terminated')
  const half = Math.round(lastsMs / 2)
  const between: readonly (readonly [number, string])[] = dice.chance(0.15) ? [[half, dice.from(oddStatuses)]] : []
  const course: readonly (readonly [number, string])[] = [[0, words.going], ...between, [lastsMs, words[ends]]]
  const lines = Array.from({ length: dice.pick(0, 0, 3, 12) }, (_, at) => lineOf(dice, (at * lastsMs) / 12))
  const fate = dice.int(1, 30)
  return {
    timeline: course.map(([afterMs, status]) => ({ afterMs, status })),
    ...(dice.chance(0.5) ? { exitCode: ends === 'well' ? 0 : dice.int(1, 255) } : {}),
    ...(dice.chance(0.5) ? { error: textOf(dice) } : {}),
    ...(dice.chance(0.5) ? { response: textOf(dice) } : {}),
    ...(speaksBy === 'logs' ? { logs: lines } : { events: lines.map(eventOf) }),
    ...(fate === 1 ? { goneAfterMs: half } : {}),
    ...(fate === 2 ? { forbiddenAfterMs: half } : {}),
    ...(fate === 3 ? { survivesTermination: true } : {}),
    ...(attach === 'existing' ? { name: ATTACHED } : {}),
  }
}

/** What a job may print or answer: something harmless, something that would command the runner, or the key itself. */
function textOf(dice: Dice): string {
  const [json, uri, base64] = [JSON.stringify(API_KEY), encodeURIComponent(API_KEY), btoa(`Bearer ${API_KEY}`)]
  const parted = `${API_KEY.slice(0, 7)}${dice.pick('\u0007', '\u001b[31m')}${API_KEY.slice(7)}`
  const known = `the key is ${API_KEY} or ${json}, ${uri}, ${base64}, ${parted}`
  return dice.pick('all is well', dice.from(HOSTILE_LINES), known)
}

function lineOf(dice: Dice, afterMs: number): LogLine {
  return { afterMs: Math.round(afterMs), log: textOf(dice), nanos: dice.pick(0, 0, 17) }
}

function eventOf({ afterMs, log }: LogLine): StreamEvent {
  return { afterMs, event: 'message', payload: { role: 'assistant', content: log } }
}

function interruptionOf(dice: Dice, scale: Scale): Interruption {
  const atMs = dice.chance(0.3) ? dice.int(1, scale.latestMs / 12) : dice.int(1, scale.latestMs)
  switch (dice.int(1, 10)) {
    case 1:
    case 2:
    case 3:
      return { kind: 'cancel', atMs, sigtermAfterMs: 7500, sigkillAfterMs: 2500 }
    case 4: // an impatient runner, or somebody who cancels twice
      return { kind: 'cancel', atMs, sigtermAfterMs: dice.int(1, 3000), sigkillAfterMs: 9000 }
    case 5:
      return { kind: 'kill', atMs }
    default:
      return { kind: 'none' }
  }
}
