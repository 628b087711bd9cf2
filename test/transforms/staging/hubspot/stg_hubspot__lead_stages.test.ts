/** HubSpot’s stages of the lifecycle and lead statuses. */
import { expect, test } from 'vitest'
import { given, rowsOf } from '../../../../src/testing.ts'
import {
  rawHubspotContactPropertyHistory,
  rawHubspotContacts,
} from '../../../../transforms/sources/hubspot.ts'
import { stgHubspotLeadStages } from '../../../../transforms/staging/hubspot/stg_hubspot__lead_stages.ts'
import { openMemory } from '../../chain.ts'

const at = (day: string) => new Date(`${day}T10:00:00Z`)

test('come from the history, and where it has none of a stage, from the contact', async () => {
  const db = await openMemory()
  const change = (name: string, value: string, day: string) => ({
    contact_id: '1',
    name,
    value,
    timestamp: at(day),
  })
  await given(db, rawHubspotContactPropertyHistory, [
    change('lifecyclestage', 'lead', '2024-01-01'),
    change('hs_lead_status', 'IN_PROGRESS', '2024-01-04'),
    change('firstname', 'lead', '2024-01-05'),
    change('lifecyclestage', 'lead', '2024-03-01'),
  ])
  await given(db, rawHubspotContacts, [
    {
      record_id: '1',
      became_a_lead_date: at('2024-03-01'),
      became_a_customer_date: at('2024-04-01'),
    },
  ])
  const rows = await rowsOf(db, stgHubspotLeadStages)
  await db.destroy()
  expect(
    rows
      .sort((one, other) => one.entered_at.getTime() - other.entered_at.getTime())
      .map((row) => [row.entered_at, row.stage_name]),
  ).toEqual([
    [at('2024-01-01'), 'Lead'],
    [at('2024-01-04'), 'IN_PROGRESS'],
    [at('2024-03-01'), 'Lead'],
    [at('2024-04-01'), 'Customer'],
  ])
  expect(new Set(rows.map((row) => row.person_id))).toEqual(new Set(['hubspot:1']))
})
