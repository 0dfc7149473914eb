/** The figures in docs/torture.md are written by commands, each into its own place. */

import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { withBlock } from '../../scripts/marked-block.ts'
import type { Block } from '../../torture/page.ts'

const BLOCKS: readonly Block[] = ['small worlds', 'planted defects', 'planted and explored', 'campaign']

test.each(BLOCKS)('docs/torture.md has a place for the figures of: %s', (block) => {
  const page = readFileSync(new URL('../../docs/torture.md', import.meta.url), 'utf8')
  expect(withBlock(page, block, 'figures')).toContain('figures')
})
