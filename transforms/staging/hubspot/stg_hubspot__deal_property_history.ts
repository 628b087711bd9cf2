/** What HubSpot remembers of deals. */
import { text, timestamp } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotDealPropertyHistory } from '../../sources/hubspot.ts'

export const stgHubspotDealPropertyHistory = defineTable({
  name: 'stg_hubspot__deal_property_history',
  description: 'Every value that a tracked property of a HubSpot deal took.',
  grain: ['deal_id', 'property', 'changed_at'],
  columns: {
    deal_id: text('HubSpot’s deal id.'),
    property: text('The property’s internal name.'),
    changed_at: timestamp('When it took the value.'),
    value: text('The value; null where it was cleared.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotDealPropertyHistory.as('change'))
      .select([
        'change.deal_id',
        'change.name as property',
        'change.timestamp as changed_at',
        'change.value',
      ]),
})
