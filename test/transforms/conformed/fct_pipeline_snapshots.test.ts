/** What the CRM showed at month ends: nothing that it was told later. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../../../src/testing.ts'
import { dimBalanceDates } from '../../../transforms/conformed/dim_balance_dates.ts'
import { fctPipelineSnapshots } from '../../../transforms/conformed/fct_pipeline_snapshots.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, type Deal, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const ended: Deal = {
  id: 'ended',
  created: '2024-01-05',
  amount: '1',
  stages: { '2024-01-05': 'proposal', '2024-01-20': 'lost' },
}

/** The rows of a deal: day, stage, status, age band, amount, and by hindsight month and amount won. */
async function snapshots(deal: Omit<Deal, 'id'>) {
  await givenCrm(db, {
    asOf: '2024-04-15 12:00',
    rates: { USD: { '2024-01-01': '0.50' } },
    deals: [ended, { id: 'deal', ...deal }],
  })
  await make(db, [...crmTables, dimBalanceDates, fctPipelineSnapshots])
  const read = await sql<Record<string, unknown>>`
    select strftime(balance_date, '%m-%d'), replace(stage_id, 'hubspot:', ''), opportunity_status,
      age_band, cast(amount as double), won_month_number - 24288, cast(won_amount as double)
    from fct_pipeline_snapshots where opportunity_id = 'hubspot:deal' order by all`.execute(db)
  return read.rows.map((row) => Object.values(row).join(' ').trim())
}

test('amount and stage are those of the day, and won is won in the month of which the CRM was told', async () => {
  expect(
    await snapshots({
      created: '2024-01-10',
      currency: 'USD',
      amount: '900',
      amounts: { '2024-01-10': 200, '2024-02-10': 600, '2024-04-01': 900 },
      closeDates: { '2024-01-10': '2024-02-28', '2024-03-05': '2024-02-28' },
      stages: { '2024-01-10': 'discovery', '2024-02-20': 'proposal', '2024-03-05': 'won' },
    }),
  ).toEqual([
    '01-31 discovery open 0 100 3 300',
    '02-29 proposal open 1 300 3 300',
    '03-31 won won 2 300',
  ])
})

test('what was disqualified later was open, a renewal too', async () => {
  expect(
    await snapshots({
      created: '2024-02-10',
      amount: '50',
      stages: { '2024-02-10': 'discovery', '2024-03-10': 'lost' },
    }),
  ).toEqual(['02-29 discovery open 0 50'])
  expect(
    await snapshots({
      created: '2024-03-10',
      amount: '50',
      type: 'Renewal',
      pipeline: 'Renewals',
      stages: { '2024-03-10': 'due' },
    }),
  ).toEqual(['03-31 due open 0 50', '04-15 due open 1 50'])
})

test('a reopened one was won in the meantime, and is won again', async () => {
  expect(
    await snapshots({
      created: '2024-01-10',
      amount: '50',
      stages: {
        '2024-01-10': 'proposal',
        '2024-02-10': 'won',
        '2024-03-10': 'proposal',
        '2024-04-10': 'won',
      },
    }),
  ).toEqual([
    '01-31 proposal open 0 50 2 50',
    '02-29 won won 1 50',
    '03-31 proposal open 2 50 4 50',
    '04-15 won won 3 50',
  ])
})

test('without a history it was open in a stage that nobody knows until it ended', async () => {
  expect(
    await snapshots({
      created: '2024-01-10',
      amount: '50',
      stage: 'won',
      closes: '2024-03-20',
    }),
  ).toEqual(['01-31 unknown open 0 50 3 50', '02-29 unknown open 1 50 3 50', '03-31 won won 2 50'])
})
