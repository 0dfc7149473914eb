import { expect, test } from '@jest/globals'
import type { TextFile } from '../../src/core/ports.ts'
import { LogFile, MOST_FILE_BYTES } from '../../src/logs/log-file.ts'
import { plain } from '../../src/logs/sinks.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeRunner } from '../support/fake-runner.ts'

function logFile(file: Partial<TextFile> = {}) {
  const [clock, runner] = [new FakeClock({ seed: 1 }), new FakeRunner()]
  const written: string[] = []
  const write = async (text: string) => {
    written.push(text)
  }
  const sink = new LogFile(
    { clock, runner, blot: (text) => text },
    { write, close: async () => {}, ...file },
    '/run.log',
  )
  return { clock, runner, sink, written }
}

test('takes no more than a GiB, and says so at its end', async () => {
  const { clock, sink, written, runner } = logFile()
  const mebibyte = 'x'.repeat(1024 ** 2 - 1)
  let bytes = 0
  for (let count = 0; count < 1030; count++) {
    sink.add(plain([mebibyte]))
    await clock.run(clock.sleep(1))
    for (const text of written.splice(0, written.length - 1)) bytes += text.length
  }
  await clock.run(sink.close())
  expect(bytes).toBeLessThanOrEqual(MOST_FILE_BYTES)
  expect(bytes).toBeGreaterThan(MOST_FILE_BYTES - 2 * 1024 ** 2)
  expect(written.join('')).toBe('The log goes on. This file holds its first GiB.\n')
  expect(runner.warnings).toEqual([])
})

test('asks for no more while the disk is slow, and gives up on one that hangs', async () => {
  const { clock, sink, runner } = logFile({ write: () => new Promise(() => {}) })
  sink.add(plain(['first']))
  expect(sink.isBusy).toBe(false)
  sink.add(plain(['x'.repeat(17 * 1024 ** 2)]))
  expect(sink.isBusy).toBe(true)
  runner.cancel()
  await clock.run(sink.close())
  expect(clock.nowMs()).toBeLessThan(2000)
  expect(runner.warnings).toHaveLength(1)
})

test('has every state of a line that was redrawn, each in a line that says where it is from', async () => {
  const { clock, sink, written } = logFile()
  sink.add([{ prefix: '[main] ', text: '\r10%\r20%' }, ...plain(['a\rb\r', '', 'c'])])
  await clock.run(sink.close())
  expect(written.join('')).toBe('[main] 10%\n[main] 20%\na\nb\n\nc\n')
})
