/** The bus matrix says by which dimensions a fact can be told. */
import { expect, test } from 'vitest'
import { type AnyColumn, day, text } from '../../src/columns.ts'
import { busMatrixPage } from '../../src/docs/bus_matrix_page.ts'
import { type Relation, table } from '../../src/table.ts'

const declared = (
  name: string,
  columns: Record<string, AnyColumn>,
  relations: (Relation & { column: string })[] = [],
) =>
  table(
    {
      name,
      description: 'A table.',
      grain: [Object.keys(columns)[0]!],
      columns,
      relations,
    },
    { measured: [] },
  )
const key = text('A key.')
const date = day('A day.')

test('a fact has the dimensions that it relates to, has the key of, and dates if it has days', () => {
  const owners = declared('dim_owners', { owner_id: key })
  const page = busMatrixPage([
    declared('dim_accounts', { account_id: key }),
    declared('dim_dates', { date }),
    declared('dim_month_ends', { date }),
    owners,
    declared('dim_plans', { plan_id: key }),
    declared('fct_payments', { account_id: key, sold_by: key, date }, [
      { column: 'sold_by', to: owners },
    ]),
    declared('fct_links', { plan_id: key }),
  ])
  expect(page.split('\n').filter((line) => line.startsWith('|'))).toEqual([
    '| Fact | accounts | dates | owners | plans |',
    '| --- | --- | --- | --- | --- |',
    '| `fct_links` |  |  |  | ✓ |',
    '| `fct_payments` | ✓ | ✓ | ✓ |  |',
  ])
})
