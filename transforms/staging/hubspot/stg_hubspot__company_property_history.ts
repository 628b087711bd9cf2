/** What HubSpot remembers of companies. */
import { text, timestamp } from '../../../src/columns.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotCompanyPropertyHistory } from '../../sources/hubspot.ts'

export const stgHubspotCompanyPropertyHistory = defineTable({
  name: 'stg_hubspot__company_property_history',
  description: 'Every value that a tracked property of a HubSpot company took.',
  grain: ['company_id', 'property', 'changed_at'],
  columns: {
    company_id: text('HubSpot’s company id.'),
    property: text('The property’s internal name.'),
    changed_at: timestamp('When it took the value.'),
    value: text('The value; null where it was cleared.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotCompanyPropertyHistory.as('change'))
      .select([
        'change.company_id',
        'change.name as property',
        'change.timestamp as changed_at',
        'change.value',
      ]),
})
