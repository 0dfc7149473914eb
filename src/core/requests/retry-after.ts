/**
 * How long a platform asks to be left alone: `Retry-After` (RFC 9110: seconds or a date) or, as TrueFoundry's own SDK
 * reads it, `X-RateLimit-Reset` (epoch seconds).
 */

/**
 * Milliseconds to wait, never negative; undefined where nothing usable is asked.
 *
 * Dates are held against the answer's own `Date` header, since the runner's clock may be minutes off.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, runnerEpochMs: number): number | undefined {
  const { date = '', 'retry-after': retryAfter = '', 'x-ratelimit-reset': reset = '' } = headers
  const dateMs = Date.parse(date)
  const nowMs = Number.isNaN(dateMs) ? runnerEpochMs : dateMs
  return fromRetryAfter(retryAfter, nowMs) ?? fromReset(reset, nowMs)
}

function fromRetryAfter(value: string, nowMs: number): number | undefined {
  const seconds = wholeNumber(value)
  if (seconds !== undefined) return seconds * 1000
  const untilMs = Date.parse(value)
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs - nowMs)
}

function fromReset(value: string, nowMs: number): number | undefined {
  const epochSeconds = wholeNumber(value)
  return epochSeconds === undefined ? undefined : Math.max(0, epochSeconds * 1000 - nowMs)
}

function wholeNumber(text: string): number | undefined {
  return /^\s*\d{1,12}(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
}
