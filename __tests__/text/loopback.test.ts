import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isLoopback } from '../../src/text/loopback.ts'

const hostOf = (written: string) => new URL(`http://${written}:8080/path`).hostname

test.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.1', '0x7f.1', '[::1]', '[0:0:0:0:0:0:0:1]'])(
  '%s is this machine, and may be spoken to in plain http',
  (written) => expect(isLoopback(hostOf(written))).toBe(true),
)

test.each([
  'localhost.test',
  'a.localhost',
  'localhost.',
  'notlocalhost',
  '127.0.0.1.test',
  'host127.0.0.1.test',
  '128.0.0.1',
  '10.0.0.1',
  '0.0.0.0',
  '[::]',
  '[::2]',
  '[::1:1]',
  '[fe80::1]',
])('%s may be another machine', (written) => expect(isLoopback(hostOf(written))).toBe(false))

test('a number is this machine just where it begins with 127', () => {
  fc.assert(fc.property(fc.ipV4(), (address) => isLoopback(hostOf(address)) === address.startsWith('127.')))
  fc.assert(fc.property(fc.ipV4(), (address) => isLoopback(hostOf(address.replace(/^\d+/, '127')))))
})

test('a name that only begins or ends like this machine may be another one', () => {
  for (const own of ['localhost', '127.0.0.1', '[::1]']) {
    expect([isLoopback(`x${own}`), isLoopback(`${own}x`)]).toEqual([false, false])
  }
})
