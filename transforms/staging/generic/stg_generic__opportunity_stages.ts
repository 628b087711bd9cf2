/** When opportunities entered stages, from the generic log. */
import { latest } from '../../../src/sql/latest.ts'
import { defineTable } from '../../../src/table.ts'
import { opportunityStageColumns } from '../objects/opportunity_stages.ts'
import { stageEntries } from './stage_entries.ts'

export const stgGenericOpportunityStages = defineTable({
  name: 'stg_generic__opportunity_stages',
  description:
    'The latest entry of an opportunity into each stage, from generic/opportunity_stages; the pipeline of the opportunity where the file names none.',
  grain: ['opportunity_id', 'pipeline_name', 'stage_name'],
  columns: opportunityStageColumns,
  query: (db) =>
    db
      .selectFrom(stageEntries(db).as('entry'))
      .where('entry.source', '=', 'log')
      .groupBy(['entry.opportunity_id', 'entry.pipeline_name', 'entry.stage_name'])
      .select(({ ref, val }) => [
        'entry.opportunity_id',
        val('generic').as('source_system'),
        'entry.pipeline_name',
        'entry.stage_name',
        latest(ref('entry.entered_at'), ref('entry.entered_at')).as('entered_at'),
      ]),
})
