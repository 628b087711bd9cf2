/** Balances of opportunities, coverages of targets and quotas: the rows of mart_pipeline that are no events. */
import { sql } from 'kysely'
import { asText, serial } from '../../src/sql/text.ts'
import type { Db } from '../../src/table.ts'
import { dimStages } from '../conformed/dim_stages.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctPipelineBalances } from '../conformed/fct_pipeline_balances.ts'
import { fctPipelineCoverage } from '../conformed/fct_pipeline_coverage.ts'
import { fctQuotas } from '../conformed/fct_quotas.ts'
import type { Event } from './pipeline_event.ts'

/** A balance of an opportunity: a closing row counts as any other, for it says that the balance is 0. */
export const balances = (db: Db) =>
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

/** How a quarter’s target is covered on a date. */
export const coverages = (db: Db) =>
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

/** The quota of an owner or team in a month. */
export const quotas = (db: Db) =>
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
