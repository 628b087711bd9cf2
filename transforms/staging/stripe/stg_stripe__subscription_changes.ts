/** The changes of the monthly value of Stripe’s subscription lines. */
import { pick } from '../../../src/columns.ts'
import { changesOfSpans, type Discount, type Span } from '../../../src/sql/spans.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { subscriptionChangeColumns } from '../objects/subscription_changes.ts'
import { stgStripeRecurringChanges } from './stg_stripe__recurring_changes.ts'
import { stgStripeSubscriptionDiscounts } from './stg_stripe__subscription_discounts.ts'
import { stgStripeSubscriptionSpans } from './stg_stripe__subscription_spans.ts'

export const stgStripeSubscriptionChanges = defineTable({
  name: 'stg_stripe__subscription_changes',
  description:
    'What each instant changed in the monthly value of a Stripe subscription’s line: as Stripe tells it; of a subscription without exported changes, by its states and discounts. Metered lines are out.',
  grain: ['subscription_line_id', 'changed_at'],
  columns: pick(
    subscriptionChangeColumns,
    'subscription_line_id',
    'subscription_id',
    'source_system',
    'account_id',
    'product_id',
    'plan_id',
    'currency_code',
    'changed_at',
    'mrr_change_local',
  ),
  query: (db) => unionByName(told(db), derived(db)),
})

/** Those that Stripe tells. */
const told = (db: Db) =>
  db
    .selectFrom(stgStripeRecurringChanges.as('change'))
    .select(({ ref, val }) => [
      'change.subscription_item_id as subscription_line_id',
      ref('change.subscription_id').$castTo<string | null>().as('subscription_id'),
      val('stripe').as('source_system'),
      'change.customer_id as account_id',
      ref('change.product_id').$castTo<string | null>().as('product_id'),
      ref('change.price_id').$castTo<string | null>().as('plan_id'),
      'change.currency_code',
      'change.changed_at',
      'change.mrr_change_local',
    ])

/** Those that follow from what lines were worth from when to when. */
const derived = (db: Db) =>
  db
    .selectFrom(
      changesOfSpans(
        db.selectFrom(stgStripeSubscriptionSpans.as('span')).selectAll('span').$castTo<Span>(),
        db
          .selectFrom(stgStripeSubscriptionDiscounts.as('discount'))
          .selectAll('discount')
          .$castTo<Discount>(),
      ).as('change'),
    )
    .select(({ ref }) => [
      'change.subscription_line_id',
      ref('change.subscription_id').$castTo<string | null>().as('subscription_id'),
      'change.source_system',
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      'change.currency_code',
      'change.changed_at',
      'change.mrr_change_local',
    ])
