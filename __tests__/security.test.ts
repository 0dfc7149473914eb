/**
 * For each defence that SECURITY.md tells of, in its order, tests that fail without it: most are properties, checked on made-up
 * input. `path` is below __tests__/, and the test, or the complaint of one, is found there by its words.
 */

import { existsSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readText, root } from './support/markdown.ts'

interface Defence {
  readonly defence: string
  readonly tests: readonly (readonly [path: string, words: string])[]
}

const SHOWN_BY: Readonly<Record<string, readonly Defence[]>> = {
  'A job with hostile output': [
    {
      defence: 'One door',
      tests: [
        ['text/commands.test.ts', 'commands nothing, whatever is in it'],
        ['runtime/github-runner.test.ts', 'runs no command but the one that was meant, whatever the text is'],
      ],
    },
    {
      defence: 'In the log',
      tests: [
        ['logs/printer.test.ts', 'secrets are blotted out before a line is cut'],
        ['logs/printer.test.ts', 'a flood of lines past the bounds is counted, not handled one by one'],
        ['logs/printer.test.ts', 'told to stop, the step is not held up by what is still to be written'],
      ],
    },
    {
      defence: 'In the summary',
      tests: [
        ['summary/summary-hostile.test.ts', 'makes no element, link, mention, reference, formula or comment'],
        [
          'summary/summary-hostile.test.ts',
          'never exceeds the limit, whatever the limit and whatever there is to tell',
        ],
      ],
    },
    {
      defence: 'In status and comment',
      tests: [
        [
          'github/comment.test.ts',
          'keeps its shape whatever the platform calls a run and its status, and the workflow its job',
        ],
        ['github/reports.test.ts', 'keeps nothing in its state that must not leave, nor the token'],
      ],
    },
    {
      defence: 'Outputs',
      tests: [
        ['runtime/github-runner.test.ts', 'is one output or one saved value, whatever is in it: nothing can be forged'],
        ['verdict/outputs.test.ts', 'no output holds control characters other than newline and tab'],
      ],
    },
    {
      defence: 'Only the status decides',
      tests: [
        ['fuzz/decoders/answers.ts', 'a verdict that the answer does not give'],
        ['fuzz/decoders/step.ts', 'green, though no answer said so'],
      ],
    },
    {
      defence: 'Sizes and time',
      tests: [
        ['verdict/outputs.test.ts', 'error, result and run stay within their sizes, whatever the platform sends'],
        ['fuzz/sizes.test.ts', 'no answer takes long, whatever it is full of'],
      ],
    },
  ],
  'A hostile control plane, or something in between': [
    {
      defence: 'The key stays with its origin',
      tests: [
        ['runtime/http-redirects.test.ts', 'a redirect to another origin is refused, and nothing goes there'],
        ['runtime/http-redirects.test.ts', 'a POST follows no redirect: it is an answer as any other'],
      ],
    },
    {
      defence: 'https, and a certificate',
      tests: [
        ['inputs/base-url.test.ts', 'credentials in it are refused and never repeated'],
        ['runtime/http-tls.test.ts', 'a certificate for another name is not accepted'],
        ['fuzz/decoders/inputs.ts', 'plain http to '],
      ],
    },
    {
      defence: 'Ids are segments',
      tests: [['platforms/conformance.test.ts', 'puts every id into one segment, whatever is in it']],
    },
    {
      defence: 'Only its own error counts',
      tests: [
        ['core/requests/channel.test.ts', 'may have had an effect and decides nothing'],
        ['platforms/conformance.test.ts', 'takes no other’s error for its own'],
      ],
    },
    {
      defence: 'Logs and streams only show',
      tests: [
        [
          'logs/stream.test.ts',
          'a stream that never works costs one warning and five seconds at the end, and is tried with patience',
        ],
        ['fuzz/decoders/paging.ts', 'the end took '],
      ],
    },
    {
      defence: 'OIDC',
      tests: [
        ['run-oidc.test.ts', 'says nothing of any token, whatever else goes wrong'],
        ['run-oidc.test.ts', 'whatever GitHub and the clock do, an expired token is never sent and the wait goes on'],
      ],
    },
    {
      defence: 'Everything ends',
      tests: [
        ['runtime/http-limits.test.ts', 'holds for a body that trickles in'],
        ['torture/core.test.ts', 'whatever goes wrong, no promise is broken by the core'],
        ['fuzz/sizes.test.ts', 'no stream takes long, however it is cut'],
      ],
    },
    {
      defence: 'The saved state',
      tests: [
        ['clean-up.test.ts', 'what main saved on %s holds no secret and no parameter'],
        ['clean-up.test.ts', 'in its inputs it sends nothing, and says that the run may go on'],
      ],
    },
    {
      defence: 'Given values',
      tests: [['run-trigger.test.ts', 'shows no value of a parameter']],
    },
  ],
  'A hostile pull request': [
    {
      defence: 'Inputs are data',
      tests: [
        ['workflows.test.ts', 'puts no expression into a script'],
        ['inputs/map.test.ts', 'what is refused never repeats a value'],
        ['fuzz/decoders/inputs.ts', 'a fault that repeats a secret'],
      ],
    },
    {
      defence: 'No permissions unasked',
      tests: [['workflows.test.ts', 'asks for no permissions but where they are needed, and ends in time']],
    },
    {
      defence: 'The GitHub token',
      tests: [
        ['github/octokit.test.ts', 'takes no token to where a redirect points'],
        ['github/reports.test.ts', 'sends nothing to another API than main did'],
      ],
    },
    {
      defence: 'The event',
      tests: [
        ['github/event.test.ts', 'which is no commit'],
        ['github/pulls.test.ts', 'is not guessed when two have that head'],
      ],
    },
    {
      defence: 'The comment',
      tests: [
        ['github/marker.test.ts', 'can be ended early by nothing that goes into it'],
        ['fuzz/decoders/github.ts', 'somebody else’s comment was touched'],
      ],
    },
    {
      defence: 'This repository',
      tests: [
        ['supply-chain.test.ts', 'is pinned by commit, with its version beside it'],
        ['supply-chain.test.ts', 'runs a script when it is installed, and ships'],
      ],
    },
  ],
}

const text = readText('SECURITY.md')
const attackers = [...text.matchAll(/^### (A .*)$/gm)].map(([, attacker = '']) => attacker)

/** The text under a heading, up to the next one. */
function under(head: string): string {
  const [, after = ''] = text.split(`${head}\n`)
  return after.split(/^#{2,3} /m)[0] ?? ''
}

test('there are three who may attack', () => {
  expect(attackers).toHaveLength(3)
  expect(Object.keys(SHOWN_BY)).toEqual(attackers)
})

describe.each(Object.entries(SHOWN_BY))('%s', (attacker, defences) => {
  test('is met by defences that are each shown by a test', () => {
    const told = [...under(`### ${attacker}`).matchAll(/^- (?!Not covered)/gm)]
    expect(told.length).toBeGreaterThan(3)
    expect(defences).toHaveLength(told.length)
    expect(defences.filter(({ tests }) => tests.length === 0)).toEqual([])
  })

  test.each(defences.flatMap(({ defence, tests }) => tests.map(([path, words]) => [defence, path, words] as const)))(
    '%s: %s has “%s”',
    (_, path, words) => {
      expect(path).toMatch(/^[\w./-]+\.ts$/)
      expect(existsSync(`${root}__tests__/${path}`)).toBe(true)
      const lines = readText(`__tests__/${path}`).split('\n')
      // A test or a complaint of one, not a comment.
      expect(lines.find((line) => line.includes(words))).toMatch(/^(?!\s*(?:\/\/|\*|\/\*))/)
    },
  )
})
