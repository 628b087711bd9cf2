/** What the CRMs remember of their opportunities' attributes. */
import { oneOf, text, timestamp } from '../../src/columns.ts'
import { chosen } from '../../src/sql/choice.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { forecastCategories } from '../sources/hubspot.ts'
import { stgHubspotDealPropertyHistory } from './hubspot/stg_hubspot__deal_property_history.ts'

const properties = [
  'stage_id',
  'amount',
  'close_date',
  'owner_id',
  'forecast_category',
  'pipeline_id',
] as const

const hubspotProperties = [
  ['dealstage', 'stage_id'],
  ['amount', 'amount'],
  ['closedate', 'close_date'],
  ['hubspot_owner_id', 'owner_id'],
  ['hs_manual_forecast_category', 'forecast_category'],
  ['pipeline', 'pipeline_id'],
] as const

export const stgOpportunityHistory = defineTable({
  name: 'stg_opportunity_history',
  description: 'Every value that a tracked attribute of an opportunity took.',
  grain: ['opportunity_id', 'property', 'changed_at'],
  columns: {
    opportunity_id: text('The opportunity, scoped by system.'),
    property: oneOf(properties, 'What changed.'),
    changed_at: timestamp('When it took the value.'),
    value: text('The value, ids scoped by system; null where it was cleared.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotDealPropertyHistory.as('change'))
      .where(
        'change.property',
        'in',
        hubspotProperties.map(([name]) => name),
      )
      .select(({ eb, ref, val }) => [
        scopedId('hubspot', ref('change.deal_id')).as('opportunity_id'),
        chosen(ref('change.property'), hubspotProperties, val(''))
          .$castTo<(typeof properties)[number]>()
          .as('property'),
        'change.changed_at',
        eb
          .case()
          .when('change.property', 'in', ['dealstage', 'hubspot_owner_id', 'pipeline'])
          .then(scopedId('hubspot', ref('change.value')))
          .when('change.property', '=', 'hs_manual_forecast_category')
          .then(chosen(ref('change.value'), forecastCategories, ref('change.value')))
          .else(ref('change.value'))
          .end()
          .as('value'),
      ]),
})
