/** Tables that the model fills: with what, and when they are filled anew. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { integer, text } from '../../src/columns.ts'
import { type AnyTable, table } from '../../src/table.ts'
import type { Measure } from '../../src/warehouse/measured.ts'
import { accountsOf, answer, warehouseFolders } from './company.ts'

const measured = (over: AnyTable) =>
  table(
    {
      name: 'mart_measures',
      description: 'What was measured.',
      grain: ['measure'],
      columns: { measure: text('Its name.'), value: integer('What it is.').nullable() },
    },
    { measured: [over] },
  )

let folders: ReturnType<typeof warehouseFolders>
let asked: string[][]
beforeEach(() => {
  folders = warehouseFolders()
  asked = []
})
const measure: Measure = async ({ tables }) => {
  asked.push(Object.keys(tables))
  return [
    { measure: 'nothing', value: null },
    { measure: "people’s 'count'", value: 2 },
  ]
}
const one = accountsOf(['a1', 'SMB'])
const build = (options: { measure?: Measure; accounts?: AnyTable } = { measure }) => {
  const { accounts = one, ...rest } = options
  return folders.build([accounts, measured(accounts)], rest)
}
const rows = () => answer(folders.warehouse, 'select measure, value::integer from mart_measures')

test('a measured table has what the model answers over the tables that it names, and those only', async () => {
  await build()
  expect(asked).toEqual([['dim_accounts']])
  expect(await rows()).toEqual([
    ['nothing', null],
    ["people’s 'count'", 2],
  ])
})

test('it is measured anew where its tables or the model changed, and not else', async () => {
  await build()
  expect(await build()).toMatchObject({ published: false })
  expect(asked).toHaveLength(1)
  await build({ measure, accounts: accountsOf(['a1', 'SMB'], ['a2', 'SMB']) })
  expect(asked).toHaveLength(2)
  writeFileSync(join(folders.model, 'accounts.yml'), 'cubes: []\nviews: []\n')
  await build({ measure, accounts: accountsOf(['a1', 'SMB'], ['a2', 'SMB']) })
  expect(asked).toHaveLength(3)
})

test('where nothing measures it has no rows, and has them again once something does', async () => {
  await build()
  await build({})
  expect(await rows()).toEqual([])
  await build()
  expect(await rows()).toHaveLength(2)
  expect(asked).toHaveLength(1)
})

test('what cannot be measured stops the build', async () => {
  await build()
  const fail: Measure = async () => {
    throw new Error('no such measure')
  }
  await expect(build({ measure: fail, accounts: accountsOf(['a2', 'SMB']) })).rejects.toThrow(
    'no such measure',
  )
  expect(await rows()).toHaveLength(2)
})
