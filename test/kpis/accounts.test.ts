/** The worked cases of views `accounts` and `account_journey`, through the real transforms and model. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { martAccountJourney } from '../../transforms/marts/mart_account_journey.ts'
import { martAccounts } from '../../transforms/marts/mart_accounts.ts'
import { makeAccounts } from './accounts_company.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

let served: ServedCase
beforeAll(async () => {
  const db = await makeAccounts()
  served = await serve(
    db,
    [martAccounts, martAccountJourney, dimAccounts, dimOwners, dimPeople, dimDates],
    '2024-12-31T12:00:00Z',
  )
  await db.destroy()
})
afterAll(() => served.close())

type Context = Parameters<ServedCase['semantic']['load']>[1]
const admin: Context = { role: 'admin' }

/** Rows of a view by what they show, under short names. */
async function rowsOf(
  view: string,
  dimensions: readonly string[],
  where: Readonly<Record<string, string>> = {},
  context = admin,
) {
  const { rows } = await served.semantic.load(
    {
      dimensions: dimensions.map((name) => `${view}.${name}`),
      filters: Object.entries(where).map(([name, value]) => ({
        member: `${view}.${name}`,
        operator: 'equals',
        values: [value],
      })),
      order: [[`${view}.${dimensions[0]}`, 'asc']],
    },
    context,
  )
  return rows.map((row) => dimensions.map((name) => row[`${view}.${name}`]))
}

describe('accounts', () => {
  const measures = [
    'account_count',
    'customer_count',
    'mrr',
    'arr',
    'mrr_growth_rate_yoy',
    'renewal_mrr',
    'open_opportunities',
    'open_pipeline',
    'weighted_pipeline',
    'won_amount',
    'open_tickets',
    'overdue_invoices',
    'overdue_amount',
    'average_health',
    'customers_at_risk',
    'mrr_at_risk',
  ]
  const ask = (question?: Question, of: readonly string[] = measures) =>
    answer(served.semantic, 'accounts', of, question)

  test('all measures of all accounts', async () => {
    expect(await ask()).toEqual({
      '': {
        account_count: 8,
        customer_count: 3,
        mrr: 400,
        arr: 4800,
        mrr_growth_rate_yoy: expect.closeTo(1 / 3, 10),
        renewal_mrr: 200,
        open_opportunities: 3,
        open_pipeline: 1580,
        weighted_pipeline: 408,
        won_amount: 4800,
        open_tickets: 2,
        overdue_invoices: 2,
        overdue_amount: 219,
        average_health: expect.closeTo(153 / 3, 10),
        customers_at_risk: 1,
        mrr_at_risk: 100,
      },
    })
  })

  test('by date they are by when accounts became customers, else were created', async () => {
    expect(await ask({ grain: 'month' }, ['mrr', 'account_count'])).toEqual({
      '2023-01-01': { mrr: 100, account_count: 2 },
      '2023-06-01': { mrr: 150, account_count: 1 },
      '2024-02-01': { mrr: 150, account_count: 1 },
      '2024-10-01': { mrr: 0, account_count: 1 },
      '2024-12-01': { mrr: 0, account_count: 3 },
    })
  })

  test('where nobody is a customer there is no health and no growth', async () => {
    expect(
      await ask({ where: { lifecycle: 'Prospect' } }, ['average_health', 'mrr_growth_rate_yoy']),
    ).toEqual({ '': { average_health: null, mrr_growth_rate_yoy: null } })
  })

  test('each stands where it is in its life', async () => {
    expect(Object.fromEntries(await rowsOf('accounts', ['account_id', 'lifecycle']))).toEqual({
      Acme: 'Customer',
      Beta: 'Customer',
      Eta: 'Customer',
      Gamma: 'Churned',
      Zeta: 'Signed',
      Theta: 'Signed',
      Delta: 'Open opportunity',
      Epsilon: 'Prospect',
      unknown: 'Unknown',
    })
  })

  test('the health of a customer is the mean of its parts that are known', async () => {
    expect(
      (
        await rowsOf('accounts', [
          'account_id',
          'engagement_score',
          'support_score',
          'payment_score',
          'contract_score',
          'contact_score',
          'health_score',
          'is_at_risk',
        ])
      ).map(([account, ...scores]) => [
        account,
        ...scores.map((score) => (typeof score === 'string' ? Number(score) : score)),
      ]),
    ).toEqual([
      ['Acme', 100, 60, 50, 100, 67, 81, false],
      ['Beta', 67, 100, 25, 33, 33, 50, false],
      ...['Delta', 'Epsilon'].map((account) => [account, ...Array(6).fill(null), false]),
      ['Eta', 0, 90, null, 13, 0, 22, true],
      ...['Gamma', 'Theta', 'Zeta', 'unknown'].map((account) => [
        account,
        ...Array(6).fill(null),
        false,
      ]),
    ])
  })

  test('one row tells what is held, known and next', async () => {
    const dimensions = [
      'account_name',
      'products',
      'plans',
      'customer_since_date',
      'churned_date',
      'renewal_date',
      'days_to_renewal',
      'last_touch_date',
      'last_activity_date',
      'last_outreach_date',
      'last_inbound_date',
      'last_touchpoint_date',
      'next_activity_date',
      'next_close_date',
      'people_count',
      'contact_count',
      'opted_out_count',
      'source_systems',
      'source_ids',
      'is_ending',
    ]
    const of = async (account: string) =>
      (await rowsOf('accounts', dimensions, { account_id: account }))[0]
    expect(await of('Acme')).toEqual([
      'Account Acme',
      'addon, core',
      'By the month',
      '2023-06-01',
      null,
      '2025-03-01',
      '60',
      '2024-12-21',
      '2024-12-21',
      '2024-12-16',
      '2024-12-21',
      '2024-12-01',
      null,
      null,
      '3',
      '2',
      '1',
      'hubspot, stripe',
      'Acme;hubspot:1',
      false,
    ])
    expect(await of('Eta')).toMatchObject({ 17: 'stripe', 18: 'Eta', 19: true })
    expect(await of('unknown')).toMatchObject({ 14: '0' })
    expect(await of('Gamma')).toMatchObject({ 1: null, 3: '2023-01-01', 4: '2024-05-01', 15: '0' })
    expect(await of('Delta')).toMatchObject({ 12: '2025-01-07', 13: '2025-01-15', 14: '1' })
  })

  test.each([
    ['paying_customers', ['Acme', 'Beta', 'Eta']],
    ['at_risk', ['Eta']],
    ['up_for_renewal', ['Acme', 'Eta']],
    ['quiet', ['Delta', 'Epsilon', 'Eta', 'Theta', 'Zeta']],
    ['past_due', ['Beta', 'Gamma']],
  ])('segment %s', async (segment, accounts) => {
    const { rows } = await served.semantic.load(
      {
        dimensions: ['accounts.account_id'],
        segments: [`accounts.${segment}`],
        order: [['accounts.account_id', 'asc']],
      },
      admin,
    )
    expect(rows.map((row) => row['accounts.account_id'])).toEqual(accounts)
  })

  test('a rep sees the accounts that are the rep’s, a manager those of the team', async () => {
    const seen = async (context: object) =>
      (await rowsOf('accounts', ['account_id'], {}, context as Context)).flat()
    expect(await seen({ role: 'rep', user: 'ben@ours.example' })).toEqual(['Beta'])
    expect(await seen({ role: 'manager', team: 'North' })).toEqual(['Beta'])
    expect(await seen({ role: 'rep', user: 'Ann' })).toHaveLength(7)
  })
})

describe('account_journey', () => {
  const ask = (question?: Question) =>
    answer(served.semantic, 'account_journey', ['events', 'accounts_touched'], question)

  test('events of all accounts that we know, each account counted once', async () => {
    expect(await ask()).toEqual({ '': { events: 63, accounts_touched: 7 } })
    expect(await ask({ grain: 'year' })).toMatchObject({
      '2023-01-01': { accounts_touched: 3 },
      '2024-01-01': { accounts_touched: 7 },
    })
    expect(await ask({ by: ['account_name'] })).toEqual({
      'Account Acme': { events: 36, accounts_touched: 1 },
      'Account Beta': { events: 10, accounts_touched: 1 },
      'Account Eta': { events: 6, accounts_touched: 1 },
      'Account Gamma': { events: 4, accounts_touched: 1 },
      'Account Delta': { events: 3, accounts_touched: 1 },
      'Account Zeta': { events: 2, accounts_touched: 1 },
      'Account Epsilon': { events: 2, accounts_touched: 1 },
    })
  })

  const journeyOf = async (account: string) =>
    (
      await rowsOf(
        'account_journey',
        ['sequence_number', 'date', 'event_group', 'event', 'title', 'amount'],
        { account_id: account },
      )
    ).map(([number, date, ...row]) =>
      [number, String(date).slice(0, 10), ...row.map((cell) => cell ?? '–')].join(' | '),
    )

  test('what happened stands in the order of time, of one instant in that of its kinds', async () => {
    expect(await journeyOf('Acme')).toEqual([
      '1 | 2023-04-01 | Marketing | Form | Spring | –',
      '2 | 2023-04-01 | Lead | Lead stage | Lead | –',
      '3 | 2023-05-02 | Opportunity | Opportunity created | Deal A1 | 1200',
      '4 | 2023-05-02 | Opportunity | Stage entered | Deal A1 (Demo) | –',
      '5 | 2023-05-30 | Opportunity | Opportunity won | Deal A1 | 1200',
      '6 | 2023-06-01 | Contract | Subscription started | core | 100',
      '7 | 2023-11-01 | Support | Ticket opened | Question (High) | –',
      '8 | 2023-12-31 | Support | Ticket solved | Question (High) | –',
      '9 | 2024-01-01 | Activity | Meeting | – | –',
      '10 | 2024-01-01 | Billing | Invoice | uncollectible | 100',
      '11 | 2024-01-10 | Billing | Invoice | paid | 100',
      '12 | 2024-02-01 | Billing | Payment failed | card_declined | 119',
      '13 | 2024-02-01 | Support | Ticket opened | Question (High) | –',
      '14 | 2024-02-02 | Support | Ticket solved | Question (High) | –',
      '15 | 2024-02-04 | Billing | Payment | – | 119',
      '16 | 2024-03-01 | Contract | Subscription expanded | addon | 50',
      '17 | 2024-04-10 | Billing | Invoice | paid | 100',
      '18 | 2024-05-01 | Opportunity | Opportunity created | Deal A2 | 600',
      '19 | 2024-05-10 | Billing | Payment | – | 119',
      '20 | 2024-05-28 | Opportunity | Opportunity won | Deal A2 | 600',
      '21 | 2024-06-01 | Contract | Renewed | By the year | 100',
      '22 | 2024-07-10 | Billing | Invoice | paid | 100',
      '23 | 2024-08-01 | Opportunity | Opportunity created | Deal A3 | –',
      '24 | 2024-08-10 | Billing | Payment | – | 119',
      '25 | 2024-08-20 | Opportunity | Opportunity lost | Deal A3 (Price) | –',
      '26 | 2024-10-03 | Support | Ticket opened | Question (High) | –',
      '27 | 2024-10-04 | Support | Ticket solved | Question (High) | –',
      '28 | 2024-10-10 | Billing | Invoice | paid | 100',
      '29 | 2024-11-20 | Billing | Payment | – | 119',
      '30 | 2024-12-01 | Marketing | Website session | /pricing | –',
      '31 | 2024-12-01 | Billing | Invoice | void | –',
      '32 | 2024-12-16 | Activity | Call | outbound | –',
      '33 | 2024-12-20 | Support | Ticket opened | Question (High) | –',
      '34 | 2024-12-21 | Activity | E-mail | inbound | –',
      '35 | 2024-12-30 | Activity | E-mail | outbound | –',
      '36 | 2024-12-30 | Activity | Note | – | –',
    ])
    expect(await journeyOf('Eta')).toEqual([
      '1 | 2023-01-01 | Contract | Subscription started | addon | 40',
      '2 | 2023-01-01 | Contract | Subscription started | core | 60',
      '3 | 2024-01-01 | Contract | Not renewed | By the year | -60',
      '4 | 2024-07-04 | Marketing | Other touchpoint | /pricing | –',
      '5 | 2024-10-02 | Support | Ticket opened | Question (High) | –',
      '6 | 2024-12-05 | Contract | Cancellation asked for | By the year | –',
    ])
  })

  test('it tells who it was with and who of us did it, as far as systems say', async () => {
    expect(
      (
        await rowsOf('account_journey', ['record_id', 'person_name', 'handled_by'], {
          account_id: 'Acme',
        })
      ).filter(([record]) => ['c1', 'c2', 'k1', 'k2', 'A1', 'i1'].includes(String(record))),
    ).toEqual([
      ['A1', null, 'Ann'],
      ['A1', null, 'Unknown'],
      ['c1', 'Ida', 'Ann'],
      ['c2', 'Jon', 'Unknown'],
      ['i1', null, 'Unknown'],
      ['k1', 'Ida', 'Zoe'],
      ['k2', 'Ida', 'Unknown'],
    ])
  })

  test('names of persons are kept from analysts, persons from executives', async () => {
    const ask = (member: string, role: string) =>
      rowsOf('account_journey', ['sequence_number', member], { account_id: 'Acme' }, {
        role,
      } as Context)
    await expect(ask('person_name', 'analyst')).rejects.toThrow('The role analyst may not read')
    expect(await ask('person_id', 'analyst')).toHaveLength(36)
    for (const member of ['person_name', 'person_id', 'record_id'])
      await expect(ask(member, 'executive')).rejects.toThrow('The role executive may not read')
    expect(await ask('event', 'executive')).toHaveLength(36)
  })

  test('a rep sees the journeys of the accounts that are the rep’s now', async () => {
    const { rows } = await served.semantic.load({ measures: ['account_journey.events'] }, {
      role: 'rep',
      user: 'Ben',
    } as Context)
    expect(rows).toEqual([{ 'account_journey.events': '10' }])
  })
})
