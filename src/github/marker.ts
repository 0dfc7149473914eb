/**
 * The hidden first line of a comment, by which it is found again: `<!-- run-job-and-wait key=… run=… commit=… -->`.
 *
 * The key tells the steps apart that comment on one pull request. It is a digest, so nothing that goes into it can end
 * the HTML comment early. A marker proves nothing about who wrote it: that is the author's part to prove.
 */

import { hash } from 'node:crypto'
import type { Json } from '../core/json.ts'
import type { Target } from '../core/model.ts'

export interface CommentMarker {
  /** Hexadecimal. */
  readonly key: string
  /** The workflow run's id, which grows from run to run. */
  readonly runId: number
  /** Hexadecimal. */
  readonly sha?: string
}

export interface StepIdentity {
  readonly workflow: string
  readonly job: string
  /** The id of the step, or what the runner calls it. */
  readonly step: string
  readonly platform: string
  /** What tells the job from others. */
  readonly jobIdentity: Target
  /** Tells legs of a matrix apart, which nothing else in the environment does. */
  readonly context: string
}

const NAME = 'run-job-and-wait'

export function keyOf({ workflow, job, step, platform, jobIdentity, context }: StepIdentity): string {
  const inOrder = Object.entries(jobIdentity).sort(([one], [other]) => (one < other ? -1 : 1))
  const parts: Json = [workflow, job, step, platform, inOrder, context]
  return hash('sha256', JSON.stringify(parts)).slice(0, 32)
}

export function writeMarker({ key, runId, sha }: CommentMarker): string {
  return `${startOf(key)}run=${runId} commit=${sha ?? '-'} -->`
}

/** Undefined unless the text starts with a marker of that key: quoted further down, a marker means nothing. */
export function readMarker(body: string, key: string): CommentMarker | undefined {
  if (!body.startsWith(startOf(key))) return undefined
  const match = /^run=(\d{1,15}) commit=([0-9a-f]{40,64}|-) -->/i.exec(body.slice(startOf(key).length))
  // Edited by hand: still ours, and older than anything.
  if (match === null) return { key, runId: 0 }
  const [, runId = '0', sha = '-'] = match
  return { key, runId: Number(runId), ...(sha === '-' ? {} : { sha }) }
}

function startOf(key: string): string {
  return `<!-- ${NAME} key=${key} `
}
