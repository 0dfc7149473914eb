import { expect, test } from '@jest/globals'
import { simulate } from './harness.ts'

test.each(['min-cli-version', 'tenant-id?hostName=localhost'])('%s is told to whoever asks', (path) => {
  const { ask } = simulate()
  expect(ask('GET', `/api/svc/v1/${path}`, undefined, { authorization: '' }).status).toBe(200)
})

test('the session is told to a good key alone, with the tenant and the user', () => {
  const { ask, get } = simulate()
  expect(ask('GET', '/api/svc/v1/session', undefined, { authorization: 'Bearer wrong' }).status).toBe(401)
  expect(get('/api/svc/v1/session').body).toMatchObject({
    user: { tenantName: 'sandbox', email: 'sandbox@example.com', subject: { subjectSlug: 'sandbox@example.com' } },
  })
})

test('the tenant of no host at all is a 422', () => {
  expect(simulate().get('/api/svc/v1/tenant-id').status).toBe(422)
})
