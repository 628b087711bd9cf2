/** What HubSpot remembers of deals, and what successive exports of them tell. */
import { pick } from '../../../src/columns.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { defineTable } from '../../../src/table.ts'
import { opportunityHistoryColumns } from '../objects/opportunity_history.ts'
import { stgHubspotDealChanges } from './stg_hubspot__deal_changes.ts'
import { stgHubspotDealVersions } from './stg_hubspot__deal_versions.ts'

export const stgHubspotOpportunityHistory = defineTable({
  name: 'stg_hubspot__opportunity_history',
  description:
    'Every value that a tracked attribute of a HubSpot deal took: from the history of the property, else from successive exports of the deal.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: pick(opportunityHistoryColumns, 'opportunity_id', 'property', 'changed_at', 'value'),
  query: (db) =>
    unionByName(
      db
        .selectFrom(stgHubspotDealChanges.as('change'))
        .select(['change.opportunity_id', 'change.property', 'change.changed_at', 'change.value']),
      db
        .selectFrom(stgHubspotDealVersions.as('change'))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom(stgHubspotDealChanges.as('known'))
                .whereRef('known.opportunity_id', '=', 'change.opportunity_id')
                .whereRef('known.property', '=', 'change.property')
                .select('known.opportunity_id'),
            ),
          ),
        )
        .select(['change.opportunity_id', 'change.property', 'change.changed_at', 'change.value']),
    ),
})
