import { describe, expect, test } from '@jest/globals'
import { readInputs } from '../../src/inputs/index.ts'
import { platforms } from '../../src/platforms/index.ts'
import { fixtureOf } from '../platforms/fixtures.ts'

const KEYS = Object.fromEntries(platforms.map(({ id, apiKeyEnv }) => [apiKeyEnv, `${id}-key`]))

function envOf(given: Record<string, string>): Record<string, string> {
  const entries = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return { ...KEYS, ...Object.fromEntries(entries) }
}

async function inputsOf(given: Record<string, string>) {
  const result = await readInputs(envOf(given), platforms)
  if (result.kind === 'faulty') throw new Error(result.message)
  return result.inputs
}

async function messageOf(given: Record<string, string>): Promise<string> {
  const result = await readInputs(envOf(given), platforms)
  return result.kind === 'faulty' ? result.message : ''
}

const TRUEFOUNDRY = { 'application-id': 'app' }
const KUBIYA = { platform: 'kubiya', 'job-id': 'job' }

describe('what a step does that says no more than its job', () => {
  test('on TrueFoundry', async () => {
    expect(await inputsOf(TRUEFOUNDRY)).toMatchObject({
      platform: { id: 'truefoundry' },
      baseUrl: 'https://app.truefoundry.com',
      credential: { kind: 'api_key', key: 'truefoundry-key' },
      job: { target: { applicationId: 'app' }, payload: {} },
      wait: true,
      timeoutMs: 3_600_000,
      onTimeout: 'leave',
      onRerun: 'attach',
      ifRunning: 'start',
      pollInterval: { kind: 'auto' },
      requestTimeoutMs: 30_000,
      outageToleranceMs: 600_000,
      onInputRequired: 'wait',
    })
  })

  test('on Kubiya', async () => {
    expect(await inputsOf(KUBIYA)).toMatchObject({
      platform: { id: 'kubiya' },
      baseUrl: 'https://control-plane.kubiya.ai',
      credential: { kind: 'api_key', key: 'kubiya-key' },
      job: { target: { jobId: 'job' }, payload: { parameters: {} } },
    })
  })
})

describe.each(
  platforms
    .map(({ id }) => fixtureOf(id).inputs.attach)
    .map((given, at) => ({ ...given, platform: platforms[at]?.id ?? '' })),
)('attaching with $platform', (given) => {
  const inputs = platforms.find(({ id }) => id === given.platform)?.inputs ?? []
  const ofTrigger = inputs.filter(({ triggerOnly }) => triggerOnly === true)

  test.each(ofTrigger.map(({ name }) => name))('has no use for %s', async (name) => {
    const result = await readInputs(envOf({ ...given, [name]: '{"a": "b"}' }), platforms)
    expect(result).toMatchObject({ kind: 'faulty', faults: [{ input: name }] })
  })
})

test('every choice about waiting is read', async () => {
  const given = {
    wait: 'false',
    timeout: '2 hours',
    'on-timeout': 'terminate',
    'on-cancel': 'leave',
    'poll-interval': '12s',
    'request-timeout': '5',
    'outage-tolerance': '0',
    'on-input-required': 'fail',
  }
  expect(await inputsOf({ ...KUBIYA, ...given })).toMatchObject({
    wait: false,
    timeoutMs: 7_200_000,
    onTimeout: 'terminate',
    onCancel: 'leave',
    pollInterval: { kind: 'fixed', intervalMs: 12_000 },
    requestTimeoutMs: 5000,
    outageToleranceMs: 0,
    onInputRequired: 'fail',
  })
})

describe('YAML', () => {
  test('is read for either platform, the parser being loaded for it', async () => {
    const { job } = await inputsOf({ ...TRUEFOUNDRY, params: 'lr: 1.10' })
    expect(job.payload).toEqual({ params: { lr: '1.10' } })
    const other = await inputsOf({ ...KUBIYA, params: 'a: {b: 1.10}', 'config-override': 'c: 1.10' })
    expect(other.job.payload).toEqual({ parameters: { a: { b: '1.10' } }, config_override: { c: 1.1 } })
  })

  test('does not tell faults and warnings twice', async () => {
    const result = await readInputs(envOf({ 'deployment-id': 'd', params: 'lr: 1', wait: 'maybe' }), platforms)
    expect(result).toMatchObject({ kind: 'faulty', faults: [{ input: 'wait' }], warnings: [expect.any(String)] })
  })
})

describe('attaching to a run', () => {
  test('takes its id, and what to do on cancel only where it is said', async () => {
    expect(await inputsOf({ ...TRUEFOUNDRY, 'run-id': 'r1' })).toMatchObject({ attachTo: 'r1' })
    const id = '0f3b5c1e-8d7a-4e2b-9c6f-1a2b3c4d5e6f'
    expect(await inputsOf({ platform: 'kubiya', 'run-id': id, 'on-cancel': 'terminate' })).toMatchObject({
      attachTo: id,
      onCancel: 'terminate',
    })
  })

  test('is nothing a step can do that does not wait', async () => {
    expect(await messageOf({ ...TRUEFOUNDRY, 'run-id': 'r1', wait: 'false' })).toMatch(/^Input wait: "false" was given/)
  })

  test('needs an id that can be part of a path, and a bad one is not taken for a wish to trigger', async () => {
    expect(await messageOf({ platform: 'kubiya', 'run-id': '..' })).toMatch(/^Input run-id: "\.\." was given/)
    expect(await messageOf({ platform: 'kubiya', 'run-id': 'exec-7' })).toMatch(/"exec-7" was given.*a UUID/)
  })
})

describe('an input of the other platform', () => {
  test.each([
    ['job-id', TRUEFOUNDRY, 'kubiya'],
    ['config-override', TRUEFOUNDRY, 'kubiya'],
    ['application-id', KUBIYA, 'truefoundry'],
    ['application-fqn', KUBIYA, 'truefoundry'],
    ['deployment-id', KUBIYA, 'truefoundry'],
    ['command', KUBIYA, 'truefoundry'],
    ['main-class', KUBIYA, 'truefoundry'],
    ['main-application-file', KUBIYA, 'truefoundry'],
    ['arguments', KUBIYA, 'truefoundry'],
  ])('%s is a fault that says whose it is', async (input, given, owner) => {
    const message = await messageOf({ ...given, [input]: 'x' })
    expect(message).toMatch(new RegExp(`^Input ${input}: .*platform: ${owner}`))
  })

  test('is no fault when it holds the default that action.yml fills in', async () => {
    await inputsOf({ ...TRUEFOUNDRY, 'on-input-required': 'wait' })
    expect(await messageOf({ ...TRUEFOUNDRY, 'on-input-required': 'fail' })).toMatch(/^Input on-input-required: "fail"/)
  })

  test('params are of both', async () => {
    await inputsOf({ ...TRUEFOUNDRY, params: '{"a": "b"}' })
    await inputsOf({ ...KUBIYA, params: '{"a": "b"}' })
  })

  test('is found without a change here when a third platform comes', async () => {
    const [first, ...others] = platforms
    if (first === undefined) throw new Error('there are no platforms')
    const thing = { name: 'third-thing', value: 'secret' } as const
    const third = { ...first, id: 'third', inputs: [thing] }
    const all = [first, ...others, third]
    const faulty = await readInputs(envOf({ ...TRUEFOUNDRY, 'third-thing': 'Hunter2' }), all)
    expect(faulty).toMatchObject({ kind: 'faulty', faults: [{ input: 'third-thing' }] })
    expect(JSON.stringify(faulty)).not.toContain('Hunter2')
    const message = await readInputs(envOf({ platform: 'third', params: 'x: y', 'third-thing': 'x' }), all)
    expect(message).toMatchObject({
      kind: 'faulty',
      faults: expect.arrayContaining([expect.objectContaining({ input: 'params' })]),
    })
  })
})

describe('faults', () => {
  test('are told all at once', async () => {
    const given = {
      platform: 'kubiya',
      timeout: 'soon',
      wait: 'no',
      'on-cancel': 'stop',
      'base-url': 'http://example.com',
    }
    const result = await readInputs(envOf(given), platforms)
    if (result.kind !== 'faulty') throw new Error('nothing was found')
    const named = result.faults.map(({ input }) => input)
    expect(named.sort()).toEqual(['base-url', 'job-id', 'on-cancel', 'timeout', 'wait'])
  })

  test('an unknown platform is told with the general ones, and no platform is guessed', async () => {
    const result = await readInputs(envOf({ platform: 'TrueFoundry', wait: 'no' }), platforms)
    expect(result).toMatchObject({ kind: 'faulty', faults: [{ input: 'platform' }, { input: 'wait' }] })
    const message = await messageOf({ platform: 'other' })
    expect(message).toMatch(/^Input platform: "other" was given; accepted: /)
    for (const { id } of platforms) expect(message).toContain(id)
  })

  test('a fixed pace that would be a hot loop is refused', async () => {
    expect(await messageOf({ ...TRUEFOUNDRY, 'poll-interval': '0' })).toContain('accepted: auto, or a duration')
    expect(await messageOf({ ...TRUEFOUNDRY, 'poll-interval': '0.05' })).toContain('at least 0.1s')
  })
})
