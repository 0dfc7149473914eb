// Jest as package.json has it, for mutants: the units of what is changed, and the stories of whole steps on fakes.
import { readFileSync } from 'node:fs'

const root = new URL('../../', import.meta.url)
const { jest } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

export default {
  ...jest,
  rootDir: process.cwd(),
  testMatch: [
    '<rootDir>/__tests__/{core,platforms,text,verdict}/**/*.test.ts',
    '<rootDir>/__tests__/torture/core.test.ts',
    '<rootDir>/__tests__/{clean-up,run*,state}.test.ts',
  ],
  // A day of tokens: it takes as long as all others, and says nothing of what is changed that they don't.
  testPathIgnorePatterns: ['<rootDir>/__tests__/run-oidc.test.ts'],
  runner: '<rootDir>/scripts/mutation/runner.mjs',
  setupFiles: ['<rootDir>/scripts/mutation/set-up.mjs'],
}
