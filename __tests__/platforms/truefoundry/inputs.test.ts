import { describe, expect, test } from '@jest/globals'
import * as yaml from 'yaml'
import { InputReader } from '../../../src/inputs/reader.ts'
import { inputs, jobName, readJob } from '../../../src/platforms/truefoundry/inputs.ts'

function read(given: Record<string, string>, mode: 'trigger' | 'attach' = 'trigger') {
  const entries = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const reader = new InputReader(Object.fromEntries(entries), yaml)
  const job = readJob(reader, mode)
  const { faults, warnings } = reader
  return { ...job, faulty: faults.map(({ input }) => input), words: faults.map(({ given }) => given), warnings }
}

const fine = { faulty: [], words: [], warnings: [] }
const APP = { 'application-id': 'app' }

describe('which job', () => {
  test('by its id, its FQN, and the deployment to run', () => {
    expect(read(APP)).toStrictEqual({ target: { applicationId: 'app' }, payload: {}, ...fine })
    const named = { 'application-fqn': 'c:w:j' }
    expect(read(named)).toStrictEqual({ target: { applicationFqn: 'c:w:j' }, payload: {}, ...fine })
    expect(read({ ...named, 'deployment-id': 'd' })).toMatchObject({ target: { deploymentId: 'd' }, ...fine })
    expect(read({ ...APP, 'deployment-id': 'd' })).toMatchObject({
      target: { applicationId: 'app', deploymentId: 'd' },
      ...fine,
    })
  })

  test('a deployment alone will do, with a warning', () => {
    const { target, faulty, warnings } = read({ 'deployment-id': 'd' })
    expect({ target, faulty }).toEqual({ target: { deploymentId: 'd' }, faulty: [] })
    expect(warnings).toEqual([expect.stringContaining('deployment-id is given alone')])
  })

  test('has to be said, and once', () => {
    expect(read({})).toMatchObject({ faulty: ['application-id'], warnings: [] })
    expect(read({ ...APP, 'application-fqn': 'c:w:j' })).toMatchObject({
      faulty: ['application-fqn'],
      words: ['it was given together with application-id'],
    })
  })

  test('the version at the end of an FQN is the one to run', () => {
    expect(read({ 'application-fqn': 'c:w:j:12' })).toEqual({
      target: { applicationFqn: 'c:w:j', version: '12' },
      payload: {},
      ...fine,
    })
  })

  test.each(['0', '012', '-1', '1.5', 'v12', 'latest', '1234567890', ''])('%j is no version', (version) => {
    expect(read({ 'application-fqn': `c:w:j:${version}` }).faulty).toEqual(['application-fqn'])
  })

  test('a version and a deployment exclude each other', () => {
    expect(read({ 'application-fqn': 'c:w:j:12', 'deployment-id': 'd' })).toMatchObject({
      faulty: ['deployment-id'],
      words: ['it was given together with a version in application-fqn'],
    })
  })

  test('the version says nothing of a run that is attached to, and is dropped', () => {
    expect(read({ 'application-fqn': 'c:w:j:12' }, 'attach')).toEqual({
      target: { applicationFqn: 'c:w:j' },
      payload: {},
      ...fine,
    })
  })

  test.each(['j', 'w:j', 'c::j', ':w:j', 'c:w:', 'c:w:j:', 'c:w:j:1:2', 'c:w:my job', 'c:w:j\u0000'])(
    'an FQN of %j is a fault',
    (fqn) => {
      expect(read({ 'application-fqn': fqn }).faulty).toEqual(['application-fqn'])
    },
  )

  test.each(['application-id', 'deployment-id'])('%s has to fit into a path', (input) => {
    expect(read({ ...APP, [input]: '..' }).faulty).toEqual([input])
  })
})

describe('what to run', () => {
  test('a command as text or list', () => {
    expect(read({ ...APP, command: 'python  train.py\n' }).payload).toEqual({ command: 'python  train.py' })
    expect(read({ ...APP, command: '["a"]' }).payload).toEqual({ command: ['a'] })
    expect(read({ ...APP, command: '- a\n- 1.10' }).payload).toEqual({ command: ['a', '1.10'] })
  })

  test('params as strings', () => {
    expect(read({ ...APP, params: 'a: 1.10\nb: yes\nc:' }).payload).toEqual({ params: { a: '1.10', b: 'yes', c: '' } })
    expect(read({ ...APP, params: '{"a": 1.10}' }).payload).toEqual({ params: { a: '1.10' } })
    expect(read({ ...APP, params: 'a: [1]' }).faulty).toEqual(['params'])
  })

  test('a Spark job, by what was given of it', () => {
    const spark = { 'main-class': 'Main', 'main-application-file': 's3://x.jar', arguments: '--n  1' }
    expect(read({ ...APP, ...spark }).faulty).toEqual([])
    expect(read({ ...APP, ...spark }).payload).toEqual({
      mainClass: 'Main',
      mainApplicationFile: 's3://x.jar',
      arguments: '--n  1',
    })
    expect(read({ ...APP, 'main-class': 'Main' }).payload).toEqual({ mainClass: 'Main' })
  })

  test('is one of the three', () => {
    expect(read({ ...APP, command: 'a', params: 'b: c' })).toMatchObject({
      faulty: ['params'],
      words: ['it was given together with command'],
    })
    expect(read({ ...APP, command: 'a', 'main-class': 'M' }).faulty).toEqual(['main-class'])
    expect(read({ ...APP, params: '{}', arguments: 'x' }).faulty).toEqual(['arguments'])
  })
})

describe('attaching', () => {
  test('needs the application, since a run is read by it', () => {
    expect(read(APP, 'attach')).toEqual({ target: { applicationId: 'app' }, payload: {}, ...fine })
    expect(read({ 'application-fqn': 'c:w:j' }, 'attach').target).toEqual({ applicationFqn: 'c:w:j' })
    expect(read({}, 'attach').faulty).toEqual(['application-id'])
  })

  test('takes no version for one that a deployment contradicts: neither is asked for then', () => {
    const given = { 'application-fqn': 'c:w:j:12', 'deployment-id': 'd', 'run-id': 'etl-1' }
    expect(read(given, 'attach')).toEqual({ target: { applicationFqn: 'c:w:j' }, payload: {}, ...fine })
  })

  test('triggers nothing, so what says what to trigger is out of place', () => {
    expect(inputs.filter(({ triggerOnly }) => triggerOnly).map(({ name }) => name)).toEqual([
      'deployment-id',
      'command',
      'params',
      'main-class',
      'main-application-file',
      'arguments',
      'run-name-alias',
    ])
  })
})

test.each([
  ['the last part of its FQN', { applicationFqn: 'cluster:workspace:train', applicationId: 'app' }, 'train'],
  ['its application', { applicationId: 'app', deploymentId: 'dep' }, 'app'],
  ['its deployment', { deploymentId: 'dep' }, 'dep'],
  ['nothing', {}, undefined],
])('a job is known by %s', (_what, target, name) => {
  expect(jobName(target)).toBe(name)
})
