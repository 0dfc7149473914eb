import { expect, test } from '@jest/globals'
import { retryAfterMs } from '../../../src/core/requests/retry-after.ts'

const RUNNER_MS = Date.UTC(2026, 0, 15, 12)
/** The platform's clock is seven minutes ahead. */
const date = 'Thu, 15 Jan 2026 12:07:00 GMT'

test.each([
  ['seconds', { 'retry-after': '13' }, 13_000],
  ['no seconds', { 'retry-after': '0' }, 0],
  ['parts of a second', { 'retry-after': ' 1.5 ' }, 1500],
  ['a date, by the platform’s own clock', { date, 'retry-after': 'Thu, 15 Jan 2026 12:07:23 GMT' }, 23_000],
  ['a date, by the runner’s clock where there is no other', { 'retry-after': 'Thu, 15 Jan 2026 12:00:23 GMT' }, 23_000],
  ['a date that is over', { date, 'retry-after': 'Thu, 15 Jan 2026 12:00:00 GMT' }, 0],
  ['the second at which a limit is lifted', { date, 'x-ratelimit-reset': String(RUNNER_MS / 1000 + 7 * 60 + 9) }, 9000],
  ['both, of which Retry-After counts', { date, 'retry-after': '2', 'x-ratelimit-reset': '9999999999' }, 2000],
  ['nonsense', { 'retry-after': 'soon' }, undefined],
  ['less than nothing', { 'retry-after': '-5 or so' }, undefined],
  [
    'seconds with something before or behind them',
    { 'retry-after': 'x 13', 'x-ratelimit-reset': '9999999999s' },
    undefined,
  ],
  ['more seconds than there are', { 'retry-after': '9'.repeat(13) }, undefined],
  ['a great many seconds', { 'retry-after': '9'.repeat(12) }, 999_999_999_999_000],
  ['hundredths of a second', { 'retry-after': '1.25' }, 1250],
  ['seconds and blanks', { 'retry-after': '  13  ' }, 13_000],
  ['a limit that was lifted already', { date, 'x-ratelimit-reset': '5' }, 0],
  ['nonsense beside a limit', { date, 'retry-after': 'soon', 'x-ratelimit-reset': String(RUNNER_MS / 1000) }, 0],
  ['nothing', {}, undefined],
])('the platform asks to be left alone with %s', (_, headers, expectedMs) => {
  expect(retryAfterMs(headers, RUNNER_MS)).toBe(expectedMs)
})
