/** Times as people and programs read them. */

/** Beyond 8.64e15 ms a Date can't be written. */
export function isTime(epochMs: number | undefined): epochMs is number {
  return Math.abs(epochMs ?? Number.NaN) <= 8.64e15
}

/** `2026-11-22T03:04:05.678Z`; empty where the time is not known or can't be written. */
export function isoTime(epochMs: number | undefined): string {
  return isTime(epochMs) ? new Date(epochMs).toISOString() : ''
}

/** `2026-11-22T03:04:05Z`, or empty. */
export function isoSeconds(epochMs: number | undefined): string {
  return isoTime(epochMs).replace(/\.\d+/, '')
}

/** `2026-11-22 03:04:05 UTC`, or empty. */
export function utcTime(epochMs: number | undefined): string {
  return isoSeconds(epochMs).replace('T', ' ').replace('Z', ' UTC')
}
