/** What a runner downloads of the action: the archive that GitHub makes of the repository, with what is not committed yet. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const MOST_BYTES = 2 ** 28

/** A tar file, packed. Nothing of this repository is touched: index and objects are kept apart. */
export function archive(): Buffer {
  const scratch = mkdtempSync(join(tmpdir(), 'archive-'))
  const git = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync('git', args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: MOST_BYTES })
  try {
    const objects = resolve(root, git(['rev-parse', '--git-path', 'objects']).toString().trim())
    const apart = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    }
    mkdirSync(apart.GIT_OBJECT_DIRECTORY)
    git(['read-tree', 'HEAD'], apart)
    git(['add', '--all'], apart)
    const tree = git(['write-tree'], apart).toString().trim()
    return git(['archive', '--format=tar.gz', '--worktree-attributes', tree], apart)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
