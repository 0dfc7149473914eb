// Fails unless dist/ is exactly what src builds: users run dist/, reviewers read src.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))
execFileSync(process.execPath, ['scripts/build.mjs'], { cwd, stdio: 'inherit' })
// `git status` rather than `git diff`: a new chunk that nobody added counts too.
const changed = execFileSync('git', ['status', '--porcelain', '--', 'dist'], { cwd, encoding: 'utf8' })
if (changed !== '') {
  console.error(`dist/ is not what src builds. Run \`npm run build\` and commit:\n${changed}`)
  process.exit(1)
}
console.log('dist/ is what src builds.')
