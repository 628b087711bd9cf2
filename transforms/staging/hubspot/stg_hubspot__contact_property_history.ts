/** What HubSpot remembers of contacts. */
import { text, timestamp } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotContactPropertyHistory } from '../../sources/hubspot.ts'

export const stgHubspotContactPropertyHistory = defineTable({
  name: 'stg_hubspot__contact_property_history',
  description: 'Every value that a tracked property of a HubSpot contact took.',
  grain: ['contact_id', 'property', 'changed_at'],
  columns: {
    contact_id: text('HubSpot’s contact id.'),
    property: text('The property’s internal name.'),
    changed_at: timestamp('When it took the value.'),
    value: text('The value; null where it was cleared.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotContactPropertyHistory.as('change'))
      .select([
        'change.contact_id',
        'change.name as property',
        'change.timestamp as changed_at',
        'change.value',
      ]),
})
