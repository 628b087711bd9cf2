/** Who brought Salesforce's opportunities, and who those partners are. */
import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import { rawSalesforceOpportunities } from '../../../../transforms/sources/salesforce_opportunities.ts'
import {
  rawSalesforceOpportunityPartners,
  rawSalesforcePartners,
} from '../../../../transforms/sources/salesforce_other.ts'
import { stgSalesforceAccounts } from '../../../../transforms/staging/salesforce/stg_salesforce__accounts.ts'
import { stgSalesforceOpportunities } from '../../../../transforms/staging/salesforce/stg_salesforce__opportunities.ts'
import { stgSalesforcePartners } from '../../../../transforms/staging/salesforce/stg_salesforce__partners.ts'
import { openMemory } from '../../chain.ts'
import { anna, at } from './opportunities.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  await given(
    db,
    rawSalesforceOpportunities,
    [1, 2, 3].map((id) => ({
      id: `00600000000000${id}AAA`,
      source_instance: '',
      owner_id: anna,
      version_at: at('2024-01-01'),
    })),
  )
  await given(db, rawSalesforceOpportunityPartners, [
    // Of two partners the primary one, whatever its id; ids of 15 characters are those of 18.
    { ...row('1'), opportunity_id: '006000000000001', account_to_id: '001000000000001' },
    {
      ...row('2'),
      opportunity_id: '006000000000001AAA',
      account_to_id: '001000000000002AAA',
      is_primary: true,
    },
    {
      ...row('3'),
      opportunity_id: '006000000000002AAA',
      account_to_id: '001000000000003AAA',
      is_deleted: true,
    },
  ])
  await given(db, rawSalesforcePartners, [
    { ...row('4'), opportunity_id: '006000000000003AAA', account_to_id: '001000000000001AAA' },
    { ...row('5'), account_from_id: '001000000000009AAA', account_to_id: '001000000000004AAA' },
  ])
  return () => db.destroy()
})
const row = (id: string) => ({ id, source_instance: '' })

test('an opportunity has its primary partner, else the one recorded first, from either object', async () => {
  const rows = await rowsOf(db, stgSalesforceOpportunities)
  expect(
    Object.fromEntries(rows.map(({ opportunity_id, partner_id }) => [opportunity_id, partner_id])),
  ).toEqual({
    'salesforce:006000000000001AAA': 'salesforce:001000000000002AAA',
    'salesforce:006000000000002AAA': null,
    'salesforce:006000000000003AAA': 'salesforce:001000000000001AAA',
  })
})

test('partners of opportunities and of accounts are listed once, by the name of their account', async () => {
  await given(db, stgSalesforceAccounts, [
    { account_id: 'salesforce:001000000000001AAA', account_name: 'Meridian' },
  ])
  const rows = await rowsOf(db, stgSalesforcePartners)
  expect(rows.map((partner) => [partner.partner_id, partner.partner_name]).sort()).toEqual([
    ['salesforce:001000000000001AAA', 'Meridian'],
    ['salesforce:001000000000002AAA', null],
    ['salesforce:001000000000004AAA', null],
  ])
})
