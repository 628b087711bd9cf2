/** A company of a test, from its inputs through the revenue transforms to the model. */
import { afterAll, beforeAll } from 'vitest'
import type { AnyTable } from '../../src/table.ts'
import { createEmpty, given, type TestDatabase } from '../../src/testing.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimOpportunityVersions } from '../../transforms/conformed/dim_opportunity_versions.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPlans } from '../../transforms/conformed/dim_plans.ts'
import { dimProducts } from '../../transforms/conformed/dim_products.ts'
import { fctBookings } from '../../transforms/conformed/fct_bookings.ts'
import { fctCommitmentMonths } from '../../transforms/conformed/fct_commitment_months.ts'
import { fctCompanyMonths } from '../../transforms/conformed/fct_company_months.ts'
import { fctInvoiceMonths } from '../../transforms/conformed/fct_invoice_months.ts'
import { fctInvoices } from '../../transforms/conformed/fct_invoices.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctPayments } from '../../transforms/conformed/fct_payments.ts'
import { fctRenewals } from '../../transforms/conformed/fct_renewals.ts'
import { fctSubscriptionTerms } from '../../transforms/conformed/fct_subscription_terms.ts'
import { martRetentionCohorts } from '../../transforms/marts/mart_retention_cohorts.ts'
import { martRevenue } from '../../transforms/marts/mart_revenue.ts'
import {
  rawGenericPlans,
  rawGenericSubscriptionChanges,
  rawGenericSubscriptions,
} from '../../transforms/sources/generic_revenue.ts'
import { stgGenericLoggedSubscriptionChanges } from '../../transforms/staging/generic/stg_generic__logged_subscription_changes.ts'
import { stgGenericPlans } from '../../transforms/staging/generic/stg_generic__plans.ts'
import { stgGenericSubscriptionChanges } from '../../transforms/staging/generic/stg_generic__subscription_changes.ts'
import { stgGenericSubscriptionSpans } from '../../transforms/staging/generic/stg_generic__subscription_spans.ts'
import { stgGenericSubscriptionStates } from '../../transforms/staging/generic/stg_generic__subscription_states.ts'
import { stgGenericSubscriptions } from '../../transforms/staging/generic/stg_generic__subscriptions.ts'
import { stgInvoices } from '../../transforms/staging/stg_invoices.ts'
import { stgOpportunities } from '../../transforms/staging/stg_opportunities.ts'
import { stgPayments } from '../../transforms/staging/stg_payments.ts'
import { stgSubscriptionChanges } from '../../transforms/staging/stg_subscription_changes.ts'
import { stgSubscriptions } from '../../transforms/staging/stg_subscriptions.ts'
import { stgStripeSubscriptionChanges } from '../../transforms/staging/stripe/stg_stripe__subscription_changes.ts'
import { stgStripeSubscriptions } from '../../transforms/staging/stripe/stg_stripe__subscriptions.ts'
import { make, openMemory } from '../transforms/chain.ts'
import { type Company, givenCompany, revenueTables } from '../transforms/revenue_inputs.ts'
import { answer, type Question, type ServedCase, serve } from './served_case.ts'

const unlessGiven: readonly AnyTable[] = [
  stgInvoices,
  stgPayments,
  stgOpportunities,
  fctOpportunities,
  dimOpportunityVersions,
]
const madeTables = [
  ...revenueTables,
  fctCompanyMonths,
  fctInvoices,
  fctInvoiceMonths,
  fctPayments,
  fctBookings,
  fctCommitmentMonths,
  fctSubscriptionTerms,
  fctRenewals,
  martRetentionCohorts,
  martRevenue,
]
const servedTables = [
  martRevenue,
  martRetentionCohorts,
  dimAccounts,
  dimOwners,
  dimPlans,
  dimProducts,
  dimDates,
]

export const noon = (day: string) => new Date(`${day}T12:00:00Z`)

/** Stages subscriptions and plans of the generic files, as if no other system had any. */
export async function givenGeneric(
  db: TestDatabase,
  subscriptions: Parameters<typeof given<typeof rawGenericSubscriptions.columns>>[2],
  plans: Parameters<typeof given<typeof rawGenericPlans.columns>>[2],
): Promise<void> {
  await given(db, rawGenericSubscriptions, subscriptions)
  await given(db, rawGenericPlans, plans)
  await createEmpty(db, rawGenericSubscriptionChanges)
  await createEmpty(db, stgStripeSubscriptions)
  await createEmpty(db, stgStripeSubscriptionChanges)
  await make(db, [
    stgGenericPlans,
    stgGenericLoggedSubscriptionChanges,
    stgGenericSubscriptions,
    stgGenericSubscriptionStates,
    stgGenericSubscriptionSpans,
    stgGenericSubscriptionChanges,
    stgSubscriptions,
    stgSubscriptionChanges,
  ])
}

/** Serves a company before the tests of its block; answers are by what was asked for. */
export function company(
  input: Company,
  prepare: (db: TestDatabase) => Promise<void> = async () => {},
  view = 'revenue',
) {
  let served: ServedCase
  beforeAll(async () => {
    const db = await openMemory()
    await givenCompany(db, input)
    for (const table of unlessGiven) await createEmpty(db, table)
    await prepare(db)
    await make(db, madeTables)
    served = await serve(db, servedTables, `${input.asOf}T12:00:00Z`)
    await db.destroy()
  })
  afterAll(() => served.close())
  return {
    ask: (measures: readonly string[], question?: Question) =>
      answer(served.semantic, view, measures, question),
    one: async (measure: string, question?: Question) =>
      Object.fromEntries(
        Object.entries(await answer(served.semantic, view, [measure], question)).map(
          ([key, values]) => [key, values[measure]],
        ),
      ),
    as: (context: { role: string; user?: string; team?: string }, query: object) =>
      served.semantic.load(query, context as never),
  }
}
