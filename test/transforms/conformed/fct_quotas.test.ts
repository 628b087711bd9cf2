/** Targets by level, and quotas by month. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../../../src/testing.ts'
import { dimDates } from '../../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../../transforms/conformed/dim_exchange_rates.ts'
import { dimOwnerVersions } from '../../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../../transforms/conformed/dim_owners.ts'
import { fctQuotas } from '../../../transforms/conformed/fct_quotas.ts'
import { fctTargets } from '../../../transforms/conformed/fct_targets.ts'
import { mapOwners } from '../../../transforms/conformed/map_owners.ts'
import { make, openMemory } from '../chain.ts'
import { type Crm, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

async function rows(columns: string, table: string, targets: Crm['targets']): Promise<string[]> {
  await givenCrm(db, {
    asOf: '2024-05-10 12:00',
    owners: { Anna: { '2024-01-31': 'North' }, Ben: { '2024-01-31': 'West' } },
    rates: { USD: { '2024-01-01': '0.90' } },
    ...(targets ? { targets } : {}),
  })
  await make(db, [
    mapOwners,
    dimOwnerVersions,
    dimOwners,
    dimDates,
    dimExchangeRates,
    fctTargets,
    fctQuotas,
  ])
  const read = await sql<Record<string, unknown>>`
    select ${sql.raw(columns)} from ${sql.table(table)} order by all`.execute(db)
  return read.rows.map((row) => Object.values(row).join(' '))
}

const january = '2024-01-01'

test('a target counts where nothing finer is planned in its month', async () => {
  expect(
    await rows('owner_id, team, is_finest, target_value', 'fct_targets', [
      { from: january, amount: 100 },
      { from: january, team: 'North', amount: 60 },
      { from: january, team: 'West', amount: 40 },
      { from: january, owner: 'Anna', amount: 50 },
      { from: january, owner: 'Nobody', team: 'South', amount: 1 },
      { metric: 'win_rate', from: january, amount: 0.3 },
    ]),
  ).toEqual([
    'hubspot:Anna North true 50',
    'not_allocated North false 60',
    'not_allocated Not allocated false 100',
    'not_allocated Not allocated true 0.3',
    'not_allocated West true 40',
    'unknown South true 1',
  ])
})

test('a year’s quota is its months’, to the cent, in the reporting currency', async () => {
  const months = await rows(
    'cast(month_start_date as varchar), cast(quota_amount as double) as amount',
    'fct_quotas',
    [
      {
        from: '2023-01-01',
        period: 'year',
        owner: 'Anna',
        team: 'North',
        amount: 1000,
        currency: 'USD',
      },
    ],
  )
  // USD 1,000 at 0.90 are 900, and 75 a month.
  expect(months).toHaveLength(12)
  expect([months[0], months[11]]).toEqual(['2023-01-01 75', '2023-12-01 75'])
})

test('the last month has the remainder, and quotas end with the running fiscal quarter', async () => {
  const months = await rows(
    'cast(month_start_date as varchar), cast(quota_amount as double) as amount',
    'fct_quotas',
    [
      { from: '2024-04-01', period: 'quarter', owner: 'Anna', team: 'North', amount: 100 },
      { from: '2024-07-01', period: 'quarter', owner: 'Anna', team: 'North', amount: 100 },
    ],
  )
  expect(months).toEqual(['2024-04-01 33.33', '2024-05-01 33.33', '2024-06-01 33.34'])
})
