import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { withBlock } from '../../scripts/marked-block.ts'

const DOCUMENT = `# Title

<!-- one: written by \`npm run one\` -->

old

<!-- end of one -->

between

<!-- two: written by \`npm run two\` -->
<!-- end of two -->
`

test('what a command writes replaces its own block and nothing else', () => {
  const once = withBlock(withBlock(DOCUMENT, 'one', '| new |\n'), 'two', 'first')
  expect(once).toContain('-->\n\n| new |\n\n<!-- end of one -->\n\nbetween')
  expect(once).toContain('npm run two` -->\n\nfirst\n\n<!-- end of two -->\n')
  expect(once).not.toContain('old')
  expect(withBlock(once, 'one', '| new |')).toBe(once)
})

test.each(['three', 'on', ''])('a document without a block "%s" is left alone, and the command fails', (name) => {
  expect(() => withBlock(DOCUMENT, name, 'text')).toThrow(`there is no block "${name}"`)
})

test('the document about costs has a block for each figure that the benchmarks tell', () => {
  const cost = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8')
  const told = ['startup', 'lag', 'many'].flatMap((bench) => {
    const source = readFileSync(new URL(`../../bench/${bench}.ts`, import.meta.url), 'utf8')
    return [...source.matchAll(/\btell\(\s*'([^']+)'/g)].map(([, name = '']) => name)
  })
  expect(told).toHaveLength(7)
  for (const name of told) expect(withBlock(cost, name, 'new')).toContain(`-->\n\nnew\n\n<!-- end of ${name} -->`)
})
