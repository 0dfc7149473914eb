/**
 * What the run itself writes stays text, however much of it there is. That no command but ours is executed, and that no
 * cancel takes longer than 7 s, is checked for every step of every story (promises.ts).
 */

import { expect } from '@jest/globals'
import { HOSTILE_LINES } from '../../../sandbox/control-plane/scenarios.ts'
import type { RunBehaviour } from '../../../sandbox/control-plane/types.ts'
import type { StepResult } from '../../../sandbox/runner/index.ts'
import { isTerminated, onlyRun } from '../promises.ts'
import { at, course, endsAs, HOSTS, type Host, KEY, KUBIYA, neverEnds, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'
import { expectCancelled } from './cancel.ts'

const LINES = [
  ...HOSTILE_LINES,
  '\t::error::after a tab',
  '\u00a0\u2003\ufeff::error::after odd spaces',
  '\u200b\u2060::error::after zero-width characters',
  'text\r::error::after a CR',
  'text\r\n::error::after CR LF',
  'text\u2028::error::after a line separator',
  'text\u2029::error::after a paragraph separator',
  'text\u0085::error::after NEL',
  'text\v::error::after a vertical tab',
  'text\f##[error]after a form feed',
  '\u0000\u0008::error::after controls',
  '\u001b[31m::error::after a colour',
  '::add-mask::hidden',
  '::debug::whisper',
  '::save-state name=concluded::true',
  '##[group]##[endgroup]##[command]rm -rf /',
  '#\u0000#[error]parted by a NUL',
  '##[##[error]twice',
  '%0A::error::encoded',
]
/** A piece of 32 KiB ends in the middle of each of these. */
const AT_BOUNDARIES = ['::error::cut', ' ::error::cut', '##[error]cut', `${KEY}y`].flatMap((text) =>
  Array.from({ length: text.length }, (_, before) => 'x'.repeat(32 * 1024 - before) + text),
)

export function tellForeignLogText(story: Teller): void {
  for (const host of HOSTS.filter(({ log }) => log !== undefined)) tellOf(host, story)
  tellChunks(story)
  tellVolume(story)
}

function tellOf(host: Host, story: Teller): void {
  const { name } = host

  story(`${name}: hostile log lines run no command, and can all be read`, () =>
    at(host, { behaviour: saying(host, LINES) }, async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'success', 'run-id': host.firstRun })
      expectNoForeignCommand(result)
      for (const line of [
        '| ::error title=Forged::this line would be an annotation',
        '|   ::add-mask::succeeds',
        '##[\\error]an older command at the start',
        'an older command ##[\\add-path]/tmp/evil in the middle',
        'run-id<<EOF',
        '| ::error::after a line separator',
        '| ::error::after NEL',
        '##[\\##[\\error]twice',
      ]) {
        expect(result.logLines).toContain(line)
      }
    }),
  )

  story(`${name}: the last words of a failed run are as harmless in its message and its outputs`, () =>
    at(host, { behaviour: { ...saying(host, LINES, 'failure'), error: LINES.join('\n') } }, async ({ step }) => {
      const result = await step()
      expect(result.outputs).toMatchObject({ conclusion: 'failure', 'run-id': host.firstRun })
      expect(result.annotations).toHaveLength(1)
    }),
  )

  story(`${name}: a line of 1 MB is shown whole, in pieces that run no command and show no half of a key`, () => {
    const long = `${'x'.repeat(1024 * 1024)} end`
    return at(host, { behaviour: saying(host, [long, ...AT_BOUNDARIES]) }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expectNoForeignCommand(result)
      const lines = result.logLines.filter((line) => line.includes('xxxx') || line.endsWith('end'))
      const from = lines.findIndex((line) => line.endsWith(' end') || line === 'end')
      expect(lines.slice(0, from + 1).join('')).toBe(long)
      expect(Math.max(...result.logLines.map((line) => line.length))).toBeLessThanOrEqual(32 * 1024 + 2)
      for (let length = 6; length < KEY.length; length += 1) expect(result.rawStdout).not.toMatch(endingIn(length))
    })
  })

  story(`${name}: a flood of lines does not delay a cancel`, () => {
    const behaviour = { ...flooding(host, 150_000), timeline: neverEnds(host).timeline }
    return at(host, { behaviour }, async ({ step, plane }) => {
      const result = await step({}, { cancelWhen: (line) => line === 'flood 1000' })
      expectCancelled(result, host.firstRun)
      expectNoForeignCommand(result)
      expect(isTerminated(onlyRun(plane))).toBe(true)
      // A page has all of them at once; of a stream little may have arrived.
      if (host.log === 'pages') expect(result.log).toMatch(/lines were left out for lack of time/)
      expect(floodOf(result).length).toBeLessThan(150_000)
      // The very end of what had arrived by then, which comes in texts of 10,000 lines.
      expect((floodOf(result).at(-1) ?? 0) % 10_000).toBe(9999)
      expect(result.rawSummary).toContain('Cancelled')
    })
  })
}

function tellChunks(story: Teller): void {
  story('Kubiya: commands that come in parts are put together as text', () => {
    const commands = ['::error::in parts', '##[error]in parts', '::add-mask::in parts', '\n::stop-commands::x\n']
    const parts = commands.flatMap((command, id) => [...command].map((content) => ({ message_id: `m${id}`, content })))
    const events = parts.map((payload) => ({ afterMs: 100, event: 'message_chunk', payload }))
    const tools = ['::error::x', '##[error]x', 'x\n::error::y'].flatMap((tool_name) => [
      { afterMs: 200, event: 'tool_started', payload: { tool_name } },
      {
        afterMs: 200,
        event: 'tool_completed',
        payload: { tool_name, tool_status: 'x\n::error::y', error: '##[error]z' },
      },
    ])
    const invented = ['::error::x', '##[error]x'].map((event) => ({ afterMs: 250, event, payload: { content: event } }))
    const behaviour = { ...endsAs(KUBIYA, 'success', 600), events: [...events, ...tools, ...invented] }
    return at(KUBIYA, { behaviour }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expectNoForeignCommand(result)
      for (const line of ['| ::error::in parts', '##[\\error]in parts', '| ::stop-commands::x']) {
        expect(result.logLines).toContain(line)
      }
    })
  })

  story('containers with hostile names are text', () => {
    const names = ['main', '::error::x', '##[error]x', 'x\n::error::y']
    const logs = names.map((containerName, index) => ({ afterMs: index, log: 'says', containerName }))
    return at(TRUEFOUNDRY, { behaviour: { ...endsAs(TRUEFOUNDRY, 'success'), logs } }, async ({ step }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      expectNoForeignCommand(result)
      expect(result.logLines.filter((line) => line.endsWith('says'))).toHaveLength(names.length)
    })
  })
}

function tellVolume(story: Teller): void {
  story('of more than 100,000 lines the first 100,000 and the last 1,000 are shown, and how many were left out', () =>
    at(TRUEFOUNDRY, { behaviour: flooding(TRUEFOUNDRY, 120_000) }, async ({ step, url }) => {
      const result = await step()
      expect(result.outputs.conclusion).toBe('success')
      const shown = floodOf(result)
      expect(shown).toHaveLength(101_000)
      expect([shown[0], shown[99_999], shown[100_000], shown.at(-1)]).toEqual([0, 99_999, 119_000, 119_999])
      const [said] = result.logLines.filter((line) => line.includes('left out'))
      expect(said).toContain('19,000 lines')
      expect(said).toContain(`${url}/deployments/app-train`)
    }),
  )
}

/** A step of this kind masks its key and says for those who debug that its trigger was accepted: nothing else. */
function expectNoForeignCommand({ commands, masks }: StepResult): void {
  const others = commands.filter(({ name, data }) => name !== 'add-mask' && !/^[\w ]+: accepted$/.test(data))
  expect(others).toEqual([])
  for (const word of ['succeeds', 'hidden', 'in parts', '']) expect(masks).not.toContain(word)
}

/** A run that writes these. */
function saying(host: Host, texts: readonly string[], end: keyof Host['ends'] = 'success'): RunBehaviour {
  const logs = texts.map((log, index) => ({ afterMs: 50, nanos: index, log }))
  const events = texts.map((content) => ({ afterMs: 50, event: 'message', payload: { role: 'assistant', content } }))
  return { ...endsAs(host, end), logs, events }
}

/** A run that writes that many short lines at once, many of them in one delivery. */
function flooding(host: Host, lines: number): RunBehaviour {
  const each = 10_000
  const texts = Array.from({ length: lines / each }, (_, text) =>
    Array.from({ length: each }, (_, line) => `flood ${text * each + line}`).join('\n'),
  )
  return { ...saying(host, texts), ...course([0, host.running], [1000, host.ends.success]) }
}

function floodOf({ logLines }: StepResult): readonly number[] {
  return logLines.filter((line) => /^flood \d+$/.test(line)).map((line) => Number(line.slice('flood '.length)))
}

/** A line that ends in the first half of the key. */
function endingIn(length: number): RegExp {
  return new RegExp(`x${KEY.slice(0, length)}$`, 'm')
}
