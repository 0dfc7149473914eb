/** `npm run torture:planted` plants defects by their places in the sources. */

import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { DEFECTS } from '../../torture/defects.ts'

test.each(DEFECTS.map((defect) => [defect.what, defect] as const))(
  'there still is a place for the defect: %s',
  async (_, { file, from }) => {
    expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(from)
  },
)
