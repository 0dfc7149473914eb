// src -> lib (tsc) -> dist/index.js (ncc), with the two entry files and the licences beside it. What comes out depends on
// the sources and the lock file alone, so that anybody can check that dist/ is what src builds.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (script, ...args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

const clear = (folder) => rmSync(`${root}${folder}`, { recursive: true, force: true })

/**
 * The licences of every package that may be in the bundle: all that the dependencies bring. ncc's own list leaves out
 * what is only in chunks that are loaded late.
 */
function licences() {
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))
  const bundled = Object.entries(packages).filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional)
  return bundled
    .map(([path, { version, license }]) => {
      const folder = `${root}${path}/`
      const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name) && existsSync(`${folder}${name}`))
      const text = file === undefined ? '' : readFileSync(`${folder}${file}`, 'utf8').trim()
      return `${path.replace(/^.*node_modules\//, '')} ${version}\n${license}\n${text}\n`.replaceAll('\r\n', '\n')
    })
    .sort()
    .join('\n')
}

clear('lib')
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
clear('dist')
run('node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '-o', 'dist', '-C', '-q')
for (const entry of ['main.js', 'post.js']) copyFileSync(`${root}lib/${entry}`, `${root}dist/${entry}`)
writeFileSync(`${root}dist/licenses.txt`, licences())
