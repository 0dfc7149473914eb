/** Faults of the workflow itself: told all together, before anything is sent. */

import { expect } from '@jest/globals'
import type { StepOptions } from '../../../sandbox/runner/index.ts'
import { errorsOf } from '../promises.ts'
import { at, type Host, KUBIYA, TRUEFOUNDRY } from '../site.ts'
import type { Teller } from '../teller.ts'

export function tellBadInput(story: Teller): void {
  const refuses = (
    sentence: string,
    host: Host,
    inputs: Readonly<Record<string, string>>,
    told: readonly string[],
    options: Partial<StepOptions> = {},
  ) =>
    story(sentence, () =>
      at(host, {}, async ({ step, plane }) => {
        const result = await step(inputs, options)
        expect(result.conclusion).toBe('failure')
        expect(result.outputs).toMatchObject({ conclusion: 'not_started', 'run-id': '', status: '' })
        const errors = errorsOf(result)
        expect(errors).toHaveLength(1)
        for (const part of told) expect(errors[0]).toContain(part)
        expect(plane.requests).toEqual([])
      }),
    )

  refuses(
    'many faults are told in one message',
    TRUEFOUNDRY,
    {
      'application-id': '',
      timeout: 'soon',
      wait: 'yes',
      'on-timeout': 'kill',
      'poll-interval': '0',
      'job-id': 'job-train',
      command: 'true',
      params: 'a: 1',
    },
    ['application-id', 'timeout', 'soon', 'wait', 'yes', 'on-timeout', 'kill', 'poll-interval', 'job-id', 'params'],
  )
  refuses('a platform that does not exist', TRUEFOUNDRY, { platform: 'jenkins' }, ['jenkins', 'truefoundry', 'kubiya'])
  refuses('a missing job', KUBIYA, { 'job-id': '' }, ['job-id'])
  refuses('a missing key', TRUEFOUNDRY, { 'api-key': '' }, ['api-key', 'TFY_API_KEY'])
  refuses('an input of the other platform', KUBIYA, { command: 'true' }, ['command'])
  refuses('plain http to another machine', TRUEFOUNDRY, { 'base-url': 'http://192.0.2.1' }, ['base-url', 'https'])
  refuses('a query in the base URL', TRUEFOUNDRY, { 'base-url': 'https://127.0.0.1/?a=b' }, ['base-url'])
  refuses('an id that walks up the path', TRUEFOUNDRY, { 'application-id': '..' }, ['application-id'])
  refuses('an id with a control character', KUBIYA, { 'job-id': 'a\u0007b' }, ['job-id'])
  refuses('both ways to name the job', TRUEFOUNDRY, { 'application-fqn': 'a:b:c' }, ['application-fqn'])
  refuses('an FQN that is none', TRUEFOUNDRY, { 'application-id': '', 'application-fqn': 'train' }, ['train'])
  refuses('a nested parameter', TRUEFOUNDRY, { params: 'a: {b: c}' }, ['params'])
  refuses('a parameter that is null', KUBIYA, { params: 'a: ~' }, ['params'])
  refuses('a parameter given twice', TRUEFOUNDRY, { params: 'a: 1\na: 2' }, ['params'])
  refuses('an anchor in the parameters', KUBIYA, { params: 'a: &x 1\nb: *x' }, ['params'])
  refuses('Spark fields beside a command', TRUEFOUNDRY, { command: 'true', 'main-class': 'A' }, ['main-class'])
  refuses('parameters for a run that is only attached to', TRUEFOUNDRY, { 'run-id': 'x', params: 'a: 1' }, ['params'])
  refuses('a duration of nothing', TRUEFOUNDRY, { 'request-timeout': '0' }, ['request-timeout'])

  story('values of parameters are not repeated when they are refused', () =>
    at(TRUEFOUNDRY, {}, async ({ step }) => {
      const result = await step({
        params: 'password: [hunter2-secret]',
        arguments: 'hunter3-secret',
        command: '- {a: hunter4}',
      })
      expect(result.outputs.conclusion).toBe('not_started')
      expect(result.rawStdout + result.rawStderr).not.toMatch(/hunter/)
    }),
  )
}
