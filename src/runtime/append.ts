/** Appending to the runner's files: all of a text or nothing. */

import { closeSync, fstatSync, ftruncateSync, openSync, writeFileSync } from 'node:fs'

/**
 * Throws where the text can't be written whole, such as on a full disk, and then leaves the file as it was: the runner
 * reads half a value as a fault of the whole file, so that all others would be lost with it.
 */
export function appendWhole(path: string, text: string): void {
  const file = openSync(path, 'a')
  try {
    const { size } = fstatSync(file)
    try {
      writeFileSync(file, text)
    } catch (error) {
      ftruncateSync(file, size)
      throw error
    }
  } finally {
    closeSync(file)
  }
}
