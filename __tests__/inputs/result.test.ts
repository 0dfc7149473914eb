import { describe, expect, test } from '@jest/globals'
import { readInputs } from '../../src/inputs/index.ts'
import { platforms } from '../../src/platforms/index.ts'

const TRUEFOUNDRY = { 'application-id': 'app', 'api-key': 'k' }
const KUBIYA = { platform: 'kubiya', 'job-id': 'job', 'api-key': 'k' }

function read(given: Readonly<Record<string, string>>) {
  return readInputs(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    platforms,
  )
}

async function faultsOf(given: Readonly<Record<string, string>>): Promise<string> {
  const result = await read(given)
  return result.kind === 'faulty' ? result.message : ''
}

describe('a gate', () => {
  test('comes with the marker of its result on TrueFoundry, and without on Kubiya', async () => {
    expect(await read({ ...TRUEFOUNDRY, 'result-marker': 'RESULT', gate: 'a > 1\nb == "x"\n' })).toMatchObject({
      inputs: { result: { marker: 'RESULT', gate: [{ text: 'a > 1' }, { text: 'b == "x"' }] } },
    })
    expect(await read({ ...KUBIYA, gate: 'a > 1' })).toMatchObject({
      inputs: { result: { gate: [{ text: 'a > 1' }] } },
    })
  })

  test('without a marker is an error on TrueFoundry that says what to give', async () => {
    expect(await faultsOf({ ...TRUEFOUNDRY, gate: 'a > 1' })).toMatch(
      /^Input result-marker: nothing was given; .*RESULT/,
    )
  })

  test('is an error with wait: false, which does not learn the result', async () => {
    expect(await faultsOf({ ...KUBIYA, gate: 'a > 1', wait: 'false' })).toMatch(/^Input gate: .*wait: false/)
  })

  test('tells every line that is no condition, with its number', async () => {
    const message = await faultsOf({ ...KUBIYA, gate: 'a > 1\nb = 2\n\nc >= high' })
    expect(message).toContain('- gate: line 2 is "b = 2"; accepted: a path, one of == != < <= > >=')
    expect(message).toContain('- gate: line 4 is "c >= high"; accepted: a value that is a number')
  })
})

describe('a result marker', () => {
  test.each(['two words', 'tab\tin it', 'x'.repeat(201)])('is one word: %j', async (marker) => {
    expect(await faultsOf({ ...TRUEFOUNDRY, 'result-marker': marker })).toMatch(/^Input result-marker: /)
  })

  test('is an error on Kubiya, which tells the result itself', async () => {
    expect(await faultsOf({ ...KUBIYA, 'result-marker': 'RESULT' })).toMatch(/^Input result-marker: "RESULT" was given/)
  })
})
