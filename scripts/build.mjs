// src -> lib (esbuild) -> dist (ncc), with the two entry files and the licences beside it.
// What comes out depends on the sources and the lock file alone, so that anybody can check that dist/ is what src builds.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compileOptions } from './compile-options.ts'
import { bundledPackages, unlicensed } from './licences.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const clear = (folder) => rmSync(`${root}${folder}`, { recursive: true, force: true })

/** The two entry files are only stripped: they load the bundle, which is JavaScript. */
async function compile() {
  clear('lib')
  const { metafile } = await build({ ...compileOptions, metafile: true })
  const { absWorkingDir, format, outdir } = compileOptions
  for (const entry of ['main', 'post']) {
    await build({ absWorkingDir, format, outdir, entryPoints: [`src/${entry}.ts`] })
    const path = `${root}lib/${entry}.js`
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('./index.ts', './index.js'))
  }
  return metafile
}

function bundle() {
  clear('dist')
  const statistics = `${root}lib/statistics.json`
  const ncc = [
    'node_modules/@vercel/ncc/dist/ncc/cli.js',
    'build',
    'lib/index.js',
    '-o',
    'dist',
    '-C',
    '-q',
    '--stats-out',
    statistics,
  ]
  execFileSync(process.execPath, ncc, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  return JSON.parse(readFileSync(statistics, 'utf8'))
}

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

const packages = bundledPackages(await compile(), bundle())
for (const entry of ['main.js', 'post.js']) {
  writeFileSync(`${root}dist/${entry}`, readFileSync(`${root}lib/${entry}`, 'utf8'))
}
const licencesText = licences()
const without = unlicensed(packages, licencesText)
if (without.length > 0) throw new Error(`bundled without a licence: ${without.join(', ')}`)
writeFileSync(`${root}dist/licenses.txt`, licencesText)
