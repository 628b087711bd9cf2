/** HubSpot’s pipelines of deals. */
import { text } from '../../../src/columns.ts'
import { tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotDealPipeline } from '../../sources/hubspot.ts'

export const stgHubspotDealPipelines = defineTable({
  name: 'stg_hubspot__deal_pipelines',
  description: 'HubSpot’s pipelines of deals, deleted ones included.',
  grain: ['pipeline_id'],
  columns: {
    pipeline_id: text('HubSpot’s pipeline id.'),
    pipeline_name: text('The pipeline’s label.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotDealPipeline.as('pipeline'))
      .select(({ ref }) => [
        'pipeline.pipeline_id',
        tidy(ref('pipeline.label')).as('pipeline_name'),
      ]),
})
