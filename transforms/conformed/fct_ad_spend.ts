/** What advertising cost and brought, in the reporting currency. */
import { type Expression, sql } from 'kysely'
import { day, flag, integer, money, type Reporting, text } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convert } from '../../src/sql/money.ts'
import { comparable } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAdSpend } from '../staging/stg_ad_spend.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { mapCampaigns } from './map_campaigns.ts'

export const fctAdSpend = defineTable({
  name: 'fct_ad_spend',
  description:
    'One row per campaign and day of every advertising platform, and of the CRM campaigns whose cost is spread over their days; such a cost is out where a platform bills the campaign.',
  grain: ['campaign_id', 'source_system', 'currency_code', 'spend_date', 'is_allocated'],
  columns: {
    campaign_id: text('The campaign; campaigns of one name are one.'),
    source_system: text('The platform, or the CRM.'),
    currency_code: text('The currency that the platform billed in, ISO 4217.'),
    is_allocated: flag('Whether it is the cost of a CRM campaign, spread over its days.'),
    spend_date: day('The day, whose exchange rate holds.'),
    impression_count: integer('How often an ad was shown.'),
    click_count: integer('How often an ad was clicked.'),
    cost: money('What it cost; null where no exchange rate is known on the day.').nullable(),
  },
  // Spend without a rate is no reason to hold back all else: it shows as missing.
  audits: (self) => [
    {
      name: 'every cost has an exchange rate on its day',
      severity: 'warn',
      broken: (db) =>
        db
          .selectFrom(self.as('spend'))
          .where('spend.cost', 'is', null)
          .select(['spend.currency_code', 'spend.spend_date']),
    },
  ],
  relations: [{ column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' }],
  query: (db) =>
    db
      .selectFrom(resolved(db).as('spend'))
      .innerJoin(dataAsOf.as('run'), (join) =>
        join.on(({ ref }) => sql`${dayOf(ref('run.as_of'))} >= ${ref('spend.spend_date')}`),
      )
      // A left join: a missing rate loses no impression.
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'spend.currency_code')
          .onRef('rate.rate_date', '=', 'spend.spend_date'),
      )
      .where(
        ({ ref }) => sql<boolean>`not (${ref('spend.is_allocated')} and ${ref('spend.is_billed')})`,
      )
      .groupBy(sql`1, 2, 3, 4, 5`)
      .select(({ ref }) => [
        'spend.campaign_id',
        'spend.source_system',
        'spend.currency_code',
        'spend.is_allocated',
        'spend.spend_date',
        sumOf(ref('spend.impression_count')).as('impression_count'),
        sumOf(ref('spend.click_count')).as('click_count'),
        sql<Reporting | null>`cast(sum(${convert(ref('spend.cost_local'), ref('rate.exchange_rate'))}) as decimal(18, 2))`.as(
          'cost',
        ),
      ]),
})

/** Spend by the campaign over all systems, and whether a platform bills that campaign. */
const resolved = (db: Db) =>
  db
    .selectFrom(campaigns(db).as('spend'))
    .selectAll('spend')
    .select(({ ref }) =>
      sql<boolean>`${ref('spend.campaign_id')} <> 'unknown' and bool_or(not ${ref('spend.is_allocated')}) over (partition by ${ref('spend.campaign_id')})`.as(
        'is_billed',
      ),
    )

const campaigns = (db: Db) =>
  db
    .selectFrom(stgAdSpend.as('spend'))
    .leftJoin(mapCampaigns.as('keyed'), 'keyed.source_key', 'spend.campaign_id')
    .leftJoin(dimCampaigns.as('named'), (join) =>
      join.on(
        ({ ref }) =>
          sql`${ref('named.campaign_key')} = coalesce(${comparable(ref('spend.campaign_name'))}, ${ref('spend.campaign_name')})`,
      ),
    )
    .select(({ ref }) => [
      sql<string>`coalesce(${ref('keyed.campaign_id')}, ${ref('named.campaign_id')}, 'unknown')`.as(
        'campaign_id',
      ),
      'spend.source_system',
      'spend.currency_code',
      'spend.is_allocated',
      'spend.spend_date',
      'spend.impression_count',
      'spend.click_count',
      'spend.cost_local',
    ])

const sumOf = (count: Expression<number | null>) =>
  sql<number>`coalesce(cast(sum(${count}) as bigint), 0)`
