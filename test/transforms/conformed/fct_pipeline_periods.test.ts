/** What is in the pipeline of a period at its very bounds. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../../../src/testing.ts'
import { martPipelineWaterfall } from '../../../transforms/marts/mart_pipeline_waterfall.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, type Deal, givenCrm, pipelineTables } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

/** The buckets of February, by month. */
async function february(deal: Omit<Deal, 'id'>, owners = {}): Promise<string[]> {
  await givenCrm(db, { asOf: '2024-03-10 12:00', owners, deals: [{ id: '1', ...deal }] })
  await make(db, [...crmTables, ...pipelineTables, martPipelineWaterfall])
  const { rows } = await sql<Record<string, unknown>>`
    select bucket, team, cast(amount as double) as amount from mart_pipeline_waterfall
    where period_type = 'month' and date = '2024-02-01' order by bucket`.execute(db)
  return rows.map((row) => Object.values(row).join(' '))
}

const midnight = '2024-02-01 00:00'
const due = { amount: '100', closeDates: { '2024-01-10': '2024-02-20' } }

test('a deal that closes at the first instant was there at the start', async () => {
  expect(
    await february({
      ...due,
      created: '2024-01-10',
      stages: { '2024-01-10': 'qualified', [midnight]: 'won' },
    }),
  ).toEqual(['start Unknown 100', 'won Unknown 100'])
})

test('a deal that is created at the first instant is new', async () => {
  expect(
    await february({
      amount: '100',
      created: midnight,
      stages: { [midnight]: 'qualified' },
      closeDates: { [midnight]: '2024-02-20' },
    }),
  ).toEqual(['end Unknown 100', 'new Unknown 100'])
})

test('a deal that is put off at the first instant is pushed out, under the team of the first day', async () => {
  expect(
    await february(
      {
        amount: '100',
        created: '2024-01-10',
        stages: { '2024-01-10': 'qualified' },
        owners: { '2024-01-10': 'Anna' },
        closeDates: { '2024-01-10': '2024-02-20', [midnight]: '2024-03-20' },
      },
      { Anna: { '2024-01-31': 'North', '2024-02-29': 'South' } },
    ),
  ).toEqual(['pushed_out South 100', 'start South 100'])
})

test('a deal that closed before it was created comes and goes on its close date', async () => {
  expect(
    await february({
      amount: '100',
      created: '2024-03-05',
      stages: { '2024-03-05': 'won' },
      closeDates: { '2024-03-05': '2024-02-20' },
    }),
  ).toEqual(['pulled_in Unknown 100', 'won Unknown 100'])
})

test('an amount that is emptied on a loss is lost with what the deal was worth when it qualified', async () => {
  expect(
    await february({
      created: '2024-01-10',
      stages: { '2024-01-10': 'qualified', '2024-02-10': 'lost' },
      amounts: { '2024-01-10': '100', '2024-02-10': null },
      closeDates: { '2024-01-10': '2024-02-20' },
    }),
  ).toEqual(['lost Unknown 100', 'start Unknown 100'])
})
