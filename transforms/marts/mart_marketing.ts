/** What advertising cost and brought, beside the people and opportunities that it is to win. */
import type { Expression } from 'kysely'
import {
  day,
  exactMoney,
  flag,
  integer,
  money,
  oneOf,
  type RowOf,
  text,
} from '../../src/columns.ts'
import { startOf } from '../../src/sql/calendar.ts'
import { knownExactTotal, knownTotal } from '../../src/sql/credits.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { fctAdSpend } from '../conformed/fct_ad_spend.ts'
import { fctFunnelEvents } from '../conformed/fct_funnel_events.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { martAttribution } from './mart_attribution.ts'

const events = ['spend', 'lead', 'mql', 'opportunity', 'pipeline', 'revenue'] as const
type Event = (typeof events)[number]

const columns = {
  event: oneOf(
    events,
    'What the row is: a campaign’s day, or the people who became leads or MQLs, or the opportunities created, on a day; or the pipeline created or revenue won on it, by the attribution model of the settings.',
  ),
  campaign_id: text('The campaign; `unknown` or `not_allocated` without one.'),
  channel: text(
    'The channel of the campaign that cost, or that brought the person or opportunity.',
  ),
  source_system: text('Of a cost: the platform or CRM that tells of it; else `Not allocated`.'),
  currency_code: text('Of a cost: the currency that was billed in; else `Not allocated`.'),
  is_allocated: flag(
    'Of a campaign’s day: whether it is the cost of a CRM campaign, spread over its days; else null.',
  ).nullable(),
  date: day('The day.'),
  impression_count: integer(
    'Of a campaign’s day: how often an ad was shown; else null.',
  ).nullable(),
  click_count: integer('Of a campaign’s day: how often an ad was clicked; else null.').nullable(),
  cost: money(
    'Of a campaign’s day: what it cost; null where no exchange rate is known, and for every other event.',
  ).nullable(),
  happened_count: integer('Of people and opportunities: how many; else null.').nullable(),
  amount: money('Of pipeline and revenue: what it is worth; else null.').nullable(),
  compared_amount: money(
    'Of revenue from the first month with spend on: what it is worth; else null.',
  ).nullable(),
  compared_gross_amount: exactMoney(
    'Of the same: what the gross margin leaves of it; else null.',
  ).nullable(),
}
type Row = RowOf<typeof columns>
type Happened = Pick<Row, 'event' | 'campaign_id' | 'channel' | 'date'>

export const martMarketing = defineTable({
  name: 'mart_marketing',
  description:
    'Spend by campaign and day, how many people became leads and MQLs and how many opportunities were created by campaign, channel and day, from the first month with spend on, and the pipeline and revenue that the attribution model of the settings gives them; one event a row.',
  grain: [
    'event',
    'campaign_id',
    'channel',
    'source_system',
    'currency_code',
    'is_allocated',
    'date',
  ],
  columns,
  relations: [{ column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' }],
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      spend(db).$castTo<Row>(),
      brought(db).$castTo<Row>(),
      attributed(db).$castTo<Row>(),
    ),
})

const spend = (db: Db) =>
  db
    .selectFrom(fctAdSpend.as('spend'))
    .innerJoin(dimCampaigns.as('campaign'), 'campaign.campaign_id', 'spend.campaign_id')
    .select(({ val }) => [
      val<Event>('spend').as('event'),
      'spend.campaign_id',
      'campaign.channel',
      'spend.source_system',
      'spend.currency_code',
      'spend.is_allocated',
      'spend.spend_date as date',
      'spend.impression_count',
      'spend.click_count',
      'spend.cost',
    ])

/** What there is no spend yet to be compared with is left out. */
const brought = (db: Db) =>
  db
    .selectFrom(
      unionByName<Happened>(
        people(db).$castTo<Happened>(),
        opportunities(db).$castTo<Happened>(),
      ).as('happened'),
    )
    .innerJoin(beginning(db).as('beginning'), (join) =>
      join.onRef('beginning.first_date', '<=', 'happened.date'),
    )
    .groupBy(['happened.event', 'happened.campaign_id', 'happened.channel', 'happened.date'])
    .select(({ fn, val }) => [
      'happened.event',
      'happened.campaign_id',
      'happened.channel',
      val('Not allocated').as('source_system'),
      val('Not allocated').as('currency_code'),
      'happened.date',
      fn.countAll<number>().as('happened_count'),
    ])

/** What the attribution model of the settings gives to campaigns and channels. */
const attributed = (db: Db) =>
  db
    .selectFrom(martAttribution.as('part'))
    .where('part.is_default_model', '=', true)
    .where('part.kind', 'in', ['pipeline', 'revenue'])
    .groupBy(['part.kind', 'part.campaign_id', 'part.channel', 'part.date'])
    .select(({ and, eb, ref, val }) => {
      const isCompared = and([eb('part.kind', '=', 'revenue'), eb('part.is_compared', '=', true)])
      const compared = <T>(value: Expression<T>) => eb.case().when(isCompared).then(value).end()
      return [
        ref('part.kind').$castTo<Event>().as('event'),
        'part.campaign_id',
        'part.channel',
        val('Not allocated').as('source_system'),
        val('Not allocated').as('currency_code'),
        'part.date',
        knownTotal(ref('part.amount')).as('amount'),
        knownTotal(compared(ref('part.amount'))).as('compared_amount'),
        knownExactTotal(compared(ref('part.gross_amount'))).as('compared_gross_amount'),
      ]
    })

const people = (db: Db) =>
  db
    .selectFrom(fctFunnelEvents.as('happened'))
    .where('happened.stage', 'in', ['lead', 'mql'])
    .select([
      'happened.stage as event',
      'happened.campaign_id',
      'happened.channel',
      'happened.date',
    ])

const opportunities = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.is_counted', '=', true)
    .select(({ val }) => [
      val<Event>('opportunity').as('event'),
      'opportunity.campaign_id',
      'opportunity.channel',
      'opportunity.created_date as date',
    ])

const beginning = (db: Db) =>
  db
    .selectFrom(fctAdSpend.as('spend'))
    .select(({ fn }) => startOf('month', fn.min('spend.spend_date')).as('first_date'))
