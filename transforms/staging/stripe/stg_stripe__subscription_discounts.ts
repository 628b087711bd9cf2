/** What coupons take off Stripe’s subscriptions, for ever or for a time. */
import { type NotNull, sql } from 'kysely'
import { localRecurring, number, text, timestamp } from '../../../src/columns.ts'
import { monthlyValue } from '../../../src/sql/recurring.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawStripeCoupon, rawStripeSubscriptionDiscount } from '../../sources/stripe.ts'
import { latestSubscriptions } from './latest_subscriptions.ts'
import { stgStripeSubscriptionLines } from './stg_stripe__subscription_lines.ts'

export const stgStripeSubscriptionDiscounts = defineTable({
  name: 'stg_stripe__subscription_discounts',
  description:
    'Coupons of Stripe’s subscriptions that recur, for ever or for some months; one that holds once is no part of recurring revenue.',
  grain: ['subscription_id', 'coupon_id', 'starts_at'],
  columns: {
    subscription_id: text('The subscription, scoped by source.'),
    coupon_id: text('The coupon, as Stripe names it.'),
    starts_at: timestamp('From when on it holds.'),
    ends_at: timestamp('Until when it holds; null for ever.').nullable(),
    discount_rate: number('The share of 1 that it takes off; null for an amount.').nullable(),
    discount_local: localRecurring(
      'What it takes off a month, by the interval that the subscription is billed at; null for a share.',
    ).nullable(),
  },
  query: (db) =>
    db
      .selectFrom(applied(db).as('applied'))
      .innerJoin(rawStripeCoupon.as('coupon'), (join) =>
        join
          .onRef('coupon.source_instance', '=', 'applied.source_instance')
          .onRef('coupon.id', '=', 'applied.coupon_id'),
      )
      .leftJoin(billing(db).as('billing'), 'billing.subscription_id', 'applied.subscription_id')
      .where(({ eb, fn, val }) => eb(fn.coalesce('coupon.duration', val('forever')), '!=', 'once'))
      .where('applied.starts_at', 'is not', null)
      .select(({ ref }) => [
        'applied.subscription_id',
        'applied.coupon_id',
        'applied.starts_at',
        sql<Date | null>`coalesce(${ref('applied.ends_at')}, ${ref('applied.starts_at')} + to_months(cast(if(${ref('coupon.duration')} = 'repeating', ${ref('coupon.duration_in_months')}, null) as integer)))`.as(
          'ends_at',
        ),
        sql<number | null>`${ref('coupon.percent_off')} / 100`.as('discount_rate'),
        monthlyValue(sql<number>`1`, {
          unitAmount: ref('coupon.amount_off').$castTo<number | null>(),
          interval: ref('billing.recurring_interval').$castTo<'month' | null>(),
          intervalCount: ref('billing.recurring_interval_count').$castTo<number | null>(),
          currency: ref('billing.currency_code').$castTo<string>(),
        }).as('discount_local'),
      ])
      .$narrowType<{ starts_at: NotNull }>(),
})

/** Those that are exported on their own, and else what a subscription says of the one it has. */
const applied = (db: Db) =>
  db
    .selectFrom(unionByName(alone(db), ofSubscriptions(db)).as('applied'))
    .groupBy([
      'applied.source_instance',
      'applied.subscription_id',
      'applied.coupon_id',
      'applied.starts_at',
    ])
    .select(({ ref }) => [
      'applied.source_instance',
      'applied.subscription_id',
      'applied.coupon_id',
      'applied.starts_at',
      sql<Date | null>`max(${ref('applied.ends_at')})`.as('ends_at'),
    ])

const alone = (db: Db) =>
  db
    .selectFrom(rawStripeSubscriptionDiscount.as('discount'))
    .where('discount.is_gone', '=', false)
    .where('discount.subscription_id', 'is not', null)
    .where('discount.coupon_id', 'is not', null)
    .select(({ ref }) => [
      'discount.source_instance',
      sourceKey('stripe', ref('discount.source_instance'), ref('discount.subscription_id'))
        .$castTo<string>()
        .as('subscription_id'),
      ref('discount.coupon_id').$castTo<string>().as('coupon_id'),
      ref('discount.start').$castTo<Date | null>().as('starts_at'),
      ref('discount.end').$castTo<Date | null>().as('ends_at'),
    ])

const ofSubscriptions = (db: Db) =>
  db
    .selectFrom(latestSubscriptions(db).as('subscription'))
    .where('subscription.discount_coupon_id', 'is not', null)
    .select(({ fn, ref }) => [
      'subscription.source_instance',
      sourceKey('stripe', ref('subscription.source_instance'), ref('subscription.id'))
        .$castTo<string>()
        .as('subscription_id'),
      ref('subscription.discount_coupon_id').$castTo<string>().as('coupon_id'),
      fn
        .coalesce('subscription.discount_start', 'subscription.start_date', 'subscription.created')
        .$castTo<Date | null>()
        .as('starts_at'),
      ref('subscription.discount_end').$castTo<Date | null>().as('ends_at'),
    ])

/** How often a subscription is billed: an amount comes off each bill. */
const billing = (db: Db) =>
  db
    .selectFrom(stgStripeSubscriptionLines.as('line'))
    .where('line.recurring_interval', 'is not', null)
    .groupBy('line.subscription_id')
    .select(({ ref }) => {
      const first = <T>(value: T) =>
        sql`first(${value} order by ${ref('line.subscription_line_id')})`
      return [
        'line.subscription_id',
        sql<string>`${first(ref('line.recurring_interval'))}`.as('recurring_interval'),
        sql<number>`${first(ref('line.recurring_interval_count'))}`.as('recurring_interval_count'),
        sql<string>`${first(ref('line.currency_code'))}`.as('currency_code'),
      ]
    })
