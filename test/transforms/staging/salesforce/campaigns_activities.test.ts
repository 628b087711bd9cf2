/** Salesforce's campaigns and activities: what is made of their exports. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createEmpty, given, rowsOf, type TestDatabase } from '../../../../src/testing.ts'
import {
  rawSalesforceCampaignMembers,
  rawSalesforceCampaigns,
  rawSalesforceEvents,
  rawSalesforceTasks,
} from '../../../../transforms/sources/salesforce_campaigns.ts'
import { rawSalesforceEmailMessages } from '../../../../transforms/sources/salesforce_other.ts'
import { stgSalesforceActivities } from '../../../../transforms/staging/salesforce/stg_salesforce__activities.ts'
import { stgSalesforceCampaignMembers } from '../../../../transforms/staging/salesforce/stg_salesforce__campaign_members.ts'
import { stgSalesforceCampaignSpend } from '../../../../transforms/staging/salesforce/stg_salesforce__campaign_spend.ts'
import { stgSalesforceCampaigns } from '../../../../transforms/staging/salesforce/stg_salesforce__campaigns.ts'
import { make, openMemory } from '../../chain.ts'
import { anna, at } from './opportunities.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  for (const table of [rawSalesforceEmailMessages, rawSalesforceEvents, rawSalesforceTasks])
    await createEmpty(db, table)
  return () => db.destroy()
})

describe('a campaign', () => {
  const campaign = { id: '701000000000001AAA', name: 'Fair', owner_id: anna }
  const spendOf = async () => {
    await make(db, [stgSalesforceCampaigns])
    const days = await rowsOf(db, stgSalesforceCampaignSpend)
    return days
      .map(({ spend_date, cost_local, currency_code }) => [spend_date, cost_local, currency_code])
      .sort()
  }

  test('spreads its actual cost over its days in whole cents', async () => {
    await given(db, rawSalesforceCampaigns, [
      {
        ...campaign,
        actual_cost: '100.00',
        currency_iso_code: 'CHF',
        start_date: '2024-02-28',
        end_date: '2024-03-01',
      },
    ])
    expect(await spendOf()).toEqual([
      ['2024-02-28', '33.34', 'CHF'],
      ['2024-02-29', '33.33', 'CHF'],
      ['2024-03-01', '33.33', 'CHF'],
    ])
  })

  test('with one known day has its cost on that day', async () => {
    await given(db, rawSalesforceCampaigns, [
      { ...campaign, actual_cost: '7.00', start_date: '2024-02-28' },
    ])
    expect(await spendOf()).toEqual([['2024-02-28', '7.00', 'EUR']])
  })

  test('has cost neither by its budget nor when it is deleted', async () => {
    await given(db, rawSalesforceCampaigns, [
      { ...campaign, budgeted_cost: '100.00', start_date: '2024-02-28', end_date: '2024-03-01' },
      {
        ...campaign,
        id: '701000000000002AAA',
        actual_cost: '5.00',
        start_date: '2024-02-28',
        is_deleted: true,
      },
    ])
    expect(await spendOf()).toEqual([])
  })

  test('has a person as a member once, a converted lead as the contact', async () => {
    const member = {
      campaign_id: campaign.id,
      lead_id: '00Q000000000001EAA',
      contact_id: '003000000000001AAA',
    }
    await given(db, rawSalesforceCampaignMembers, [
      { ...member, id: '1', has_responded: false },
      { ...member, id: '2', has_responded: true, first_responded_date: at('2024-01-02') },
      { id: '3', campaign_id: campaign.id, has_responded: true },
    ])
    expect(await rowsOf(db, stgSalesforceCampaignMembers)).toMatchObject([
      {
        person_id: 'salesforce:003000000000001AAA',
        has_responded: true,
        responded_at: at('2024-01-02'),
      },
    ])
  })
})

describe('an activity', () => {
  const activities = async () =>
    (await rowsOf(db, stgSalesforceActivities)).sort((one, other) =>
      one.activity_id < other.activity_id ? -1 : 1,
    )

  test('is a task that is done, of the type that its subtype, type or subject says', async () => {
    const task = { is_closed: true, created_date: at('2024-01-02 10:00') }
    await given(db, rawSalesforceTasks, [
      {
        ...task,
        id: '1',
        task_subtype: 'Call',
        call_type: 'Inbound',
        call_duration_in_seconds: 90,
      },
      { ...task, id: '2', type: 'Email', subject: 'Re: your offer' },
      { ...task, id: '3', subject: 'LinkedIn InMail' },
      { ...task, id: '4', subject: 'Send the contract' },
      { ...task, id: '5', task_subtype: 'Call', is_closed: false },
      { ...task, id: '6', task_subtype: 'ListEmail' },
      { ...task, id: '7', is_deleted: true },
    ])
    expect(
      (await activities()).map((activity) => [
        activity.activity_id.slice(-1),
        activity.activity_type,
        activity.direction,
        activity.is_automatic,
        activity.duration_minutes,
      ]),
    ).toEqual([
      ['1', 'call', 'inbound', false, 1.5],
      ['2', 'email', 'inbound', false, null],
      ['3', 'message', null, false, null],
      ['4', 'task', null, false, null],
      ['6', 'email', 'outbound', true, null],
    ])
  })

  test('is about an opportunity or an account by the id of what it is about', async () => {
    const task = { is_closed: true, created_date: at('2024-01-02') }
    await given(db, rawSalesforceTasks, [
      { ...task, id: '1', what_id: '006000000000001', who_id: '003000000000001' },
      { ...task, id: '2', what_id: '001000000000001' },
    ])
    expect(await activities()).toMatchObject([
      {
        opportunity_id: 'salesforce:006000000000001AAA',
        account_id: null,
        person_id: 'salesforce:003000000000001AAA',
      },
      { opportunity_id: null, account_id: 'salesforce:001000000000001AAA', person_id: null },
    ])
  })

  test('happened when its record was made, or on its day if that is another', async () => {
    const task = { is_closed: true, created_date: at('2024-01-02 10:00') }
    await given(db, rawSalesforceTasks, [
      { ...task, id: '1', activity_date: at('2024-01-02') },
      { ...task, id: '2', activity_date: at('2024-01-01') },
      {
        ...task,
        id: '3',
        activity_date: at('2024-01-09'),
        completed_date_time: at('2024-01-05 08:00'),
      },
    ])
    expect((await activities()).map(({ occurred_at }) => occurred_at)).toEqual([
      at('2024-01-02 10:00'),
      at('2024-01-01'),
      at('2024-01-05 08:00'),
    ])
  })

  test('is an e-mail that came in where the message says so', async () => {
    await given(db, rawSalesforceTasks, [
      {
        id: '00T000000000001EAA',
        is_closed: true,
        task_subtype: 'Email',
        created_date: at('2024-01-02'),
      },
    ])
    await given(db, rawSalesforceEmailMessages, [
      { id: '1', activity_id: '00T000000000001', incoming: true },
    ])
    expect(await activities()).toMatchObject([{ activity_type: 'email', direction: 'inbound' }])
  })

  test('is a meeting by an event, once however many are invited', async () => {
    await given(db, rawSalesforceEvents, [
      { id: '1', start_date_time: at('2024-01-02 10:00'), duration_in_minutes: 45 },
      { id: '2', start_date_time: at('2024-01-02 10:00'), is_child: true },
      { id: '3', start_date_time: at('2024-01-03 10:00'), type: 'Call' },
    ])
    expect(await activities()).toMatchObject([
      { activity_type: 'meeting', occurred_at: at('2024-01-02 10:00'), duration_minutes: 45 },
      { activity_type: 'call' },
    ])
  })
})
