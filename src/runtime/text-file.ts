/** A file that text is written to as it comes. */

import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TextFile } from '../core/ports.ts'

/** Makes the folders and replaces a file that is there. Rejects with Node's own error where that can't be. */
export async function openTextFile(path: string): Promise<TextFile> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w')
  return {
    write: async (text) => {
      await file.writeFile(text)
    },
    close: () => file.close(),
  }
}
