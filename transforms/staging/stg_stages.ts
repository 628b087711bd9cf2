/** Stages of opportunities in all CRMs. */
import { flag, integer, number, oneOf, text } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotDealPipelineStages } from './hubspot/stg_hubspot__deal_pipeline_stages.ts'
import { stgHubspotDealPipelines } from './hubspot/stg_hubspot__deal_pipelines.ts'

const stageTypes = ['open', 'won', 'lost'] as const

export const stgStages = defineTable({
  name: 'stg_stages',
  description: 'The stages of opportunities in the CRMs, those no longer in use included.',
  grain: ['stage_id'],
  columns: {
    stage_id: text('The stage, scoped by system.'),
    pipeline_id: text('The pipeline, scoped by system.'),
    source_system: text('The CRM.'),
    stage_name: text('What the stage is called.').nullable(),
    pipeline_name: text('What the pipeline is called.').nullable(),
    stage_type: oneOf(stageTypes, 'By the CRM’s settings; a label “Closed …” does not say it.'),
    is_in_use: flag('Whether opportunities still go through it.'),
    stage_number: integer('Its place in the pipeline.').nullable(),
    probability: number('The chance that an opportunity in it is won.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotDealPipelineStages.as('stage'))
      .leftJoin(stgHubspotDealPipelines.as('pipeline'), 'pipeline.pipeline_id', 'stage.pipeline_id')
      .select(({ ref, eb, val }) => [
        scopedId('hubspot', ref('stage.stage_id')).as('stage_id'),
        scopedId('hubspot', ref('stage.pipeline_id')).as('pipeline_id'),
        val('hubspot').as('source_system'),
        'stage.stage_name',
        'pipeline.pipeline_name',
        eb
          .case()
          .when('stage.is_won', '=', true)
          .then<(typeof stageTypes)[number]>('won')
          .when('stage.is_closed', '=', true)
          .then<(typeof stageTypes)[number]>('lost')
          .else<(typeof stageTypes)[number]>('open')
          .end()
          .as('stage_type'),
        eb('stage.is_deleted', '=', false).$castTo<boolean>().as('is_in_use'),
        'stage.stage_number',
        'stage.probability',
      ]),
})
