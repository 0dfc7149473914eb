import { describe, expect, test } from '@jest/globals'
import { PLATFORMS, REPERTOIRES } from '../sandbox/control-plane/repertoire.ts'
import { Story, timeline } from './support/story.ts'

const SECRET = 'a-proxy-token'
const HEADERS = `CF-Access-Client-Secret: ${SECRET}\nx-tenant: seven`

describe.each(PLATFORMS)('headers of an access proxy, on %s', (platform) => {
  const error = `denied by the proxy, which got ${SECRET}`
  const { running, ends } = REPERTOIRES[platform]
  const behaviour = { ...timeline([0, running], [5000, ends.failure]), error }

  test('go with the connection, in post too, and nowhere else', async () => {
    const story = new Story({ platform, inputs: { headers: HEADERS }, behaviour })
    await story.runUntilKilled(3000)
    await story.cleanUp()
    const headers = { 'cf-access-client-secret': SECRET, 'x-tenant': 'seven' }
    expect(story.connections).toMatchObject([{ headers }, { headers }])
    expect(JSON.stringify([story.runner.state, story.runner.log, story.runner.written])).not.toContain(SECRET)
  })

  test('are taken out of what the platform says', async () => {
    const story = await new Story({ platform, inputs: { headers: HEADERS }, behaviour }).run()
    expect(story.outputs.conclusion).toBe('failure')
    expect(story.error).toContain('denied by the proxy, which got ***')
    const { runner } = story
    expect(JSON.stringify([runner.log, runner.errors, runner.written, runner.summary])).not.toContain(SECRET)
  })
})
