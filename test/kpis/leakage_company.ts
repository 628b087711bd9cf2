/** A company that loses revenue in every way that is looked for, and in ways that are none. */
import { type Given, given, type TestDatabase } from '../../src/testing.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { dimPeople } from '../../transforms/conformed/dim_people.ts'
import { fctBookings } from '../../transforms/conformed/fct_bookings.ts'
import { fctInvoices } from '../../transforms/conformed/fct_invoices.ts'
import { fctLeaks } from '../../transforms/conformed/fct_leaks.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../../transforms/conformed/fct_opportunity_people.ts'
import { fctPayments } from '../../transforms/conformed/fct_payments.ts'
import { fctSubscriptionTerms } from '../../transforms/conformed/fct_subscription_terms.ts'
import { fctSubscriptions } from '../../transforms/conformed/fct_subscriptions.ts'
import { stgInvoices } from '../../transforms/staging/stg_invoices.ts'
import { stgOpportunities } from '../../transforms/staging/stg_opportunities.ts'
import { stgPayments } from '../../transforms/staging/stg_payments.ts'
import { make } from '../transforms/chain.ts'
import { givenCompany, revenueTables } from '../transforms/revenue_inputs.ts'

/** Won: account, day, sold a year; what differs from new business in EUR that the CRM values a year. */
interface Deal {
  readonly id: string
  /** `unknown` where the CRM lost it. */
  readonly account: string
  /** The companies of its people. */
  readonly people?: readonly string[]
  readonly won: string
  readonly acv: string
  readonly created?: string
  readonly currency?: string
  readonly type?: string
  readonly owner?: string
  readonly team?: string
  /** Whether the CRM tells an amount alone. */
  readonly amountOnly?: true
}

interface Invoice {
  readonly id: string
  readonly account: string
  readonly on: string
  readonly total: string
  readonly tax?: string
  readonly discount?: string
  readonly currency?: string
  readonly status?: 'open' | 'paid' | 'void' | 'uncollectible'
  readonly subscription?: string
}

type Payment = readonly [invoice: string, on: string, amount: string, failed?: 'failed']

export interface LeakyCompany {
  readonly changes: Parameters<typeof givenCompany>[1]['changes']
  readonly versions?: Parameters<typeof givenCompany>[1]['versions']
  readonly subscriptions?: Parameters<typeof givenCompany>[1]['subscriptions']
  readonly internal?: readonly string[]
  readonly deals?: readonly Deal[]
  readonly invoices?: readonly Invoice[]
  readonly payments?: readonly Payment[]
  /** USD in EUR by day; one EUR is one EUR on every day. */
  readonly dollars?: Readonly<Record<string, string>>
}

/** Makes the findings of a company whose data ends on 31 December 2024 at noon. */
export async function makeLeaks(db: TestDatabase, company: LeakyCompany): Promise<void> {
  const { deals = [], invoices = [], payments = [], dollars = {} } = company
  const { changes, versions, subscriptions, internal } = company
  await givenCompany(db, {
    changes,
    ...(versions && { versions }),
    ...(subscriptions && { subscriptions }),
    ...(internal && { internal }),
  })
  const days = [
    ...changes.map(({ on }) => on),
    ...deals.flatMap(({ won, created = won }) => [won, created]),
    ...invoices.map(({ on }) => on),
    ...payments.map(([, on]) => on),
  ]
  await given(db, dimExchangeRates, [
    ...[...new Set(days)].map((on) => ({
      currency_code: 'EUR',
      rate_date: on,
      exchange_rate: '1',
    })),
    ...Object.entries(dollars).map(([on, rate]) => ({
      currency_code: 'USD',
      rate_date: on,
      exchange_rate: rate,
    })),
  ])
  await givenDeals(db, deals, dollars)
  await given(db, stgInvoices, invoices.map(invoiceRow))
  await given(
    db,
    stgPayments,
    payments.map(([invoice, on, amount, failed], place) => ({
      payment_id: `payment ${place}`,
      source_system: 'stripe',
      account_id: invoices.find(({ id }) => id === invoice)!.account,
      invoice_id: invoice,
      currency_code: invoices.find(({ id }) => id === invoice)!.currency ?? 'EUR',
      payment_type: 'payment' as const,
      payment_status: failed ?? ('succeeded' as const),
      failure_reason: failed ? 'card_declined' : null,
      paid_at: new Date(`${on}T10:00:00Z`),
      amount_local: amount,
    })),
  )
  await make(db, [
    ...revenueTables,
    fctSubscriptionTerms,
    fctSubscriptions,
    fctInvoices,
    fctPayments,
    fctLeaks,
  ])
}

async function givenDeals(
  db: TestDatabase,
  deals: readonly Deal[],
  dollars: Readonly<Record<string, string>>,
): Promise<void> {
  const created = ({ created, won }: Deal) => created ?? won
  const inEuro = (deal: Deal) =>
    (Number(deal.acv) * Number(deal.currency === 'USD' ? dollars[created(deal)] : 1)).toFixed(2)
  await given(
    db,
    fctBookings,
    deals.map((deal) => ({
      opportunity_id: deal.id,
      account_id: deal.account,
      owner_id: deal.owner ?? 'Ann',
      team: deal.team ?? 'Sales',
      segment: 'SMB',
      deal_type: deal.type ?? 'New Business',
      currency_code: deal.currency ?? 'EUR',
      source_system: 'hubspot',
      closed_date: deal.won,
      acv: inEuro(deal),
      tcv: inEuro(deal),
    })),
  )
  await given(
    db,
    fctOpportunities,
    deals.map((deal) => ({
      opportunity_id: deal.id,
      opportunity_name: `Deal ${deal.id}`,
      created_date: created(deal),
    })),
  )
  const people = deals.flatMap(({ id, people = [] }) =>
    people.map((account, place) => ({ id, account, person: `${id} ${place}` })),
  )
  await given(
    db,
    fctOpportunityPeople,
    people.map(({ id, person }) => ({ opportunity_id: id, person_id: person })),
  )
  await given(
    db,
    dimPeople,
    people.map(({ person, account }) => ({ person_id: person, account_id: account })),
  )
  await given(
    db,
    stgOpportunities,
    deals.map(({ id, acv, amountOnly }) => ({
      opportunity_id: id,
      acv_local: amountOnly ? null : acv,
    })),
  )
}

const invoiceRow = (invoice: Invoice): Given<typeof stgInvoices.columns> => ({
  invoice_id: invoice.id,
  source_system: 'stripe',
  account_id: invoice.account,
  subscription_id: invoice.subscription ?? null,
  currency_code: invoice.currency ?? 'EUR',
  invoice_status: invoice.status ?? 'paid',
  is_recurring: invoice.subscription !== undefined,
  issued_at: new Date(`${invoice.on}T11:00:00Z`),
  issued_date: invoice.on,
  total_local: invoice.total,
  tax_local: invoice.tax ?? '0',
  discount_local: invoice.discount ?? '0',
})
