/** What Kubiya's own server tells as history: messages whole, under ids that it makes of their content (seen on that server). */

import { createHash } from 'node:crypto'
import type { Json, SimRun } from './types.ts'

export interface Event {
  readonly atMs: number
  readonly event: string
  readonly payload: Json
}

/** What came in chunks alone is written down whole in the end. */
export function assembled(events: readonly Event[]): readonly Event[] {
  const wholes = new Set(events.map(({ event, payload }) => (event === 'message' ? Object(payload).message_id : '')))
  const parts = events.filter(({ event, payload }) => {
    return event === 'message_chunk' && !wholes.has(Object(payload).message_id)
  })
  return [...Map.groupBy(parts, ({ payload }) => Object(payload).message_id).values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const content = group.map(({ payload }) => Object(payload).content ?? '').join('')
    return [{ ...first, event: 'message', payload: { ...Object(first.payload), content } }]
  })
}

const SETTLED_ID = /_(?:user|assistant)_\d{1,4}$/

/** What has the same id comes once. */
export function historyOf(run: SimRun, messages: readonly Event[]): readonly Event[] {
  const byId = messages.map((message): [string, Event] => {
    const { role = 'assistant', content = '', message_id: live = '' } = Object(message.payload)
    const digest = createHash('md5').update(String(content)).digest('hex').slice(0, 8)
    const id = SETTLED_ID.test(live) ? live : `${run.name}_${role}_${digest}`
    return [id, { ...message, payload: { ...Object(message.payload), message_id: id } }]
  })
  return [...new Map(byId.toReversed()).values()].toReversed()
}

/** The server gives every live message an id. */
export function named(event: Event, run: SimRun): Event {
  const { role = 'assistant', message_id: id = '' } = Object(event.payload)
  if (event.event !== 'message' || id !== '') return event
  return { ...event, payload: { ...Object(event.payload), message_id: `${run.name}_${role}_${event.atMs * 1_000}` } }
}
