/** A reporter of Jest's: names what takes the time, the ten slowest suites of a run of many. */

const SHOWN = 10
const MANY = 20

/** Of Jest's result of a suite. Times in ms since the epoch. */
interface Suite {
  readonly testFilePath: string
  readonly perfStats: { readonly start: number; readonly end: number }
}

export default class Slowest {
  onRunComplete(
    _contexts: unknown,
    { testResults, startTime }: { readonly testResults: readonly Suite[]; readonly startTime: number },
  ): void {
    const lines = slowestOf(testResults, Date.now() - startTime)
    if (lines.length > 0) console.error(lines.join('\n'))
  }
}

/** What is told of these suites, of a run that took so long; nothing of a few. */
export function slowestOf(suites: readonly Suite[], tookMs: number): readonly string[] {
  if (suites.length < MANY) return []
  const slowest = suites
    .map(({ testFilePath, perfStats }) => ({ path: testFilePath, ms: perfStats.end - perfStats.start }))
    .sort((one, other) => other.ms - one.ms)
    .slice(0, SHOWN)
  return [
    `The ${SHOWN} slowest of ${suites.length} suites, in ${seconds(tookMs)} in all:`,
    ...slowest.map(({ path, ms }) => `  ${seconds(ms).padStart(8)}  ${path.replace(/^.*[\\/]__tests__[\\/]/, '')}`),
  ]
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
