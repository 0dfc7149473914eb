/** What a job downloads of the action, beside what it would without the rules in .gitattributes. */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { archive } from '../../scripts/archive.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export function downloadTable(): string {
  const packed = archive()
  const files = execFileSync('tar', ['-tz'], { input: packed, encoding: 'utf8' }).split('\n')
  const number = files.filter((name) => name !== '' && !name.endsWith('/')).length
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n').length
  const kib = (packed.length / 1024).toFixed(0)
  return `${kib} KiB packed, in ${number} files, of the ${tracked} that the repository has.`
}
