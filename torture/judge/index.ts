/**
 * The judge: an independent model of what a step may do. Its rules are the contract's sentences, and what they are held
 * against is the control plane's own record and what the runner saw.
 */

import type { StoryRecord } from '../record.ts'
import { runAgain, runBeside } from './beside.ts'
import { noHotLoop, postIsIdle, retryAfter } from './conduct.ts'
import { Evidence } from './evidence.ts'
import { claims, leftGoing, unsaid, unsaidTwin } from './left.ts'
import { twinGoesOn, unlooked } from './looks.ts'
import { askedVersion, otherPeople, secondRun, sentAgain } from './one-run.ts'
import { outputs } from './outputs.ts'
import { inTime, outages } from './time.ts'
import { reasons, verdict } from './verdict.ts'
import { annotations, commands, secrets } from './words.ts'

type Rule = (evidence: Evidence) => Iterable<string>

export const RULES = {
  'sent again': sentAgain,
  unlooked,
  'second run': secondRun,
  'twin goes on': twinGoesOn,
  'other people': otherPeople,
  'run again': runAgain,
  'run beside': runBeside,
  'asked version': askedVersion,
  verdict,
  reason: reasons,
  'left going': leftGoing,
  unsaid,
  'unsaid twin': unsaidTwin,
  claim: claims,
  output: outputs,
  time: inTime,
  outage: outages,
  secret: secrets,
  command: commands,
  annotation: annotations,
  'idle post': postIsIdle,
  'hot loop': noHotLoop,
  'retry-after': retryAfter,
} satisfies Readonly<Record<string, Rule>>

export type RuleName = keyof typeof RULES

export interface Violation {
  readonly rule: string
  readonly complaint: string
}

export function judge(record: StoryRecord): readonly Violation[] {
  const { second } = record
  const isRerun = record.setup.second?.kind === 'rerun'
  const first = judgeStep(new Evidence(record, second && { other: second, isRerun: false }))
  if (second === undefined) return first
  return [...first, ...judgeStep(new Evidence(second, { other: record, isRerun }))]
}

function judgeStep(evidence: Evidence): readonly Violation[] {
  return Object.entries<Rule>(RULES).flatMap(([rule, check]) =>
    [...check(evidence)].map((complaint) => ({ rule, complaint })),
  )
}
