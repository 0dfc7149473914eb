/** Until when something may take: a monotonic time, and a signal that ends it before. */
export interface Limit {
  readonly untilMs: number
  readonly signal?: AbortSignal | undefined
}

/** The same limit, but for what may not take longer than until then. */
export function within(limit: Limit, untilMs: number): Limit {
  return { ...limit, untilMs: Math.min(limit.untilMs, untilMs) }
}
