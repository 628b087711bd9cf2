/** What generic subscriptions were worth from when to when, where no changes of theirs are told. */
import { type Expression, type NotNull, sql } from 'kysely'
import { type LocalRecurring, localRecurring, text, timestamp } from '../../../src/columns.ts'
import { settings } from '../../../src/settings.ts'
import { monthlyPrice } from '../../../src/sql/recurring.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { stgGenericLoggedSubscriptionChanges } from './stg_generic__logged_subscription_changes.ts'
import { stgGenericPlans } from './stg_generic__plans.ts'
import { stgGenericSubscriptionStates } from './stg_generic__subscription_states.ts'
import { stgGenericSubscriptions } from './stg_generic__subscriptions.ts'

export const stgGenericSubscriptionSpans = defineTable({
  name: 'stg_generic__subscription_spans',
  description:
    'The subscriptions of generic/subscriptions without changes in generic/subscription_changes, from when to when at one value: their own a month, else quantity × price of the plan; without trials and pauses, before discounts.',
  grain: ['subscription_line_id', 'starts_at'],
  columns: {
    subscription_line_id: text('The subscription, which is its only line.'),
    subscription_id: text('The subscription, scoped by source.'),
    source_system: text('generic.'),
    account_id: text('The customer’s record, scoped by source; unknown where the file names none.'),
    product_id: text('The product, scoped by source.').nullable(),
    plan_id: text('The plan, scoped by source.').nullable(),
    currency_code: text('ISO 4217, in upper case.'),
    starts_at: timestamp('From when on.'),
    ends_at: timestamp('Until when; null where no end is known.').nullable(),
    mrr_local: localRecurring('What it was worth a month.'),
  },
  query: (db) =>
    db
      .selectFrom(bounded(db).as('span'))
      .where('span.mrr_local', 'is not', null)
      .where('span.starts_at', 'is not', null)
      .where(({ or, eb, ref }) =>
        or([eb('span.ends_at', 'is', null), eb('span.ends_at', '>', ref('span.starts_at'))]),
      )
      .selectAll('span')
      .$narrowType<{ mrr_local: LocalRecurring; starts_at: NotNull }>(),
})

/** Statuses of subscriptions that never were worth anything, or are not yet. */
const withoutValue = ['incomplete', 'incomplete_expired', 'trialing', 'trial', 'in_trial', 'future']

/** Statuses of subscriptions that ended, of which some systems keep the cancellation only. */
const isOver = (status: Expression<string | null>) =>
  sql`coalesce(lower(${status}) in ('canceled', 'cancelled', 'churned', 'ended', 'expired'), false)`

/** The states one after the other; what the first one says held since the subscription began. */
const states = (db: Db) =>
  db
    .selectFrom(stgGenericSubscriptionStates.as('state'))
    .leftJoin(stgGenericPlans.as('plan'), 'plan.plan_id', 'state.plan_id')
    .where(
      ({ ref }) =>
        sql<boolean>`coalesce(lower(${ref('state.subscription_status')}), '') not in (${sql.join(withoutValue.map((status) => sql.lit(status)))})`,
    )
    .select(({ fn, ref }) => {
      const rows = sql`over (partition by ${ref('state.subscription_id')} order by ${ref('state.version_at')})`
      return [
        'state.subscription_id',
        'state.account_id',
        'state.currency_code',
        'plan.currency_code as plan_currency_code',
        fn.coalesce('state.product_id', 'plan.product_id').as('product_id'),
        'state.plan_id',
        sql<Date | null>`if(row_number() ${rows} = 1, null, ${ref('state.version_at')})`.as(
          'from_at',
        ),
        sql<Date | null>`lead(${ref('state.version_at')}) ${rows}`.as('to_at'),
        sql<LocalRecurring | null>`coalesce(${ref('state.mrr_local')}, ${monthlyPrice(
          sql<number>`coalesce(${ref('state.quantity')}, 1)`,
          {
            unitPrice: ref('plan.unit_price_local'),
            interval: ref('plan.billing_interval'),
            intervalCount: sql<number>`coalesce(${ref('plan.interval_count')}, 1)`,
          },
        )})`.as('mrr_local'),
      ]
    })

const bounded = (db: Db) =>
  db
    .selectFrom(states(db).as('state'))
    .innerJoin(
      stgGenericSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'state.subscription_id',
    )
    // Once until the pause, and once after it.
    .innerJoin(
      sql<{ is_after_pause: boolean }>`(select unnest([false, true]) as is_after_pause)`.as('part'),
      (join) =>
        join.on(
          ({ ref }) =>
            sql`not ${ref('part.is_after_pause')} or (${ref('subscription.paused_at')} is not null and ${ref('subscription.resumes_at')} is not null)`,
        ),
    )
    .where('subscription.is_deleted', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(stgGenericLoggedSubscriptionChanges.as('known'))
            .where(
              ({ ref }) =>
                sql<boolean>`coalesce(${ref('known.subscription_id')}, ${ref('known.subscription_line_id')}) = ${ref('state.subscription_id')}`,
            )
            .select('known.subscription_line_id'),
        ),
      ),
    )
    .select(({ fn, ref, val }) => {
      const isAfter = ref('part.is_after_pause')
      const begun = fn.coalesce('subscription.starts_at', 'subscription.created_at')
      const ended = sql`coalesce(${ref('subscription.ends_at')}, if(${isOver(ref('subscription.subscription_status'))}, ${ref('subscription.canceled_at')}, null))`
      return [
        'state.subscription_id as subscription_line_id',
        'state.subscription_id',
        val('generic').as('source_system'),
        fn.coalesce('state.account_id', val('generic:unknown')).as('account_id'),
        'state.product_id',
        'state.plan_id',
        fn
          .coalesce(
            'state.currency_code',
            'state.plan_currency_code',
            val(settings.reportingCurrency),
          )
          .as('currency_code'),
        sql<Date | null>`greatest(${begun}, ${ref('subscription.trial_ends_at')}, ${ref('state.from_at')}, if(${isAfter}, ${ref('subscription.resumes_at')}, null))`.as(
          'starts_at',
        ),
        sql<Date | null>`least(${ref('state.to_at')}, ${ended}, if(${isAfter}, null, ${ref('subscription.paused_at')}))`.as(
          'ends_at',
        ),
        'state.mrr_local',
      ]
    })
