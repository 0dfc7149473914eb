/** Durations as inputs give them: `90`, `90s`, `5m`, `1h30m`, `2 hours`, `1d`, `1.5h`. */

/** Beyond 2^31 - 1 ms a timer of Node fires at once instead of late, so no duration may come near. */
export const LONGEST_DURATION_MS = 24 * 24 * 60 * 60 * 1000

const SECONDS_ALONE = /^\d+(?:\.\d+)?$/

/** Units from the largest down, each at most once. */
const PARTS = [
  ['d(?:ays?)?', 86_400_000],
  ['h(?:(?:ou)?rs?)?', 3_600_000],
  ['m(?:in(?:ute)?s?)?', 60_000],
  ['s(?:ec(?:ond)?s?)?', 1000],
] as const

const WITH_UNITS = new RegExp(`^${PARTS.map(([unit]) => `(?:(\\d+(?:\\.\\d+)?)\\s*${unit}\\s*)?`).join('')}$`, 'i')

/**
 * Milliseconds, rounded to whole ones; a bare number is seconds. Undefined for anything that is not a duration,
 * or is one too long for a number. Bounds are the caller's.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (SECONDS_ALONE.test(trimmed)) return finite(Number(trimmed) * 1000)
  const amounts = WITH_UNITS.exec(trimmed)?.slice(1)
  if (amounts === undefined) return undefined
  return finite(PARTS.reduce((sumMs, [, unitMs], index) => sumMs + Number(amounts[index] ?? 0) * unitMs, 0))
}

function finite(durationMs: number): number | undefined {
  return Number.isFinite(durationMs) ? Math.round(durationMs) : undefined
}
