import { expect, test } from '@jest/globals'
import { Connection, directConnector } from '../../../src/runtime/http/connection.ts'
import { exchange } from '../../../src/runtime/http/exchange.ts'

type Dispatch = Connection['dispatch']

/** A connection whose dispatcher does as it is told. */
async function exchangeOn(dispatch: Dispatch) {
  const progress = { sent: false, answering: false, receivedBytes: 0 }
  const connection = { dispatch, socket: undefined }
  const peer = { role: 'platform', name: 'platform.test' } as const
  const result = await exchange({ method: 'POST', path: '/' }, { connection, peer, maxBodyBytes: 10, progress })
  return { result, progress }
}

test('a dispatcher that begins to send a request again is stopped before the first byte', async () => {
  const aborts: Error[] = []
  const { result, progress } = await exchangeOn((_options, handler) => {
    const controller = {
      aborted: false,
      paused: false,
      reason: null,
      abort(reason: Error) {
        aborts.push(reason)
        handler.onResponseError?.(controller, reason)
      },
      pause() {},
      resume() {},
    }
    handler.onRequestStart?.(controller, null)
    expect(aborts).toEqual([])
    handler.onRequestStart?.(controller, null)
  })
  expect(aborts).toHaveLength(1)
  expect(result).toMatchObject({ kind: 'failed' })
  expect(progress.sent).toBe(true)
})

test('a connection that is destroyed before it is made sends nothing', async () => {
  const connection = new Connection('http://127.0.0.1:9', directConnector({ role: 'platform', name: 'x' }))
  const { result, progress } = await exchangeOn((...args) => {
    connection.dispatch(...args)
    connection.destroy()
  })
  expect(result).toMatchObject({ kind: 'failed', cause: 'aborted' })
  expect(progress.sent).toBe(false)
})
