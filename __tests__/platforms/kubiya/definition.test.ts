import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/json.ts'
import { UnreadableAnswer } from '../../../src/core/requests/calls.ts'
import { definitionCall, takesAlias, withAlias } from '../../../src/platforms/kubiya/definition.ts'

const TARGET = { jobId: 'j-1' }

/** What comes of a job with this in it, for a trigger with these parameters. */
function read(job: object, parameters: JsonObject = {}) {
  return definitionCall('j-1', { parameters }, TARGET).read({ id: 'j-1', name: 'Nightly', ...job })
}

/** The same of a job that has nothing but a template. */
function refusalOf(prompt_template: string, parameters: JsonObject = {}) {
  return read({ prompt_template }, parameters).refusal
}

test('the job is asked for by its id', () => {
  const { what, method, path } = definitionCall('nightly report', {}, TARGET)
  expect([what, method, path]).toEqual(['read the job', 'GET', '/api/v1/jobs/nightly%20report'])
})

describe('a job', () => {
  test('needs nothing but its id to be triggered', () => {
    for (const payload of [{}, { parameters: null }, { parameters: {} }]) {
      expect(definitionCall('j-1', payload, TARGET).read({ id: 'j-1' })).toStrictEqual({})
    }
    const odd = { name: 7, enabled: 'no', status: {}, prompt_template: [] }
    for (const job of [odd, { name: null, enabled: null, status: null, prompt_template: null }]) {
      expect(definitionCall('j-1', {}, TARGET).read({ id: 'j-1', ...job })).toStrictEqual({})
    }
  })

  test.each([{}, { id: '' }, { id: '..' }, { id: 5 }, []])('is not %j', (json) => {
    expect(() => definitionCall('j-1', {}, TARGET).read(json)).toThrow(UnreadableAnswer)
  })

  test('that is paused or disabled is not triggered, and is named', () => {
    expect(read({ status: 'paused' }).refusal).toBe('job Nightly is paused')
    expect(read({ status: 'Disabled', enabled: true }).refusal).toBe('job Nightly is Disabled')
    expect(read({ enabled: false, status: 'active' }).refusal).toBe('job Nightly is disabled')
    expect(read({ enabled: false }).refusal).toBe('job Nightly is disabled')
    expect(read({ enabled: false, status: 'PAUSED' }).refusal).toBe('job Nightly is PAUSED')
  })

  test('is named by its id where it has no name, and in quotes where the name is no plain one', () => {
    expect(read({ name: null, enabled: false }).refusal).toBe('job j-1 is disabled')
    expect(read({ name: 'Nightly report', enabled: false }).refusal).toBe('job "Nightly report" is disabled')
  })

  test.each(['active', 'failed', 'hibernating'])('that is %s is triggered', (status) => {
    expect(read({ status, enabled: true })).toStrictEqual({})
  })

  test('that is closed is not told what its template lacks', () => {
    expect(read({ enabled: false, prompt_template: 'For {{city}}' }, { town: 'x' }).refusal).toBe(
      'job Nightly is disabled',
    )
  })
})

describe('a template', () => {
  test('gets what it has places for', () => {
    expect(read({ prompt_template: 'For {{city}} and {{city}}, {{day}}.' }, { city: 'x', day: 'y' })).toStrictEqual({})
  })

  test('says which parameters it has no place for, and each of its own once', () => {
    expect(refusalOf('For {{city}} and {{city}}.', { city: 'x', town: 'y' })).toBe(
      'job Nightly has no parameter "town"; it has: city',
    )
  })

  test('says which parameters it needs, each once', () => {
    expect(refusalOf('For {{city}} and {{city}}.')).toBe('job Nightly needs the parameter "city"')
    expect(refusalOf('For {{city}} on {{day}}.', { day: 'x' })).toBe('job Nightly needs the parameter "city"')
    const { refusal } = definitionCall('j-1', {}, TARGET).read({ id: 'j-1', prompt_template: 'For {{city}}.' })
    expect(refusal).toBe('job j-1 needs the parameter "city"')
  })

  test.each(['größe', '名前', 'day_2', '_', '2'])('may have places with letters of whatever language: %s', (name) => {
    expect(refusalOf(`For {{${name}}}.`)).toBe(`job Nightly needs the parameter "${name}"`)
    expect(refusalOf(`For {{${name}}}.`, { [name]: 'x' })).toBeUndefined()
  })

  test.each(['{{ city }}', '{{city }}', '{{\tcity\n}}'])(
    'may be given, and need not, what Kubiya would leave as it is: %j',
    (place) => {
      expect(refusalOf(`For ${place}.`)).toBeUndefined()
      expect(refusalOf(`For ${place}.`, { city: 'x' })).toBeUndefined()
      expect(refusalOf(`For ${place}.`, { town: 'x' })).toBe('job Nightly has no parameter "town"; it has: city')
    },
  )

  test('takes for a place what has up to two hundred characters in its braces, and no braces', () => {
    const name = (length: number) => `a-${'b'.repeat(length - 2)}`
    expect(refusalOf(`{{day}} {{${name(200)}}}`, { day: 'x', [name(200)]: 'y' })).toBeUndefined()
    expect(refusalOf(`{{day}} {{${name(201)}}}`, { day: 'x', [name(201)]: 'y' })).toContain('it has: day')
    expect(refusalOf('{{day}} {{a-{b}}}', { day: 'x', 'a-{b': 'y' })).toContain('it has: day')
    expect(refusalOf('{{day}} {city}', { day: 'x', city: 'y' })).toContain('it has: day')
  })

  test('without places, and a job without one, is no fault of the parameters', () => {
    expect(refusalOf('Do it.', { city: 'x' })).toBeUndefined()
    expect(read({}, { city: 'x' })).toStrictEqual({})
  })
})

describe('a place for the alias', () => {
  test('is filled by the action, and marks the target', () => {
    const answer = read({ prompt_template: 'For {{city}} ({{run_name_alias}})' }, { city: 'x' })
    expect(answer).toStrictEqual({ target: { jobId: 'j-1', takesAlias: true } })
  })

  test('is the author’s where the author fills it', () => {
    expect(read({ prompt_template: '({{run_name_alias}})' }, { run_name_alias: 'mine' })).toStrictEqual({})
  })

  test('is none where there is white space in it, or where the template has others alone', () => {
    expect(read({ prompt_template: '({{ run_name_alias }})' })).toStrictEqual({})
    expect(read({ prompt_template: '({{city}})' }, { city: 'x' })).toStrictEqual({})
  })
})

describe('the trigger’s body', () => {
  const payload = { parameters: { city: 'x' }, config_override: { model: 'm' } }

  test('has the alias among its parameters where the target takes one', () => {
    expect(takesAlias({ ...TARGET, takesAlias: true })).toBe(true)
    expect(withAlias(payload, { ...TARGET, takesAlias: true }, 'nightly-1')).toEqual({
      parameters: { city: 'x', run_name_alias: 'nightly-1' },
      config_override: { model: 'm' },
    })
  })

  test('is as it was where the target takes none, or where there are no parameters', () => {
    for (const target of [TARGET, { ...TARGET, takesAlias: false }, { ...TARGET, takesAlias: 'yes' }]) {
      expect(takesAlias(target)).toBe(false)
      expect(withAlias(payload, target, 'nightly-1')).toEqual(payload)
    }
    for (const bare of [{}, { parameters: null }, { parameters: 'text' }]) {
      expect(withAlias(bare, { ...TARGET, takesAlias: true }, 'nightly-1')).toEqual(bare)
    }
  })
})
