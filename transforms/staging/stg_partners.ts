/** Partners of all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGenericPartners } from './generic/stg_generic__partners.ts'
import { partnerColumns } from './objects/partners.ts'
import { stgSalesforcePartners } from './salesforce/stg_salesforce__partners.ts'

export const stgPartners = defineTable({
  name: 'stg_partners',
  description: 'Those who bring us business or sell for us.',
  grain: ['partner_id'],
  columns: partnerColumns,
  query: () => unionOf(partnerColumns, stgSalesforcePartners, stgGenericPartners),
})
