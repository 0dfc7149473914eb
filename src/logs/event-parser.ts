/** Server-sent events out of pieces of text, each event once, through any number of connections. */

import { createParser, type EventSourceParser } from 'eventsource-parser'
import type { ServerEvent } from '../core/follow.ts'
import { copyOf } from '../text/cut.ts'

export interface IdentifiedEvent extends ServerEvent {
  /** Empty where the event has none. */
  readonly id: string
}

/** An event that is larger is left out. */
const LARGEST_EVENT = 8 * 1024 * 1024
/** How many ids are remembered, for a server that begins anew although it was told where to go on. */
const MOST_IDS = 20_000
/** A longer id is none, as far as memory goes. */
const LONGEST_ID = 512
/** What can be sent back in a header. */
const SENDABLE = /^[\x21-\x7e]{1,512}$/

export class EventParser {
  readonly #onEvent: (event: IdentifiedEvent) => void
  readonly #seen = new Set<string>()
  #lastEventId = ''
  #parser: EventSourceParser

  constructor(onEvent: (event: IdentifiedEvent) => void) {
    this.#onEvent = onEvent
    this.#parser = this.#newParser()
  }

  /** Where a further connection goes on (`Last-Event-ID`); empty at the beginning. */
  get lastEventId(): string {
    return this.#lastEventId
  }

  /** Before the first piece of each connection: what an earlier one left incomplete is void. */
  restart(): void {
    this.#parser = this.#newParser()
  }

  feed(text: string): void {
    try {
      this.#parser.feed(text)
    } catch {
      this.restart() // the parser refuses to go on after an event that is too large
    }
  }

  #newParser(): EventSourceParser {
    return createParser({
      maxBufferSize: LARGEST_EVENT,
      onEvent: ({ id = '', event = '', data }) => this.#take({ id, type: event, data }),
    })
  }

  #take(event: IdentifiedEvent): void {
    if (this.#seen.has(event.id)) return
    if (event.id !== '' && event.id.length <= LONGEST_ID) this.#remember(copyOf(event.id))
    this.#onEvent(event)
  }

  #remember(id: string): void {
    if (SENDABLE.test(id)) this.#lastEventId = id
    this.#seen.add(id)
    if (this.#seen.size <= MOST_IDS) return
    const [oldest = ''] = this.#seen
    this.#seen.delete(oldest)
  }
}
