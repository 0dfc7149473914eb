import { expect, test } from '@jest/globals'
import type { Env } from '../../../src/core/ports.ts'
import { chooseProxy } from '../../../src/runtime/http/proxy.ts'

const PROXY = 'http://proxy.test:3128'

function chosen(env: Env, target = 'https://api.platform.test'): string {
  const choice = chooseProxy(new URL(target), env)
  return choice.kind === 'proxy' ? choice.proxy.name : choice.kind
}

test('no variable, no proxy', () => {
  expect(chosen({})).toBe('none')
  expect(chosen({ HTTPS_PROXY: '', HTTP_PROXY: '' })).toBe('none')
})

test('HTTPS_PROXY comes before HTTP_PROXY, lower case before upper case', () => {
  expect(chosen({ HTTP_PROXY: 'http://b:1', HTTPS_PROXY: 'http://a:1' })).toBe('a:1')
  expect(chosen({ http_proxy: 'http://b:1', HTTPS_PROXY: 'http://a:1' })).toBe('a:1')
  expect(chosen({ HTTPS_PROXY: 'http://b:1', https_proxy: 'http://a:1' })).toBe('a:1')
  expect(chosen({ HTTPS_PROXY: '', HTTP_PROXY: 'http://b:1' })).toBe('b:1')
})

test('a proxy without a scheme is http, and without a port it has the usual one', () => {
  expect(chosen({ HTTPS_PROXY: 'proxy.test:3128' })).toBe('proxy.test:3128')
  expect(chosen({ HTTPS_PROXY: 'proxy.test' })).toBe('proxy.test:80')
  expect(chosen({ HTTPS_PROXY: 'https://proxy.test/' })).toBe('proxy.test:443')
})

test('a password may hold a percent sign that encodes nothing', () => {
  const choice = chooseProxy(new URL('https://x.test'), { HTTPS_PROXY: 'http://u:50%@p:1' })
  const authorization = choice.kind === 'proxy' ? choice.proxy.authorization : ''
  expect(authorization).toBe(`Basic ${Buffer.from('u:50%').toString('base64')}`)
})

test('plain http, which only loopback may speak, is never proxied', () => {
  expect(chosen({ HTTP_PROXY: PROXY }, 'http://127.0.0.1:8080')).toBe('none')
})

test.each(['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'LOCALHOST', '127.1'])(
  '%s is never reached through a proxy',
  (host) => {
    expect(chosen({ HTTPS_PROXY: PROXY }, `https://${host}:8443`)).toBe('none')
  },
)

test.each([
  ['*'],
  ['api.platform.test'],
  ['API.Platform.Test.'],
  ['platform.test'],
  ['.platform.test'],
  ['*.platform.test'],
  ['platform.test:443'],
  ['other.test, platform.test'],
  ['other.test platform.test'],
  ['other.test;platform.test'],
])('NO_PROXY %s exempts api.platform.test', (noProxy) => {
  expect(chosen({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy })).toBe('none')
  expect(chosen({ HTTPS_PROXY: PROXY, no_proxy: noProxy })).toBe('none')
})

test.each([[''], ['form.test'], ['test:8443'], ['.api.platform.test.org'], ['*.api.platform.test'], ['*:80'], ['.']])(
  'NO_PROXY %s does not exempt api.platform.test',
  (noProxy) => expect(chosen({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy })).toBe('proxy.test:3128'),
)

test.each([
  ['10.1.2.3', 'https://10.1.2.3'],
  ['fd00::1', 'https://[fd00::1]'],
  ['[fd00::1]', 'https://[fd00::1]:8443'],
  ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
  ['other.test,10.0.0.0/8', 'https://10.255.0.1'],
  ['0.0.0.0/0', 'https://10.1.2.3'],
  ['fd00::/8', 'https://[fd12:3456::1]:8443'],
  ['[fd00::]/8', 'https://[fd12:3456::1]'],
])('NO_PROXY %s exempts %s', (noProxy, target) => {
  expect(chosen({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy }, target)).toBe('none')
})

test.each([
  ['10.0.0.0/8', 'https://11.0.0.1'],
  ['10.0.0.0/33', 'https://10.0.0.1'],
  ['10.0.0.0/', 'https://10.0.0.1'],
  ['10.0.0/8', 'https://10.0.0.1'],
  ['fd00::/8', 'https://10.0.0.1'],
  ['0.0.0.0/0', 'https://api.platform.test'],
])('NO_PROXY %s does not exempt %s', (noProxy, target) => {
  expect(chosen({ HTTPS_PROXY: PROXY, NO_PROXY: noProxy }, target)).toBe('proxy.test:3128')
})
