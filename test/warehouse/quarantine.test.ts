/** The quarantine: what is in it, what leaves it, and what it stops. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { text } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { loadAccounts, quarantinedRows } from '../../src/run_tables.ts'
import { readQuarantine } from '../../src/warehouse/quarantine.ts'
import { answer, warehouseFolders } from './company.ts'
import { dealHeader, deals, refusals } from './fates.ts'

let folders: ReturnType<typeof warehouseFolders>
beforeEach(() => {
  folders = warehouseFolders()
  mkdirSync(join(folders.exports, 'crm'))
  write(
    'deals_2024-01-31.csv',
    `${dealHeader}d1,10,2024-01-05\nd2,much,2024-01-06\nd3,\n,4,yesterday\nd5,5,2024-01-05\nd5,6,2024-01-05\nd6,1,\nd7,1,\nd8,1,\nd9,1,\n`,
  )
})

const write = (name: string, content: string) =>
  writeFileSync(join(folders.exports, 'crm', name), content)
const tables = [deals, loadAccounts, quarantinedRows, refusals]
const build = () => folders.build(tables)
const all = { limit: 100 }

test('holds every reason for which a row is refused, with its place, value and rule', async () => {
  const { files } = await build()
  expect(files).toMatchObject([{ read: 10, accepted: 5, quarantined: 5, superseded: 0 }])
  const { rows, findings } = await readQuarantine(folders.warehouse, all)
  expect(rows).toBe(5)
  const file = 'crm/deals_2024-01-31.csv'
  expect(findings.map((one) => [one.file, one.record, one.line, one.column, one.value])).toEqual([
    [file, 2, 3, 'Amount', 'much'],
    [file, 3, 4, null, 'd3,'],
    [file, 4, 5, 'Deal ID', null],
    [file, 4, 5, 'Changed', 'yesterday'],
    [file, 5, null, 'deal_id', 'd5'],
    [file, 6, null, 'deal_id', 'd5'],
  ])
  expect(findings.map(({ rule }) => rule)).toEqual([
    expect.stringContaining('is not a number'),
    'has 2 values where the header has 3',
    'is empty',
    expect.stringContaining('is not an instant'),
    'is the key of another row too, which is as new and differs',
    'is the key of another row too, which is as new and differs',
  ])
})

test('can be read by transforms of the same build', async () => {
  await build()
  const query =
    'select line_number::integer, column_name, found_value, read_count::integer from fct_refusals order by all'
  expect(await answer(folders.warehouse, query)).toEqual([
    [3, 'Amount', 'much', 10],
    [4, null, 'd3,', 10],
    [5, 'Changed', 'yesterday', 10],
    [5, 'Deal ID', null, 10],
    [null, 'deal_id', 'd5', 10],
    [null, 'deal_id', 'd5', 10],
  ])
  const textOf = async (value: string) => {
    const found = `select row_text from quarantined_rows where found_value = '${value}' order by row_number`
    return (await answer(folders.warehouse, found))[0]![0] as string
  }
  expect(await textOf('much')).toBe('["d2","much","2024-01-06"]')
  expect(await textOf('d3,')).toBe('d3,')
  expect(JSON.parse(await textOf('d5'))).toMatchObject({ deal_id: 'd5', amount: 5 })
})

test('is left by a row that a later export repairs, and what reads it follows', async () => {
  await build()
  write('deals_2024-02-29.csv', `${dealHeader}d2,20,2024-01-06\nd5,6,2024-01-05\n`)
  const { files } = await build()
  expect(files).toMatchObject([
    { read: 10, accepted: 5, quarantined: 2, superseded: 3 },
    { read: 2, accepted: 2 },
  ])
  expect((await readQuarantine(folders.warehouse, all)).rows).toBe(2)
  const left = await answer(folders.warehouse, 'select count(*) from fct_refusals')
  expect(left).toEqual([[3n]])
})

test('tells how many rows break which rule, of a system and an object', async () => {
  await build()
  const { rules } = await readQuarantine(folders.warehouse, {
    ...all,
    system: 'crm',
    object: 'deals',
  })
  expect(rules[0]).toEqual({
    system: 'crm',
    object: 'deals',
    rule: 'is the key of another row too, which is as new and differs',
    rows: 2,
  })
  expect(await readQuarantine(folders.warehouse, { ...all, object: 'people' })).toMatchObject({
    rows: 0,
    findings: [],
  })
})

test('of more rows than may be stops the build, and what is published stays', async () => {
  const { build: published } = await build()
  write('deals_2024-02-29.csv', `${dealHeader}d2,x,\nd3,x,\nd4,x,\n`)
  await expect(build()).rejects.toThrow(
    /raw_crm__deals: 8 of 13 rows are refused, and at most 50 % may be.*\n.*line 3, column Amount: 'much'/,
  )
  expect((await readQuarantine(folders.warehouse, all)).build).toBe(published)
})

test('does not count what a later export repaired', async () => {
  const strict = defineExport({
    name: 'raw_crm__people',
    description: 'People.',
    system: 'crm',
    object: 'people',
    grain: ['person_id'],
    columns: { person_id: from(text('Their id.'), 'Person ID'), name: text('Their name.') },
  })
  write('people_2024-01-31.csv', 'Person ID,name\np1,\np2,Bo\n')
  await expect(folders.build([deals, strict])).rejects.toThrow('1 of 2 rows is refused')
  write('people_2024-02-29.csv', 'Person ID,name\np1,Ann\n')
  await folders.build([deals, strict])
  const { rows } = await readQuarantine(folders.warehouse, { ...all, object: 'people' })
  expect(rows).toBe(0)
})
