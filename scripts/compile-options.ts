/**
 * How esbuild makes lib/ of src/: types and comments off, and of each package only what is used, which ncc can't tell
 * without minifying. Modules that are imported late stay files of their own.
 */

import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'
import { lateModules } from './late-modules.ts'
import { leanUndici } from './lean-undici.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export const compileOptions = {
  absWorkingDir: root,
  entryPoints: ['src/index.ts'],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outdir: 'lib',
  // Loaded late as a whole, so there is nothing to take out of it: ncc's.
  external: ['yaml'],
  plugins: [lateModules, leanUndici(root)],
  // undici's own switch for bundles: without the second HTTP/1.1 parser that it tries out.
  define: { esbuildDetection: 'true' },
  // What is CommonJS requires nothing but Node's own modules, once it is bundled.
  banner: { js: 'const require = process.getBuiltinModule' },
  logLevel: 'warning',
} satisfies BuildOptions
