/** Which level of detail counts. */
import { expect, test } from 'vitest'
import { hasOrNoneHas, isOfFirstLevel } from '../../src/sql/levels.ts'
import { evaluated, raw } from './fragments.ts'

const rows = `(values ('a', 2, 'x'), ('a', 3, null), ('b', 3, null)) as row(key, level, value)`
const by = [raw('key')]

test('the first level that a group has counts', async () => {
  expect(await evaluated(isOfFirstLevel(raw('level'), by), rows)).toBe('BOOLEAN: true, false, true')
})

test('a row without a value counts where no row of its group has one', async () => {
  expect(await evaluated(hasOrNoneHas(raw('value'), by), rows)).toBe('BOOLEAN: true, false, true')
})
