/** Plants a defect in a copy of the sources. */

import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Defect } from './defects.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COPIED = ['src', 'sandbox', 'torture', 'scripts', '__tests__', 'package.json']

/** Calls `use` with the folder of a copy that has this defect in it; the folder is gone afterwards. */
export async function withPlanted<T>(
  { file, from, to }: Pick<Defect, 'file' | 'from' | 'to'>,
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'))
  try {
    for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const source = await readFile(join(folder, file), 'utf8')
    if (!source.includes(from)) throw new Error(`${file} does not hold "${from}" any more: plant something else`)
    await writeFile(join(folder, file), source.replace(from, to))
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
