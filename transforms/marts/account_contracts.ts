/** What each account pays as of data_as_of, since when, and when it is renewed. */
import type { Day, Recurring } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { monthsLater } from '../../src/sql/calendar.ts'
import { greatestWhere, holdsForAny, leastWhere } from '../../src/sql/latest.ts'
import { listing } from '../../src/sql/listing.ts'
import { totalRecurring } from '../../src/sql/recurring.ts'
import { dayOf } from '../../src/sql/time.ts'
import type { Db } from '../../src/table.ts'
import { dimBalanceDates } from '../conformed/dim_balance_dates.ts'
import { dimPlans } from '../conformed/dim_plans.ts'
import { dimProducts } from '../conformed/dim_products.ts'
import { fctAccountMonths } from '../conformed/fct_account_months.ts'
import { fctMrrMovements } from '../conformed/fct_mrr_movements.ts'
import { fctSubscriptions } from '../conformed/fct_subscriptions.ts'

/** The last balance of each account: the same MRR as that of view `revenue` at the end of the data. */
export const recurringNow = (db: Db) =>
  db
    .selectFrom(fctAccountMonths.as('month'))
    .innerJoin(lastBalanceDate(db).as('last'), 'last.balance_date', 'month.balance_date')
    .leftJoin(dimProducts.as('product'), 'product.product_id', 'month.product_id')
    .leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'month.plan_id')
    .where('month.is_closing', '=', false)
    .groupBy('month.account_id')
    .select(({ eb, fn, lit, ref }) => {
      const isHeld = eb('month.mrr', '>', lit(0).$castTo<Recurring>())
      const heldOnly = (name: 'product.product_name' | 'plan.plan_name') =>
        listing(eb.case().when(isHeld).then(ref(name)).end())
      return [
        'month.account_id',
        totalRecurring(ref('month.mrr')).as('mrr'),
        // It stands on one of the account’s rows.
        fn.max('month.mrr_12_before').as('mrr_12_before'),
        heldOnly('product.product_name').as('products'),
        heldOnly('plan.plan_name').as('plans'),
        fn
          .count(eb.case().when(isHeld).then(ref('month.product_id')).end())
          .distinct()
          .$castTo<number>()
          .as('product_count'),
      ]
    })

const lastBalanceDate = (db: Db) =>
  db
    .selectFrom(dimBalanceDates.as('calendar'))
    .select(({ fn }) => fn.max('calendar.balance_date').as('balance_date'))

/** When each account became a customer, and when it last began to be one and ceased. */
const lives = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .groupBy('movement.account_id')
    .select(({ eb, ref }) => {
      const date = ref('movement.movement_date')
      return [
        'movement.account_id',
        leastWhere(date, eb('movement.movement_type', '=', 'new')).as('customer_since_date'),
        greatestWhere(date, eb('movement.movement_type', 'in', ['new', 'reactivation'])).as(
          'began_date',
        ),
        greatestWhere(date, eb('movement.movement_type', '=', 'churn')).as('churned_date'),
      ]
    })

/**
 * The same, with the MRR that a trend is measured from: that of 12 months ago, or the first one of
 * an account that has been a customer for less.
 */
export const customerLives = (db: Db) =>
  db
    .selectFrom(lives(db).as('life'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .innerJoin(fctMrrMovements.as('movement'), 'movement.account_id', 'life.account_id')
    .where(({ eb, fn, ref }) =>
      eb(
        'movement.movement_date',
        '<=',
        fn<Day>('greatest', ['life.began_date', monthsLater(dayOf(ref('run.as_of')), -12)]),
      ),
    )
    .groupBy([
      'life.account_id',
      'life.customer_since_date',
      'life.began_date',
      'life.churned_date',
    ])
    .select(({ ref }) => [
      'life.account_id',
      'life.customer_since_date',
      'life.churned_date',
      totalRecurring(ref('movement.mrr_change')).as('base_mrr'),
    ])

/** The next renewal of each account’s live subscriptions, and what of its MRR is cancelled for its end. */
export const renewals = (db: Db) =>
  db
    .selectFrom(dated(db).as('subscription'))
    .groupBy('subscription.account_id')
    .select(({ eb, fn, ref }) => {
      const isNext = eb('subscription.renewal_date', '=', ref('subscription.next_date'))
      const isEnding = eb('subscription.is_ending', '=', true)
      const mrr = ref('subscription.mrr')
      return [
        'subscription.account_id',
        fn.min('subscription.renewal_date').as('renewal_date'),
        totalRecurring(eb.case().when(isNext).then(mrr).end()).as('renewal_mrr'),
        totalRecurring(eb.case().when(isEnding).then(mrr).end()).as('ending_mrr'),
        holdsForAny(eb('subscription.subscription_state', '=', 'signed')).as('has_signed'),
      ]
    })

/** Subscriptions with the day of their renewal, where their terms are long enough to count as one. */
const dated = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctSubscriptions.as('subscription'))
        .select(({ eb, ref }) => [
          'subscription.account_id',
          'subscription.subscription_state',
          'subscription.is_ending',
          'subscription.mrr',
          eb
            .case()
            .when(
              eb.and([
                eb('subscription.subscription_state', '=', 'active'),
                eb('subscription.term_months', '>=', settings.renewalTermMonths),
              ]),
            )
            .then(ref('subscription.renewal_date'))
            .end()
            .as('renewal_date'),
        ])
        .as('subscription'),
    )
    .selectAll('subscription')
    .select(({ fn }) =>
      fn
        .min('subscription.renewal_date')
        .over((over) => over.partitionBy('subscription.account_id'))
        .as('next_date'),
    )
