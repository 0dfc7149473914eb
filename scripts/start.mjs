// Runs a TypeScript file of this repository on a machine that has no more than some Node and npm: installs what is
// missing on the first run, and takes Node 24 from the installed packages where the machine's own Node is older.
//
//   node scripts/start.mjs sandbox/demo.ts [arguments]
//
// Plain JavaScript that an old Node understands, since it is what comes before all else.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NODE_NEEDED = 24
const root = fileURLToPath(new URL('..', import.meta.url))

/** Node of the right age: this one, or one that came with the packages. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return process.execPath
  const packaged = `${root}node_modules/node-${process.platform}-${process.arch}/bin/node`
  return existsSync(packaged) ? packaged : undefined
}

if (!existsSync(`${root}node_modules/yaml`)) {
  console.log('Installing packages (once) ...')
  const npm = spawnSync(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  )
  if (npm.status !== 0) process.exit(npm.status ?? 1)
}

const node = findNode()
if (node === undefined) {
  console.error(`Node ${NODE_NEEDED} or later is needed here; this is ${process.version}.`)
  process.exit(1)
}
const [file, ...args] = process.argv.slice(2)
const child = spawn(node, ['--disable-warning=ExperimentalWarning', `${root}${file}`, ...args], { stdio: 'inherit' })
// Ctrl-C reaches the child by itself; whoever ends this process means the child.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))
