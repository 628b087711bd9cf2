/** What touches have won, by every attribution model, beside what campaigns cost (KPIS §9). */
import {
  day,
  exactMoney,
  flag,
  money,
  oneOf,
  type RowOf,
  share,
  text,
  texts,
} from '../../src/columns.ts'
import { attributionModels } from '../../src/settings.ts'
import { exactShare, shareOfMoney } from '../../src/sql/credits.ts'
import { totalOrMissing } from '../../src/sql/money.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimAttributionModels } from '../conformed/dim_attribution_models.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { fctAdSpend } from '../conformed/fct_ad_spend.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityTouches } from '../conformed/fct_opportunity_touches.ts'
import { attributionCredits } from './attribution_credits.ts'
import { attributionEvents } from './attribution_events.ts'

const kinds = ['pipeline', 'revenue', 'cost'] as const
type Kind = (typeof kinds)[number]

const columns = {
  kind: oneOf(
    kinds,
    'What the row is: a touch’s part in an opportunity created, its part in one won, or what a campaign cost on a day.',
  ),
  model: oneOf(attributionModels, 'The attribution model; a cost stands under each.'),
  opportunity_id: text('The opportunity; `not_allocated` for a cost.'),
  touchpoint_id: text('The touch; `not_allocated` for a cost and without a touch.'),
  account_id: text('The account; `unknown` for a cost.'),
  owner_id: text('The owner on the date; `unknown` for a cost.'),
  campaign_id: text('The campaign of the touch or cost; `not_allocated` without one.'),
  channel: text(
    'The channel of the touch, or of the campaign that cost; `Unattributed` without a touch.',
  ),
  touchpoint_type: text('What happened; `Not allocated` for a cost and without a touch.'),
  opportunity_name: text('The opportunity; `Not allocated` for a cost.'),
  deal_type: text('New business or more business with a customer; likewise.'),
  lead_source: text('Where the opportunity came from, as the CRM names it; likewise.'),
  self_reported_source: text(
    'How somebody of the opportunity said to have heard of us; `Unknown` where nobody said; likewise.',
  ),
  segment: text('The segment of the account on the date; likewise.'),
  team: text('The team of the owner on the date; likewise.'),
  source_system: text('The CRM of the opportunity, or who tells of the cost.'),
  custom_fields: texts('The fields that the settings declare, by name.').nullable(),
  is_default_model: flag('Whether the model is the one of the settings.'),
  is_touched: flag('Whether there is a touch; true for a cost.'),
  has_spend: flag('Whether the campaign has cost anything on any day.'),
  is_compared: flag('Whether the date is in or after the first month with spend.'),
  date: day('The day created or closed, or of the cost.'),
  credit: share('The part; null for a cost.').nullable(),
  amount: money(
    'The part of what the opportunity is worth; null where that is not said.',
  ).nullable(),
  gross_amount: exactMoney('Of revenue: what the gross margin leaves of it; else null.').nullable(),
  cost: money(
    'Of a cost; null where no exchange rate is known, and for the other kinds.',
  ).nullable(),
}
type Row = RowOf<typeof columns>

export const martAttribution = defineTable({
  name: 'mart_attribution',
  description:
    'The part of each touch in the opportunities that count, by attribution model, once for pipeline by the created date and once for revenue by the close date; one row of what has no touch; and what campaigns cost by day, under each model.',
  grain: ['kind', 'model', 'opportunity_id', 'touchpoint_id', 'campaign_id', 'channel', 'date'],
  columns,
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'model', to: dimAttributionModels },
  ],
  audits: (self) => [
    {
      name: 'the credits of an opportunity add up to exactly 1 by each model',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('part'))
          .where('part.kind', '!=', 'cost')
          .groupBy(['part.kind', 'part.model', 'part.opportunity_id'])
          .having(({ eb, fn }) => eb(fn.sum('part.credit'), '!=', 1))
          .select(['part.kind', 'part.model', 'part.opportunity_id']),
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
  // What a kind lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      parts(db).$castTo<Row>(),
      withoutTouch(db).$castTo<Row>(),
      costs(db).$castTo<Row>(),
    ),
})

/** What each part has of its event. */
const ofEvent = [
  'event.kind',
  'event.opportunity_id',
  'event.account_id',
  'event.owner_id',
  'event.opportunity_name',
  'event.deal_type',
  'event.lead_source',
  'event.self_reported_source',
  'event.segment',
  'event.team',
  'event.source_system',
  'event.custom_fields',
  'event.is_compared',
  'event.date',
] as const

/** The part of each touch, as often as there is something of the opportunity to share. */
const parts = (db: Db) =>
  db
    .selectFrom(attributionCredits(db).as('part'))
    .innerJoin(fctOpportunityTouches.as('touch'), (join) =>
      join
        .onRef('touch.opportunity_id', '=', 'part.opportunity_id')
        .onRef('touch.touch_number', '=', 'part.touch_number'),
    )
    .innerJoin(attributionEvents(db).as('event'), 'event.opportunity_id', 'part.opportunity_id')
    .innerJoin(dimAttributionModels.as('model'), 'model.model', 'part.model')
    .leftJoin(spendingCampaigns(db).as('spending'), 'spending.campaign_id', 'touch.campaign_id')
    .select(ofEvent)
    .select(({ eb, lit, ref }) => [
      'part.model',
      'model.is_default as is_default_model',
      'touch.touchpoint_id',
      'touch.campaign_id',
      'touch.channel',
      ref('touch.touchpoint_type').$castTo<string>().as('touchpoint_type'),
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

/** Opportunities without a touch: one row each, so that the parts add up to all there is. */
const withoutTouch = (db: Db) =>
  db
    .selectFrom(attributionEvents(db).as('event'))
    .innerJoin(dimAttributionModels.as('model'), (join) => join.onTrue())
    .where('event.opportunity_id', 'not in', ({ selectFrom }) =>
      selectFrom(fctOpportunityTouches.as('touch')).select('touch.opportunity_id'),
    )
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

/** What campaigns cost by day, under each model: none is added to another. */
const costs = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctAdSpend.as('spend'))
        .innerJoin(dimCampaigns.as('campaign'), 'campaign.campaign_id', 'spend.campaign_id')
        .groupBy([
          'spend.campaign_id',
          'campaign.channel',
          'spend.source_system',
          'spend.spend_date',
        ])
        .select(({ ref }) => [
          'spend.campaign_id',
          'campaign.channel',
          'spend.source_system',
          'spend.spend_date',
          totalOrMissing(ref('spend.cost')).as('cost'),
        ])
        .as('spend'),
    )
    .innerJoin(dimAttributionModels.as('model'), (join) => join.onTrue())
    .select(({ lit, val }) => [
      val<Kind>('cost').as('kind'),
      'model.model',
      'model.is_default as is_default_model',
      val('not_allocated').as('opportunity_id'),
      val('not_allocated').as('touchpoint_id'),
      val('unknown').as('account_id'),
      val('unknown').as('owner_id'),
      'spend.campaign_id',
      'spend.channel',
      'spend.source_system',
      ...(
        [
          'touchpoint_type',
          'opportunity_name',
          'deal_type',
          'lead_source',
          'self_reported_source',
          'segment',
          'team',
        ] as const
      ).map((name) => val('Not allocated').as(name)),
      lit(true).$castTo<boolean>().as('is_touched'),
      lit(true).$castTo<boolean>().as('has_spend'),
      lit(true).$castTo<boolean>().as('is_compared'),
      'spend.spend_date as date',
      'spend.cost',
    ])

const spendingCampaigns = (db: Db) =>
  db.selectFrom(fctAdSpend.as('spend')).select('spend.campaign_id').distinct()
