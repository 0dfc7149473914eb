/** What the job's own definition says of the trigger before it is sent. A courtesy: no answer changes nothing. */

import type { Target } from '../core/model.ts'
import type { Definition } from '../core/platform.ts'
import type { Call } from '../core/requests/calls.ts'
import type { Step } from './step.ts'

/** All that the definition says by `untilMs` (monotonic), told where a person should know it. */
export async function askDefinition(step: Step, target: Target, untilMs: number): Promise<Definition> {
  const { platform, channel, runner } = step
  let known: Definition = {}
  let call: Call<Definition> | undefined = platform.definition?.(target)
  while (call !== undefined && !runner.stop.aborted) {
    const reading = await channel.ask(call, { untilMs, signal: runner.stop, isUrgent: false })
    if (reading.kind !== 'good') break
    const { more, ...said }: Definition = reading.value
    known = { ...known, ...said }
    call = more
  }
  if (known.warning !== undefined) runner.warning(`${known.warning.charAt(0).toUpperCase()}${known.warning.slice(1)}.`)
  return known
}
