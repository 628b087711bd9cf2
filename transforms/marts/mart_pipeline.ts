/** What happened to opportunities, one event a row: what the measures of `pipeline` count. */
import { type Expression, type ExpressionBuilder, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  integer,
  money,
  oneOf,
  type Reporting,
  type RowOf,
  text,
  texts,
} from '../../src/columns.ts'
import { holdsForAny, leastWhere } from '../../src/sql/latest.ts'
import { asText, serial } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccountVersions } from '../conformed/dim_account_versions.ts'
import { dimAccounts } from '../conformed/dim_accounts.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { dimDates } from '../conformed/dim_dates.ts'
import { dimOpportunityVersions } from '../conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from '../conformed/dim_owner_versions.ts'
import { dimOwners } from '../conformed/dim_owners.ts'
import { dimPartners } from '../conformed/dim_partners.ts'
import { dimStages } from '../conformed/dim_stages.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../conformed/fct_opportunity_stages.ts'
import { fctPipelineBalances } from '../conformed/fct_pipeline_balances.ts'
import { fctPipelineCoverage } from '../conformed/fct_pipeline_coverage.ts'
import { fctQuotas } from '../conformed/fct_quotas.ts'
import { influenced, type Source, sourced } from './pipeline_sources.ts'

const events = [
  'created',
  'sourced',
  'influenced',
  'closed',
  'stage_entered',
  'stage_left',
  'balance',
  'coverage',
  'quota',
] as const
type Event = (typeof events)[number]

const columns = {
  event_id: text('The opportunity, the event, and what tells events of one kind apart.'),
  event: oneOf(events, 'What happened.'),
  opportunity_id: text(
    'The opportunity; null for a coverage or a quota, which are of none.',
  ).nullable(),
  account_id: text('Its account; null for a coverage or a quota.').nullable(),
  owner_id: text('The owner at the time.'),
  current_owner_id: text('The owner now.'),
  campaign_id: text(
    'The campaign it is credited to; of a sourced or influenced one, that of the touch.',
  ),
  partner_id: text('The partner who brought it.'),
  source_system: text('The CRM.'),
  opportunity_name: text(
    'The opportunity’s name; `Not allocated` for a coverage or a quota, as are its other attributes.',
  ),
  team: text('The team of the owner on the day.'),
  segment: text('The segment of the account on the day.'),
  stage: text(
    'The stage that was entered or left, or of a balance the one that day; `Not allocated` for other events.',
  ),
  pipeline_name: text('The pipeline.'),
  deal_type: text('New business, more business with a customer, or a renewal.'),
  outcome: text('Where the opportunity stands now: open, won, lost or disqualified.'),
  forecast_category: text('The forecast category at the time.'),
  lost_reason: text('Why it was lost.'),
  lead_source: text('Where it came from.'),
  channel: text(
    'The channel of the lead source; of a sourced or influenced one, that of the touch.',
  ),
  currency_code: text('The currency that the amount is converted from.'),
  custom_fields: texts('The fields that the settings declare, by name.').nullable(),
  is_counted: flag('Whether counts and rates count it: no renewal, and not disqualified.'),
  is_passed: flag('Of a stage entered: whether it ever came to a later open stage or was won.'),
  date: day('The day of the event, or of the balance; of a quota the month’s first.'),
  stage_number: integer('The place of the stage in its pipeline; 0 for other events.'),
  amount: money('What the opportunity is worth; null where that is not said.').nullable(),
  open_seconds: integer('Of a closed one: how long it was open.').nullable(),
  visit_seconds: integer('Of a stage left: how long it was there.').nullable(),
  balance_date: day('The date of a balance; null for every other event.').nullable(),
  coverage_date: day('The date of a coverage; null for every other event.').nullable(),
  open_count: fctPipelineBalances.columns.open_count.nullable(),
  open_amount: fctPipelineBalances.columns.amount.nullable(),
  weighted_amount: fctPipelineBalances.columns.weighted_amount.nullable(),
  stage_age_days: fctPipelineBalances.columns.stage_age_days.nullable(),
  due_amount: fctPipelineCoverage.columns.due_amount.nullable(),
  quarter_won_amount: fctPipelineCoverage.columns.won_amount.nullable(),
  quarter_target_amount: fctPipelineCoverage.columns.target_amount,
  opening_due_amount: fctPipelineCoverage.columns.opening_due_amount.nullable(),
  opening_won_amount: fctPipelineCoverage.columns.opening_won_amount.nullable(),
  quota_amount: fctQuotas.columns.quota_amount.nullable(),
}
type Row = RowOf<typeof columns>

export const martPipeline = defineTable({
  name: 'mart_pipeline',
  description:
    'One row per event: an opportunity was created, by marketing or with a part of it, closed, first came to an open stage or past it, or left an open stage; its balance on a date; the coverage of a quarter’s target on a date; a quota of a month. With the attributes of the day.',
  grain: ['event_id'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'current_owner_id', to: dimOwners, unknown: 'unknown' },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
    { column: 'partner_id', to: dimPartners, unknown: 'unknown' },
    { column: 'date', to: dimDates },
  ],
  columns,
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      happenings(db).$castTo<Row>(),
      balances(db).$castTo<Row>(),
      coverages(db).$castTo<Row>(),
      quotas(db).$castTo<Row>(),
    ),
})

/** Something that happened to an opportunity; what is null here is that of the opportunity. */
interface Happened {
  readonly opportunity_id: string
  readonly event: Event
  readonly serial: string
  readonly at: Date
  readonly date: Day
  readonly stage_id: string | null
  readonly campaign_id: string | null
  readonly channel: string | null
  readonly amount: Reporting | null
  readonly is_passed: boolean
  readonly visit_seconds: number | null
}

const happenings = (db: Db) =>
  db
    .selectFrom(
      unionByName<Happened>(
        created(db).$castTo<Happened>(),
        bySource(db, 'sourced', sourced(db)).$castTo<Happened>(),
        bySource(db, 'influenced', influenced(db)).$castTo<Happened>(),
        closed(db).$castTo<Happened>(),
        stagesEntered(db).$castTo<Happened>(),
        stagesLeft(db).$castTo<Happened>(),
      ).as('happened'),
    )
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'happened.opportunity_id',
    )
    .leftJoin(dimStages.as('current_stage'), 'current_stage.stage_id', 'opportunity.stage_id')
    .leftJoin(dimStages.as('stage'), 'stage.stage_id', 'happened.stage_id')
    .leftJoin(dimOpportunityVersions.as('version'), (join) =>
      join
        .onRef('version.opportunity_id', '=', 'happened.opportunity_id')
        .onRef('version.valid_from', '<=', 'happened.at')
        .onRef('version.valid_to', '>', 'happened.at'),
    )
    .leftJoin(dimOwnerVersions.as('owner'), (join) =>
      join
        .onRef('owner.owner_id', '=', 'version.owner_id')
        .onRef('owner.valid_from', '<=', 'happened.date')
        .onRef('owner.valid_to', '>', 'happened.date'),
    )
    .leftJoin(dimAccountVersions.as('account'), (join) =>
      join
        .onRef('account.account_id', '=', 'opportunity.account_id')
        .onRef('account.valid_from', '<=', 'happened.date')
        .onRef('account.valid_to', '>', 'happened.date'),
    )
    .select(({ eb, fn, ref, val }) => [
      serial(ref('happened.opportunity_id'), ref('happened.event'), ref('happened.serial')).as(
        'event_id',
      ),
      'happened.event',
      'happened.opportunity_id',
      'opportunity.account_id',
      fn.coalesce('version.owner_id', val('unknown')).as('owner_id'),
      'opportunity.owner_id as current_owner_id',
      fn.coalesce('happened.campaign_id', 'opportunity.campaign_id').as('campaign_id'),
      'opportunity.partner_id',
      'opportunity.source_system',
      'opportunity.opportunity_name',
      fn.coalesce('owner.team', val('Unknown')).as('team'),
      fn.coalesce('account.segment', val('Unknown')).as('segment'),
      fn.coalesce('stage.stage_name', val('Not allocated')).as('stage'),
      fn
        .coalesce('stage.pipeline_name', 'current_stage.pipeline_name', val('Unknown'))
        .as('pipeline_name'),
      ref('opportunity.deal_type').$castTo<string>().as('deal_type'),
      ref('opportunity.outcome').$castTo<string>().as('outcome'),
      fn.coalesce('version.forecast_category', val('Unknown')).as('forecast_category'),
      'opportunity.lost_reason',
      'opportunity.lead_source',
      fn.coalesce('happened.channel', 'opportunity.channel').as('channel'),
      'opportunity.currency_code',
      'opportunity.custom_fields',
      'opportunity.is_counted',
      'happened.is_passed',
      'happened.date',
      fn.coalesce('stage.stage_number', eb.lit(0)).as('stage_number'),
      eb
        .case()
        .when('happened.event', 'in', ['created', 'closed'])
        .then(ref('opportunity.amount'))
        .else(ref('happened.amount'))
        .end()
        .as('amount'),
      eb
        .case()
        .when('happened.event', '=', 'closed')
        .then(ref('opportunity.open_seconds'))
        .end()
        .as('open_seconds'),
      'happened.visit_seconds',
    ])

/** A balance of an opportunity: a closing row counts as any other, for it says that the balance is 0. */
const balances = (db: Db) =>
  db
    .selectFrom(fctPipelineBalances.as('balance'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'balance.opportunity_id',
    )
    .leftJoin(dimStages.as('stage'), 'stage.stage_id', 'balance.stage_id')
    .select(({ fn, lit, ref, val }) => [
      serial(
        ref('balance.opportunity_id'),
        val('balance'),
        asText(ref('balance.balance_date')),
        asText(ref('balance.open_count')),
      ).as('event_id'),
      val('balance').$castTo<Event>().as('event'),
      'balance.opportunity_id',
      'opportunity.account_id',
      'balance.owner_id',
      'opportunity.owner_id as current_owner_id',
      'opportunity.campaign_id',
      'opportunity.partner_id',
      'opportunity.source_system',
      'opportunity.opportunity_name',
      'balance.team',
      'balance.segment',
      fn.coalesce('stage.stage_name', val('Unknown')).as('stage'),
      fn.coalesce('stage.pipeline_name', val('Unknown')).as('pipeline_name'),
      'opportunity.deal_type',
      'opportunity.outcome',
      'balance.forecast_category',
      val('Not allocated').as('lost_reason'),
      'opportunity.lead_source',
      'opportunity.channel',
      'opportunity.currency_code',
      'opportunity.custom_fields',
      'opportunity.is_counted',
      lit(false).as('is_passed'),
      'balance.balance_date as date',
      fn.coalesce('stage.stage_number', lit(0)).as('stage_number'),
      'balance.balance_date',
      'balance.open_count',
      'balance.amount as open_amount',
      'balance.weighted_amount',
      'balance.stage_age_days',
    ])

const coverages = (db: Db) =>
  db
    .selectFrom(fctPipelineCoverage.as('coverage'))
    .select(ofNoOpportunity('coverage'))
    .select(({ ref }) => [
      serial(
        ref('coverage.owner_id'),
        sql<string>`'coverage'`,
        ref('coverage.team'),
        ref('coverage.deal_type'),
        asText(ref('coverage.balance_date')),
      ).as('event_id'),
      'coverage.owner_id',
      'coverage.owner_id as current_owner_id',
      'coverage.team',
      'coverage.deal_type',
      'coverage.balance_date as date',
      'coverage.balance_date as coverage_date',
      'coverage.due_amount',
      'coverage.won_amount as quarter_won_amount',
      'coverage.target_amount as quarter_target_amount',
      'coverage.opening_due_amount',
      'coverage.opening_won_amount',
    ])

const quotas = (db: Db) =>
  db
    .selectFrom(fctQuotas.as('quota'))
    .select(ofNoOpportunity('quota'))
    .select(({ ref }) => [
      serial(
        ref('quota.owner_id'),
        sql<string>`'quota'`,
        ref('quota.team'),
        ref('quota.deal_type'),
        asText(ref('quota.month_start_date')),
      ).as('event_id'),
      'quota.owner_id',
      'quota.owner_id as current_owner_id',
      'quota.team',
      'quota.deal_type',
      'quota.month_start_date as date',
      'quota.quota_amount',
    ])

/** What is of owners and teams only. */
const ofNoOpportunity = (event: Event) => [
  sql<Event>`${sql.lit(event)}`.as('event'),
  sql<string>`'not_allocated'`.as('campaign_id'),
  sql<string>`'not_allocated'`.as('partner_id'),
  ...(
    [
      'source_system',
      'opportunity_name',
      'segment',
      'stage',
      'pipeline_name',
      'outcome',
      'forecast_category',
      'lost_reason',
      'lead_source',
      'channel',
      'currency_code',
    ] as const
  ).map((name) => sql<string>`'Not allocated'`.as(name)),
  sql<boolean>`false`.as('is_counted'),
  sql<boolean>`false`.as('is_passed'),
  sql<number>`0`.as('stage_number'),
]

const created = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .select(({ lit, val }) => [
      'opportunity.opportunity_id',
      val('created').$castTo<Event>().as('event'),
      val('').as('serial'),
      'opportunity.created_at as at',
      'opportunity.created_date as date',
      lit(null).$castTo<string | null>().as('stage_id'),
      lit(false).$castTo<boolean>().as('is_passed'),
      lit(null).$castTo<number | null>().as('visit_seconds'),
    ])

/** As created, under the channel and campaign of touches. */
const bySource = (db: Db, event: Event, touched: Expression<Source>) =>
  db
    .selectFrom(unionByName<Source>(touched).as('source'))
    .innerJoin(created(db).as('created'), 'created.opportunity_id', 'source.opportunity_id')
    .select(({ val }) => [
      'source.opportunity_id',
      val<Event>(event).as('event'),
      'source.serial',
      'created.at',
      'created.date',
      'source.campaign_id',
      'source.channel',
      'source.amount',
      'created.is_passed',
    ])

const closed = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.closed_at', 'is not', null)
    .select(({ ref, lit, val }) => [
      'opportunity.opportunity_id',
      val('closed').$castTo<Event>().as('event'),
      val('').as('serial'),
      ref('opportunity.closed_at').$castTo<Date>().as('at'),
      ref('opportunity.closed_date').$castTo<Day>().as('date'),
      lit(null).$castTo<string | null>().as('stage_id'),
      lit(false).$castTo<boolean>().as('is_passed'),
      lit(null).$castTo<number | null>().as('visit_seconds'),
    ])

/**
 * One row per opportunity and open stage that it came to or past: a stage that was skipped is
 * entered, and passed, with the next recorded one. A stage no longer in use counts where visited.
 */
const stagesEntered = (db: Db) =>
  db
    .selectFrom(reached(db).as('reached'))
    .select(({ ref, val, lit }) => [
      'reached.opportunity_id',
      val('stage_entered').$castTo<Event>().as('event'),
      'reached.stage_id as serial',
      'reached.at',
      dayOf(ref('reached.at')).as('date'),
      ref('reached.stage_id').$castTo<string | null>().as('stage_id'),
      'reached.is_passed',
      lit(null).$castTo<number | null>().as('visit_seconds'),
    ])

const reached = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(dimStages.as('visited'), 'visited.stage_id', 'visit.stage_id')
    .innerJoin(dimStages.as('stage'), 'stage.pipeline_id', 'visited.pipeline_id')
    .where('stage.stage_type', '=', 'open')
    .where(({ or, eb, and, ref }) =>
      or([
        eb('visited.stage_id', '=', ref('stage.stage_id')),
        and([eb('stage.is_in_use', '=', true), isBeyond(eb)]),
      ]),
    )
    .select((eb) => {
      const isOwn = eb('visited.stage_id', '=', eb.ref('stage.stage_id'))
      return [
        'visit.opportunity_id',
        'stage.stage_id',
        eb.fn
          .coalesce(
            leastWhere(eb.ref('visit.entered_at'), isOwn),
            leastWhere(eb.ref('visit.entered_at'), isBeyond(eb)),
          )
          .$castTo<Date>()
          .as('at'),
        holdsForAny(isBeyond(eb)).as('is_passed'),
      ]
    })
    .groupBy(['visit.opportunity_id', 'stage.stage_id'])

/** Whether a visit is to a later open stage, or to one in which the opportunity is won. */
const isBeyond = (
  eb: ExpressionBuilder<
    { visited: RowOf<typeof dimStages.columns>; stage: RowOf<typeof dimStages.columns> },
    'visited' | 'stage'
  >,
) =>
  eb.or([
    eb('visited.stage_type', '=', 'won'),
    eb.and([
      eb('visited.stage_type', '=', 'open'),
      eb('visited.stage_number', '>', eb.ref('stage.stage_number')),
    ]),
  ])

const stagesLeft = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .where('visit.stage_type', '=', 'open')
    .where('visit.left_at', 'is not', null)
    .select(({ ref, lit, val }) => [
      'visit.opportunity_id',
      val('stage_left').$castTo<Event>().as('event'),
      asText(ref('visit.visit_number')).as('serial'),
      ref('visit.left_at').$castTo<Date>().as('at'),
      ref('visit.left_date').$castTo<Day>().as('date'),
      ref('visit.stage_id').$castTo<string | null>().as('stage_id'),
      lit(false).$castTo<boolean>().as('is_passed'),
      'visit.visit_seconds',
    ])
