/** Salesforce's accounts, people and owners: what is made of their exports. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawSalesforceAccountHistory,
  rawSalesforceAccounts,
  rawSalesforceAccountVersions,
  rawSalesforceContacts,
  rawSalesforceLeadHistory,
  rawSalesforceLeads,
} from '../../../../transforms/sources/salesforce.ts'
import { rawSalesforceOpportunityContactRoles } from '../../../../transforms/sources/salesforce_opportunities.ts'
import {
  rawSalesforceUserRoles,
  rawSalesforceUsers,
} from '../../../../transforms/sources/salesforce_users.ts'
import { stgSalesforceAccountHistory } from '../../../../transforms/staging/salesforce/stg_salesforce__account_history.ts'
import { stgSalesforceAccounts } from '../../../../transforms/staging/salesforce/stg_salesforce__accounts.ts'
import { stgSalesforceContacts } from '../../../../transforms/staging/salesforce/stg_salesforce__contacts.ts'
import { stgSalesforceLeadStages } from '../../../../transforms/staging/salesforce/stg_salesforce__lead_stages.ts'
import { stgSalesforceLeads } from '../../../../transforms/staging/salesforce/stg_salesforce__leads.ts'
import { stgSalesforceOpportunityContacts } from '../../../../transforms/staging/salesforce/stg_salesforce__opportunity_contacts.ts'
import { stgSalesforceOwners } from '../../../../transforms/staging/salesforce/stg_salesforce__owners.ts'
import { make, openMemory } from '../../chain.ts'
import { anna, at, ben } from './opportunities.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  for (const table of [
    rawSalesforceAccounts,
    rawSalesforceAccountVersions,
    rawSalesforceAccountHistory,
    rawSalesforceLeadHistory,
    rawSalesforceUserRoles,
  ])
    await createEmpty(db, table)
  return () => db.destroy()
})

describe('an account', () => {
  test('names its owner, its parent and the account that it was merged into by scoped ids', async () => {
    await given(db, rawSalesforceAccounts, [
      {
        id: '001000000000001',
        owner_id: anna,
        parent_id: '001000000000002',
        master_record_id: '001000000000003',
        is_deleted: true,
        website: 'https://www.Berg.example/de',
        billing_country: 'Deutschland',
        account_source: 'Trade Show',
        version_at: at('2024-01-01'),
      },
    ])
    expect(await rowsOf(db, stgSalesforceAccounts)).toMatchObject([
      {
        account_id: 'salesforce:001000000000001AAA',
        owner_id: `salesforce:${anna}`,
        parent_account_id: 'salesforce:001000000000002AAA',
        merged_into_account_id: 'salesforce:001000000000003AAA',
        is_deleted: true,
        domain: 'berg.example',
        country: 'DE',
        channel: 'Offline',
      },
    ])
  })

  test('remembers owners and employees by its history, of the owner by id', async () => {
    const account = '001000000000001AAA'
    await given(db, rawSalesforceAccounts, [
      { id: account, owner_id: ben, created_date: at('2024-01-01'), version_at: at('2024-01-01') },
    ])
    await given(db, rawSalesforceAccountHistory, [
      {
        id: '1',
        account_id: account,
        created_date: at('2024-02-01'),
        field: 'Owner',
        old_value: 'Anna',
        new_value: 'Ben',
      },
      {
        id: '2',
        account_id: account,
        created_date: at('2024-02-01'),
        field: 'Owner',
        old_value: anna,
        new_value: ben,
      },
      {
        id: '3',
        account_id: account,
        created_date: at('2024-03-01'),
        field: 'NumberOfEmployees',
        old_value: '1,000',
        new_value: '1200',
      },
    ])
    await make(db, [stgSalesforceAccounts, stgSalesforceAccountHistory])
    const changes = await rowsOf(db, stgSalesforceAccountHistory)
    expect(
      changes
        .map(({ property, changed_at, value }) => [property, changed_at.getUTCMonth() + 1, value])
        .sort(),
    ).toEqual([
      ['employee_count', 1, '1000'],
      ['employee_count', 3, '1200'],
      ['owner_id', 1, `salesforce:${anna}`],
      ['owner_id', 2, `salesforce:${ben}`],
    ])
  })

  test('remembers them by successive exports where there is no history', async () => {
    const row = { id: '001000000000001AAA', created_date: at('2024-01-01') }
    await given(db, rawSalesforceAccounts, [
      { ...row, owner_id: anna, number_of_employees: 10, version_at: at('2024-01-05') },
      { ...row, owner_id: ben, number_of_employees: 10, version_at: at('2024-02-05') },
    ])
    await make(db, [stgSalesforceAccounts, stgSalesforceAccountHistory])
    const changes = await rowsOf(db, stgSalesforceAccountHistory)
    expect(
      changes
        .map(({ property, changed_at, value }) => [property, changed_at.getUTCMonth() + 1, value])
        .sort(),
    ).toEqual([
      ['employee_count', 1, '10'],
      ['owner_id', 1, `salesforce:${anna}`],
      ['owner_id', 2, `salesforce:${ben}`],
    ])
  })
})

describe('people', () => {
  test('are contacts, and leads that are linked to the contacts that they became', async () => {
    await given(db, rawSalesforceContacts, [
      {
        id: '003000000000001AAA',
        account_id: '001000000000001AAA',
        last_name: 'Berg',
        email: ' Anna@Berg.example',
      },
    ])
    await given(db, rawSalesforceLeads, [
      {
        id: '00Q000000000001EAA',
        last_name: 'Berg',
        company: 'Berg AG',
        converted_contact_id: '003000000000001',
        converted_account_id: '001000000000001',
      },
    ])
    expect(await rowsOf(db, stgSalesforceContacts)).toMatchObject([
      {
        person_id: 'salesforce:003000000000001AAA',
        record_type: 'contact',
        account_id: 'salesforce:001000000000001AAA',
        email: 'anna@berg.example',
        is_opted_out: false,
      },
    ])
    expect(await rowsOf(db, stgSalesforceLeads)).toMatchObject([
      {
        person_id: 'salesforce:00Q000000000001EAA',
        record_type: 'lead',
        account_id: 'salesforce:001000000000001AAA',
        linked_person_ids: 'salesforce:003000000000001AAA',
        company_name: 'Berg AG',
      },
    ])
  })

  test('become leads when they are created, and converted, and what their history says between', async () => {
    await given(db, rawSalesforceLeads, [
      {
        id: '00Q000000000001EAA',
        created_date: at('2024-01-01'),
        converted_date: at('2024-03-01'),
        status: 'Converted',
      },
    ])
    await given(db, rawSalesforceLeadHistory, [
      {
        id: '1',
        lead_id: '00Q000000000001',
        created_date: at('2024-02-01'),
        field: 'Status',
        new_value: 'MQL',
      },
      {
        id: '2',
        lead_id: '00Q000000000001',
        created_date: at('2024-02-02'),
        field: 'Rating',
        new_value: 'Hot',
      },
    ])
    const stages = await rowsOf(db, stgSalesforceLeadStages)
    expect(stages.map(({ stage_name, entered_at }) => [stage_name, entered_at]).sort()).toEqual([
      ['Converted', at('2024-03-01')],
      ['Lead', at('2024-01-01')],
      ['MQL', at('2024-02-01')],
    ])
  })

  test('belong to an opportunity once, in their primary role', async () => {
    const role = { opportunity_id: '006000000000001AAA', contact_id: '003000000000001AAA' }
    await given(db, rawSalesforceOpportunityContactRoles, [
      { ...role, id: '1', role: 'Evaluator', is_primary: false },
      { ...role, id: '2', role: 'Decision Maker', is_primary: true },
      { ...role, id: '3', role: 'Buyer', is_primary: true, is_deleted: true },
    ])
    expect(await rowsOf(db, stgSalesforceOpportunityContacts)).toMatchObject([
      { role: 'Decision Maker', is_primary: true, person_id: 'salesforce:003000000000001AAA' },
    ])
  })
})

describe('an owner', () => {
  test('has a state for each day of export, in a team by division, department or role', async () => {
    const user = { id: anna, is_active: true }
    await given(db, rawSalesforceUsers, [
      { ...user, division: 'DACH', department: 'Sales', version_at: at('2024-01-31') },
      { ...user, department: 'Sales', manager_id: ben, version_at: at('2024-02-29') },
      { ...user, user_role_id: '00E000000000001', version_at: at('2024-03-31'), is_active: false },
    ])
    await given(db, rawSalesforceUserRoles, [
      { id: '00E000000000001EAA', name: 'Account Executive' },
    ])
    const owners = await rowsOf(db, stgSalesforceOwners)
    expect(
      owners
        .map(({ exported_date, team_name, manager_id, is_active }) => [
          exported_date,
          team_name,
          manager_id,
          is_active,
        ])
        .sort(),
    ).toEqual([
      ['2024-01-31', 'DACH', null, true],
      ['2024-02-29', 'Sales', `salesforce:${ben}`, true],
      ['2024-03-31', 'Account Executive', null, false],
    ])
  })

  test('is one of a day under ids of both lengths', async () => {
    await given(db, rawSalesforceUsers, [
      { id: anna, version_at: at('2024-01-31') },
      { id: anna.slice(0, 15), version_at: at('2024-01-31') },
    ])
    expect(await rowsOf(db, stgSalesforceOwners)).toHaveLength(1)
  })
})
