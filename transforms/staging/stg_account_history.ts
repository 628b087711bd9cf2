/** What the CRMs remember of their companies' attributes. */
import { oneOf, text, timestamp } from '../../src/columns.ts'
import { chosen } from '../../src/sql/choice.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotCompanyPropertyHistory } from './hubspot/stg_hubspot__company_property_history.ts'

const properties = ['owner_id', 'employee_count'] as const

export const stgAccountHistory = defineTable({
  name: 'stg_account_history',
  description: 'Every owner and number of employees that a company of a CRM had.',
  grain: ['source_system', 'source_id', 'property', 'changed_at'],
  columns: {
    source_system: text('The CRM.'),
    source_id: text('The CRM’s id of the company.'),
    property: oneOf(properties, 'What changed.'),
    changed_at: timestamp('When it took the value.'),
    value: text('The value, owners scoped by system; null where it was cleared.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotCompanyPropertyHistory.as('change'))
      .where('change.property', 'in', ['hubspot_owner_id', 'numberofemployees'])
      .select(({ eb, ref, lit, val }) => [
        val('hubspot').as('source_system'),
        'change.company_id as source_id',
        chosen(
          ref('change.property'),
          [
            ['hubspot_owner_id', 'owner_id'],
            ['numberofemployees', 'employee_count'],
          ],
          lit(null),
        )
          .$castTo<(typeof properties)[number]>()
          .as('property'),
        'change.changed_at',
        eb
          .case()
          .when('change.property', '=', 'hubspot_owner_id')
          .then(scopedId('hubspot', ref('change.value')))
          .else(ref('change.value'))
          .end()
          .as('value'),
      ]),
})
