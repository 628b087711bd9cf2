/** A Stripe account for tests: its raw tables, empty until a test fills some, and staging over them. */
import { beforeEach } from 'vitest'
import { inOrder } from '../../../../src/lineage.ts'
import type { AnyTable } from '../../../../src/table.ts'
import { createEmpty, type TestDatabase } from '../../../../src/testing.ts'
import * as stripe from '../../../../transforms/sources/stripe.ts'
import { stgStripeCharges } from '../../../../transforms/staging/stripe/stg_stripe__charges.ts'
import { stgStripePrices } from '../../../../transforms/staging/stripe/stg_stripe__prices.ts'
import { stgStripeRecurringChanges } from '../../../../transforms/staging/stripe/stg_stripe__recurring_changes.ts'
import { stgStripeRefunds } from '../../../../transforms/staging/stripe/stg_stripe__refunds.ts'
import { stgStripeSubscriptionDiscounts } from '../../../../transforms/staging/stripe/stg_stripe__subscription_discounts.ts'
import { stgStripeSubscriptionItemChangeEvents } from '../../../../transforms/staging/stripe/stg_stripe__subscription_item_change_events.ts'
import { stgStripeSubscriptionLines } from '../../../../transforms/staging/stripe/stg_stripe__subscription_lines.ts'
import { stgStripeSubscriptionSpans } from '../../../../transforms/staging/stripe/stg_stripe__subscription_spans.ts'
import { stgStripeSubscriptions } from '../../../../transforms/staging/stripe/stg_stripe__subscriptions.ts'
import { make, openMemory } from '../../chain.ts'

const contracts = (Object.values(stripe) as { source?: object }[]).filter(
  (exported) => exported.source,
) as AnyTable[]
/** The staging tables that others read. */
const steps: readonly AnyTable[] = [
  stgStripePrices,
  stgStripeSubscriptions,
  stgStripeSubscriptionItemChangeEvents,
  stgStripeRecurringChanges,
  stgStripeSubscriptionLines,
  stgStripeSubscriptionSpans,
  stgStripeSubscriptionDiscounts,
  stgStripeCharges,
  stgStripeRefunds,
]

/** Opens a database with all raw tables of Stripe before each test. */
export function withAccount(): { readonly db: TestDatabase; stage(): Promise<void> } {
  let db: TestDatabase
  beforeEach(async () => {
    db = await openMemory()
    for (const contract of contracts) await createEmpty(db, contract)
    return () => db.destroy()
  })
  return {
    get db() {
      return db
    },
    /** Makes the staging tables that others read. */
    stage: () =>
      make(
        db,
        inOrder([...contracts, ...steps]).filter((table) => steps.includes(table)),
      ),
  }
}

export const at = (instant: string) => new Date(`${instant.replace(' ', 'T')}Z`)
