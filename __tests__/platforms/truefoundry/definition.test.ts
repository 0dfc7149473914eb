import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/json.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { definitionCall } from '../../../src/platforms/truefoundry/definition.ts'

const APP = { applicationId: 'app' }
const MANIFEST = { name: 'etl', params: [{ name: 'epochs', description: 'how many' }, { name: 'lr' }] }
const ETL = {
  id: 'app',
  name: 'etl',
  activeVersion: 3,
  lastVersion: 3,
  activeDeploymentId: 'dep 3',
  metadata: { paused: false },
  deployment: { id: 'dep 3', manifest: MANIFEST },
}
const KNOWN = { params: { lr: '0.1' } }
const UNKNOWN = { params: { epoch: '5' } }
const NO_EPOCH = { refusal: 'job etl has no parameter "epoch"; it has: epochs, lr' }

const read = (app: object, input: JsonObject = {}) => definitionCall(APP, input).read({ data: app })

describe('a job', () => {
  test('is read by its application, with or without `data` around it', () => {
    const call = definitionCall(APP, UNKNOWN)
    expect(call).toMatchObject({ method: 'GET', path: '/api/svc/v1/apps/app' })
    expect([call.read({ data: ETL }), call.read(ETL)]).toStrictEqual([NO_EPOCH, NO_EPOCH])
  })

  test('is fine with parameters that it knows, and with none', () => {
    expect(read(ETL, KNOWN)).toStrictEqual({})
    expect(read({ ...ETL, deployment: { id: 'another', manifest: MANIFEST } })).toStrictEqual({})
    expect(read({ ...ETL, activeDeploymentId: 'another' }, { params: {} })).toStrictEqual({})
    expect(read({ ...ETL, activeDeploymentId: 'another' }, { command: 'epoch' })).toStrictEqual({})
  })

  test('that is paused is not triggered, and is named as far as it has a name', () => {
    const paused = { ...ETL, metadata: { paused: true } }
    expect(read(paused, UNKNOWN)).toStrictEqual({ refusal: 'job etl is paused' })
    expect(read({ ...paused, name: null })).toStrictEqual({ refusal: 'job app is paused' })
    expect(read({ metadata: paused.metadata })).toStrictEqual({ refusal: 'the job is paused' })
    expect(read({ ...paused, metadata: { paused: 'true' } })).toStrictEqual({})
  })

  test('whose last deployment is not the active one is read on by the active one, which is what runs', () => {
    for (const deployment of [undefined, null, { manifest: MANIFEST }, { ...ETL.deployment, id: 'dep-4' }]) {
      const { more, ...told } = read({ ...ETL, deployment }, UNKNOWN)
      expect(told).toEqual({})
      expect(more).toMatchObject({ method: 'GET', path: '/api/svc/v1/apps/app/deployments/dep%203' })
      expect(more?.read({ data: { id: 'dep 3', manifest: MANIFEST } })).toStrictEqual(NO_EPOCH)
    }
  })

  test.each([undefined, null, '', '..', 5])('without a deployment that is active (%j) is not read on', (id) => {
    expect(read({ ...ETL, activeDeploymentId: id, deployment: { id } }, UNKNOWN)).toStrictEqual({})
  })
})

describe('a newer version that is not active', () => {
  const newer = { ...ETL, lastVersion: 4 }

  test('is told of, and how to run it', () => {
    const warning =
      'version 4 of job etl is not active, so version 3 runs: to run version 4, give it at the end of `application-fqn`'
    expect(read(newer, KNOWN)).toStrictEqual({ warning })
    expect(read(newer, UNKNOWN)).toStrictEqual({ warning, ...NO_EPOCH })
    expect(read({ ...newer, deployment: null }, KNOWN)).toMatchObject({ warning, more: { method: 'GET' } })
    expect(read({ ...newer, name: null }).warning).toMatch(/^version 4 is not active, so version 3 runs: /)
  })

  test.each([
    [3, 3],
    [3, 2],
    [undefined, 4],
    [3, undefined],
    [null, 4],
    [-1, null],
    ['3', '4'],
  ])('is not one where %j is active and %j the last', (activeVersion, lastVersion) => {
    expect(read({ ...ETL, activeVersion, lastVersion })).toStrictEqual({})
  })
})

describe('a deployment that is asked for', () => {
  const call = (input: JsonObject) => definitionCall({ ...APP, deploymentId: 'dep/1' }, input)

  test('says all there is to check', () => {
    expect(call(KNOWN)).toMatchObject({ method: 'GET', path: '/api/svc/v1/apps/app/deployments/dep%2F1' })
    expect(call(KNOWN).read({ data: { manifest: MANIFEST } })).toStrictEqual({})
    expect(call(UNKNOWN).read({ data: { manifest: MANIFEST } })).toStrictEqual(NO_EPOCH)
  })

  test.each([[undefined], [null], [[]], ['text'], [[{ name: '' }]], [[{ name: 'lr' }, {}]]])(
    'says nothing of parameters by %j',
    (params) => {
      expect(call(UNKNOWN).read({ data: { manifest: { name: 'etl', params } } })).toStrictEqual({})
    },
  )

  test('is named as the job where its manifest has no name', () => {
    const manifest = { ...MANIFEST, name: 7 }
    expect(call(UNKNOWN).read({ data: { manifest } }).refusal).toMatch(/^the job has no parameter "epoch"/)
  })

  test.each([{}, { data: null }, { data: {} }, { data: { manifest: 'text' } }, { manifest: MANIFEST }])(
    'is not %j',
    (json) => {
      expect(() => call(UNKNOWN).read(json)).toThrow(UnreadableAnswer)
    },
  )
})
