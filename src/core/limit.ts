/** Until when something may take: a monotonic time, and a signal that ends it before. */
export interface Limit {
  readonly untilMs: number
  readonly signal?: AbortSignal
}
