/** The stage-entered columns of all CRMs. */
import { text, timestamp } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotDealStageEntries } from './hubspot/stg_hubspot__deal_stage_entries.ts'

export const stgOpportunityStageEntries = defineTable({
  name: 'stg_opportunity_stage_entries',
  description:
    'The latest entry of an opportunity into each stage, where the export has columns for it.',
  grain: ['opportunity_id', 'pipeline_name', 'stage_name'],
  columns: {
    opportunity_id: text('The opportunity, scoped by system.'),
    source_system: text('The CRM.'),
    pipeline_name: text('The pipeline.').nullable(),
    stage_name: text('The stage.').nullable(),
    entered_at: timestamp('When it last entered the stage.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotDealStageEntries.as('entry'))
      .select(({ ref, val }) => [
        scopedId('hubspot', ref('entry.deal_id')).as('opportunity_id'),
        val('hubspot').as('source_system'),
        'entry.pipeline_name',
        'entry.stage_name',
        'entry.entered_at',
      ]),
})
