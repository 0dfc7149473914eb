import { describe, expect, test } from '@jest/globals'
import * as yaml from 'yaml'
import { InputReader } from '../../../src/inputs/reader.ts'
import { readJob } from '../../../src/platforms/kubiya/inputs.ts'

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
})
