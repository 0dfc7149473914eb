/** A file that text is written to as it comes. */

import { existsSync, statSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TextFile } from '../core/ports.ts'

/**
 * Makes the folders and replaces a file that is there. Rejects with Node's own error where that can't be, and where there
 * is no file but something like one: opening a pipe may never end, and `/dev/stdout` would show the runner foreign text.
 */
export async function openTextFile(path: string): Promise<TextFile> {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there?.isFile() === false) throw new Error('it is no regular file')
  await makeFolders(dirname(path))
  const file = await open(path, 'w')
  return {
    write: async (text) => {
      await file.writeFile(text)
    },
    close: () => file.close(),
  }
}

/** As `mkdir` with `recursive` does, but for this: that never comes back where a folder refuses to hold another, as `/proc` does. */
async function makeFolders(path: string): Promise<void> {
  if (existsSync(path)) return
  await makeFolders(dirname(path))
  try {
    await mkdir(path)
  } catch (error) {
    // Another step may have made it meanwhile.
    if (!existsSync(path)) throw error
  }
}
