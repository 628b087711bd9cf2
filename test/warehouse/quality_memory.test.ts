/** Tables that are shown with what they said in the builds before, and tables of what audits found. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Day, day, integer, text } from '../../src/columns.ts'
import { auditResultsOf, dataAsOf } from '../../src/run_tables.ts'
import { dayOf } from '../../src/sql/time.ts'
import { defineTable } from '../../src/table.ts'
import { rollback } from '../../src/warehouse/index.ts'
import { readCurrent, readManifest } from '../../src/warehouse/manifest.ts'
import { accountsOf, answer, invoicesOf, warehouseFolders } from './company.ts'

/** One row of the day that the data reached, which is remembered, and one that is not. */
const countsOf = (found: number) =>
  defineTable({
    name: 'mart_counts',
    description: 'What was counted.',
    grain: ['what'],
    remembered: 'measured_date',
    columns: {
      what: text('What was counted.'),
      found_count: integer('How many there are.'),
      measured_date: day('When it was counted.').nullable(),
    },
    query: (db) =>
      db
        .selectFrom(dataAsOf.as('run'))
        .select(({ ref }) => [
          sql<string>`unnest(['kept', 'of today'])`.as('what'),
          sql<number>`cast(${sql.lit(found)} as bigint)`.as('found_count'),
          sql<Day | null>`unnest([${dayOf(ref('run.as_of'))}, null])`.as('measured_date'),
        ]),
  })

let folders: ReturnType<typeof warehouseFolders>
beforeEach(() => {
  folders = warehouseFolders()
})
const build = (found: number, asOf: string, options = {}) =>
  folders.build([countsOf(found)], { asOf, ...options })
const remembered = () =>
  answer(
    folders.warehouse,
    `select measured_date::varchar, found_count::integer from mart_counts
     where what = 'kept' order by all`,
  )

describe('a remembered table', () => {
  test('is shown with what it said as of earlier days, but for rows without a day', async () => {
    await build(1, '2025-03-01')
    await build(2, '2025-03-02')
    await build(3, '2025-03-03')
    expect(await remembered()).toEqual([
      ['2025-03-01', 1],
      ['2025-03-02', 2],
      ['2025-03-03', 3],
    ])
    expect(
      await answer(
        folders.warehouse,
        "select found_count::integer from mart_counts where what = 'of today'",
      ),
    ).toEqual([[3]])
  })

  test('has one version a day, the last that was published', async () => {
    await build(1, '2025-03-01T08:00')
    await build(2, '2025-03-01T20:00')
    await build(3, '2025-03-02T08:00')
    await build(4, '2025-03-02T20:00')
    expect(await remembered()).toEqual([
      ['2025-03-01', 2],
      ['2025-03-02', 4],
    ])
  })

  test('tells days by the reporting time zone', async () => {
    const reportingTimeZone = 'Asia/Tokyo'
    await build(1, '2025-03-01T10:00', { reportingTimeZone })
    await build(2, '2025-03-01T16:00', { reportingTimeZone })
    const { memory } = readManifest(folders.warehouse, readCurrent(folders.warehouse)!.build)
      .tables['mart_counts']!
    expect(memory!.earlier.map((version) => version.day)).toEqual(['2025-03-01'])
  })

  test('knows nothing of later days, so that a build as of an earlier one is as it was', async () => {
    await build(1, '2025-03-01')
    await build(3, '2025-03-03')
    await build(2, '2025-03-02')
    expect(await remembered()).toEqual([
      ['2025-03-01', 1],
      ['2025-03-02', 2],
    ])
  })

  test('keeps each of the last 31 days, and of the months before them the last day', async () => {
    for (const asOf of ['2025-01-10', '2025-01-30', '2025-02-03', '2025-02-27', '2025-02-28'])
      await build(1, asOf)
    await build(2, '2025-03-30')
    expect((await remembered()).map(([date]) => date)).toEqual([
      '2025-01-30',
      '2025-02-27',
      '2025-02-28',
      '2025-03-30',
    ])
  })

  test('stays whole where its earlier builds are retired', async () => {
    for (const [found, asOf] of [
      [1, '2025-03-01'],
      [2, '2025-03-02'],
      [3, '2025-03-03'],
      [4, '2025-03-04'],
    ] as const)
      await build(found, asOf, { retainedBuilds: 2 })
    expect(await remembered()).toHaveLength(4)
  })

  test('does not change what a build is: the same exports give the same build anywhere', async () => {
    await build(1, '2025-03-01')
    const { build: here } = await build(2, '2025-03-02')
    const elsewhere = warehouseFolders()
    expect((await elsewhere.build([countsOf(2)], { asOf: '2025-03-02' })).build).toBe(here)
    expect(await build(2, '2025-03-02')).toMatchObject({ build: here, published: false })
  })

  test('says what it said then after a rollback, and goes on from there', async () => {
    await build(1, '2025-03-01')
    await build(2, '2025-03-02')
    await rollback(folders.warehouse)
    expect(await remembered()).toEqual([['2025-03-01', 1]])
    await build(3, '2025-03-03')
    expect(await remembered()).toEqual([
      ['2025-03-01', 1],
      ['2025-03-03', 3],
    ])
  })

  test('begins anew with the exports of another folder', async () => {
    await build(1, '2025-03-01')
    const { exports } = warehouseFolders()
    await build(2, '2025-03-02', { exports })
    expect(await remembered()).toEqual([['2025-03-02', 2]])
  })

  test('names files that are there', async () => {
    await build(1, '2025-03-01')
    await build(2, '2025-03-02')
    const { tables } = readManifest(folders.warehouse, readCurrent(folders.warehouse)!.build)
    const files = tables['mart_counts']!.memory!.earlier.map(({ file }) => file)
    expect(files.map((file) => existsSync(join(folders.warehouse, file)))).toEqual([true])
  })
})

describe('a table of what audits found', () => {
  const accounts = accountsOf(['a1', 'SMB'], ['unknown', 'SMB'])
  const invoices = (...rows: [string, string][]) =>
    invoicesOf(accounts, rows, {
      relations: [{ column: 'account_id', to: accounts, unknown: 'unknown' }],
    })
  const found = () =>
    answer(
      folders.warehouse,
      `select promise, is_warning, row_count::integer, broken_count::integer from mart_found
       where table_name = 'fct_invoices' order by all`,
    )
  const make = (...rows: [string, string][]) => {
    const audited = invoices(...rows)
    return folders.build([accounts, audited, auditResultsOf('mart_found', [accounts, audited])])
  }

  test('has every promise with the rows that break it, as the build counted them', async () => {
    await make(['i1', 'a1'], ['i2', 'unknown'])
    expect(await found()).toEqual([
      ['account_id is account_id of a row in dim_accounts', false, 2, 0],
      ['account_id is known', true, 2, 1],
      ['account_id is never null', false, 2, 0],
      ['invoice_id identifies a row', false, 2, 0],
      ['invoice_id is never null', false, 2, 0],
    ])
  })

  test('is made anew where a table of it was, and stands else', async () => {
    const actionOf = (report: Awaited<ReturnType<typeof make>>) =>
      report.tables.find(({ name }) => name === 'mart_found')!.action
    await make(['i1', 'a1'])
    expect(actionOf(await make(['i1', 'a1']))).toBe('skip')
    expect(actionOf(await make(['i1', 'unknown']))).toBe('build')
    expect((await found())[1]).toEqual(['account_id is known', true, 1, 1])
  })
})
