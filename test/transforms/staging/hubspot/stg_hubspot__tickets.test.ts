/** HubSpot's tickets: what customers say of them. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import { rawHubspotTickets } from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotTickets } from '../../../../transforms/staging/hubspot/stg_hubspot__tickets.ts'
import { at, withPortal } from './portal.ts'

const portal = withPortal()

test('a rating of 0 to 2 is a share of happy, and one of another scale is none', async () => {
  await given(
    portal.db,
    rawHubspotTickets,
    [0, 1, 2, 5, null].map((csat) => ({
      id: String(csat),
      created_at: at('2024-01-10 09:00'),
      csat,
    })),
  )
  await portal.stage()
  const rows = await rowsOf(portal.db, stgHubspotTickets)
  expect(Object.fromEntries(rows.map((row) => [row.ticket_id, row.csat_score]))).toEqual({
    'hubspot:0': 0,
    'hubspot:1': 0.5,
    'hubspot:2': 1,
    'hubspot:5': null,
    'hubspot:null': null,
  })
})
