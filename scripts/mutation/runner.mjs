/**
 * Runs test files for Stryker as Jest's own runner does, but leaves out what can tell nothing new of a mutant: files
 * without a test that reaches it, and all that would come after a file that has failed. Stryker gives Jest the names of
 * tests alone, so without this every file would be loaded for every mutant.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import JestRunner from 'jest-runner'

/** Set by Stryker while a mutant is active, so not in the run before all mutants. */
const ACTIVE_MUTANT = '__STRYKER_ACTIVE_MUTANT__'
/** In Stryker's copy of the project: of each file, how long it took and the names of its tests. */
const FILE_OF_NAMES = 'test-names.json'

export default class extends JestRunner {
  async runTests(tests, watcher, options) {
    const results = new Map()
    this.on('test-file-success', ([test, result]) => results.set(test.path, result))
    if (process.env[ACTIVE_MUTANT] === undefined) {
      await super.runTests(tests, watcher, options)
      writeNames(results)
      return
    }
    for (const test of this.#worthRunning(tests)) {
      await super.runTests([test], watcher, options)
      const result = results.get(test.path)
      if (result === undefined || result.numFailingTests > 0 || result.testExecError != null) return
    }
  }

  /** The file that is the mutated one's mirror first, then those that take least. */
  #worthRunning(tests) {
    const known = JSON.parse(readFileSync(FILE_OF_NAMES, 'utf8'))
    const { testNamePattern, nonFlagArgs } = this._globalConfig
    const pattern = testNamePattern ? new RegExp(testNamePattern, 'i') : /(?:)/
    const mirrors = nonFlagArgs.map((path) => join('__tests__', path.split('/src/').at(-1) ?? '').replace(/\.ts$/, ''))
    const rank = ({ path }) =>
      mirrors.some((mirror) => path.includes(`${mirror}.`) || path.includes(`${mirror}-`))
        ? 0
        : (known[path]?.tookMs ?? 1)
    return tests
      .filter(({ path }) => known[path] === undefined || known[path].names.some((name) => pattern.test(name)))
      .toSorted((one, other) => rank(one) - rank(other) || basename(one.path).localeCompare(basename(other.path)))
  }
}

function writeNames(results) {
  const names = [...results].map(([path, { perfStats, testResults }]) => [
    path,
    { tookMs: perfStats.runtime, names: testResults.map(({ fullName }) => fullName) },
  ])
  writeFileSync(FILE_OF_NAMES, JSON.stringify(Object.fromEntries(names)))
}
