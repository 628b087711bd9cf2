/** The company of the cases accounts.*.md: what a test does not say of an account is Ann’s, SMB. */
import { sql } from 'kysely'
import { given, type TestDatabase } from '../../src/testing.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { dimPlans } from '../../transforms/conformed/dim_plans.ts'
import { dimStages } from '../../transforms/conformed/dim_stages.ts'
import { fctActivities } from '../../transforms/conformed/fct_activities.ts'
import { fctInvoices } from '../../transforms/conformed/fct_invoices.ts'
import { fctLeadStages } from '../../transforms/conformed/fct_lead_stages.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../../transforms/conformed/fct_opportunity_stages.ts'
import { fctPayments } from '../../transforms/conformed/fct_payments.ts'
import { fctPipelineBalances } from '../../transforms/conformed/fct_pipeline_balances.ts'
import { fctPlannedActivities } from '../../transforms/conformed/fct_planned_activities.ts'
import { fctRenewals } from '../../transforms/conformed/fct_renewals.ts'
import { fctSubscriptions } from '../../transforms/conformed/fct_subscriptions.ts'
import { fctTickets } from '../../transforms/conformed/fct_tickets.ts'
import { fctTouchpoints } from '../../transforms/conformed/fct_touchpoints.ts'
import { martAccountJourney } from '../../transforms/marts/mart_account_journey.ts'
import { martAccounts } from '../../transforms/marts/mart_accounts.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { givenCompany, revenueTables } from '../transforms/revenue_inputs.ts'

const at = (day: string) => new Date(day.includes('T') ? `${day}Z` : `${day}T10:00:00Z`)
const dayOf = (day: string) => day.slice(0, 10)

/** All tables between the inputs and both marts. */
export async function makeAccounts(): Promise<TestDatabase> {
  const db = await openMemory()
  await givenCompany(db, {
    asOf: '2024-12-31',
    changes: [
      { account: 'Acme', on: '2023-06-01', mrr: '100', subscription: 'A1' },
      { account: 'Acme', on: '2024-03-01', mrr: '50', product: 'addon', subscription: 'A2' },
      { account: 'Beta', on: '2024-02-10', mrr: '200' },
      { account: 'Beta', on: '2024-09-01', mrr: '-50', subscription: 'line 2' },
      { account: 'Gamma', on: '2023-01-01', mrr: '100' },
      { account: 'Gamma', on: '2024-05-01', mrr: '-100', subscription: 'line 4' },
      { account: 'Eta', on: '2023-01-01', mrr: '60', subscription: 'E1' },
      { account: 'Eta', on: '2023-01-01', mrr: '40', product: 'addon', subscription: 'E2' },
    ],
    versions: [
      { account: 'Acme', segment: 'Enterprise' },
      { account: 'Beta', owner: 'Ben' },
      ...['Gamma', 'Delta', 'Epsilon', 'Zeta', 'Eta', 'Theta', 'Iota'].map((account) => ({
        account,
      })),
      { account: 'unknown', owner: 'unknown', segment: 'Unknown' },
    ],
    teams: [
      { owner: 'Ann', team: 'South' },
      { owner: 'Ben', team: 'North' },
      { owner: 'unknown', team: 'Unknown' },
    ],
  })
  await given(
    db,
    dimPlans,
    ['month', 'year'].map((plan_id) => ({
      plan_id,
      plan_name: `By the ${plan_id}`,
      source_system: 'stripe',
    })),
  )
  await givenCompanies(db)
  await givenSales(db)
  await givenContacts(db)
  await givenService(db)
  await make(db, [...revenueTables, martAccounts, martAccountJourney])
  return db
}

/** When the first record of each was created, some of them after the day of the data; and the records. */
async function givenCompanies(db: TestDatabase) {
  const created = {
    Theta: '2024-10-30',
    Epsilon: '2024-12-31',
    Gamma: '2025-01-10',
    Delta: '2025-01-10',
    Zeta: '2025-01-10',
    Iota: '2025-01-10',
  }
  for (const [account, date] of Object.entries(created))
    await sql`update dim_accounts set created_date = ${date} where account_id = ${account}`.execute(
      db,
    )
  await sql`update map_accounts set source_system = 'stripe', is_living = true`.execute(db)
  for (const [key, isLiving] of [
    ['hubspot:1', true],
    ['hubspot:2', false],
  ] as const)
    await sql`insert into map_accounts (source_key, source_system, account_id, is_living)
      values (${key}, 'hubspot', 'Acme', ${isLiving})`.execute(db)
}

async function givenSales(db: TestDatabase) {
  await given(db, fctSubscriptions, [
    // The next renewal is the yearly one: a term of a month is no renewal.
    ...(
      [
        ['A1', 'Acme', '100', 12, '2025-03-01', false],
        ['A2', 'Acme', '50', 12, '2025-06-01', false],
        ['A3', 'Acme', '0', 1, '2025-01-01', false],
        ['E1', 'Eta', '60', 12, '2025-01-01', false],
        ['E2', 'Eta', '40', 12, '2025-01-01', true],
      ] as const
    ).map(([id, account, mrr, term_months, renewal_date, is_ending]) => ({
      subscription_id: id,
      account_id: account,
      plan_id: 'year',
      source_system: 'stripe',
      subscription_state: 'active' as const,
      term_months,
      renewal_date,
      is_ending,
      canceled_date: is_ending ? '2024-12-05' : null,
      mrr,
    })),
    // Agreed, and one that ended before it was live.
    ...(
      [
        ['S1', 'Theta', 'signed'],
        ['S2', 'Epsilon', 'worthless'],
      ] as const
    ).map(([subscription_id, account_id, subscription_state]) => ({
      subscription_id,
      account_id,
      plan_id: 'year',
      source_system: 'stripe',
      subscription_state,
      is_ending: false,
      canceled_date: '2025-02-01',
      mrr: '0',
    })),
  ])
  await given(db, fctRenewals, [
    {
      subscription_id: 'A1',
      account_id: 'Acme',
      due_date: '2024-06-01',
      renewed_date: '2024-06-01',
      renewable_mrr: '100',
      renewed_mrr: '100',
    },
    {
      subscription_id: 'E1',
      account_id: 'Eta',
      due_date: '2024-01-01',
      renewable_mrr: '60',
      renewed_mrr: '0',
    },
  ])
  await given(db, dimStages, [
    { stage_id: 'demo', stage_name: 'Demo', pipeline_name: 'Sales', stage_type: 'open' },
    { stage_id: 'won', stage_name: 'Won', pipeline_name: 'Sales', stage_type: 'won' },
  ])
  await given(
    db,
    fctOpportunities,
    (
      [
        ['D1', 'Delta', 'open', true, '1000', '2024-11-01', null],
        ['D2', 'Delta', 'open', true, '500', '2024-11-02', null],
        ['Z1', 'Zeta', 'won', true, '3000', '2024-10-01', '2024-12-20'],
        ['A1', 'Acme', 'won', true, '1200', '2023-05-02T09:00', '2023-05-30T09:00'],
        ['A2', 'Acme', 'won', false, '600', '2024-05-01T09:00', '2024-05-28T09:00'],
        ['A3', 'Acme', 'lost', true, null, '2024-08-01T09:00', '2024-08-20T09:00'],
        ['E1', 'Epsilon', 'disqualified', false, '70', '2024-08-01', '2024-08-02'],
        ['U1', 'unknown', 'open', true, '80', '2024-12-01', null],
      ] as const
    ).map(([id, account, outcome, is_counted, amount, created, closed]) => ({
      opportunity_id: id,
      account_id: account,
      owner_id: 'Ann',
      source_system: 'hubspot',
      opportunity_name: `Deal ${id}`,
      outcome,
      is_counted,
      lost_reason: outcome === 'lost' ? 'Price' : 'Not allocated',
      amount,
      created_at: at(created),
      created_date: dayOf(created),
      closed_at: closed && at(closed),
      closed_date: closed && dayOf(closed),
    })),
  )
  await given(
    db,
    fctOpportunityStages,
    (
      [
        ['A1', 'demo', 'open', '2023-05-02T09:00'],
        ['A1', 'won', 'won', '2023-05-30T09:00'],
        ['D1', 'demo', 'open', '2024-11-03'],
      ] as const
    ).map(([opportunity_id, stage_id, stage_type, entered]) => ({
      opportunity_id,
      stage_id,
      stage_type,
      entered_at: at(entered),
      entered_date: dayOf(entered),
    })),
  )
  await given(
    db,
    fctPipelineBalances,
    (
      [
        ['D1', '2024-12-31', false, '1000', '250', '2025-02-01'],
        ['D2', '2024-12-31', false, '500', '150', '2025-01-15'],
        ['D2', '2024-11-30', false, '900', '90', '2024-12-15'],
        ['Z1', '2024-12-31', true, '0', '0', '2024-12-20'],
        ['U1', '2024-12-31', false, '80', '8', null],
      ] as const
    ).map(([opportunity_id, balance_date, is_closing, amount, weighted_amount, due_date]) => ({
      opportunity_id,
      balance_date,
      is_closing,
      amount,
      weighted_amount,
      due_date,
      open_count: is_closing ? 0 : 1,
    })),
  )
}

async function givenContacts(db: TestDatabase) {
  await given(db, dimCampaigns, [
    { campaign_id: 'spring', campaign_name: 'Spring' },
    { campaign_id: 'not_allocated', campaign_name: 'Not allocated' },
  ])
  await given(
    db,
    dimPeople,
    (
      [
        ['Ida', 'Acme', false],
        ['Jon', 'Acme', true],
        ['Kim', 'Acme', false],
        ['Lea', 'Beta', false],
        ['Mia', 'Delta', true],
        ['unknown', 'unknown', false],
      ] as const
    ).map(([person_id, account_id, is_opted_out]) => ({
      person_id,
      account_id,
      is_opted_out,
      person_name: person_id,
    })),
  )
  await given(db, fctLeadStages, [
    {
      person_id: 'Ida',
      source_key: 'hubspot:9',
      source_system: 'hubspot',
      stage: 'lead',
      stage_name: 'Lead',
      entered_at: at('2023-04-01'),
      entered_date: '2023-04-01',
    },
  ])
  await given(
    db,
    fctTouchpoints,
    (
      [
        ['t1', 'Ida', 'Acme', 'form', 'spring', '2023-04-01'],
        ['t2', 'Jon', 'Acme', 'session', 'not_allocated', '2024-12-01'],
        ['t3', 'Lea', 'Beta', 'session', 'not_allocated', '2024-08-01'],
        ['t4', 'unknown', 'Eta', 'other', 'not_allocated', '2024-07-04'],
        ['t5', 'unknown', 'unknown', 'session', 'spring', '2024-12-30'],
      ] as const
    ).map(([touchpoint_id, person_id, account_id, touchpoint_type, campaign_id, day]) => ({
      touchpoint_id,
      person_id,
      account_id,
      touchpoint_type,
      campaign_id,
      source_system: 'ga4',
      channel: 'Direct',
      landing_page: '/pricing',
      occurred_at: at(day),
      occurred_date: day,
    })),
  )
  await given(
    db,
    fctActivities,
    (
      [
        ['c1', 'Ida', 'Acme', 'call', 'outbound', false, '2024-12-16'],
        ['c2', 'Jon', 'Acme', 'email', 'inbound', false, '2024-12-21'],
        ['c3', 'Kim', 'Acme', 'email', 'outbound', true, '2024-12-30'],
        ['c4', 'Kim', 'Acme', 'note', null, false, '2024-12-30'],
        ['c5', 'Kim', 'Acme', 'meeting', null, false, '2024-01-01'],
        ['c6', 'Lea', 'Beta', 'call', 'outbound', false, '2024-10-13'],
        ['c7', 'unknown', 'Gamma', 'call', 'outbound', false, '2024-12-30'],
      ] as const
    ).map(([activity_id, person_id, account_id, activity_type, direction, is_automatic, day]) => ({
      activity_id,
      person_id,
      account_id,
      activity_type,
      direction,
      is_automatic,
      is_outreach: !is_automatic && activity_type === 'call',
      owner_id: activity_id === 'c2' ? 'unknown' : 'Ann',
      source_system: 'hubspot',
      occurred_at: at(day),
      occurred_date: day,
    })),
  )
  await given(
    db,
    fctPlannedActivities,
    ['2025-01-20', '2025-01-07'].map((day) => ({
      activity_id: day,
      account_id: 'Delta',
      planned_date: day,
    })),
  )
}

async function givenService(db: TestDatabase) {
  await given(
    db,
    fctTickets,
    (
      [
        ['k1', 'Acme', '2024-10-03', '2024-10-04', 1],
        ['k2', 'Acme', '2024-12-20', null, null],
        ['k3', 'Acme', '2024-02-01', '2024-02-02', 0],
        ['k4', 'Acme', '2023-11-01', '2023-12-31', 0],
        ['k5', 'Eta', '2024-10-02', null, null],
      ] as const
    ).map(([ticket_id, account_id, opened, solved, csat_score]) => ({
      ticket_id,
      account_id,
      person_id: 'Ida',
      source_system: 'zendesk',
      agent_name: ticket_id === 'k2' ? 'Unknown' : 'Zoe',
      ticket_type: 'Question',
      priority: 'High',
      opened_at: at(opened),
      opened_date: opened,
      solved_at: solved && at(solved),
      solved_date: solved,
      csat_score,
    })),
  )
  await given(
    db,
    fctInvoices,
    (
      [
        ['i1', 'Acme', 'paid', '2024-01-10', '2024-02-10'],
        ['i2', 'Acme', 'paid', '2024-04-10', null],
        ['i3', 'Acme', 'paid', '2024-07-10', '2024-08-10'],
        ['i4', 'Acme', 'paid', '2024-10-10', '2024-11-10'],
        ['i5', 'Acme', 'uncollectible', '2024-01-01', '2024-01-10'],
        ['i6', 'Acme', 'void', '2024-12-01', '2024-12-02'],
        ['i7', 'Beta', 'paid', '2024-03-01', '2024-04-01'],
        ['i8', 'Beta', 'open', '2024-11-30', null],
        ['i9', 'Beta', 'open', '2024-12-01', null],
        ['i10', 'Gamma', 'open', '2024-04-01', null],
      ] as const
    ).map(([invoice_id, account_id, invoice_status, issued_date, due_date]) => ({
      invoice_id,
      account_id,
      invoice_status,
      source_system: 'stripe',
      issued_at: at(issued_date),
      issued_date,
      due_date,
      net_amount: '100',
      tax_amount: '19',
    })),
  )
  await given(
    db,
    fctPayments,
    (
      [
        ['p1', 'Acme', 'i1', 'payment', 'failed', '119', '2024-02-01'],
        ['p2', 'Acme', 'i1', 'payment', 'succeeded', '119', '2024-02-04'],
        ['p3', 'Acme', 'i2', 'payment', 'succeeded', '119', '2024-05-10'],
        ['p4', 'Acme', 'i3', 'payment', 'succeeded', '119', '2024-08-10'],
        ['p5', 'Acme', 'i4', 'payment', 'succeeded', '119', '2024-11-20'],
        ['p6', 'Beta', 'i7', 'payment', 'succeeded', '119', '2024-03-20'],
        ['p7', 'Beta', 'i8', 'payment', 'succeeded', '29', '2024-12-10'],
        ['p8', 'Beta', 'i8', 'refund', 'succeeded', '10', '2024-12-12'],
        ['p9', 'Beta', 'i8', 'payment', 'pending', '100', '2024-12-30'],
      ] as const
    ).map(([payment_id, account_id, invoice_id, payment_type, payment_status, amount, day]) => ({
      payment_id,
      account_id,
      invoice_id,
      payment_type,
      payment_status,
      failure_reason: payment_status === 'failed' ? 'card_declined' : null,
      source_system: 'stripe',
      amount,
      paid_at: at(day),
      paid_date: day,
    })),
  )
}
