/**
 * How esbuild makes lib/ of src/: types and comments off, and of the small libraries only what is used, which ncc can't
 * tell without minifying. Modules that are imported late stay files of their own. The large packages are left to ncc.
 */

import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

export const compileOptions = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: ['src/index.ts'],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outdir: 'lib',
  external: ['undici', 'undici/*', 'yaml', '@actions/github'],
  logLevel: 'warning',
} satisfies BuildOptions
