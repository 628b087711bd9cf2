/** What touches have brought and won, by every attribution model, beside what campaigns cost (KPIS §9). */
import { sql } from 'kysely'
import {
  day,
  exactMoney,
  flag,
  integer,
  money,
  oneOf,
  type RowOf,
  share,
  text,
  texts,
} from '../../src/columns.ts'
import { attributionModels } from '../../src/settings.ts'
import { exactShare, shareOfMoney } from '../../src/sql/credits.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { channelNames } from '../conformed/channel_rules.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimAttributionModels } from '../conformed/dim_attribution_models.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { fctAdSpend } from '../conformed/fct_ad_spend.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { conversionWays } from './attribution_conversions.ts'
import { attributionCosts } from './attribution_costs.ts'
import { attributionCredits } from './attribution_credits.ts'
import { attributionEvents, type Event } from './attribution_events.ts'

const kinds = ['lead', 'pipeline', 'revenue', 'cost'] as const

const columns = {
  kind: oneOf(
    kinds,
    'What the row is: a touch’s part in a lead, in an opportunity created, in one won, or what a campaign cost on a day.',
  ),
  model: oneOf(attributionModels, 'The attribution model; a cost stands under each.'),
  opportunity_id: text('The opportunity; `not_allocated` for a lead or cost.'),
  person_id: text('The person who became a lead; `not_allocated` for the other kinds.'),
  touchpoint_id: text('The touch; `not_allocated` for a cost and without a touch.'),
  account_id: text('The account; `unknown` for a cost.'),
  owner_id: text('The owner on the date; `unknown` for a cost.'),
  campaign_id: text('The campaign of the touch or cost; `not_allocated` without one.'),
  channel: text(
    'The channel of the touch, or of the campaign that cost; `Unattributed` without a touch.',
    { known: [...channelNames, 'Unattributed'] },
  ),
  touchpoint_type: text('What happened; `Not allocated` for a cost and without a touch.'),
  opportunity_name: text('The opportunity; `Not allocated` for a lead or cost.'),
  deal_type: text('New business or more business with a customer; likewise.'),
  lead_source: text(
    'Where the lead or opportunity came from, as the CRM names it; `Not allocated` for a cost.',
  ),
  self_reported_source: text(
    'How the person, or somebody of the opportunity, said to have heard of us; `Unknown` where nobody said; likewise.',
  ),
  segment: text('The segment of the account on the date; likewise.'),
  team: text('The team of the owner on the date; likewise.'),
  country_name: text('The country of the person, else of the account; likewise.'),
  region: text('The region of the country; likewise.'),
  source_system: text('The CRM of the lead or opportunity, or who tells of the cost.'),
  custom_fields: texts('The fields that the settings declare, by name.').nullable(),
  is_default_model: flag('Whether the model is the one of the settings.'),
  is_touched: flag('Whether there is a touch; true for a cost.'),
  has_spend: flag('Whether the campaign has cost anything on any day.'),
  is_compared: flag('Whether the date is in or after the first month with spend.'),
  date: day('The day of becoming a lead, created or closed, or of the cost.'),
  cycle_number: integer('Which time it is that the person is a lead; 0 for the other kinds.'),
  credit: share('The part; null for a cost.').nullable(),
  amount: money(
    'The part of what the opportunity is worth; null where that is not said, and for a lead or cost.',
  ).nullable(),
  gross_amount: exactMoney('Of revenue: what the gross margin leaves of it; else null.').nullable(),
  cost: money(
    'Of a cost; null where no exchange rate is known, and for the other kinds.',
  ).nullable(),
}
type Row = RowOf<typeof columns>

/** What the credits of one lead or opportunity have in common. */
const conversionOf = [
  'part.kind',
  'part.model',
  'part.opportunity_id',
  'part.person_id',
  'part.cycle_number',
] as const

export const martAttribution = defineTable({
  name: 'mart_attribution',
  description:
    'The part of each touch in leads by the day of becoming one, and in the opportunities that count, once for pipeline by the created date and once for revenue by the close date, by attribution model; one row of what has no touch; and what campaigns cost by day, under each model.',
  grain: [
    'kind',
    'model',
    'opportunity_id',
    'person_id',
    'cycle_number',
    'touchpoint_id',
    'campaign_id',
    'channel',
    'date',
  ],
  columns,
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'model', to: dimAttributionModels },
  ],
  audits: (self) => [
    {
      name: 'the credits of a lead or opportunity add up to exactly 1 by each model',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('part'))
          .where('part.kind', '!=', 'cost')
          .groupBy(conversionOf)
          .having(({ eb, fn }) => eb(fn.sum('part.credit'), '!=', 1))
          .select(conversionOf),
    },
    {
      name: 'by each model they add up to what the opportunities are worth, to the cent',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('part'))
          .innerJoin(
            fctOpportunities.as('opportunity'),
            'opportunity.opportunity_id',
            'part.opportunity_id',
          )
          .groupBy(['part.kind', 'part.model', 'part.opportunity_id', 'opportunity.amount'])
          .having(({ eb, fn, ref }) =>
            eb(fn.sum('part.amount'), 'is distinct from', ref('opportunity.amount')),
          )
          .select(['part.kind', 'part.model', 'part.opportunity_id']),
    },
  ],
  query: (db) =>
    db
      .with('way', conversionWays)
      .with('event', (from) =>
        from
          .selectFrom(attributionEvents(db).as('event'))
          .leftJoin('way', (join) =>
            join
              .onRef('way.conversion', '=', 'event.conversion')
              .onRef('way.conversion_id', '=', 'event.conversion_id'),
          )
          .selectAll('event')
          .select('way.way'),
      )
      // What a kind lacks is null: the union goes by name, and the audit holds it to the columns.
      .selectFrom(
        unionByName<Row>(
          parts(db).$castTo<Row>(),
          withoutTouch(db).$castTo<Row>(),
          attributionCosts(db).$castTo<Row>(),
        ).as('part'),
      )
      .selectAll('part'),
})

/** What there is to share, under the number of the way to it; null without a touch. */
const events = sql<Event & { way: number | null }>`${sql.table('event')}`.as('event')

/** What each part has of its event. */
const ofEvent = [
  'event.kind',
  'event.opportunity_id',
  'event.person_id',
  'event.cycle_number',
  'event.account_id',
  'event.owner_id',
  'event.opportunity_name',
  'event.deal_type',
  'event.lead_source',
  'event.self_reported_source',
  'event.segment',
  'event.team',
  'event.country_name',
  'event.region',
  'event.source_system',
  'event.custom_fields',
  'event.is_compared',
  'event.date',
] as const

/** The part of each touch, as often as there is something of the conversion to share. */
const parts = (db: Db) =>
  db
    .selectFrom(attributionCredits(db).as('part'))
    .innerJoin(events, 'event.way', 'part.way')
    .innerJoin(dimAttributionModels.as('model'), 'model.model_number', 'part.model_number')
    .leftJoin(spendingCampaigns(db).as('spending'), 'spending.campaign_id', 'part.campaign_id')
    .select(ofEvent)
    .select(({ eb, lit, ref }) => [
      'model.model',
      'model.is_default as is_default_model',
      'part.touchpoint_id',
      'part.campaign_id',
      'part.channel',
      'part.touchpoint_type',
      lit(true).$castTo<boolean>().as('is_touched'),
      eb('spending.campaign_id', 'is not', null).$castTo<boolean>().as('has_spend'),
      'part.credit',
      'part.amount',
      eb
        .case()
        .when('event.kind', '=', 'revenue')
        .then(shareOfMoney(ref('part.amount'), ref('event.gross_margin_rate')))
        .end()
        .as('gross_amount'),
    ])

/** Leads and opportunities without a touch: one row each, so that the parts add up to all there is. */
const withoutTouch = (db: Db) =>
  db
    .selectFrom(events)
    .innerJoin(dimAttributionModels.as('model'), (join) => join.onTrue())
    .where('event.way', 'is', null)
    .select(ofEvent)
    .select(({ eb, lit, ref, val }) => [
      'model.model',
      'model.is_default as is_default_model',
      val('not_allocated').as('touchpoint_id'),
      val('not_allocated').as('campaign_id'),
      val('Unattributed').as('channel'),
      val('Not allocated').as('touchpoint_type'),
      lit(false).$castTo<boolean>().as('is_touched'),
      lit(false).$castTo<boolean>().as('has_spend'),
      exactShare(lit(1)).as('credit'),
      ref('event.worth').as('amount'),
      eb
        .case()
        .when('event.kind', '=', 'revenue')
        .then(shareOfMoney(ref('event.worth'), ref('event.gross_margin_rate')))
        .end()
        .as('gross_amount'),
    ])

/** Campaigns that cost something on any day. */
const spendingCampaigns = (db: Db) =>
  db.selectFrom(fctAdSpend.as('spend')).select('spend.campaign_id').distinct()
