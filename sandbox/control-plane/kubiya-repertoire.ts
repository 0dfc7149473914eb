/** Kubiya's executions, in its own words. */

import { kubiya as api } from './kubiya.ts'
import { type KubiyaJob, KubiyaJobSchema } from './kubiya-job.ts'
import type { Repertoire, Statuses } from './repertoire.ts'
import { HOSTILE_LINES } from './texts.ts'

const FINAL = ['completed', 'failed', 'cancelled', 'terminated', 'interrupted']

const START: Statuses = [
  [0, 'pending'],
  [1_000, 'running'],
]

export const kubiya: Repertoire<KubiyaJob> = {
  name: 'Kubiya',
  jobInput: 'job-id',
  hasAlias: false,
  waiting: 'pending',
  running: 'running',
  ends: { success: 'completed', failure: 'failed', terminated: 'cancelled' },
  isFinal: (status) => FINAL.includes(status.toLowerCase()),
  api,
  runNoun: 'execution',
  list: 'executions',
  log: 'stream',
  definition: 'job',
  blocked: { status: 'waiting_for_input', operation: 'cancel' },
  usual: {
    timeline: [
      { afterMs: 0, status: 'pending' },
      { afterMs: 1_000, status: 'running' },
      { afterMs: 10_000, status: 'completed' },
    ],
    response: 'Done.',
  },
  idOf: (name) => `job-${name}`,
  job: (_name, jobId, behaviour) => ({ platform: 'kubiya', jobId, behaviour }),
  jobSchema: KubiyaJobSchema,
  newRun(_world, _job, { behaviour }, number) {
    const id = behaviour?.name ?? `00000000-0000-4000-8000-${number.padStart(12, '0')}`
    return { id, name: id }
  },
  courses: {
    succeeds: { statuses: [...START, [6_000, 'completed']], response: 'All 12 checks passed.' },
    fails: { statuses: [...START, [5_000, 'failed']], error: 'The agent gave up: the input table is empty' },
    terminated: { statuses: [...START, [5_000, 'cancelled']] },
    slow: { statuses: [...START, [120_000, 'completed']], response: 'Finally done.' },
    queued: {
      statuses: [
        [0, 'pending'],
        [60_000, 'running'],
        [65_000, 'completed'],
      ],
      response: 'Done at last.',
    },
    asks: {
      statuses: [...START, [3_000, 'waiting_for_input'], [33_000, 'running'], [36_000, 'completed']],
      response: 'Thank you for the answer.',
    },
    odd: { statuses: [...START, [2_000, 'hibernating'], [8_000, 'completed']], response: 'Awake again.' },
    'never-ends': { statuses: START },
    hostile: {
      statuses: [...START, [5_000, 'failed']],
      error: HOSTILE_LINES.join('\n'),
      response: HOSTILE_LINES.join('\n'),
      events: HOSTILE_LINES.map((content, index) => ({
        afterMs: 1_000 + index * 200,
        event: 'message',
        payload: { role: 'assistant', content },
      })),
    },
  },
}
