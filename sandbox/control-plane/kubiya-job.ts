/** A job of the simulated Kubiya. */

import * as v from 'valibot'
import { JOB_BASICS, maybe } from './job-basics.ts'
import type { JobBasics } from './types.ts'

export interface KubiyaJob extends JobBasics {
  readonly platform: 'kubiya'
  /** With `{{name}}` placeholders, which become the parameters of these names; default: no placeholder. */
  readonly promptTemplate?: string
  /** False: nobody is there to do the work, and trigger answers 500. */
  readonly hasWorkers?: boolean
}

export const KubiyaJobSchema: v.GenericSchema<unknown, KubiyaJob> = v.object({
  platform: v.literal('kubiya'),
  promptTemplate: maybe(v.string()),
  hasWorkers: maybe(v.boolean()),
  ...JOB_BASICS,
})
