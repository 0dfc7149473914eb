/** Foreign text stays text. That no command but ours is executed is checked for every step of every story (promises.ts). */

import { expect } from '@jest/globals'
import { HOSTILE_LINES } from '../../../sandbox/control-plane/scenarios.ts'
import type { StepResult } from '../../../sandbox/runner/index.ts'
import { errorsOf, onlyRun, warningsOf } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, KUBIYA, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

/** Commands in every form that some reader may take for one. */
const FORMS = [
  ...HOSTILE_LINES,
  '\t::error::after a tab',
  '\u00a0::error::after a no-break space',
  '\u2003\ufeff::error::after odd spaces',
  '\u200b::error::after a zero-width space',
  'text\r\n::error::after CR LF',
  'text\u2028::error::after a line separator',
  'text\u0085::error::after NEL',
  'text\v::error::after a vertical tab',
  'text\f::error::after a form feed',
  '\u0000::error::after a NUL',
  '\u0008::error::after a backspace',
  '::ERROR::in capitals',
  '::set-env name=PATH::/tmp/evil',
  '::add-path::/tmp/evil',
  '::save-state name=concluded::true',
  '##[group]folded',
  '##[command]rm -rf /',
  '#\u0000#[error]hidden by a NUL',
  '%0A::error::encoded',
]
const ALL = FORMS.join('\n')
/** Longer than the shortest poll interval, so that each is seen. */
const EACH_MS = 250
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

export function tellForeignText(story: Teller): void {
  for (const host of HOSTS) tellOf(host, story)

  story('an error text is at most 4 KiB in the outputs, and `run` stays valid JSON of at most 64 KiB', () => {
    const long = 'é"\\\n'.repeat(60_000)
    const behaviour = { ...endsAs(TRUEFOUNDRY, 'failure'), error: long, fields: { more: [long, { deep: long }] } }
    return at(TRUEFOUNDRY, { behaviour }, async ({ step }) => {
      const { outputs } = await step()
      expect(bytes(outputs.error)).toBeLessThanOrEqual(4 * 1024)
      expect(bytes(outputs.error)).toBeGreaterThan(3 * 1024)
      expect(bytes(outputs.run)).toBeLessThanOrEqual(64 * 1024)
      expect(JSON.parse(outputs.run ?? '')).toMatchObject({ name: 'train-0001', status: 'FAILED' })
    })
  })

  story('`result` is at most 64 KiB', () =>
    at(KUBIYA, { behaviour: { ...endsAs(KUBIYA, 'success'), response: 'ü'.repeat(100_000) } }, async ({ step }) => {
      const { outputs } = await step()
      expect(bytes(outputs.result)).toBeLessThanOrEqual(64 * 1024)
      expect(bytes(outputs.result)).toBeGreaterThan(60 * 1024)
      expect(outputs.result).not.toContain('\ufffd')
    }),
  )

  story('an error text that ends in hundreds of lines still leaves one message that stands alone', () => {
    const behaviour = { ...endsAs(TRUEFOUNDRY, 'failure'), error: 'trace\n'.repeat(5000) }
    return at(TRUEFOUNDRY, { behaviour }, async ({ step, url }) => {
      const [message = ''] = errorsOf(await step())
      for (const part of ['FAILED', 'train-0001', url]) expect(message.slice(0, 400)).toContain(part)
    })
  })

  story('a run whose name can not be used is lost, and named without its control characters', () =>
    at(TRUEFOUNDRY, { behaviour: { ...endsAs(TRUEFOUNDRY, 'success'), name: 'a\n::error::b' } }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('lost')
      expect(result.outputs['run-id']).toContain('::error::b')
    }),
  )
}

function tellOf(host: Host, story: Teller): void {
  const { name, ends } = host

  story(`${name}: hostile error texts, results and fields run no command and forge no output`, () => {
    const behaviour = { ...endsAs(host, 'failure'), error: ALL, response: ALL, fields: { note: ALL } }
    return at(host, { behaviour }, async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'failure', 'run-id': host.firstRun, status: ends.failure })
      expectNoControls(result)
      expect(result.outputs.error).toContain('conclusion=success\nEOF\nrun-id<<EOF')
    })
  })

  story.long(`${name}: hostile statuses are texts, each told of as one that nobody knows`, () => {
    const statuses = FORMS.map((status, index) => [index * EACH_MS, status] as const)
    const behaviour = course(...statuses, [FORMS.length * EACH_MS, ends.success])
    return at(host, { behaviour }, async ({ step }) => {
      const result = await step({ 'poll-interval': '0.1s' })
      expect(result.outputs.conclusion).toBe('success')
      // Five as annotations, of which GitHub shows ten a step, the others in the log.
      expect(warningsOf(result)).toHaveLength(5)
      expect(result.logLines.filter((line) => line.includes('does not know')).length).toBeGreaterThan(FORMS.length / 2)
    })
  })

  for (const runName of ['::error::x', '##[error]x', '::stop-commands::x', '%0A::warning::x', '`|<b>*x*']) {
    story(`${name}: a run called ${runName} is a run like any other`, () =>
      at(
        host,
        { behaviour: { ...endsAs(host, 'failure'), name: runName }, kubiyaServer: 'older' },
        async ({ step, plane }) => {
          const result = await step()
          expect(result.outputs).toMatchObject({ conclusion: 'failure', 'run-id': runName })
          expect(onlyRun(plane).name).toBe(runName)
        },
      ),
    )
  }

  story(`${name}: hostile addresses in redirects are text`, () => {
    const faults = ['##[error]x', '::error::x', 'http://127.0.0.1:9/##[error]x'].map((location, index) => ({
      operation: 'status' as const,
      nth: index + 1,
      fault: { kind: 'redirect' as const, location },
    }))
    return at(host, { behaviour: endsAs(host, 'success', 600), faults }, async ({ step }) => {
      expect((await step()).outputs.conclusion).toBe('success')
    })
  })
}

function expectNoControls({ outputs }: StepResult): void {
  for (const value of Object.values(outputs)) expect(value).not.toMatch(CONTROLS)
}

function bytes(text = ''): number {
  return Buffer.byteLength(text)
}
