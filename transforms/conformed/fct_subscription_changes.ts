/** What changed in the monthly value of subscriptions, by the rule on when a cancellation counts. */
import { type Expression, sql } from 'kysely'
import { day, type LocalRecurring, localRecurring, text, timestamp } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { place, previous } from '../../src/sql/window.ts'
import { runningTotal } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgSubscriptionChanges } from '../staging/stg_subscription_changes.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimPlans } from './dim_plans.ts'
import { dimProducts } from './dim_products.ts'
import { mapAccounts } from './map_accounts.ts'

type Recognition = typeof settings.churnRecognition

export const fctSubscriptionChanges = defineTable({
  name: 'fct_subscription_changes',
  description:
    'What each instant added to or took from the monthly value of a subscription’s line, by product and plan, later than data_as_of too where that is agreed; internal accounts are out.',
  grain: ['subscription_line_id', 'changed_at', 'product_id', 'plan_id'],
  columns: {
    subscription_line_id: text('The line, scoped by source.'),
    subscription_id: text('Its subscription, scoped by source; the line where none is named.'),
    account_id: text('The account; unknown where the customer is none of ours.'),
    product_id: text('The product; not_allocated where the line names none.'),
    plan_id: text('The plan; not_allocated where the line names none.'),
    source_system: text('The billing system.'),
    currency_code: text('The currency of the subscription, ISO 4217.'),
    changed_at: timestamp('When it changed, or will.'),
    changed_date: day('The day of changed_at.'),
    recognised_at: timestamp(
      'When MRR counts it: changed_at; under the setting churnRecognition: cancellation no later than when the subscription’s cancellation was asked for.',
    ),
    recognised_date: day('The day of recognised_at.'),
    mrr_change_local: localRecurring('Signed; those of an ended line add up to 0.'),
  },
  relations: [
    { column: 'product_id', to: dimProducts, unknown: 'unknown' },
    { column: 'plan_id', to: dimPlans, unknown: 'unknown' },
  ],
  query: (db) => changesBy(db, settings.churnRecognition),
})

/** The changes under either rule of recognition. */
export const changesBy = (db: Db, recognition: Recognition) =>
  db
    .selectFrom(byPlan(db).as('change'))
    .leftJoin(mapAccounts.as('map'), 'map.source_key', 'change.account_id')
    .leftJoin(dimProducts.as('product'), 'product.product_id', 'change.product_id')
    .leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'change.plan_id')
    .leftJoin(
      cancellations(db).as('cancellation'),
      'cancellation.subscription_id',
      'change.subscription_id',
    )
    .where(({ ref }) => sql<boolean>`${ref('map.is_internal')} is not true`)
    .where('change.mrr_change_local', '!=', zero)
    .select(({ ref }) => {
      const recognised =
        recognition === 'period_end'
          ? sql<Date>`${ref('change.changed_at')}`
          : sql<Date>`least(${ref('change.changed_at')}, ${ref('cancellation.canceled_at')})`
      return [
        'change.subscription_line_id',
        sql<string>`coalesce(${ref('change.subscription_id')}, ${ref('change.subscription_line_id')})`.as(
          'subscription_id',
        ),
        sql<string>`coalesce(${ref('map.account_id')}, 'unknown')`.as('account_id'),
        memberOf(ref('change.product_id'), ref('product.product_id')).as('product_id'),
        memberOf(ref('change.plan_id'), ref('plan.plan_id')).as('plan_id'),
        'change.source_system',
        'change.currency_code',
        'change.changed_at',
        dayOf(ref('change.changed_at')).as('changed_date'),
        recognised.as('recognised_at'),
        dayOf(recognised).as('recognised_date'),
        sumOfOneCurrency(ref('change.mrr_change_local')).as('mrr_change_local'),
      ]
    })
    .groupBy(sql`1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`)

const zero = sql<LocalRecurring>`0`

const memberOf = (named: Expression<string | null>, found: Expression<string | null>) =>
  sql<string>`case when ${named} is null then 'not_allocated' else coalesce(${found}, 'unknown') end`

/** Under a `group by` of the currency, local values have a sum after all. */
const sumOfOneCurrency = (value: Expression<LocalRecurring>) =>
  sql<LocalRecurring>`cast(sum(${value}) as decimal(28, 8))`

const withBalances = (db: Db) =>
  db
    .selectFrom(unionByName(told(db), announced(db)).as('change'))
    .selectAll('change')
    .select(({ ref }) => {
      const rows = { by: [ref('change.subscription_line_id')], order: [ref('change.changed_at')] }
      return [
        runningTotal(ref('change.mrr_change_local'), {
          of: rows.by,
          by: ref('change.changed_at'),
        }).as('balance_local'),
        previous(ref('change.product_id'), rows).as('product_before'),
        previous(ref('change.plan_id'), rows).as('plan_before'),
        sql<boolean>`(${place(rows)} > 1 and (${ref('change.product_id')}, ${ref('change.plan_id')}) is distinct from (${previous(ref('change.product_id'), rows)}, ${previous(ref('change.plan_id'), rows)}))`.as(
          'is_other_plan',
        ),
      ]
    })

/** A line that goes over to another plan ends all of the old one and begins all of the new one. */
const byPlan = (db: Db) => {
  const line = [
    'change.subscription_line_id',
    'change.subscription_id',
    'change.source_system',
    'change.account_id',
    'change.currency_code',
    'change.changed_at',
  ] as const
  return unionByName(
    db
      .selectFrom(withBalances(db).as('change'))
      .select(line)
      .select(({ ref }) => [
        'change.product_id',
        'change.plan_id',
        sql<LocalRecurring>`if(${ref('change.is_other_plan')}, ${ref('change.balance_local')}, ${ref('change.mrr_change_local')})`.as(
          'mrr_change_local',
        ),
      ]),
    db
      .selectFrom(withBalances(db).as('change'))
      .where('change.is_other_plan', '=', true)
      .select(line)
      .select(({ ref }) => [
        'change.product_before as product_id',
        'change.plan_before as plan_id',
        sql<LocalRecurring>`(${ref('change.mrr_change_local')} - ${ref('change.balance_local')})`.as(
          'mrr_change_local',
        ),
      ]),
  )
}

const told = (db: Db) =>
  db
    .selectFrom(stgSubscriptionChanges.as('change'))
    .select([
      'change.subscription_line_id',
      'change.subscription_id',
      'change.source_system',
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      'change.currency_code',
      'change.changed_at',
      'change.mrr_change_local',
    ])

/** A cancellation that was taken back has no instant any more, or no end to come. */
const cancellations = (db: Db) =>
  db
    .selectFrom(stgSubscriptions.as('subscription'))
    .where('subscription.canceled_at', 'is not', null)
    .where(({ eb, or }) =>
      or([
        eb('subscription.ends_at', 'is not', null),
        eb('subscription.will_cancel', '=', true),
        eb('subscription.subscription_status', '=', 'canceled'),
      ]),
    )
    .select(({ fn, ref }) => [
      'subscription.subscription_id',
      ref('subscription.canceled_at').$castTo<Date>().as('canceled_at'),
      fn
        .coalesce('subscription.ends_at', 'subscription.period_ends_at', 'subscription.canceled_at')
        .$castTo<Date>()
        .as('ends_at'),
    ])

/** The ends of lines that are announced: what no change tells of yet. */
const announced = (db: Db) =>
  db
    .selectFrom(told(db).as('change'))
    .innerJoin(
      cancellations(db).as('cancellation'),
      'cancellation.subscription_id',
      'change.subscription_id',
    )
    .groupBy('change.subscription_line_id')
    .having(
      ({ ref }) =>
        sql<boolean>`sum(${ref('change.mrr_change_local')}) > 0 and max(${ref('cancellation.ends_at')}) > max(${ref('change.changed_at')})`,
    )
    .select(({ ref }) => {
      const last = <T>(value: Expression<T>) =>
        sql<T>`arg_max_null(${value}, ${ref('change.changed_at')})`
      return [
        'change.subscription_line_id',
        last(ref('change.subscription_id')).as('subscription_id'),
        last(ref('change.source_system')).as('source_system'),
        last(ref('change.account_id')).as('account_id'),
        last(ref('change.product_id')).as('product_id'),
        last(ref('change.plan_id')).as('plan_id'),
        last(ref('change.currency_code')).as('currency_code'),
        sql<Date>`max(${ref('cancellation.ends_at')})`.as('changed_at'),
        sql<LocalRecurring>`cast(-sum(${ref('change.mrr_change_local')}) as decimal(28, 8))`.as(
          'mrr_change_local',
        ),
      ]
    })
