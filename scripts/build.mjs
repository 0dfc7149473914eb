// src -> lib (tsc) -> dist/index.js (ncc), with the two entry files beside it. What comes out depends on the sources and
// the lock file alone, so that anybody can check that dist/ is what src builds.
import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (script, ...args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

const clear = (folder) => rmSync(`${root}${folder}`, { recursive: true, force: true })

clear('lib')
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
clear('dist')
run(
  'node_modules/@vercel/ncc/dist/ncc/cli.js',
  'build',
  'lib/index.js',
  '-o',
  'dist',
  '-C',
  '-q',
  '--license',
  'licenses.txt',
)
for (const entry of ['main.js', 'post.js']) copyFileSync(`${root}lib/${entry}`, `${root}dist/${entry}`)
