/** Ids that refer to records of other systems. */
import { expect, test } from 'vitest'
import { referenceKey, sourceKeys } from '../../src/sql/references.ts'
import { evaluated, raw, textOf } from './fragments.ts'

test.each([
  ['12', "''", 'generic:12'],
  ['12', "'emea'", 'generic.emea:12'],
  ['hubspot:12', "'emea'", 'hubspot:12'],
  ['hubspot.emea:12', "''", 'hubspot.emea:12'],
  ['urn:12', "''", 'generic:urn:12'],
  [null, "''", 'null'],
])('%s in the instance %s is %s', async (id, instance, key) => {
  expect(
    await evaluated(referenceKey('generic', ['generic', 'hubspot'], raw(instance), textOf(id))),
  ).toBe(`VARCHAR: ${key}`)
})

test('a list is scoped item by item', async () => {
  const keys = (ids: string | null) => evaluated(sourceKeys('generic', raw("''"), textOf(ids)))
  expect(await keys(' 12; 13 ;')).toBe('VARCHAR: generic:12;generic:13')
  expect(await keys(' ; ')).toBe('VARCHAR: null')
  expect(await keys(null)).toBe('VARCHAR: null')
})
