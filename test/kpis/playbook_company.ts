/** The company of playbook.lists.md: deals that stall, customers who add a product, people to write to. */
import { dataAsOf } from '../../src/run_tables.ts'
import { createEmpty, given, type TestDatabase } from '../../src/testing.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { dimOpportunityVersions } from '../../transforms/conformed/dim_opportunity_versions.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { dimProducts } from '../../transforms/conformed/dim_products.ts'
import { dimStages } from '../../transforms/conformed/dim_stages.ts'
import { fctActivities } from '../../transforms/conformed/fct_activities.ts'
import { fctBookings } from '../../transforms/conformed/fct_bookings.ts'
import { fctLeadCycles } from '../../transforms/conformed/fct_lead_cycles.ts'
import { fctMrrMovements } from '../../transforms/conformed/fct_mrr_movements.ts'
import { fctMrrPeriods } from '../../transforms/conformed/fct_mrr_periods.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../../transforms/conformed/fct_opportunity_stages.ts'
import { fctPayments } from '../../transforms/conformed/fct_payments.ts'
import { fctRenewals } from '../../transforms/conformed/fct_renewals.ts'
import { fctSubscriptionTerms } from '../../transforms/conformed/fct_subscription_terms.ts'
import { fctSubscriptions } from '../../transforms/conformed/fct_subscriptions.ts'
import { fctTickets } from '../../transforms/conformed/fct_tickets.ts'
import { fctTouchpoints } from '../../transforms/conformed/fct_touchpoints.ts'
import { mapAccountAttributes } from '../../transforms/conformed/map_account_attributes.ts'
import { mapMrrRates } from '../../transforms/conformed/map_mrr_rates.ts'
import { martPlaybook } from '../../transforms/marts/mart_playbook.ts'
import { martPlaybookCases } from '../../transforms/marts/mart_playbook_cases.ts'
import { martPlaybookCustomers } from '../../transforms/marts/mart_playbook_customers.ts'
import { martPlaybookScores } from '../../transforms/marts/mart_playbook_scores.ts'
import { martPlaybookWeights } from '../../transforms/marts/mart_playbook_weights.ts'
import { make } from '../transforms/chain.ts'

export const today = '2025-12-31'
const dayMs = 86_400_000

/** The day a number of days before today. */
const back = (days: number) => new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10)
const noon = (day: string) => new Date(`${day}T12:00:00Z`)

/** A deal at the point so many times 30 days back: 35 days in its stage there, and for 10 more. */
interface StalledDeal {
  readonly id: string
  readonly point: number
  /** How many days before the point it was last worked on; null for never. */
  readonly active: number | null
  readonly becomes: 'won' | 'lost' | 'open'
  readonly open?: number
  readonly amount?: string
  readonly owner?: string
}

const many = (count: number, of: (place: number) => StalledDeal) =>
  Array.from({ length: count }, (_, place) => of(place + 1))

/** What each deal of the case is; playbook.lists.md tells them in words. */
const deals: readonly StalledDeal[] = [
  ...many(10, (n) => ({ id: `a${n}`, point: 20, active: 5, becomes: n === 1 ? 'lost' : 'won' })),
  ...many(10, (n) => ({ id: `b${n}`, point: 20, active: null, becomes: n === 1 ? 'won' : 'lost' })),
  ...many(5, (n) => ({ id: `m${n}`, point: 5, active: 5, becomes: n === 1 ? 'lost' : 'won' })),
  ...many(5, (n) => ({ id: `n${n}`, point: 5, active: null, becomes: n === 1 ? 'won' : 'lost' })),
  { id: 'o1', point: 5, active: 50, becomes: 'won', open: 60 },
  { id: 't1', point: 0, active: null, becomes: 'open', amount: '1000', owner: 'ann' },
  { id: 't2', point: 0, active: 5, becomes: 'open', amount: '500', owner: 'bob' },
]

/** Who added the product `addon`, and how many days ago; Zeta has not. */
const additions = { alpha: 500, beta: 480, gamma: 460, delta: 440, epsilon: 420 }
const customers = [...Object.keys(additions), 'zeta']

/** Terms of a year, by the days until they end. */
const terms = [
  { id: 'kept', account: 'alpha', ends: 30 },
  { id: 'cancelled', account: 'beta', ends: 30, canceled: 3 },
  { id: 'same', account: 'gamma', ends: 60 },
  { id: 'more', account: 'delta', ends: 60 },
]

/** Renewal deals, by the days until they were at first expected to close; those with a value are won. */
const renewals = [
  { id: 'r1', account: 'alpha', expected: 30, currency: 'EUR' },
  { id: 'r2', account: 'gamma', expected: 60, currency: 'USD', acv: '1620' },
  { id: 'r3', account: 'delta', expected: 60, currency: 'EUR', acv: '1800' },
  { id: 'r4', account: 'alpha', expected: -20, currency: 'EUR', acv: '2400' },
]

interface Person {
  readonly id: string
  readonly isOptedOut?: boolean
  readonly isCallRefused?: boolean
  readonly isUndeliverable?: boolean
}
const people: readonly Person[] = [
  { id: 'open' },
  { id: 'no mail', isOptedOut: true },
  { id: 'no calls', isCallRefused: true },
  { id: 'bounced', isUndeliverable: true },
]

export const served = [martPlaybook, dimAccounts, dimOwners, dimPeople, dimProducts, dimDates]

export async function givenPlaybooks(db: TestDatabase): Promise<void> {
  await given(db, dataAsOf, [{ as_of: new Date(`${today}T23:00:00Z`) }])
  for (const table of [fctPayments, fctTickets, fctTouchpoints]) await createEmpty(db, table)
  await givenRecords(db)
  await givenDeals(db)
  await givenCustomers(db)
  await givenPeople(db)
  await make(db, [
    dimDates,
    martPlaybookCustomers,
    martPlaybookCases,
    martPlaybookWeights,
    martPlaybookScores,
    martPlaybook,
  ])
}

async function givenRecords(db: TestDatabase) {
  const accounts = ['acme', ...customers, 'unknown']
  await given(
    db,
    dimAccounts,
    accounts.map((id) => ({ account_id: id, account_name: id, owner_id: 'ann', segment: 'SMB' })),
  )
  await given(
    db,
    mapAccountAttributes,
    accounts.map((id) => ({
      account_id: id,
      owner_id: 'ann',
      team: 'North',
      segment: 'SMB',
      valid_from: '1900-01-01',
      valid_to: '9999-12-31',
    })),
  )
  await given(
    db,
    dimOwners,
    [
      ['ann', 'North'],
      ['bob', 'South'],
      ['unknown', 'Unknown'],
      ['not_allocated', 'Not allocated'],
    ].map(([id, team]) => ({
      owner_id: id!,
      owner_name: id!,
      owner_email: `${id}@ours.example`,
      team: team!,
    })),
  )
  await given(
    db,
    dimProducts,
    ['core', 'addon', 'not_allocated'].map((id) => ({ product_id: id, product_name: id })),
  )
  await given(db, dimStages, [
    { stage_id: 'demo', stage_name: 'Demo', stage_type: 'open', stage_number: 1 },
    { stage_id: 'won', stage_name: 'Won', stage_type: 'won', stage_number: 2 },
    { stage_id: 'lost', stage_name: 'Lost', stage_type: 'lost', stage_number: 3 },
  ])
}

async function givenDeals(db: TestDatabase) {
  await given(db, fctOpportunities, [
    ...deals.map(({ id, point, becomes, open = 35, amount, owner }) => ({
      opportunity_id: id,
      opportunity_name: `Deal ${id}`,
      account_id: 'acme',
      owner_id: owner ?? 'ann',
      deal_type: 'New Business' as const,
      outcome: becomes,
      created_date: back(30 * point + open),
      closed_date: becomes === 'open' ? null : back(30 * point - 10),
      amount: amount ?? null,
    })),
    ...renewals.map(({ id, account, currency, acv }) => ({
      opportunity_id: id,
      account_id: account,
      deal_type: 'Renewal' as const,
      outcome: acv === undefined ? ('open' as const) : ('won' as const),
      currency_code: currency,
      created_date: back(40),
    })),
  ])
  await given(db, fctOpportunityStages, [
    ...renewals.flatMap(({ id, acv }) => [
      {
        opportunity_id: id,
        stage_id: 'demo',
        stage_type: 'open' as const,
        entered_date: back(40),
        left_date: acv === undefined ? null : back(10),
        visit_number: 1,
      },
      ...(acv === undefined
        ? []
        : [
            {
              opportunity_id: id,
              stage_id: 'won',
              stage_type: 'won' as const,
              entered_date: back(10),
              visit_number: 2,
            },
          ]),
    ]),
    ...deals.flatMap(({ id, point, becomes }) => {
      const left = back(30 * point - 10)
      const stay = {
        opportunity_id: id,
        stage_id: 'demo',
        stage_type: 'open' as const,
        entered_date: back(30 * point + 35),
        left_date: becomes === 'open' ? null : left,
        visit_number: 1,
      }
      return becomes === 'open'
        ? [stay]
        : [
            stay,
            {
              opportunity_id: id,
              stage_id: becomes,
              stage_type: becomes,
              entered_date: left,
              visit_number: 2,
            },
          ]
    }),
  ])
  await givenRenewals(db)
}

/** A dollar was 0.80 when Gamma first had MRR, and is 0.90. */
async function givenRenewals(db: TestDatabase) {
  await given(
    db,
    dimOpportunityVersions,
    renewals.map(({ id, expected }) => ({
      opportunity_id: id,
      closes_at: noon(back(-expected)),
      valid_from: new Date('1900-01-01T00:00:00Z'),
      valid_to: new Date('9999-12-31T00:00:00Z'),
    })),
  )
  await given(
    db,
    fctBookings,
    renewals.flatMap(({ id, account, acv }) =>
      acv === undefined ? [] : [{ opportunity_id: id, account_id: account, acv }],
    ),
  )
  const rates = { EUR: ['1', '1'], USD: ['0.9', '0.8'] } as const
  await given(
    db,
    dimExchangeRates,
    Object.entries(rates).map(([currency, [now]]) => ({
      currency_code: currency,
      rate_date: back(40),
      exchange_rate: now,
    })),
  )
  await given(
    db,
    mapMrrRates,
    renewals
      .filter(({ id }) => id !== 'r4')
      .map(({ account, currency }) => ({
        account_id: account,
        currency_code: currency,
        exchange_rate: rates[currency as keyof typeof rates][1],
      })),
  )
}

async function givenCustomers(db: TestDatabase) {
  const begins = back(700)
  await given(
    db,
    fctMrrPeriods,
    customers.flatMap((account) => [
      {
        account_id: account,
        product_id: 'core',
        plan_id: 'month',
        valid_from: begins,
        valid_to: '9999-12-31',
        mrr: '100',
      },
      ...(account in additions
        ? [
            {
              account_id: account,
              product_id: 'addon',
              plan_id: 'month',
              valid_from: back(additions[account as keyof typeof additions]),
              valid_to: '9999-12-31',
              mrr: '20',
            },
          ]
        : []),
    ]),
  )
  await given(
    db,
    fctMrrMovements,
    Object.entries(additions).map(([account, days]) => ({
      account_id: account,
      product_id: 'addon',
      segment: 'SMB',
      movement_type: 'expansion',
      movement_date: back(days),
      is_new_product: true,
      mrr_change: '20',
      account_count: 1,
    })),
  )
  await given(
    db,
    fctSubscriptions,
    terms.map(({ id, account, canceled }) => ({
      subscription_id: id,
      account_id: account,
      canceled_date: canceled === undefined ? null : back(canceled),
      is_ending: canceled !== undefined,
      mrr: '120',
    })),
  )
  await given(
    db,
    fctSubscriptionTerms,
    terms.map(({ id, account, ends }) => ({
      subscription_id: id,
      account_id: account,
      is_over: false,
      term_start_date: back(365 - ends),
      term_end_date: back(-ends),
      term_months: 12,
    })),
  )
  await createEmpty(db, fctRenewals)
}

async function givenPeople(db: TestDatabase) {
  await given(
    db,
    dimPeople,
    people.map(({ id, isOptedOut, isCallRefused, isUndeliverable }) => ({
      person_id: id,
      person_name: `Name of ${id}`,
      account_id: 'acme',
      owner_id: 'bob',
      email: `${id.replace(' ', '.')}@acme.example`,
      email_quality: 'valid',
      country: 'DE',
      is_opted_out: isOptedOut ?? false,
      is_call_refused: isCallRefused ?? false,
      is_undeliverable: isUndeliverable ?? false,
    })),
  )
  await given(
    db,
    fctLeadCycles,
    people.map(({ id }) => ({
      person_id: id,
      cycle_number: 1,
      account_id: 'acme',
      owner_id: 'bob',
      channel: 'Direct',
      began_at: noon(back(3)),
      began_date: back(3),
      lead_at: noon(back(3)),
    })),
  )
  const wrote = (id: string, on: string, direction: 'outbound' | 'inbound') => ({
    activity_id: `${id} ${on} ${direction}`,
    person_id: id,
    account_id: 'acme',
    activity_type: 'email' as const,
    direction,
    is_outreach: direction === 'outbound',
    is_automatic: false,
    occurred_at: noon(on),
    occurred_date: on,
  })
  await given(db, fctActivities, [
    ...deals.flatMap(({ id, point, active }) =>
      active === null
        ? []
        : [
            {
              activity_id: `on ${id}`,
              person_id: 'unknown',
              account_id: 'acme',
              opportunity_id: id,
              activity_type: 'meeting' as const,
              is_automatic: false,
              is_outreach: true,
              occurred_at: noon(back(30 * point + active)),
              occurred_date: back(30 * point + active),
            },
          ],
    ),
    // Mondays and a Tuesday: 3 and 10 November, and 4 November 2025, at noon UTC.
    ...people.flatMap(({ id }) => [
      wrote(id, '2025-11-03', 'outbound'),
      wrote(id, '2025-11-04', 'outbound'),
      wrote(id, '2025-11-05', 'inbound'),
      wrote(id, '2025-11-24', 'outbound'),
    ]),
  ])
}
