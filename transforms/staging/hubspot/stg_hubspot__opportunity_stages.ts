/** When HubSpot’s deals last came to each stage, by the columns of their export. */
import { pick } from '../../../src/columns.ts'
import { headerOf } from '../../../src/sql/headers.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotDealPipeline, rawHubspotDealPipelineStage } from '../../sources/hubspot.ts'
import { opportunityStageColumns } from '../objects/opportunity_stages.ts'
import { stgHubspotStageColumns } from './stg_hubspot__stage_columns.ts'

export const stgHubspotOpportunityStages = defineTable({
  name: 'stg_hubspot__opportunity_stages',
  description:
    'The latest entry of a HubSpot deal into each stage that its export has a column for, by label or by the id of a stage of the settings.',
  grain: ['opportunity_id', 'pipeline_name', 'stage_name'],
  columns: pick(
    opportunityStageColumns,
    'opportunity_id',
    'source_system',
    'pipeline_name',
    'stage_name',
    'entered_at',
  ),
  query: (db) =>
    db
      .selectFrom(stgHubspotStageColumns.as('entry'))
      .leftJoin(
        (from) =>
          from
            .selectFrom(rawHubspotDealPipelineStage.as('stage'))
            .leftJoin(rawHubspotDealPipeline.as('pipeline'), (join) =>
              join
                .onRef('pipeline.source_instance', '=', 'stage.source_instance')
                .onRef('pipeline.pipeline_id', '=', 'stage.pipeline_id'),
            )
            .select(({ ref, fn }) => [
              'stage.source_instance',
              headerOf(ref('stage.stage_id')).as('stage_key'),
              // Tickets aside, a stage’s id is of one pipeline.
              fn.min('stage.label').as('stage_name'),
              fn.min('pipeline.label').as('pipeline_name'),
            ])
            .groupBy(['stage.source_instance', ({ ref }) => headerOf(ref('stage.stage_id'))])
            .as('stage'),
        (join) =>
          join
            .onRef('stage.source_instance', '=', 'entry.source_instance')
            .onRef('stage.stage_key', '=', 'entry.stage_key'),
      )
      .where(({ eb, or }) =>
        or([eb('entry.stage_name', 'is not', null), eb('stage.stage_name', 'is not', null)]),
      )
      .select(({ ref, fn, val }) => {
        const pipeline = fn.coalesce('stage.pipeline_name', 'entry.pipeline_name')
        const stage = fn.coalesce('stage.stage_name', 'entry.stage_name')
        return [
          sourceKey('hubspot', ref('entry.source_instance'), ref('entry.deal_id')).as(
            'opportunity_id',
          ),
          val('hubspot').as('source_system'),
          pipeline.as('pipeline_name'),
          stage.as('stage_name'),
          fn.max('entry.entered_at').$castTo<Date | null>().as('entered_at'),
        ]
      })
      .groupBy(({ ref, fn }) => [
        ref('entry.source_instance'),
        ref('entry.deal_id'),
        fn.coalesce('stage.pipeline_name', 'entry.pipeline_name'),
        fn.coalesce('stage.stage_name', 'entry.stage_name'),
      ]),
})
