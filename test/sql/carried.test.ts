/** Values that begin within a history, in SQL. */
import { expect, test } from 'vitest'
import { carriedFrom } from '../../src/sql/window.ts'
import { evaluated, raw, textOf } from './fragments.ts'

const history = `(values ('a', 1, null), ('a', 2, 'x'), ('a', 3, null), ('b', 1, null))
  as row(deal, month, value) order by deal, month`

test('a value is nothing before the first one, and null where there is none at all', async () => {
  const rows = { by: [raw('deal')], order: [raw('month')] }
  expect(await evaluated(carriedFrom(raw('value'), textOf('-'), rows), history)).toBe(
    'VARCHAR: -, x, x, null',
  )
})
