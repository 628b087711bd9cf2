/** Forecasts as they were submitted, by categories that exclude each other. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { given, type TestDatabase } from '../../../src/testing.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { dimOwnerVersions } from '../../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../../transforms/conformed/dim_owners.ts'
import { fctForecasts, forecastsOf } from '../../../transforms/conformed/fct_forecasts.ts'
import { mapOwners } from '../../../transforms/conformed/map_owners.ts'
import { stgForecasts } from '../../../transforms/staging/stg_forecasts.ts'
import { make, openMemory } from '../chain.ts'
import { givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const at = (instant: string) => new Date(`${instant}:00Z`)
const february = { period_type: 'month', period_start_date: '2024-02-01' } as const
const anna = { source_system: 'finance', owner_email: 'anna@seller.example', ...february }

async function forecasts(submissions: Parameters<typeof given<typeof stgForecasts.columns>>[2]) {
  await givenCrm(db, {
    asOf: '2024-02-10 12:00',
    owners: { Anna: { '2024-01-31': 'North' } },
    rates: { USD: { '2024-01-01': '0.90' } },
  })
  await given(
    db,
    stgForecasts,
    submissions.map((row) => ({ currency_code: 'EUR', ...row })),
  )
  await make(db, [mapOwners, dimOwnerVersions, dimOwners, dimExchangeRates, fctForecasts])
  const read = await sql<Record<string, unknown>>`
    select owner_id, team, category, cast(submitted_date as varchar), is_opening, cast(amount as double) as amount
    from fct_forecasts order by submitted_at, category`.execute(db)
  return read.rows.map((row) => Object.values(row).join(' '))
}

test('each submission stays, and the last at the period’s first day is told apart', async () => {
  const commit = { ...anna, category: 'Commit' }
  expect(
    await forecasts([
      { ...commit, submitted_at: at('2024-01-20T09:00'), amount_local: '100' },
      { ...commit, submitted_at: at('2024-02-01T09:00'), amount_local: '200' },
      { ...commit, submitted_at: at('2024-02-05T09:00'), amount_local: '300' },
      { ...commit, submitted_at: at('2024-02-11T09:00'), amount_local: '400' },
      { ...anna, category: 'Omitted', submitted_at: at('2024-02-05T09:00'), amount_local: '9' },
    ]),
  ).toEqual([
    'hubspot:Anna North commit 2024-01-20 false 100',
    'hubspot:Anna North commit 2024-02-01 true 200',
    'hubspot:Anna North commit 2024-02-05 false 300',
  ])
})

test('money is converted at the day, a team’s forecast has no owner, and one nobody knows is unknown', async () => {
  const submitted_at = at('2024-01-31T09:00')
  expect(
    await forecasts([
      {
        ...anna,
        category: 'BEST_CASE',
        currency_code: 'USD',
        submitted_at,
        amount_local: '100',
      },
      {
        source_system: 'finance',
        team_name: 'East',
        ...february,
        category: 'Closed Won',
        submitted_at,
        amount_local: '50',
      },
      {
        ...anna,
        owner_email: 'who@seller.example',
        category: 'Pipeline',
        submitted_at,
        amount_local: '70',
      },
    ]),
  ).toEqual([
    'hubspot:Anna North best case 2024-01-31 true 90',
    'not_allocated East closed 2024-01-31 true 50',
    'unknown Unknown pipeline 2024-01-31 true 70',
  ])
})

test('a category that nobody knows stands under its own name, and a sum of several is none', async () => {
  const submitted_at = at('2024-01-31T09:00')
  expect(
    await forecasts([
      { ...anna, category: 'STRETCH_GOAL', submitted_at, amount_local: '5' },
      { ...anna, category: 'Total forecast', submitted_at, amount_local: '7' },
    ]),
  ).toEqual(['hubspot:Anna North stretch goal 2024-01-31 true 5'])
})

test('of several levels that tell of the same money the finest counts', async () => {
  const submitted_at = at('2024-01-31T09:00')
  const team = { source_system: 'finance', ...february, category: 'commit', submitted_at }
  const quarter = { period_type: 'quarter', period_start_date: '2024-01-01' } as const
  await forecasts([
    { ...anna, category: 'commit', submitted_at, amount_local: '1' },
    { ...team, team_name: 'North', amount_local: '2' },
    { ...team, team_name: 'South', amount_local: '3' },
    { ...team, amount_local: '4' },
    { ...anna, ...quarter, category: 'commit', submitted_at, amount_local: '5' },
    { ...team, ...quarter, period_start_date: '2024-04-01', amount_local: '6' },
  ])
  const read = await sql<{ amount: number }>`select cast(amount as double) as amount
    from fct_forecasts where is_counted order by amount`.execute(db)
  expect(read.rows.map(({ amount }) => amount)).toEqual([1, 3, 6])
})

test('of a source that counts the surer in, each category holds what no surer one does', async () => {
  const submitted_at = at('2024-01-31T09:00')
  await forecasts(
    Object.entries({ Commit: '100', 'Best Case': '150', Pipeline: '400', Stretch: '9' }).map(
      ([category, amount_local]) => ({ ...anna, category, submitted_at, amount_local }),
    ),
  )
  const read = await sql<{ category: string; amount: number }>`
    select category, cast(amount as double) as amount from (${forecastsOf(db, ['finance'])})
    order by category`.execute(db)
  expect(read.rows).toEqual([
    { category: 'best case', amount: 50 },
    { category: 'commit', amount: 100 },
    { category: 'pipeline', amount: 250 },
    { category: 'stretch', amount: 9 },
  ])
})
