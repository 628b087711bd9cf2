/** The worked case of view `funnel` (funnel.cycles.md), through the real transforms and the real model. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { martFunnel } from '../../transforms/marts/mart_funnel.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { crmTables, givenCrm } from '../transforms/crm_inputs.ts'
import { funnelTables, givenFunnel } from '../transforms/funnel_inputs.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

let served: ServedCase
beforeAll(async () => {
  const db = await openMemory()
  await givenCrm(db, {
    asOf: '2024-04-03 12:00',
    companies: [{ id: 'acme', employees: 10 }],
    owners: { Anna: { '2023-12-31': 'North', '2024-03-31': 'North' } },
    deals: [
      {
        id: '1',
        company: 'acme',
        created: '2024-01-11 10:00',
        stages: { '2024-01-11 10:00': 'qualified', '2024-02-10 10:00': 'won' },
      },
    ],
  })
  await givenFunnel(db, {
    records: [
      {
        key: 'hubspot:ann',
        name: 'Ann',
        company: 'acme',
        owner: 'Anna',
        channel: 'Paid Search',
        campaign: 'Brand',
        stages: {
          '2023-12-20 10:00': 'Subscriber',
          '2024-01-01 10:00': 'Lead',
          '2024-01-03 10:00': 'Marketing Qualified Lead',
          '2024-01-04 10:00': 'IN_PROGRESS',
          '2024-01-08 10:00': 'Sales Qualified Lead',
        },
      },
      {
        key: 'hubspot:ben',
        stages: {
          '2024-01-05 10:00': 'Lead',
          '2024-01-09 10:00': 'Sales Qualified Lead',
          '2024-01-20 10:00': 'Marketing Qualified Lead',
        },
      },
      {
        key: 'hubspot:cem',
        channel: 'Organic Search',
        stages: {
          '2024-01-08 09:00': 'Lead',
          '2024-01-12 09:00': 'Marketing Qualified Lead',
          '2024-03-01 09:00': 'Lead',
          '2024-03-02 09:00': 'Marketing Qualified Lead',
        },
      },
      { key: 'hubspot:dee', channel: 'Direct', stages: { '2024-01-15 10:00': 'Lead' } },
      {
        key: 'hubspot:dee2',
        person: 'hubspot:dee',
        channel: 'Offline',
        stages: { '2024-01-20 10:00': 'Lead' },
      },
      {
        key: 'salesforce:eve',
        type: 'lead',
        stages: { '2024-01-12 09:00': 'Lead', '2024-01-20': 'Converted' },
      },
      {
        key: 'salesforce:eve2',
        person: 'salesforce:eve',
        type: 'lead',
        created: '2024-04-01 09:00',
      },
      { key: 'hubspot:fay', stages: { '2024-01-11 10:00': 'Opportunity' } },
      { key: 'hubspot:ian', isInternal: true, stages: { '2024-01-02 10:00': 'Lead' } },
      { key: 'ga4:1', type: 'visitor' },
      { key: 'ga4:2', type: 'visitor', person: 'hubspot:ann' },
      { key: 'ga4:3', type: 'visitor', person: 'hubspot:ann' },
      { key: 'ga4:4', type: 'visitor', person: 'hubspot:ben' },
    ],
    touches: [
      {
        id: 'ann, newsletter',
        of: 'ga4:2',
        at: '2023-12-30 08:00',
        source: 'newsletter',
        medium: 'email',
      },
      { id: 'ann', of: 'ga4:3', at: '2024-01-01 09:50', source: '(direct)', asks: true },
      { id: 'ann, form', of: 'hubspot:ann', at: '2024-01-01 10:00', type: 'form', asks: true },
      {
        id: 'somebody',
        of: 'ga4:1',
        at: '2024-01-02 08:00',
        source: 'google',
        medium: 'organic',
        campaign: '(organic)',
      },
      { id: 'somebody again', of: 'ga4:1', at: '2024-01-03 08:00', source: '(direct)' },
      {
        id: 'ben',
        of: 'ga4:4',
        at: '2024-01-04 08:00',
        source: 'linkedin',
        medium: 'cpc',
        campaign: 'Launch',
      },
      { id: 'ben, form', of: 'hubspot:ben', at: '2024-01-05 10:00', type: 'form', asks: true },
      { id: 'cem, form', of: 'hubspot:cem', at: '2024-03-01 09:00', type: 'form', asks: true },
    ],
    deeds: [
      {
        of: 'hubspot:ann',
        at: '2024-01-01 10:05',
        type: 'email',
        direction: 'outbound',
        isAutomatic: true,
      },
      { of: 'hubspot:ann', at: '2024-01-01 10:10', type: 'email', direction: 'inbound' },
      { of: 'hubspot:ann', at: '2024-01-01 11:00', direction: 'outbound' },
      { of: 'hubspot:ben', at: '2024-01-05 13:00', type: 'meeting' },
      { of: 'hubspot:cem', at: '2024-03-01 09:10', type: 'note', direction: 'outbound' },
    ],
    contacts: { 1: ['hubspot:ann', 'hubspot:fay'] },
    responses: [['google_ads:Brand', 'salesforce:eve', '2024-01-11']],
  })
  await make(db, [...crmTables, ...funnelTables])
  const tables = [martFunnel, dimPeople, dimAccounts, dimOwners, dimCampaigns, dimDates]
  served = await serve(db, tables, '2024-04-03T12:00:00Z')
  await db.destroy()
})
afterAll(() => served.close())

const ask = (measures: readonly string[], question?: Question) =>
  answer(served.semantic, 'funnel', measures, question)
/** One measure, by the values of what was asked for. */
const one = async (measure: string, question?: Question) =>
  Object.fromEntries(
    Object.entries(await ask([measure], question)).map(([key, values]) => [key, values[measure]]),
  )
/** The values of measures over all time, within a segment. */
const within = async (segment: string, ...measures: string[]) => {
  const { rows } = await served.semantic.load(
    {
      measures: measures.map((measure) => `funnel.${measure}`),
      segments: [`funnel.${segment}`],
    } as never,
    { role: 'admin' },
  )
  return measures.map((measure) => Number(rows[0]![`funnel.${measure}`]))
}

const [january, february, march, april] = [1, 2, 3, 4].map((month) => `2024-0${month}-01`) as [
  string,
  string,
  string,
  string,
]

describe('stages reached', () => {
  const counts = {
    leads: 7,
    mqls: 5,
    sals: 3,
    sqls: 3,
    people_with_opportunity: 1,
    people_converted: 1,
    visitors: 3,
  }

  test('count each person and cycle once, those of nobody’s leads and of our own not', async () => {
    expect(await ask(Object.keys(counts))).toEqual({ '': counts })
  })

  test('are dated by their first entry', async () => {
    const asked = await ask(Object.keys(counts), { grain: 'month' })
    const none = { visitors: 0, leads: 0, mqls: 0, sals: 0, sqls: 0 }
    const nobody = { ...none, people_with_opportunity: 0, people_converted: 0 }
    expect(asked).toEqual({
      '2023-12-01': { ...nobody, visitors: 1 },
      [january]: {
        leads: 5,
        mqls: 4,
        sals: 3,
        sqls: 3,
        people_with_opportunity: 1,
        people_converted: 0,
        visitors: 2,
      },
      [february]: { ...nobody, people_converted: 1 },
      [march]: { ...nobody, leads: 1, mqls: 1 },
      [april]: { ...nobody, leads: 1 },
    })
    expect(await one('sqls', { grain: 'day' })).toMatchObject({
      '2024-01-08': 1,
      '2024-01-09': 1,
      '2024-01-20': 1,
    })
  })

  test('are recorded, or were skipped', async () => {
    const recorded = await within('recorded', 'leads', 'mqls', 'sals', 'sqls')
    expect(recorded).toEqual([7, 3, 1, 3])
    expect(await one('mqls', { by: ['is_inferred'] })).toEqual({ true: 2, false: 3 })
  })

  test('know who comes back', async () => {
    expect(await within('returning', 'leads', 'mqls')).toEqual([2, 1])
    expect(await one('leads', { by: ['cycle_number'] })).toEqual({ 0: 0, 1: 5, 2: 2 })
  })

  test('are of the CRM that leads them', async () => {
    expect(await one('leads', { by: ['source_system'] })).toEqual({
      hubspot: 5,
      salesforce: 2,
      ga4: 0,
    })
  })
})

describe('conversion', () => {
  test('is that of the cohort which came to the first stage', async () => {
    const [rates] = Object.values(
      await ask([
        'lead_to_mql_rate',
        'mql_to_sal_rate',
        'sal_to_sql_rate',
        'sql_to_opportunity_rate',
        'opportunity_to_customer_rate',
        'lead_to_customer_rate',
      ]),
    )
    expect(rates).toEqual({
      lead_to_mql_rate: expect.closeTo(5 / 7, 9),
      mql_to_sal_rate: 0.6,
      sal_to_sql_rate: 1,
      sql_to_opportunity_rate: expect.closeTo(1 / 3, 9),
      opportunity_to_customer_rate: 1,
      lead_to_customer_rate: expect.closeTo(1 / 7, 9),
    })
    expect(await one('lead_to_mql_rate', { grain: 'month' })).toEqual({
      '2023-12-01': null,
      [january]: 0.8,
      [february]: null,
      [march]: 1,
      [april]: 0,
    })
    expect(await one('lead_to_mql_rate', { grain: 'quarter' })).toMatchObject({
      [january]: expect.closeTo(5 / 6, 9),
    })
  })

  test('is known of mature cohorts', async () => {
    expect(await within('mature', 'lead_to_mql_rate')).toEqual([expect.closeTo(5 / 6, 9)])
    expect(await one('lead_to_mql_rate', { by: ['is_mature'] })).toEqual({
      true: expect.closeTo(5 / 6, 9),
      false: 0,
    })
    await expect(ask(['leads'], { by: ['is_mature'] })).rejects.toThrow('is_mature')
  })
})

describe('time', () => {
  test('is the median from lead to the stage, without those skipped', async () => {
    const days = {
      median_days_to_mql: 2,
      median_days_to_sal: 3,
      median_days_to_sql: 7,
      median_days_to_opportunity: 10,
      median_days_to_customer: 40,
    }
    expect(await ask(Object.keys(days))).toEqual({ '': days })
    expect(await one('median_days_to_mql', { grain: 'month' })).toMatchObject({
      [january]: 3,
      [march]: 1,
    })
    expect(await one('median_days_to_customer', { grain: 'month' })).toMatchObject({
      [january]: null,
      [february]: 40,
    })
  })

  test('to the first human turn is measured from the first request of a cycle', async () => {
    const measures = [
      'median_speed_to_lead_minutes',
      'contacted_within_1h_rate',
      'never_contacted_rate',
    ]
    expect(await ask(measures)).toEqual({
      '': {
        median_speed_to_lead_minutes: 120,
        contacted_within_1h_rate: expect.closeTo(1 / 3, 9),
        never_contacted_rate: expect.closeTo(1 / 3, 9),
      },
    })
    expect(await ask(measures, { grain: 'month' })).toMatchObject({
      [january]: { contacted_within_1h_rate: 0.5, never_contacted_rate: 0 },
      [march]: {
        median_speed_to_lead_minutes: null,
        contacted_within_1h_rate: 0,
        never_contacted_rate: 1,
      },
    })
  })
})

describe('where they come from', () => {
  test('is what the CRM says, else the last touchpoint', async () => {
    expect(await one('leads', { by: ['channel'] })).toMatchObject({
      'Paid Search': 3,
      'Organic Search': 2,
      'Paid Social': 1,
      Direct: 1,
    })
    expect(await one('leads', { by: ['campaign'] })).toMatchObject({
      Brand: 3,
      'Not allocated': 4,
    })
  })

  test('is the first session for visitors', async () => {
    expect(await one('visitors', { by: ['channel'] })).toMatchObject({
      Email: 1,
      'Organic Search': 1,
      'Paid Social': 1,
    })
    await expect(ask(['visitors'], { by: ['lead_source'] })).rejects.toThrow('lead_source')
  })

  test('is told with the team and the segment of the day', async () => {
    expect(await one('leads', { by: ['team'] })).toEqual({ North: 1, Unknown: 6 })
    expect(await one('leads', { by: ['segment'] })).toEqual({ SMB: 1, Unknown: 6 })
    expect(await one('people_converted', { by: ['current_team'] })).toMatchObject({ North: 1 })
  })
})

describe('who may see', () => {
  const query = { measures: ['funnel.leads'], dimensions: ['funnel.person_name'] }

  test('a rep sees the own leads, with names', async () => {
    const { rows } = await served.semantic.load(query as never, { role: 'rep', user: 'Anna Berg' })
    expect(rows).toEqual([{ 'funnel.person_name': 'Ann', 'funnel.leads': '1' }])
  })

  test.each(['analyst', 'executive'] as const)('an %s sees numbers and no names', async (role) => {
    await expect(served.semantic.load(query as never, { role })).rejects.toThrow('may not read')
    const { rows } = await served.semantic.load({ measures: ['funnel.leads'] } as never, { role })
    expect(rows).toEqual([{ 'funnel.leads': '7' }])
  })
})
