/**
 * The monthly value of Stripe's subscription lines, exact where Stripe only rounded it.
 *
 * It joins, which staging else does not: what Stripe rounded away stands in Stripe's own prices,
 * and no other system has the question.
 */
import { type Expression, sql } from 'kysely'
import {
  type LocalRecurring,
  localRecurring,
  oneOf,
  text,
  timestamp,
} from '../../../src/columns.ts'
import { minorUnitsOf } from '../../../src/sql/minor_units.ts'
import { monthlyValue, recurringFromMinorUnits } from '../../../src/sql/recurring.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { stgStripePrices } from './stg_stripe__prices.ts'
import { stgStripeSubscriptionItemChangeEvents } from './stg_stripe__subscription_item_change_events.ts'

const valuedBy = ['price', 'rounded change'] as const

export const stgStripeRecurringChanges = defineTable({
  name: 'stg_stripe__recurring_changes',
  description:
    'What each instant changed in the monthly value of a Stripe subscription’s line; metered lines are out.',
  grain: ['subscription_item_id', 'changed_at'],
  columns: {
    subscription_item_id: text('The line, scoped by source.'),
    subscription_id: text('Its subscription, scoped by source.'),
    customer_id: text('Who is billed, scoped by source.'),
    product_id: text('The product after the change; at the end, the last one; scoped by source.'),
    price_id: text('The price after the change; at the end, the last one; scoped by source.'),
    currency_code: text('ISO 4217, in upper case.'),
    valued_by: oneOf(
      valuedBy,
      'Quantity × price where that agrees with all changes of the line but for rounding, else Stripe’s own change.',
    ),
    changed_at: timestamp('When it changed.'),
    mrr_change_local: localRecurring('The signed change; those of an ended line add up to 0.'),
  },
  query: (db) =>
    db.selectFrom(valued(db).as('line')).select(({ ref }) => {
      const isExact = isTrueOfAll(ref('line.is_exact'), ref('line.subscription_item_id'))
      return [
        'line.subscription_item_id',
        'line.subscription_id',
        'line.customer_id',
        'line.product_id',
        'line.price_id',
        'line.currency_code',
        sql<(typeof valuedBy)[number]>`if(${isExact}, 'price', 'rounded change')`.as('valued_by'),
        'line.changed_at',
        sql<LocalRecurring>`cast(if(${isExact}, ${ref('line.exact_change')}, ${ref('line.rounded_change')}) as decimal(28, 8))`.as(
          'mrr_change_local',
        ),
      ]
    }),
})

/** What happened to a line in one instant: an end and a start net out. */
const instants = (db: Db) =>
  db
    .selectFrom(stgStripeSubscriptionItemChangeEvents.as('change'))
    .select(({ fn, ref }) => {
      const isEnd = sql<boolean>`${ref('change.change_type')} = 'ACTIVE_END'`
      const after = (column: 'change.price_id' | 'change.product_id') =>
        sql<string>`coalesce(max(${ref(column)}) filter (where not ${isEnd}), max(${ref(column)}))`
      return [
        'change.subscription_item_id',
        'change.changed_at',
        fn.max('change.subscription_id').as('subscription_id'),
        fn.max('change.customer_id').as('customer_id'),
        fn.max('change.currency_code').as('currency_code'),
        after('change.price_id').as('price_id'),
        after('change.product_id').as('product_id'),
        sql<boolean>`bool_and(${isEnd})`.as('is_end'),
        fn.sum<number>('change.quantity_change').as('quantity_change'),
        fn.sum<number>('change.mrr_change').as('mrr_change'),
      ]
    })
    .groupBy(['change.subscription_item_id', 'change.changed_at'])

/** A line that ends and starts again counts from 0 again, whatever rounding left behind. */
const spells = (db: Db) =>
  db
    .selectFrom(instants(db).as('instant'))
    .selectAll('instant')
    .select(({ ref }) =>
      sql<number>`coalesce(count(*) filter (where ${ref('instant.is_end')}) over (partition by ${ref('instant.subscription_item_id')} order by ${ref('instant.changed_at')} rows between unbounded preceding and 1 preceding), 0)`.as(
        'spell',
      ),
    )

const states = (db: Db) =>
  db
    .selectFrom(spells(db).as('spell'))
    .leftJoin(stgStripePrices.as('price'), 'price.price_id', 'spell.price_id')
    .where(({ ref }) => sql<boolean>`${ref('price.usage_type')} is distinct from 'metered'`)
    .selectAll('spell')
    .select(({ ref }) => {
      const soFar = (column: 'spell.quantity_change' | 'spell.mrr_change') =>
        sql<number>`if(${ref('spell.is_end')}, 0, sum(${ref(column)}) over (partition by ${ref('spell.subscription_item_id')}, ${ref('spell.spell')} order by ${ref('spell.changed_at')}))`
      const quantity = soFar('spell.quantity_change')
      return [
        quantity.as('quantity'),
        recurringFromMinorUnits(soFar('spell.mrr_change'), ref('spell.currency_code')).as(
          'rounded_value',
        ),
        monthlyValue(quantity, {
          unitAmount: ref('price.unit_amount'),
          interval: ref('price.recurring_interval'),
          intervalCount: ref('price.recurring_interval_count'),
          currency: ref('spell.currency_code'),
        }).as('exact_value'),
      ]
    })

const valued = (db: Db) =>
  db
    .selectFrom(states(db).as('state'))
    .selectAll('state')
    .select(({ ref }) => {
      const before = <T>(value: Expression<T>) =>
        sql<T>`coalesce(lag(${value}) over (partition by ${ref('state.subscription_item_id')}, ${ref('state.spell')} order by ${ref('state.changed_at')}), 0)`
      const change = (value: Expression<LocalRecurring | null>) =>
        sql<LocalRecurring>`(${value} - ${before(value)})`
      const exact = change(ref('state.exact_value'))
      const minorUnit = sql`(1.00000000 / ${minorUnitsOf(ref('state.currency_code'))})`
      const units = sql`greatest(1, ${ref('state.quantity')}, ${before(ref('state.quantity'))})`
      const rounded = recurringFromMinorUnits(ref('state.mrr_change'), ref('state.currency_code'))
      return [
        exact.as('exact_change'),
        change(ref('state.rounded_value')).as('rounded_change'),
        sql<boolean>`coalesce(abs(${exact} - ${rounded}) <= ${minorUnit} * ${units}, false)`.as(
          'is_exact',
        ),
      ]
    })

const isTrueOfAll = (condition: Expression<boolean>, of: Expression<string>) =>
  sql<boolean>`bool_and(${condition}) over (partition by ${of})`
