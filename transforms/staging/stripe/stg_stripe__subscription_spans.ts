/** What the lines of Stripe’s subscriptions were worth from when to when, where no changes are told. */
import { type Expression, type NotNull, sql } from 'kysely'
import { type LocalRecurring, localRecurring, text, timestamp } from '../../../src/columns.ts'
import { monthlyValue } from '../../../src/sql/recurring.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawStripeSubscriptionHistory } from '../../sources/stripe.ts'
import { latestSubscriptions } from './latest_subscriptions.ts'
import { stgStripePrices } from './stg_stripe__prices.ts'
import { stgStripeRecurringChanges } from './stg_stripe__recurring_changes.ts'
import { stgStripeSubscriptionLines } from './stg_stripe__subscription_lines.ts'
import { stgStripeSubscriptions } from './stg_stripe__subscriptions.ts'

export const stgStripeSubscriptionSpans = defineTable({
  name: 'stg_stripe__subscription_spans',
  description:
    'The lines of Stripe’s subscriptions without exported changes, from when to when at one quantity and price, by the states that a connector saw, else the last one; without trials, pauses and metered lines, before discounts.',
  grain: ['subscription_line_id', 'starts_at'],
  columns: {
    subscription_line_id: text('The line, scoped by source.'),
    subscription_id: text('Its subscription, scoped by source.'),
    source_system: text('stripe.'),
    account_id: text('Who is billed, scoped by source.'),
    product_id: text('The product, scoped by source.').nullable(),
    plan_id: text('The price, scoped by source.').nullable(),
    currency_code: text('ISO 4217, in upper case.'),
    starts_at: timestamp('From when on.'),
    ends_at: timestamp('Until when; null where no end is known.').nullable(),
    mrr_local: localRecurring('What it was worth a month.'),
  },
  query: (db) =>
    db
      .selectFrom(bounded(db).as('span'))
      .where('span.mrr_local', 'is not', null)
      .where('span.account_id', 'is not', null)
      .where('span.currency_code', 'is not', null)
      .where('span.starts_at', 'is not', null)
      .where(({ or, eb, ref }) =>
        or([eb('span.ends_at', 'is', null), eb('span.ends_at', '>', ref('span.starts_at'))]),
      )
      .selectAll('span')
      .$narrowType<{
        mrr_local: LocalRecurring
        account_id: NotNull
        currency_code: NotNull
        starts_at: NotNull
      }>(),
})

/** Statuses of subscriptions that never were worth anything, or are not yet. */
const withoutValue = ['incomplete', 'incomplete_expired', 'trialing']

/** Lines of subscriptions that Stripe tells no changes of, and whether each is its only one. */
const lines = (db: Db) =>
  db
    .selectFrom(stgStripeSubscriptionLines.as('line'))
    .where(({ eb, fn, val }) =>
      eb(fn.coalesce('line.usage_type', val('licensed')), '!=', 'metered'),
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
    .selectAll('line')
    .select(({ ref }) =>
      sql<boolean>`count(*) over (partition by ${ref('line.subscription_id')}) = 1`.as('is_only'),
    )

/** The states that a connector saw, one after the other: what was billed, and whether it was paused. */
const seen = (db: Db) =>
  db.selectFrom(rawStripeSubscriptionHistory.as('state')).select(({ fn, ref }) => {
    const instance = ref('state.source_instance')
    const rows = sql`over (partition by ${instance}, ${ref('state.id')} order by ${ref('state.version_at')})`
    return [
      sourceKey('stripe', instance, ref('state.id')).as('subscription_id'),
      sql<Date | null>`if(row_number() ${rows} = 1, null, ${ref('state.version_at')})`.as(
        'from_at',
      ),
      sql<Date | null>`lead(${ref('state.version_at')}) ${rows}`.as('to_at'),
      sql<boolean>`(${ref('state.pause_collection_behavior')} is not null or coalesce(${ref('state.status')} in ('paused', 'incomplete', 'incomplete_expired'), false))`.as(
        'is_paused',
      ),
      ref('state.pause_collection_resumes_at').$castTo<Date | null>().as('resumes_at'),
      sourceKey('stripe', instance, fn.coalesce('state.price_id', 'state.plan_id')).as('price_id'),
      ref('state.quantity').$castTo<number | null>().as('quantity'),
    ]
  })

/** Where only the last state is known, a pause began with the period that is not billed. */
const known = (db: Db) =>
  db
    .selectFrom(latestSubscriptions(db).as('state'))
    .innerJoin(
      sql<{ is_paused: boolean }>`(select unnest([false, true]) as is_paused)`.as('part'),
      (join) =>
        join.on(
          ({ ref }) =>
            sql`not ${ref('part.is_paused')} or ${ref('state.pause_collection_behavior')} is not null`,
        ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawStripeSubscriptionHistory.as('seen'))
            .whereRef('seen.source_instance', '=', 'state.source_instance')
            .whereRef('seen.id', '=', 'state.id')
            .select('seen.id'),
        ),
      ),
    )
    .select(({ ref, lit }) => {
      const pausedAt = sql<Date | null>`if(${ref('state.pause_collection_behavior')} is null, null, coalesce(${ref('state.current_period_start')}, ${ref('state.created')}))`
      return [
        sourceKey('stripe', ref('state.source_instance'), ref('state.id')).as('subscription_id'),
        sql<Date | null>`if(${ref('part.is_paused')}, ${pausedAt}, null)`.as('from_at'),
        sql<Date | null>`if(${ref('part.is_paused')}, null, ${pausedAt})`.as('to_at'),
        'part.is_paused',
        ref('state.pause_collection_resumes_at').$castTo<Date | null>().as('resumes_at'),
        lit(null).$castTo<string | null>().as('price_id'),
        lit(null).$castTo<number | null>().as('quantity'),
      ]
    })

/** The states in which a subscription is billed: a pause that ends in one is billed from its end on. */
const billed = (db: Db) =>
  db
    .selectFrom(unionByName(seen(db), known(db)).as('state'))
    .where(({ or, eb }) =>
      or([eb('state.is_paused', '=', false), eb('state.resumes_at', 'is not', null)]),
    )
    .selectAll('state')
    .select(({ ref }) =>
      sql<Date | null>`if(${ref('state.is_paused')}, greatest(${ref('state.resumes_at')}, ${ref('state.from_at')}), ${ref('state.from_at')})`.as(
        'billed_from',
      ),
    )

const bounded = (db: Db) =>
  db
    .selectFrom(lines(db).as('line'))
    .innerJoin(
      stgStripeSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'line.subscription_id',
    )
    .innerJoin(billed(db).as('state'), 'state.subscription_id', 'line.subscription_id')
    .leftJoin(stgStripePrices.as('price'), (join) =>
      join.onRef('price.price_id', '=', 'state.price_id').on('line.is_only', '=', true),
    )
    .where(({ eb, fn, val }) =>
      eb(fn.coalesce('subscription.subscription_status', val('')), 'not in', withoutValue),
    )
    .where('subscription.is_deleted', '=', false)
    .select(({ ref, val }) => {
      const isOfState = sql<boolean>`(${ref('price.price_id')} is not null)`
      const either = (state: Expression<unknown>, line: Expression<unknown>) =>
        sql`if(${isOfState}, ${state}, ${line})`
      const currency = sql<
        string | null
      >`coalesce(${ref('line.currency_code')}, ${ref('price.currency_code')})`
      // A line that came later than its subscription starts when it came.
      const begun = sql<Date | null>`if(not ${isOfState} and coalesce(${ref('line.created_at')} > ${ref('subscription.created_at')}, false),
        ${ref('line.created_at')}, ${ref('subscription.starts_at')})`
      return [
        'line.subscription_line_id',
        'line.subscription_id',
        val('stripe').as('source_system'),
        'subscription.account_id',
        sql<string | null>`${either(ref('price.product_id'), ref('line.product_id'))}`.as(
          'product_id',
        ),
        sql<string | null>`${either(ref('price.price_id'), ref('line.price_id'))}`.as('plan_id'),
        currency.as('currency_code'),
        sql<Date | null>`greatest(${begun}, ${ref('subscription.trial_ends_at')}, ${ref('state.billed_from')})`.as(
          'starts_at',
        ),
        // The end of those that are over: one that is announced may still be taken back.
        sql<Date | null>`least(${ref('state.to_at')}, if(${ref('subscription.subscription_status')} = 'canceled', ${ref('subscription.ends_at')}, null))`.as(
          'ends_at',
        ),
        monthlyValue(
          sql<number>`${either(sql`coalesce(${ref('state.quantity')}, ${ref('line.quantity')})`, ref('line.quantity'))}`,
          {
            unitAmount: sql`${either(ref('price.unit_amount'), ref('line.unit_amount'))}`,
            interval: sql`${either(ref('price.recurring_interval'), ref('line.recurring_interval'))}`,
            intervalCount: sql`${either(ref('price.recurring_interval_count'), ref('line.recurring_interval_count'))}`,
            currency: sql<string>`${currency}`,
          },
        ).as('mrr_local'),
      ]
    })
