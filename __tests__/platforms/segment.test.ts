import { expect, test } from '@jest/globals'
import { segment, unusableId } from '../../src/platforms/wire.ts'

test('an id that can’t be used still has a link, so that the run is named', () => {
  const id = 'run-\ud800'
  expect(unusableId(id)).toBeDefined()
  expect(segment(id)).toBe('run-%EF%BF%BD')
})
