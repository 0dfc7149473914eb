// Mutation testing of what decides: the core and the platforms. What comes of it is in docs/mutation.md.
//
//   npm run mutation                                    all of it
//   npm run mutation -- --mutate src/core/trigger.ts    a part of it
//
// The score is about code: texts are left out. What messages say is for tests of messages and for the README's, and a
// `kind` that is misspelt does not compile.

/** Random stories for each mutant: enough to notice what is grossly wrong, the rest is for the other tests. */
process.env.STORIES ??= '40'
/** Far from UTC, so that a time which is read as the machine's own is another time. */
process.env.TZ ??= 'Asia/Kathmandu'

export default {
  // The pace decides when, never what. Its numbers are tuned by `npm run bench`, and its tests hold bounds, not numbers.
  mutate: ['src/core/**/*.ts', 'src/platforms/**/*.ts', 'src/text/**/*.ts'],
  mutator: { excludedMutations: ['StringLiteral'] },
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'scripts/mutation/jest.config.mjs' },
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.CONCURRENCY ?? '1'),
  // Jest keeps the modules of each run for as long as its process lives.
  maxTestRunnerReuse: 20,
  timeoutMS: 15_000,
  timeoutFactor: 4,
  // Stryker would rewrite tsconfig.json through TypeScript's JavaScript API, which TypeScript 7 has not.
  ignorePatterns: ['dist', 'docs', '.github', 'tsconfig*.json'],
  // What was found before counts as long as neither the code nor the tests that decided it have changed; `--force` forgets.
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  allowConsoleColors: false,
  checkers: [],
  disableTypeChecks: false,
}
