/** Writes the tables of docs/faults.md: what a step does under every fault. */

import { writeFile } from 'node:fs/promises'
import { PAGE, playAll, renderPage } from '../__tests__/e2e/fault-matrix/page.ts'

await writeFile(PAGE, await renderPage(await playAll()))
