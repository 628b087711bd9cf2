/** What advertising cost and brought, in the reporting currency. */
import { type Expression, sql } from 'kysely'
import { day, integer, money, type Reporting, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convert } from '../../src/sql/money.ts'
import { comparable } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { defineTable } from '../../src/table.ts'
import { stgAdSpend } from '../staging/stg_ad_spend.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'

export const fctAdSpend = defineTable({
  name: 'fct_ad_spend',
  description: 'One row per campaign and day of every advertising platform; totals rows are out.',
  grain: ['campaign_id', 'source_system', 'currency_code', 'spend_date'],
  columns: {
    campaign_id: text('The campaign; campaigns of one name are one.'),
    source_system: text('The platform.'),
    currency_code: text('The currency that the platform billed in, ISO 4217.'),
    spend_date: day('The day, whose exchange rate holds.'),
    impression_count: integer('How often an ad was shown.'),
    click_count: integer('How often an ad was clicked.'),
    cost: money('What it cost.'),
  },
  relations: [{ column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' }],
  query: (db) =>
    db
      .selectFrom(stgAdSpend.as('spend'))
      .innerJoin(dataAsOf.as('run'), (join) =>
        join.on(({ ref }) => sql`${dayOf(ref('run.as_of'))} >= ${ref('spend.spend_date')}`),
      )
      .leftJoin(dimCampaigns.as('campaign'), (join) =>
        join.on(
          ({ ref }) =>
            sql`${ref('campaign.campaign_key')} = coalesce(${comparable(ref('spend.campaign_name'))}, ${ref('spend.campaign_name')})`,
        ),
      )
      // A left join, so that a missing rate fails the audit of the cost and loses no spend.
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'spend.currency_code')
          .onRef('rate.rate_date', '=', 'spend.spend_date'),
      )
      .groupBy(sql`1, 2, 3, 4`)
      .select(({ ref }) => [
        sql<string>`coalesce(${ref('campaign.campaign_id')}, 'unknown')`.as('campaign_id'),
        'spend.source_system',
        'spend.currency_code',
        'spend.spend_date',
        sumOf(ref('spend.impression_count')).as('impression_count'),
        sumOf(ref('spend.click_count')).as('click_count'),
        sql<Reporting>`cast(sum(${convert(ref('spend.cost_local'), ref('rate.exchange_rate'))}) as decimal(18, 2))`.as(
          'cost',
        ),
      ]),
})

const sumOf = (count: Expression<number>) => sql<number>`cast(sum(${count}) as bigint)`
