import { expect, test } from '@jest/globals'
import { inOlderSyntax } from '../../../sandbox/act/older-syntax.ts'

test('what is new in a workflow is taken out of it, line by line', () => {
  const workflow = `concurrency:
  group: x
  queue: max
jobs:
  a:
    environment:
      name: staging
      deployment: false
    steps:
      - run: one
        background: true
      - wait: one
      - name: All
        wait-all:
      - cancel: one
`
  expect(inOlderSyntax(workflow)).toBe(`concurrency:
  group: x
  # queue: max
jobs:
  a:
    environment:
      name: staging
      # deployment: false
    steps:
      - run: one
        # background: true
      - run: true
      - name: All
        run: true
      - run: true
`)
})

test('an input of a step with such a name is left alone', () => {
  const step = '      - uses: run-job-and-wait/action@v1\n        with:\n          wait: false\n'
  expect(inOlderSyntax(step)).toBe(step)
})
