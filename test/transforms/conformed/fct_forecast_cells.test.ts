/** Who is held to which forecast, where teams or the company submit in the place of sellers. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { given, type TestDatabase } from '../../../src/testing.ts'
import { fctForecastCells } from '../../../transforms/conformed/fct_forecast_cells.ts'
import { fctForecasts } from '../../../transforms/conformed/fct_forecasts.ts'
import { stgForecasts } from '../../../transforms/staging/stg_forecasts.ts'
import { make, openMemory } from '../chain.ts'
import { crmTables, givenCrm } from '../crm_inputs.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const anna = { owner_email: 'anna@seller.example' }
const north = { team_name: 'North' }
const february = { period_type: 'month', period_start_date: '2024-02-01' } as const

/** Anna and Ben of North and Cleo of South win 100, 20 and 3 in February. */
async function cells(
  submissions: Parameters<typeof given<typeof stgForecasts.columns>>[2],
  teamsOfAnna: Readonly<Record<string, string>> = { '2024-01-31': 'North' },
) {
  await givenCrm(db, {
    asOf: '2024-03-10 12:00',
    owners: {
      Anna: teamsOfAnna,
      Ben: { '2024-01-31': 'North' },
      Cleo: { '2024-01-31': 'South' },
    },
    deals: Object.entries({ Anna: '100', Ben: '20', Cleo: '3' }).map(([owner, amount]) => ({
      id: owner,
      created: '2024-01-01',
      amount,
      owners: { '2024-01-01': owner },
      stages: { '2024-01-01': 'proposal', '2024-02-10': 'won' },
    })),
  })
  await given(
    db,
    stgForecasts,
    submissions.map((row) => ({
      source_system: 'finance',
      currency_code: 'EUR',
      category: 'commit',
      submitted_at: new Date('2024-01-31T09:00Z'),
      ...february,
      ...row,
    })),
  )
  await make(db, [...crmTables, fctForecasts, fctForecastCells])
  const read = await sql<Record<string, unknown>>`
    select owner_id, team, period_type, cast(forecast_amount as double), cast(actual_amount as double)
    from fct_forecast_cells where horizon_months = 0 order by all`.execute(db)
  return read.rows.map((row) => Object.values(row).join(' '))
}

test('who sold without a forecast is a seller with one of 0', async () => {
  expect(await cells([{ ...anna, amount_local: '90' }])).toEqual([
    'hubspot:Anna North month 90 100',
    'hubspot:Ben North month 0 20',
    'hubspot:Cleo South month 0 3',
  ])
})

test('a team’s forecast is held to what all of the team sold', async () => {
  expect(await cells([{ ...north, amount_local: '90' }])).toEqual([
    'hubspot:Cleo South month 0 3',
    'not_allocated North month 90 120',
  ])
})

test('the company’s forecast is held to all that was sold', async () => {
  expect(await cells([{ amount_local: '90' }])).toEqual([
    'not_allocated Not allocated month 90 123',
  ])
})

test('a quarter’s forecast is held to the quarter, and a period without any has no row', async () => {
  const quarter = { period_type: 'quarter', period_start_date: '2024-01-01' } as const
  expect(
    await cells([
      { ...anna, ...quarter, submitted_at: new Date('2023-12-31T09:00Z'), amount_local: '90' },
    ]),
  ).toEqual([
    'hubspot:Anna North quarter 90 100',
    'hubspot:Ben North quarter 0 20',
    'hubspot:Cleo South quarter 0 3',
  ])
})

test('who has changed the team since is held to the own forecast, not to the new team’s', async () => {
  const submissions = [
    { ...anna, amount_local: '90' },
    { ...north, amount_local: '30' },
  ]
  expect(await cells(submissions, { '2024-01-01': 'South', '2024-02-05': 'North' })).toEqual([
    'hubspot:Anna South month 90 100',
    'hubspot:Cleo South month 0 3',
    'not_allocated North month 30 20',
  ])
})

test.each([
  ['a seller', anna, ['hubspot:Anna North month 60 0', 'hubspot:Anna North month 90 100']],
  ['a team', north, ['not_allocated North month 60 0', 'not_allocated North month 90 120']],
  [
    'the company',
    {},
    ['not_allocated Not allocated month 60 0', 'not_allocated Not allocated month 90 123'],
  ],
])(
  'of %s that submits for two months, long before, each is held to its own',
  async (_, who, own) => {
    const told = await cells(
      [
        ['2024-02-01', '90'],
        ['2024-03-01', '60'],
      ].map(([period_start_date, amount_local]) => ({
        ...who,
        period_start_date,
        amount_local,
        submitted_at: new Date('2023-10-15T09:00Z'),
      })),
    )
    const [seller] = own[0]!.split(' ')
    expect(told.filter((row) => row.startsWith(seller!))).toEqual(own)
  },
)

test('a team’s forecast beside its sellers’ own counts for nothing', async () => {
  expect(
    await cells([
      { ...anna, amount_local: '90' },
      { ...north, amount_local: '200' },
    ]),
  ).toEqual([
    'hubspot:Anna North month 90 100',
    'hubspot:Ben North month 0 20',
    'hubspot:Cleo South month 0 3',
  ])
})

test('what was said long before is compared at up to three months ahead', async () => {
  await cells([{ ...anna, amount_local: '90', submitted_at: new Date('2023-10-15T09:00Z') }])
  const { rows } = await sql<{ horizons: string }>`
    select string_agg(distinct horizon_months order by horizon_months) as horizons
    from fct_forecast_cells`.execute(db)
  expect(rows).toEqual([{ horizons: '0,1,2,3' }])
})
