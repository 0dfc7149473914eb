// Fails unless dist/ comes out the same, byte by byte, where everything about a build is different that may be: the path,
// with a blank and a letter beyond ASCII in it, the time zone, the language, what new files may be read by, the home
// folder with all caches that are in it, and the packages, which are installed anew.
//
//   node scripts/check-reproducible.mjs
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const base = mkdtempSync(join(tmpdir(), 'reproducible-'))
const elsewhere = join(base, 'an öther', 'place')
const otherHome = join(base, 'home')

function copySources() {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  // Not dist/: what is built there has to be built there.
  for (const file of files.filter((name) => name !== '' && !name.startsWith('dist/'))) {
    mkdirSync(dirname(join(elsewhere, file)), { recursive: true })
    cpSync(join(root, file), join(elsewhere, file))
  }
}

function build() {
  process.umask(0o077)
  mkdirSync(otherHome, { recursive: true })
  const { npm_config_cache: cache = join(process.env.HOME ?? base, '.npm') } = process.env
  // npm's own cache alone is kept: its content is checked against the lock file's hashes.
  const odd = {
    HOME: otherHome,
    TMPDIR: otherHome,
    TZ: 'Pacific/Kiritimati',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
  }
  const options = { cwd: elsewhere, env: { ...process.env, ...odd, npm_config_cache: cache }, stdio: 'inherit' }
  execFileSync('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    ...options,
    shell: process.platform === 'win32',
  })
  execFileSync(process.execPath, ['scripts/build.mjs'], options)
}

/** Names of the files that differ, or are in one of the two alone. */
function differences() {
  const [one, other] = [join(root, 'dist'), join(elsewhere, 'dist')]
  const names = new Set([...readdirSync(one), ...readdirSync(other)])
  const read = (folder, name) => (readdirSync(folder).includes(name) ? readFileSync(join(folder, name)) : undefined)
  return [...names].filter((name) => {
    const [mine, theirs] = [read(one, name), read(other, name)]
    return mine === undefined || theirs === undefined || !mine.equals(theirs)
  })
}

try {
  copySources()
  build()
  const different = differences()
  if (different.length > 0)
    throw new Error(`built elsewhere, these files of dist/ come out differently: ${different.join(', ')}`)
  console.log('dist/ comes out the same, byte by byte, wherever and however it is built.')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(base, { recursive: true, force: true })
}
