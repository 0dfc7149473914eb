import { spawn } from 'node:child_process'
import { expect, test } from '@jest/globals'

/** Runs a process that writes and then ends. Its output is read or left in the pipe. */
async function ended(text: string, reads: boolean, withinMs: number): Promise<{ tookMs: number; read: number }> {
  const exit = new URL('../../src/runtime/exit.ts', import.meta.url).href
  const script = `
    const { exitWhenRead } = await import(${JSON.stringify(exit)})
    process.stdout.write(${text})
    setInterval(() => undefined, 1000)
    process.stderr.write('ready')
    exitWhenRead(process, ${withinMs})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  let read = 0
  if (reads) child.stdout.on('data', (chunk) => (read += chunk.length))
  let startMs = 0
  child.stderr.once('data', () => (startMs = performance.now()))
  await new Promise((resolve) => child.on('exit', resolve))
  const tookMs = performance.now() - startMs
  child.stdout.destroy()
  return { tookMs, read }
}

test('all that was written is read before the process ends, and it ends at once then', async () => {
  const { tookMs, read } = await ended("'x'.repeat(3e6)", true, 60_000)
  expect(read).toBe(3_000_000)
  expect(tookMs).toBeLessThan(20_000)
})

test('a reader that takes nothing does not keep the process alive', async () => {
  const { tookMs } = await ended("'x'.repeat(3e6)", false, 700)
  expect(tookMs).toBeGreaterThan(500)
  expect(tookMs).toBeLessThan(20_000)
})
