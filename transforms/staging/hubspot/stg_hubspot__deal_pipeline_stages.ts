/** HubSpot’s stages of deals. */
import { flag, integer, number, text } from '../../../src/columns.ts'
import { tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotDealPipelineStage } from '../../sources/hubspot.ts'

export const stgHubspotDealPipelineStages = defineTable({
  name: 'stg_hubspot__deal_pipeline_stages',
  description: 'HubSpot’s stages of deals, deleted ones included, since histories name them.',
  grain: ['stage_id'],
  columns: {
    stage_id: text('HubSpot’s stage id.'),
    pipeline_id: text('The pipeline it belongs to.'),
    stage_name: text('The stage’s label.').nullable(),
    is_closed: flag('Whether a deal in it is closed.'),
    is_won: flag('Whether a deal in it is won.'),
    is_deleted: flag('Whether the stage is gone.'),
    stage_number: integer('Its place in the pipeline.').nullable(),
    probability: number('The chance that a deal in it is won.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotDealPipelineStage.as('stage'))
      .select(({ ref, fn, lit }) => [
        'stage.stage_id',
        'stage.pipeline_id',
        tidy(ref('stage.label')).as('stage_name'),
        fn.coalesce('stage.is_closed', lit(false)).as('is_closed'),
        fn.coalesce('stage.closed_won', lit(false)).as('is_won'),
        fn.coalesce('stage._fivetran_deleted', lit(false)).as('is_deleted'),
        'stage.display_order as stage_number',
        'stage.probability',
      ]),
})
