import { describe, expect, test } from '@jest/globals'
import * as yaml from 'yaml'
import { InputReader } from '../../../src/inputs/reader.ts'
import { describe as describeJob, inputs, readJob } from '../../../src/platforms/kubiya/inputs.ts'

function read(given: Record<string, string>, mode: 'trigger' | 'attach' = 'trigger') {
  const entries = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const reader = new InputReader(Object.fromEntries(entries), yaml)
  const job = readJob(reader, mode)
  return { ...job, faulty: reader.faults.map(({ input }) => input) }
}

const JOB = { 'job-id': 'job' }

describe('triggering', () => {
  test('sends empty parameters where none are given, and no override', () => {
    expect(read(JOB)).toStrictEqual({ target: { jobId: 'job' }, payload: { parameters: {} }, faulty: [] })
  })

  test('sends YAML parameters as written and JSON ones with their types', () => {
    expect(read({ ...JOB, params: 'a: 1.10\nb: [true]' }).payload).toEqual({ parameters: { a: '1.10', b: ['true'] } })
    expect(read({ ...JOB, params: '{"a": 1.5, "b": [true]}' }).payload).toEqual({ parameters: { a: 1.5, b: [true] } })
  })

  test('sends an override with types, from YAML and from JSON', () => {
    const payload = { parameters: {}, config_override: { replicas: 2, tags: ['x'] } }
    expect(read({ ...JOB, 'config-override': 'replicas: 2\ntags: [x]' }).payload).toEqual(payload)
    expect(read({ ...JOB, 'config-override': '{"replicas": 2, "tags": ["x"]}' }).payload).toEqual(payload)
  })

  test('needs the job, as an id that fits into a path', () => {
    expect(read({}).faulty).toEqual(['job-id'])
    expect(read({ 'job-id': '..' }).faulty).toEqual(['job-id'])
  })

  test.each(['params', 'config-override'])('refuses null in %s', (input) => {
    expect(read({ ...JOB, [input]: 'a: ~' }).faulty).toEqual([input])
    expect(read({ ...JOB, [input]: '{"a": [null]}' }).faulty).toEqual([input])
  })
})

describe('attaching', () => {
  test('may name the job, and need not', () => {
    expect(read({}, 'attach')).toStrictEqual({ target: {}, payload: {}, faulty: [] })
    expect(read(JOB, 'attach')).toEqual({ target: { jobId: 'job' }, payload: {}, faulty: [] })
  })

  test('needs an id that Kubiya can read, a UUID in any letter case', () => {
    const uuid = '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f'
    for (const id of [uuid, uuid.toUpperCase(), ` ${uuid} `])
      expect(read({ 'run-id': id }, 'attach').faulty).toEqual([])
  })

  test.each([
    'exec-7',
    '0f3b5c1e8d7a4e2b9c6f1a2b3c4d5e6f',
    'a0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f',
    '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6fa',
    '0f3b5c1-8d7a-4e2b-9c6f-1a2b3c4d5e6f',
    '0f3b5c1e-8d7-4e2b-9c6f-1a2b3c4d5e6f',
    '0f3b5c1e-8d7a-4e2-9c6f-1a2b3c4d5e6f',
    '0f3b5c1e-8d7a-4e2b-9c6-1a2b3c4d5e6f',
    '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6',
    '0f3b5c1g-8d7a-4e2b-9c6f-1a2b3c4d5e6f',
  ])('refuses any other: %s', (id) => {
    expect(read({ 'run-id': id }, 'attach').faulty).toEqual(['run-id'])
    expect(read({ ...JOB, 'run-id': id }).faulty).toEqual([])
  })

  test('leaves an id that fits into no path to be refused for that', () => {
    for (const id of ['..', 'a\u0001b', 'x'.repeat(513)]) expect(read({ 'run-id': id }, 'attach').faulty).toEqual([])
  })
})

describe('the inputs', () => {
  const named = (isOne: (input: (typeof inputs)[number]) => boolean) => inputs.filter(isOne).map(({ name }) => name)

  test('that may hold secrets are shown by their names alone', () => {
    expect(named(({ value }) => value === 'secret')).toEqual(['params', 'config-override'])
    expect(named(({ value }) => value === 'shown')).toEqual(['job-id', 'run-name-alias', 'on-input-required'])
  })

  test('that say what is triggered make no sense on attaching', () => {
    expect(named(({ triggerOnly }) => triggerOnly === true)).toEqual(['params', 'config-override', 'run-name-alias'])
  })

  test('have one that is filled in where it is empty', () => {
    expect(named(({ filledIn }) => filledIn === 'wait')).toEqual(['on-input-required'])
  })
})

test('of what is triggered only what is there is told', () => {
  expect(describeJob({ target: {}, payload: {} })).toEqual([])
  expect(describeJob({ target: { jobId: 'j' }, payload: { parameters: {} } })).toEqual([{ label: 'Job', value: 'j' }])
  expect(describeJob({ target: {}, payload: { config_override: { model: 'm' } } })).toEqual([
    { label: 'Overrides', value: 'model' },
  ])
})
