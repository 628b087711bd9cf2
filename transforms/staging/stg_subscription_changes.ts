/** Changes of recurring value, over all billing systems: the one place where a system is added. */
import { sql } from 'kysely'
import { localRecurring, text, timestamp } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgStripeRecurringChanges } from './stripe/stg_stripe__recurring_changes.ts'

export const stgSubscriptionChanges = defineTable({
  name: 'stg_subscription_changes',
  description:
    'What each instant changed in the monthly value of a subscription’s line, of every billing system.',
  grain: ['subscription_line_id', 'changed_at'],
  columns: {
    subscription_line_id: text('The line, scoped by system.'),
    source_system: text('The billing system.'),
    customer_id: text('Who is billed, by that system’s own id.'),
    product_id: text('The product, scoped by system.'),
    currency_code: text('ISO 4217, in upper case.'),
    changed_at: timestamp('When it changed.'),
    mrr_change_local: localRecurring('The signed change; those of an ended line add up to 0.'),
  },
  query: (db) => unionByName(ofStripe(db)),
})

const ofStripe = (db: Db) =>
  db
    .selectFrom(stgStripeRecurringChanges.as('change'))
    .select(({ ref }) => [
      scopedId('stripe', ref('change.subscription_item_id')).as('subscription_line_id'),
      sql<string>`'stripe'`.as('source_system'),
      'change.customer_id',
      scopedId('stripe', ref('change.product_id')).as('product_id'),
      'change.currency_code',
      'change.changed_at',
      'change.mrr_change_local',
    ])
