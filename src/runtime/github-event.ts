/** The payload of the event that started the workflow. */

import { readFile } from 'node:fs/promises'

/** As it was sent; undefined where the runner's file is not there or is no JSON. */
export async function readEventPayload(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === '') return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
