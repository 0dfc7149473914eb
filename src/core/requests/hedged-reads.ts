/**
 * Reads that are asked a second time when their answer is overdue, since a read may be asked as often as one likes and a
 * connection that hangs would cost the whole time limit of a request.
 */

import type { Clock, Http, HttpReply, HttpRequest } from '../ports.ts'

/** By how much the usual time has to be exceeded, and at least. */
const OVERDUE_TIMES = 10
const SOONEST_MS = 2000
/** As long as nothing is known of how quick the platform is. */
const UNKNOWN_MS = 5000
/** How many of the latest answers tell what is usual. */
const REMEMBERED = 21
/** How many second requests there may be at most, and how many answers it takes for each further one. */
const MOST_SPARE = 5
const ANSWERS_A_SPARE = 20

interface Exchange {
  readonly reply: Promise<HttpReply>
  callOff(): void
}

export class HedgedReads {
  readonly #http: Http
  readonly #clock: Pick<Clock, 'nowMs' | 'sleep'>
  /** How long the latest answers took, the latest last. */
  #tookMs: readonly number[] = []
  #answers = 0
  #hedges = 0

  constructor(http: Http, clock: Pick<Clock, 'nowMs' | 'sleep'>) {
    this.#http = http
    this.#clock = clock
  }

  /** Sends a request once, whatever becomes of it. How long its answer took counts for what is usual. */
  async send(request: HttpRequest): Promise<HttpReply> {
    const sentMs = this.#clock.nowMs()
    const reply = await this.#http.send(request)
    if (reply.kind === 'answer') {
      this.#answers += 1
      this.#tookMs = [...this.#tookMs, this.#clock.nowMs() - sentMs].slice(-REMEMBERED)
    }
    return reply
  }

  /** Sends a read, and once more on a connection of its own if its answer is overdue: the first answer counts. */
  async read(request: HttpRequest): Promise<HttpReply> {
    const overdueMs = this.overdueMs
    if (request.timeoutMs <= overdueMs) return this.send(request)
    const first = this.#begin(request)
    const inTime = new AbortController()
    const early = await Promise.race([first.reply, this.#clock.sleep(overdueMs, inTime.signal)])
    inTime.abort()
    if (early !== undefined || this.#isSpent()) return early ?? first.reply
    this.#hedges += 1
    return firstAnswer(
      first,
      this.#begin({ ...request, timeoutMs: request.timeoutMs - overdueMs, freshConnection: true }),
    )
  }

  /** After how many milliseconds without an answer a read is asked again. */
  get overdueMs(): number {
    const sorted = [...this.#tookMs].sort((one, other) => one - other)
    const median = sorted[Math.floor(sorted.length / 2)]
    return median === undefined ? UNKNOWN_MS : Math.max(SOONEST_MS, OVERDUE_TIMES * median)
  }

  #isSpent(): boolean {
    return this.#hedges >= MOST_SPARE + Math.floor(this.#answers / ANSWERS_A_SPARE)
  }

  #begin(request: HttpRequest): Exchange {
    const own = new AbortController()
    const signal = request.signal === undefined ? own.signal : AbortSignal.any([own.signal, request.signal])
    return { reply: this.send({ ...request, signal }), callOff: () => own.abort() }
  }
}

/** The first answer, and then the other exchange is called off; without any, what became of the first request. */
async function firstAnswer(first: Exchange, second: Exchange): Promise<HttpReply> {
  const ended = [first, second].map(async (exchange) => ({ exchange, reply: await exchange.reply }))
  const { exchange, reply } = await Promise.race(ended)
  const other = exchange === first ? second : first
  if (reply.kind === 'answer') {
    other.callOff()
    return reply
  }
  const rest = await other.reply
  return rest.kind === 'answer' ? rest : first.reply
}
