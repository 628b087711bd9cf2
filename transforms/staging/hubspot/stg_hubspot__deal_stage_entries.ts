/** When HubSpot’s deals last came to each stage. */
import { text, timestamp } from '../../../src/columns.ts'
import { keysOf, valuesOf } from '../../../src/sql/maps.ts'
import { instantOf, matched } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotDeals } from '../../sources/hubspot.ts'

/** `Date entered "Closed Won (Sales Pipeline)"`, in straight, curly or single quotes. */
const header = '^Date entered ["“\'‘](.*) \\((.*)\\)["”\'’]$'

export const stgHubspotDealStageEntries = defineTable({
  name: 'stg_hubspot__deal_stage_entries',
  description: 'The stage-entered columns of HubSpot’s deals, one filled column a row.',
  grain: ['deal_id', 'header'],
  columns: {
    deal_id: text('HubSpot’s deal id.'),
    header: text('The column’s header.'),
    pipeline_name: text('The pipeline that the header names.').nullable(),
    stage_name: text('The stage that the header names.').nullable(),
    entered_at: timestamp('When the deal last entered the stage.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(rawHubspotDeals.as('deal'))
          .select(({ ref }) => [
            'deal.record_id as deal_id',
            keysOf(ref('deal.stages_entered')).as('header'),
            valuesOf(ref('deal.stages_entered')).as('entered_at'),
          ])
          .as('entry'),
      )
      .select(({ ref }) => [
        'entry.deal_id',
        'entry.header',
        matched(ref('entry.header'), header, 2).as('pipeline_name'),
        matched(ref('entry.header'), header, 1).as('stage_name'),
        instantOf(ref('entry.entered_at')).as('entered_at'),
      ]),
})
