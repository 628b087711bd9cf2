/** What happened to opportunities, each with the attributes of its day: creations, closings, stages. */
import type { Expression } from 'kysely'
import type { Day } from '../../src/columns.ts'
import { serial } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { dimAccountVersions } from '../conformed/dim_account_versions.ts'
import { dimOpportunityVersions } from '../conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from '../conformed/dim_owner_versions.ts'
import { dimStages } from '../conformed/dim_stages.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import type { Event, Happened } from './pipeline_event.ts'
import { influenced, type Source, sourced } from './pipeline_sources.ts'
import { stagesEntered, stagesLeft } from './pipeline_stages.ts'

/** One row per event of an opportunity, with what mart_pipeline says of it. */
export const happenings = (db: Db) =>
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
