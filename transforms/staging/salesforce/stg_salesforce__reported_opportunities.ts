/** Opportunities of which only a history is exported. */
import { pick } from '../../../src/columns.ts'
import { latest } from '../../../src/sql/latest.ts'
import { salesforceId, salesforceKey, startOfDay } from '../../../src/sql/salesforce.ts'
import { sourceKey, tidy } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawSalesforceOpportunityFieldHistoryReport,
  rawSalesforceOpportunityHistory,
  rawSalesforceOpportunityHistoryReport,
} from '../../sources/salesforce_histories.ts'
import { rawSalesforceOpportunities } from '../../sources/salesforce_opportunities.ts'
import { opportunityColumns } from '../objects/opportunities.ts'
import { pipeline } from './stg_salesforce__opportunities.ts'

export const stgSalesforceReportedOpportunities = defineTable({
  name: 'stg_salesforce__reported_opportunities',
  description:
    'Opportunities as their histories tell of them, of organisations that export no opportunities: reports of a history name, value and date them.',
  grain: ['opportunity_id'],
  columns: pick(
    opportunityColumns,
    'opportunity_id',
    'source_system',
    'source_instance',
    'source_id',
    'opportunity_name',
    'pipeline_id',
    'pipeline_name',
    'stage_id',
    'stage_name',
    'is_deleted',
    'created_at',
    'closes_at',
    'modified_at',
    'amount_local',
  ),
  query: (db) =>
    db
      .selectFrom(mentions(db).as('mention'))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom(rawSalesforceOpportunities.as('exported'))
              .whereRef('exported.source_instance', '=', 'mention.source_instance')
              .select('exported.id'),
          ),
        ),
      )
      .groupBy(['mention.source_instance', 'mention.source_id'])
      .select(({ fn, lit, ref, val }) => {
        const instance = ref('mention.source_instance')
        const last = ref('mention.changed_at')
        const stage = latest(ref('mention.stage_name'), last)
        return [
          salesforceKey(instance, ref('mention.source_id')).as('opportunity_id'),
          val('salesforce').as('source_system'),
          'mention.source_instance',
          'mention.source_id',
          latest(ref('mention.opportunity_name'), last).as('opportunity_name'),
          sourceKey('salesforce', instance, val<string>(pipeline.id)).as('pipeline_id'),
          val(pipeline.name).as('pipeline_name'),
          sourceKey('salesforce', instance, stage).as('stage_id'),
          stage.as('stage_name'),
          lit(false).$castTo<boolean>().as('is_deleted'),
          fn.min('mention.created_at').as('created_at'),
          startOfDay(latest(ref('mention.close_date'), last)).as('closes_at'),
          fn.max('mention.changed_at').as('modified_at'),
          latest(ref('mention.amount'), last).as('amount_local'),
        ]
      }),
})

const mentions = (db: Db) =>
  unionByName(
    db
      .selectFrom(rawSalesforceOpportunityHistory.as('change'))
      .where('change.is_gone', '=', false)
      .select(({ lit, ref }) => [
        'change.source_instance',
        salesforceId(ref('change.opportunity_id')).as('source_id'),
        lit(null).$castTo<string | null>().as('opportunity_name'),
        tidy(ref('change.stage_name')).as('stage_name'),
        'change.amount',
        'change.close_date',
        ref('change.created_date').$castTo<Date | null>().as('created_at'),
        'change.created_date as changed_at',
      ]),
    db
      .selectFrom(rawSalesforceOpportunityHistoryReport.as('change'))
      .where('change.is_gone', '=', false)
      .select(({ fn, ref }) => [
        'change.source_instance',
        salesforceId(ref('change.opportunity_id')).as('source_id'),
        tidy(ref('change.opportunity_name')).as('opportunity_name'),
        tidy(fn.coalesce('change.stage', 'change.to_stage')).as('stage_name'),
        'change.amount',
        'change.close_date',
        fn.coalesce('change.created_date', 'change.last_modified').as('created_at'),
        'change.last_modified as changed_at',
      ]),
    db
      .selectFrom(rawSalesforceOpportunityFieldHistoryReport.as('change'))
      .where('change.is_gone', '=', false)
      .select(({ fn, ref }) => [
        'change.source_instance',
        salesforceId(ref('change.opportunity_id')).as('source_id'),
        tidy(ref('change.opportunity_name')).as('opportunity_name'),
        tidy(ref('change.stage')).as('stage_name'),
        'change.amount',
        'change.close_date',
        fn.coalesce('change.created_date', 'change.edit_date').as('created_at'),
        'change.edit_date as changed_at',
      ]),
  )
