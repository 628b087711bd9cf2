/** Contacts with marketing, over all systems. */
import { unionOf } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgGa4Touchpoints } from './ga4/stg_ga4__touchpoints.ts'
import { stgGenericTouchpoints } from './generic/stg_generic__touchpoints.ts'
import { stgHubspotTouchpoints } from './hubspot/stg_hubspot__touchpoints.ts'
import { touchpointColumns } from './objects/touchpoints.ts'

export const stgTouchpoints = defineTable({
  name: 'stg_touchpoints',
  description: 'Sessions, forms, e-mails and responses to campaigns.',
  grain: ['touchpoint_id'],
  columns: touchpointColumns,
  query: () =>
    unionOf(touchpointColumns, stgGa4Touchpoints, stgHubspotTouchpoints, stgGenericTouchpoints),
})
