/** Kubiya's own server, what its worker would tell it, and the shipped action as a step against it. */

import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRecord } from '../control-plane/route.ts'
import { runStep, type StepOptions, type StepResult } from '../runner/index.ts'

const ACTION_DIR = fileURLToPath(new URL('../..', import.meta.url))
export const KEY = 'own-server-key-4f7a1c9e'

type Fields = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export class OwnServer {
  readonly url: string
  #agentId = ''

  constructor(url: string) {
    this.url = url
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  /** The answer's body. Throws unless the server is content. */
  async told(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.ask(method, path, body)
    if (answer.status < 300) return answer.body
    throw new Error(`${method} ${path} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`)
  }

  async addAgent(): Promise<void> {
    this.#agentId = idOf(await this.told('POST', '/api/v1/agents', { name: 'reviewer', model_id: 'a-model' }))
  }

  /** Resolves with the id of a new job. */
  async addJob(promptTemplate: string, more: Fields = {}): Promise<string> {
    const job = {
      name: 'review',
      trigger_type: 'manual',
      planning_mode: 'predefined_agent',
      entity_type: 'agent',
      entity_id: this.#agentId,
      prompt_template: promptTemplate,
      executor_type: 'specific_queue',
      worker_queue_name: 'queue',
      ...more,
    }
    return idOf(await this.told('POST', '/api/v1/jobs', job))
  }

  async executionsOf(jobId: string): Promise<readonly string[]> {
    const list = await this.told('GET', `/api/v1/jobs/${jobId}/executions`)
    const { executions = [] } = isRecord(list) ? list : {}
    return Array.isArray(executions) ? executions.map(({ execution_id }) => String(execution_id)) : []
  }

  async statusOf(executionId: string): Promise<string> {
    const execution = await this.told('GET', `/api/v1/executions/${executionId}`)
    return isRecord(execution) ? String(execution.status) : ''
  }

  /** The first execution of the job, once there is one. */
  async firstOf(jobId: string): Promise<string> {
    for (let look = 0; look < 200; look += 1) {
      const [id] = await this.executionsOf(jobId)
      if (id !== undefined) return id
      await sleep(100)
    }
    throw new Error(`job ${jobId} was not triggered`)
  }

  /** The worker tells what has become of the execution. */
  async sets(executionId: string, fields: Fields): Promise<void> {
    await this.told('PATCH', `/api/v1/executions/${executionId}`, fields)
  }

  async begins(executionId: string): Promise<void> {
    await this.sets(executionId, { status: 'running', started_at: new Date().toISOString() })
  }

  /** The worker tells an event, live. */
  async says(executionId: string, eventType: string, data: Fields): Promise<void> {
    await this.told('POST', `/api/v1/executions/${executionId}/events`, { event_type: eventType, data })
  }

  /** The worker writes down the conversation: the history of every later connection. */
  async writes(executionId: string, messages: readonly Fields[]): Promise<void> {
    await this.told('POST', `/api/v1/executions/${executionId}/session`, { messages })
  }

  /** What the workflow engine knows: `status` is its own, `state` what the workflow would answer. */
  async engine(executionId: string, known: { readonly status?: string; readonly state?: Fields }): Promise<void> {
    await this.told('POST', `/-/workflows/agent-execution-${executionId}`, known)
  }

  async ends(executionId: string, status: string, fields: Fields = {}): Promise<void> {
    await this.sets(executionId, { status, completed_at: new Date().toISOString(), ...fields })
    await this.engine(executionId, { status: status === 'completed' ? 'COMPLETED' : 'FAILED' })
  }

  step(inputs: Readonly<Record<string, string>>, options: Partial<StepOptions> = {}): Promise<StepResult> {
    return runStep({
      actionDir: ACTION_DIR,
      inputs: { platform: 'kubiya', 'base-url': this.url, 'api-key': KEY, ...inputs },
      ...options,
    })
  }
}

function idOf(created: unknown): string {
  if (isRecord(created) && typeof created.id === 'string') return created.id
  throw new Error(`nothing was created: ${JSON.stringify(created)}`)
}
