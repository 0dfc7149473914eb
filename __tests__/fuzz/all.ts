/** Every decoder that is fuzzed. */

import { answers } from './decoders/answers.ts'
import { github } from './decoders/github.ts'
import { inputs } from './decoders/inputs.ts'
import { logs } from './decoders/logs.ts'
import { paging } from './decoders/paging.ts'
import { step } from './decoders/step.ts'
import { texts } from './decoders/texts.ts'
import type { Fuzzed } from './kit.ts'

export const all: readonly Fuzzed[] = [...answers, ...inputs, ...texts, ...logs, ...paging, ...github, ...step]
