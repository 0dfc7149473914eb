/** The inputs as the contract has them, for what the judge has to know. */

const UNIT_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000 }

/** A duration as the stories write it: `90`, `5s`, `7m`. */
export function durationMs(text: string): number {
  const [, value = '', unit = ''] = /^(\d+)([smh]?)$/.exec(text) ?? []
  return Number(value) * (UNIT_MS[unit] ?? Number.NaN)
}

/** What counts where a story gives nothing. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  timeout: '1h',
  'on-timeout': 'leave',
  'on-rerun': 'attach',
  wait: 'true',
  'request-timeout': '30s',
  'outage-tolerance': '10m',
  'on-input-required': 'wait',
  logs: 'true',
  summary: 'true',
}
