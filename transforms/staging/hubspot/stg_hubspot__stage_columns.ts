/** The stage-entered columns of HubSpot’s deals. */
import { text, timestamp } from '../../../src/columns.ts'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { keysOf, valuesOf } from '../../../src/sql/maps.ts'
import { matched } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotDeals } from '../../sources/hubspot.ts'

/** `Date entered "Closed Won (Sales Pipeline)"`, in whatever quotes, with or without the pipeline. */
const label = '(?i)^date entered ["“”„\'‘’«] ?(.*?)(?: \\(([^()]*)\\))? ?["“”\'’»]$'
/** `hs_date_entered_closedwon`, `hs_v2_date_entered_12345`, behind `property_` or not. */
const name = '(?i)^(?:property_)?hs_(?:v2_)?date_entered_(.*)$'

export const stgHubspotStageColumns = defineTable({
  name: 'stg_hubspot__stage_columns',
  description: 'The stage-entered columns of HubSpot’s deals, one filled column a row.',
  grain: ['source_instance', 'deal_id', 'header'],
  columns: {
    source_instance: text('The portal; empty for the only one.'),
    deal_id: text('HubSpot’s deal id.'),
    header: text('The column’s header.'),
    pipeline_name: text('The pipeline that the header names.').nullable(),
    stage_name: text('The stage that the header names.').nullable(),
    stage_key: text('The stage’s id as the header writes it.').nullable(),
    entered_at: timestamp('When the deal last entered the stage.'),
  },
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(latestOf(db, rawHubspotDeals).as('deal'))
          .select(({ ref }) => [
            'deal.source_instance',
            'deal.record_id as deal_id',
            keysOf(ref('deal.stages_entered')).as('header'),
            valuesOf(ref('deal.stages_entered')).as('entered_at'),
          ])
          .as('entry'),
      )
      .select(({ ref }) => [
        'entry.source_instance',
        'entry.deal_id',
        'entry.header',
        matched(ref('entry.header'), label, 2).as('pipeline_name'),
        matched(ref('entry.header'), label, 1).as('stage_name'),
        matched(ref('entry.header'), name, 1).as('stage_key'),
        'entry.entered_at',
      ]),
})
