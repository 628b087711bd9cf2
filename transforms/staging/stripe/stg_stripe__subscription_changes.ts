/** The changes of the monthly value of Stripe’s subscription lines. */
import type { NotNull } from 'kysely'
import { type LocalRecurring, pick } from '../../../src/columns.ts'
import { monthlyValue, negated } from '../../../src/sql/recurring.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { laterOf } from '../../../src/sql/written_times.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { subscriptionChangeColumns } from '../objects/subscription_changes.ts'
import { stgStripeRecurringChanges } from './stg_stripe__recurring_changes.ts'
import { stgStripeSubscriptionLines } from './stg_stripe__subscription_lines.ts'
import { stgStripeSubscriptions } from './stg_stripe__subscriptions.ts'

export const stgStripeSubscriptionChanges = defineTable({
  name: 'stg_stripe__subscription_changes',
  description:
    'What each instant changed in the monthly value of a Stripe subscription’s line; of a subscription without exported changes, its start and end at the quantity and price that its lines have last. Metered lines are out.',
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
  query: (db) => unionByName(told(db), starts(db), ends(db)),
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

/** Statuses of subscriptions that never were worth anything, or are not yet. */
const withoutValue = ['incomplete', 'incomplete_expired', 'trialing']

/** The lines of subscriptions that Stripe tells no changes of: from when, until when, worth what. */
const spans = (db: Db) =>
  db
    .selectFrom(stgStripeSubscriptionLines.as('line'))
    .innerJoin(
      stgStripeSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'line.subscription_id',
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(stgStripeRecurringChanges.as('known'))
            .whereRef('known.subscription_id', '=', 'line.subscription_id')
            .select('known.subscription_id'),
        ),
      ),
    )
    .where(({ eb, fn, val }) =>
      eb(fn.coalesce('line.usage_type', val('licensed')), '!=', 'metered'),
    )
    .where(({ eb, fn, val }) =>
      eb(fn.coalesce('subscription.subscription_status', val('')), 'not in', withoutValue),
    )
    .where('subscription.is_deleted', '=', false)
    .select(({ ref, eb }) => {
      const currency = ref('line.currency_code').$castTo<string>()
      // A line that came later than its subscription starts when it came.
      const start = eb
        .case()
        .when('line.created_at', '>', ref('subscription.created_at'))
        .then(ref('line.created_at'))
        .else(ref('subscription.starts_at'))
        .end()
      return [
        'line.subscription_line_id',
        'line.subscription_id',
        'subscription.account_id',
        'line.product_id',
        'line.price_id as plan_id',
        'line.currency_code',
        laterOf(start, ref('subscription.trial_ends_at')).as('started_at'),
        'subscription.ends_at',
        'subscription.subscription_status',
        monthlyValue(ref('line.quantity'), {
          unitAmount: ref('line.unit_amount'),
          interval: ref('line.recurring_interval'),
          intervalCount: ref('line.recurring_interval_count'),
          currency,
        }).as('value'),
      ]
    })

const valued = (db: Db) =>
  db
    .selectFrom(spans(db).as('span'))
    .selectAll('span')
    .where('span.value', 'is not', null)
    .where('span.account_id', 'is not', null)
    .where('span.currency_code', 'is not', null)
    .where('span.started_at', 'is not', null)
    .where(({ or, eb, ref }) =>
      or([eb('span.ends_at', 'is', null), eb('span.ends_at', '>', ref('span.started_at'))]),
    )
    .$narrowType<{
      value: LocalRecurring
      account_id: NotNull
      currency_code: NotNull
      started_at: NotNull
    }>()

const starts = (db: Db) =>
  db
    .selectFrom(valued(db).as('span'))
    .select(({ ref, val }) => [
      'span.subscription_line_id',
      ref('span.subscription_id').$castTo<string | null>().as('subscription_id'),
      val('stripe').as('source_system'),
      'span.account_id',
      'span.product_id',
      'span.plan_id',
      'span.currency_code',
      'span.started_at as changed_at',
      'span.value as mrr_change_local',
    ])

/** The end of those that are over: one that is announced may still be taken back. */
const ends = (db: Db) =>
  db
    .selectFrom(valued(db).as('span'))
    .where('span.subscription_status', '=', 'canceled')
    .where('span.ends_at', 'is not', null)
    .select(({ ref, val }) => [
      'span.subscription_line_id',
      ref('span.subscription_id').$castTo<string | null>().as('subscription_id'),
      val('stripe').as('source_system'),
      'span.account_id',
      'span.product_id',
      'span.plan_id',
      'span.currency_code',
      ref('span.ends_at').$castTo<Date>().as('changed_at'),
      negated(ref('span.value')).as('mrr_change_local'),
    ])
