/**
 * Runs test files for Stryker as Jest's own runner does, but leaves out what can tell nothing new of a mutant: files
 * without a test that reaches it, and all that would come after a file that has failed. Stryker gives Jest the names of
 * tests alone, so without this every file would be loaded for every mutant.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

  /**
   * Nearest to the mutated file first: its own tests, then its neighbours', then those that take least. What a module
   * does when it is loaded, or a test while it is read, is reached by all tests. There, only those of its part of `src` are
   * asked, and the stories of whole steps.
   */
  #worthRunning(tests) {
    const known = JSON.parse(readFileSync(FILE_OF_NAMES, 'utf8'))
    const { testNamePattern, nonFlagArgs } = this._globalConfig
    const pattern = testNamePattern ? new RegExp(testNamePattern, 'i') : undefined
    const own = nonFlagArgs.map((path) => join('__tests__', path.split('/src/').at(-1) ?? '').replace(/\.ts$/, ''))
    return tests
      .map(({ path }, index) => ({ index, distance: distance(path, own), ...known[path] }))
      .filter(({ distance, names = [] }) => (pattern ? names.some((name) => pattern.test(name)) : distance < FAR))
      .toSorted((one, other) => one.distance - other.distance || one.tookMs - other.tookMs)
      .map(({ index }) => tests[index])
  }
}

const FAR = 3
/** Each plays a whole step. */
const STORIES = /\/__tests__\/(?:run|clean-up)[^/]*$/

/** How far a test file is from the mutated ones, given where tests of their own would be: 0 is that very place. */
function distance(path, own) {
  const isIn = (folder) => path.includes(`/${folder}/`)
  if (own.some((stem) => path.includes(`${stem}.`) || path.includes(`${stem}-`))) return 0
  if (own.some((stem) => isIn(dirname(stem)))) return 1
  return STORIES.test(path) || own.some((stem) => isIn(stem.split('/').slice(0, 2).join('/'))) ? 2 : FAR
}

function writeNames(results) {
  const names = [...results].map(([path, { perfStats, testResults }]) => [
    path,
    { tookMs: perfStats.runtime, names: testResults.map(({ fullName }) => fullName) },
  ])
  writeFileSync(FILE_OF_NAMES, JSON.stringify(Object.fromEntries(names)))
}
