/** What goes on beside the looks at a run's status: its log is shown, and its end is hinted at. Decides nothing. */

export interface Follower {
  /** Called at each look at the run's status. Returns at once. */
  onLook(): void
  /** True while a stream stands that will hint at the run's end: then looks may be rare. */
  readonly isStreaming: boolean
  /** Called back whenever the run may have ended, so that it is looked at without delay. */
  onHint(listener: () => void): void
  /** After the run has ended: shows what arrives late. Never rejects; ends at `untilMs` (monotonic) or with the signal. */
  drain(limit: { readonly untilMs: number; readonly signal?: AbortSignal }): Promise<void>
  /** Ends whatever is under way. Shows what was kept back, at once. */
  close(): void
  /** The last lines that were seen, oldest first, as the platform sent them. */
  readonly lastLines: readonly string[]
}
