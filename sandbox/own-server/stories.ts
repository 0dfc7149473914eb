/** What happens to the action at Kubiya's own server, and what has to come of it. */

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StepResult } from '../runner/index.ts'
import { startProxy } from './proxy.ts'
import type { OwnServer } from './site.ts'

export interface Story {
  readonly what: string
  readonly tell: (server: OwnServer) => Promise<void>
}

const UNKNOWN_ID = '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f'

export const STORIES: readonly Story[] = [
  {
    what: 'a run that succeeds, whose response comes three seconds after its status',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const step = server.step({ 'job-id': jobId })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await server.says(id, 'message_chunk', chunk(id, 'all is '))
      await server.says(id, 'message_chunk', chunk(id, 'well'))
      await sleep(1_500)
      await server.ends(id, 'completed')
      await sleep(3_000)
      await server.sets(id, {
        response: 'The answer.',
        usage: { total_tokens: 12, prompt_tokens: 7, completion_tokens: 5 },
      })
      const result = await step
      concludes(result, 'success')
      assert.equal(result.outputs.result, 'The answer.')
      assert.match(result.summary, /12 tokens/)
      assert.equal(countOf(result, /^all is well$/), 1, result.log)
      assert.deepEqual(result.annotations, [])
    },
  },
  {
    what: 'a run that fails: its error is told once',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const step = server.step({ 'job-id': jobId })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await sleep(1_500)
      await server.ends(id, 'failed', { error_message: 'no cluster' })
      const result = await step
      concludes(result, 'failure')
      assert.equal(result.outputs.error, 'no cluster')
      assert.equal(countOf(result, /^Error: no cluster$/), 1, result.log)
      assert.doesNotMatch(result.log, /may follow|reconnect|trouble/)
    },
  },
  {
    what: 'a wrong key',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const result = await server.step({ 'job-id': jobId, 'api-key': 'some-other-key' })
      concludes(result, 'not_started')
      assert.match(errorOf(result), /Unauthorized: Invalid or expired authentication token/)
      assert.ok(result.timing.durationMs < 5_000, `it took ${result.timing.durationMs} ms`)
    },
  },
  {
    what: 'a wrong job id',
    async tell(server) {
      const result = await server.step({ 'job-id': 'job_nobody-knows' })
      concludes(result, 'not_started')
      assert.match(errorOf(result), /Job job_nobody-knows not found/)
    },
  },
  {
    what: 'a disabled job',
    async tell(server) {
      const jobId = await server.addJob('Do it.', { enabled: false })
      const result = await server.step({ 'job-id': jobId })
      concludes(result, 'not_started')
      assert.match(errorOf(result), /disabled/)
      assert.deepEqual(await server.executionsOf(jobId), [])
    },
  },
  {
    what: 'a parameter of the template is missing',
    async tell(server) {
      const jobId = await server.addJob('Review {{repo}} at {{commit}}.')
      const result = await server.step({ 'job-id': jobId, params: 'repo: a' })
      concludes(result, 'not_started')
      assert.match(errorOf(result), /commit/)
      assert.deepEqual(await server.executionsOf(jobId), [])
    },
  },
  {
    what: 'a parameter is missing, and the job itself can’t be read before',
    async tell(server) {
      const jobId = await server.addJob('Review {{repo}} at {{commit}}.')
      const proxy = await startProxy(server.url, ({ method }) => (method === 'GET' ? 'refuse' : 'pass'))
      const result = await server.step({ 'job-id': jobId, params: 'repo: a', 'base-url': proxy.url })
      await proxy.close()
      concludes(result, 'not_started')
      assert.match(errorOf(result), /Missing required parameters: commit/)
      assert.deepEqual(await server.executionsOf(jobId), [])
    },
  },
  {
    what: 'places in the template that are none to the server are not asked for',
    async tell(server) {
      const jobId = await server.addJob('Review {{repo}}, not {{ this }}.')
      const step = server.step({ 'job-id': jobId, params: 'repo: a' })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await server.ends(id, 'completed', { response: 'Fine.' })
      concludes(await step, 'success')
    },
  },
  {
    what: 'no workers',
    async tell(server) {
      const jobId = await server.addJob('Do it.', { executor_type: 'environment', environment_name: 'nowhere' })
      const result = await server.step({ 'job-id': jobId })
      concludes(result, 'not_started')
      assert.match(errorOf(result), /No workers are currently running/)
      assert.deepEqual(await server.executionsOf(jobId), [])
    },
  },
  {
    what: 'an unknown run-id',
    async tell(server) {
      const result = await server.step({ 'run-id': UNKNOWN_ID })
      concludes(result, 'not_started')
      assert.equal(countOf(result, /stream is refused/), 1, result.log)
    },
  },
  {
    what: 'a run-id that is no UUID',
    async tell(server) {
      const result = await server.step({ 'run-id': 'nightly-7' })
      concludes(result, 'not_started')
      assert.match(errorOf(result), /run-id/)
      assert.ok(result.timing.durationMs < 3_000)
    },
  },
  ...['running', 'waiting_for_input'].map(
    (status): Story => ({
      what: `somebody else cancels it while it is ${status}`,
      async tell(server) {
        const jobId = await server.addJob('Do it.')
        const step = server.step({ 'job-id': jobId })
        const id = await server.firstOf(jobId)
        await server.begins(id)
        if (status !== 'running') await server.sets(id, { status })
        await sleep(8_000)
        await server.told('POST', `/api/v1/executions/${id}/cancel`)
        const cancelledAtMs = Date.now()
        const result = await step
        concludes(result, 'terminated')
        assert.ok(result.timing.exitMs - cancelledAtMs < 12_000, `${result.timing.exitMs - cancelledAtMs} ms late`)
      },
    }),
  ),
  {
    what: 'somebody else terminates it',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const step = server.step({ 'job-id': jobId })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await sleep(4_000)
      await server.told('POST', `/api/v1/executions/${id}/terminate`, { reason: 'enough' })
      const result = await step
      concludes(result, 'terminated')
    },
  },
  ...['pending', 'running', 'waiting_for_input', 'queued', 'paused'].map(
    (status): Story => ({
      what: `timeout, on-timeout terminate, from ${status}`,
      async tell(server) {
        const jobId = await server.addJob('Do it.')
        const step = server.step({ 'job-id': jobId, timeout: '6s', 'on-timeout': 'terminate' })
        const id = await server.firstOf(jobId)
        if (status !== 'pending') await server.begins(id)
        if (status !== 'running') await server.sets(id, { status })
        const result = await step
        concludes(result, 'timed_out')
        const left = await server.statusOf(id)
        // Nothing at this server ends what is queued.
        if (status === 'queued') {
          assert.equal(left, 'queued')
          assert.match(`${errorOf(result)}\n${result.log}`, /not running \(status: queued\)/)
          assert.match(errorOf(result), /may still|still (runs|goes on)|goes on/)
        } else assert.equal(left, 'cancelled', `${errorOf(result)}\n${result.log}`)
      },
    }),
  ),
  {
    what: 'the workflow is cancelled, on-cancel terminate',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const cancel = new AbortController()
      const step = server.step({ 'job-id': jobId, 'on-cancel': 'terminate' }, { cancelOn: cancel.signal })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await sleep(4_000)
      cancel.abort()
      const result = await step
      concludes(result, 'cancelled')
      assert.ok((result.timing.cancelToExitMs ?? 0) < 7_000)
      assert.equal(await server.statusOf(id), 'cancelled')
    },
  },
  {
    what: 'the workflow is cancelled while the run waits for input',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const cancel = new AbortController()
      const step = server.step({ 'job-id': jobId }, { cancelOn: cancel.signal })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await server.sets(id, { status: 'waiting_for_input' })
      await sleep(6_000)
      cancel.abort()
      concludes(await step, 'cancelled')
      assert.equal(await server.statusOf(id), 'cancelled')
    },
  },
  {
    what: 'the stream is cut: its log is neither repeated nor lost',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const proxy = await startProxy(server.url, () => 'pass')
      const step = server.step({ 'job-id': jobId, 'base-url': proxy.url, logs: 'true' })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      const live = `${id}_1764392000000001`
      await server.says(id, 'message', { role: 'user', content: 'the prompt', message_id: `${id}_user_1` })
      for (const part of ['first ', 'answer\nin two', ' lines']) {
        await server.says(id, 'message_chunk', { ...chunk(id, part), message_id: live })
      }
      await server.says(id, 'tool_started', tool(id, 'a'))
      await server.says(id, 'tool_completed', { ...tool(id, 'a'), status: 'success', tool_output: 'ok' })
      await sleep(2_000)
      // What the worker writes down has the id of the live message, which the server then makes another of.
      await server.writes(id, [
        { role: 'user', content: 'the prompt', message_id: `${id}_user_1`, timestamp: at(1) },
        { role: 'assistant', content: 'first answer\nin two lines', message_id: live, timestamp: at(2) },
        {
          role: 'user',
          content: 'ok',
          tool_name: 'grep',
          tool_execution_id: 'a',
          message_id: `${id}_tool_a`,
          timestamp: at(3),
        },
      ])
      proxy.cut()
      await sleep(3_000)
      await server.says(id, 'message_chunk', { ...chunk(id, 'second answer'), message_id: `${id}_1764392000000002` })
      await sleep(1_500)
      proxy.cut()
      await sleep(3_000)
      await server.ends(id, 'completed', { response: 'second answer' })
      const result = await step
      await proxy.close()
      concludes(result, 'success')
      const lines = result.logLines.filter((line) => /answer|lines|Tool|prompt/.test(line))
      assert.deepEqual(lines.slice(0, 5), [
        'first answer',
        'in two lines',
        'Tool grep started',
        'Tool grep ended: success',
        'second answer',
      ])
      assert.equal(countOf(result, /^(first answer|in two lines|second answer)$/), 3, result.log)
    },
  },
  {
    what: 'a run that is attached to while it goes on: what it has said is told once',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const started = await server.told('POST', `/api/v1/jobs/${jobId}/trigger`, { parameters: {} })
      const id = String(Object(started).execution_id)
      await server.begins(id)
      const live = `${id}_1764392000000007`
      for (const part of ['Let me', ' look.', ' All is', ' fine.']) {
        await server.says(id, 'message_chunk', { ...chunk(id, part), message_id: live })
      }
      await server.writes(id, [
        { role: 'user', content: 'the prompt', message_id: `${id}_user_1`, timestamp: at(1) },
        { role: 'assistant', content: 'Let me look.', message_id: `${id}_assistant_1_pre`, timestamp: at(2) },
        { role: 'assistant', content: 'All is fine.', message_id: `${id}_assistant_1_post`, timestamp: at(4) },
      ])
      const step = server.step({ 'run-id': id })
      await sleep(4_000)
      await server.ends(id, 'completed', { response: 'All is fine.' })
      const result = await step
      concludes(result, 'success')
      assert.equal(countOf(result, /Let me look|All is fine/), 2, result.log)
    },
  },
  {
    what: 'the workflow engine is down: the execution that stays pending is found, and waited for',
    async tell(server) {
      const jobId = await server.addJob('Do it. (Run {{run_name_alias}})')
      await server.told('POST', '/-/engine', { down: true })
      const step = server.step({ 'job-id': jobId, timeout: '40s', 'on-timeout': 'terminate', 'request-timeout': '5s' })
      const id = await server.firstOf(jobId)
      await server.told('POST', '/-/engine', { down: false })
      const result = await step
      concludes(result, 'timed_out')
      assert.equal(result.outputs['run-id'], id)
      assert.equal((await server.executionsOf(jobId)).length, 1)
      assert.equal(await server.statusOf(id), 'cancelled')
    },
  },
  {
    what: 'it asks a person, and `on-input-required` is `fail`',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const step = server.step({ 'job-id': jobId, 'on-input-required': 'fail' })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await server.sets(id, { status: 'waiting_for_input' })
      concludes(await step, 'action_required')
    },
  },
  ...(['skip', 'fail', 'attach', 'wait'] as const).map(
    (way): Story => ({
      what: `an execution of the job is going, and \`if-running\` is \`${way}\``,
      async tell(server) {
        const jobId = await server.addJob('Do it.')
        const started = await server.told('POST', `/api/v1/jobs/${jobId}/trigger`, { parameters: {} })
        const first = String(Object(started).execution_id)
        await server.begins(first)
        const step = server.step({ 'job-id': jobId, 'if-running': way })
        await sleep(5_000)
        await server.ends(first, 'completed', { response: 'First.' })
        if (way === 'wait') {
          for (let look = 0; look < 100 && (await server.executionsOf(jobId)).length < 2; look += 1) await sleep(200)
          const [second = ''] = await server.executionsOf(jobId)
          await server.begins(second)
          await server.ends(second, 'completed', { response: 'Second.' })
        }
        const result = await step
        concludes(result, { skip: 'skipped', fail: 'not_started', attach: 'success', wait: 'success' }[way])
        assert.equal((await server.executionsOf(jobId)).length, way === 'wait' ? 2 : 1)
      },
    }),
  ),
  {
    what: 'the runner kills the step without a signal, and post ends the run',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const cancel = new AbortController()
      const step = server.step({ 'job-id': jobId }, { cancelOn: cancel.signal, container: true })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await sleep(4_000)
      cancel.abort()
      await step
      assert.equal(await server.statusOf(id), 'cancelled')
    },
  },
  {
    what: 'a run whose stream is opened only after its end',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const started = await server.told('POST', `/api/v1/jobs/${jobId}/trigger`, { parameters: {} })
      const id = String(Object(started).execution_id)
      await server.begins(id)
      await server.writes(id, [
        { role: 'user', content: 'the prompt', message_id: `${id}_user_1`, timestamp: at(1) },
        { role: 'assistant', content: 'the answer', message_id: `${id}_assistant_1`, timestamp: at(2) },
      ])
      await server.ends(id, 'completed', { response: 'the answer' })
      const result = await server.step({ 'run-id': id })
      concludes(result, 'success')
      assert.equal(result.outputs.result, 'the answer')
    },
  },
  {
    what: 'interrupted is an end',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const step = server.step({ 'job-id': jobId })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await sleep(2_000)
      await server.sets(id, { status: 'interrupted', completed_at: new Date().toISOString() })
      concludes(await step, 'terminated')
    },
  },
  {
    what: 'the trigger’s answer is lost: the run is proved ours by the alias in its prompt',
    async tell(server) {
      const jobId = await server.addJob('Do it. (Run {{run_name_alias}})')
      const proxy = await startProxy(server.url, ({ path }) => (path.endsWith('/trigger') ? 'drop the answer' : 'pass'))
      const step = server.step({ 'job-id': jobId, 'base-url': proxy.url, 'request-timeout': '5s' })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await server.ends(id, 'completed', { response: 'Found.' })
      const result = await step
      await proxy.close()
      concludes(result, 'success')
      assert.equal(result.outputs['run-id'], id)
      assert.equal((await server.executionsOf(jobId)).length, 1)
    },
  },
  {
    what: 'the trigger’s answer is lost, and the template has no place for an alias',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      const proxy = await startProxy(server.url, ({ path }) => (path.endsWith('/trigger') ? 'drop the answer' : 'pass'))
      const result = await server.step({ 'job-id': jobId, 'base-url': proxy.url, 'request-timeout': '5s' })
      await proxy.close()
      concludes(result, 'unknown')
      const [id = '-'] = await server.executionsOf(jobId)
      assert.ok(errorOf(result).includes(id), errorOf(result))
      assert.equal((await server.executionsOf(jobId)).length, 1)
    },
  },
  {
    what: 'the key is taken back during the wait',
    async tell(server) {
      const jobId = await server.addJob('Do it.')
      let isRevoked = false
      const proxy = await startProxy(server.url, () => (isRevoked ? 'without the key' : 'pass'))
      const step = server.step({ 'job-id': jobId, 'base-url': proxy.url })
      const id = await server.firstOf(jobId)
      await server.begins(id)
      await sleep(3_000)
      isRevoked = true
      proxy.cut()
      const result = await step
      await proxy.close()
      concludes(result, 'lost')
      assert.match(errorOf(result), /Unauthorized/)
    },
  },
]

function concludes(result: StepResult, conclusion: string): void {
  assert.equal(result.outputs.conclusion, conclusion, `${result.log}\n(step: ${result.conclusion})`)
}

function errorOf({ annotations, log }: StepResult): string {
  const errors = annotations.filter(({ level, source }) => level === 'error' && source === 'action')
  assert.equal(errors.length, 1, log)
  return errors[0]?.message ?? ''
}

function countOf({ logLines }: StepResult, pattern: RegExp): number {
  return logLines.filter((line) => pattern.test(line)).length
}

function chunk(executionId: string, content: string) {
  return { role: 'assistant', content, is_chunk: true, message_id: `${executionId}_1764392000000001` }
}

function tool(executionId: string, id: string) {
  return { tool_name: 'grep', tool_execution_id: id, message_id: `${executionId}_tool_${id}` }
}

function at(second: number): string {
  return new Date(1_764_392_000_000 + second * 1_000).toISOString()
}
