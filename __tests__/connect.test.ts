import { afterEach, expect, test } from '@jest/globals'
import { connect } from '../src/connect.ts'
import { closeAll, get, httpServer } from './runtime/servers.ts'
import { FakeRunner } from './support/fake-runner.ts'

afterEach(closeAll)

test('headers of an access proxy go to the platform and not to GitHub', async () => {
  const asked: (string | string[] | undefined)[] = []
  const claims = Buffer.from(JSON.stringify({ exp: Math.round(Date.now() / 1000) + 600 })).toString('base64url')
  const github = await httpServer((request, response) => {
    asked.push(request.headers['x-proxy'])
    response.end(JSON.stringify({ value: `e30.${claims}.sig` }))
  })
  const platform = await httpServer((request, response) => response.end(JSON.stringify(request.headers)))
  const credential = {
    kind: 'oidc',
    audience: 'a',
    url: `http://127.0.0.1:${github}/?audience=a`,
    requestToken: 't',
  } as const
  const http = connect(
    { baseUrl: `http://127.0.0.1:${platform}`, credential, headers: { 'x-proxy': 'yes' } },
    {},
    new FakeRunner(),
  )
  const reply = await get(http)
  http.close()
  expect(JSON.parse(reply.kind === 'answer' ? reply.body : '{}')).toMatchObject({
    authorization: `Bearer e30.${claims}.sig`,
    'user-agent': 'run-job-and-wait',
    'x-proxy': 'yes',
  })
  expect(asked).toEqual([undefined])
})
