/** What an account paid a month for a product and plan, by the days on which it did not change. */
import { type Expression, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  type LocalRecurring,
  oneOf,
  type Recurring,
  recurring,
  text,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convertRecurring } from '../../src/sql/money.ts'
import { endDay } from '../../src/sql/versions.ts'
import { runningTotal } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimPlans } from './dim_plans.ts'
import { dimProducts } from './dim_products.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'
import { mapMrrRates } from './map_mrr_rates.ts'

/** What a day's net change of an account's MRR is; exchange: products changed, their sum did not. */
const changeTypes = [
  'new',
  'reactivation',
  'expansion',
  'contraction',
  'churn',
  'exchange',
] as const
type ChangeType = (typeof changeTypes)[number]

export const fctMrrPeriods = defineTable({
  name: 'fct_mrr_periods',
  description:
    'The MRR of every account, product and plan from each day on which it changed to the next; internal accounts are out.',
  grain: ['account_id', 'product_id', 'plan_id', 'valid_from'],
  columns: {
    account_id: text('The account.'),
    product_id: text('The product.'),
    plan_id: text('The plan.'),
    change_type: oneOf(changeTypes, 'What the day’s net change of the account’s MRR was.'),
    churn_reason: text(
      'Why the subscription ended that took MRR away on valid_from, as its system names it; `Unknown` where it says none, `Not allocated` where nothing was taken.',
    ),
    is_new_product: flag('Whether the account never had MRR of the product before that day.'),
    valid_from: day('The day whose net change began it.'),
    valid_to: day('The day of the next change.'),
    mrr: recurring('At the end of each day of the period, in the reporting currency.'),
    mrr_change: recurring('What valid_from added or, if negative, took.'),
  },
  relations: [
    { column: 'product_id', to: dimProducts, unknown: 'unknown' },
    { column: 'plan_id', to: dimPlans, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'no account has negative MRR',
      severity: 'warn',
      broken: (db) => db.selectFrom(self.as('period')).where('period.mrr', '<', zero).selectAll(),
    },
  ],
  query: (db) =>
    db
      .selectFrom(balances(db).as('balance'))
      .leftJoin(reasons(db).as('reason'), (join) =>
        join
          .onRef('reason.account_id', '=', 'balance.account_id')
          .onRef('reason.product_id', '=', 'balance.product_id')
          .onRef('reason.plan_id', '=', 'balance.plan_id')
          .onRef('reason.date', '=', 'balance.date'),
      )
      .select(({ ref }) => {
        const series = [
          ref('balance.account_id'),
          ref('balance.product_id'),
          ref('balance.plan_id'),
        ]
        const first = firstDayWithMrr(ref('balance.product_mrr'), ref('balance.date'), [
          ref('balance.account_id'),
          ref('balance.product_id'),
        ])
        const firstOfAccount = firstDayWithMrr(ref('balance.account_mrr'), ref('balance.date'), [
          ref('balance.account_id'),
        ])
        const after = ref('balance.account_mrr')
        const before = sql`(${after} - ${ref('balance.account_change')})`
        return [
          'balance.account_id',
          'balance.product_id',
          'balance.plan_id',
          sql<ChangeType>`case
            when ${after} = ${before} then 'exchange'
            when ${before} <= 0 and ${after} > 0 then if(${ref('balance.date')} = ${firstOfAccount}, 'new', 'reactivation')
            when ${before} > 0 and ${after} <= 0 then 'churn'
            when ${after} > ${before} then 'expansion'
            else 'contraction' end`.as('change_type'),
          sql<string>`case when ${ref('balance.mrr_change')} >= 0 then 'Not allocated' else coalesce(${ref('reason.churn_reason')}, 'Unknown') end`.as(
            'churn_reason',
          ),
          sql<boolean>`coalesce(${ref('balance.date')} = ${first}, false)`.as('is_new_product'),
          'balance.date as valid_from',
          sql<Day>`lead(${ref('balance.date')}, 1, ${endDay}) over (partition by ${sql.join(series)} order by ${ref('balance.date')})`.as(
            'valid_to',
          ),
          'balance.mrr',
          'balance.mrr_change',
        ]
      }),
})

const zero = sql<Recurring>`0`

const firstDayWithMrr = (
  mrr: Expression<Recurring>,
  date: Expression<Day>,
  of: readonly Expression<unknown>[],
) => sql<Day | null>`min(if(${mrr} > 0, ${date}, null)) over (partition by ${sql.join(of)})`

/** The net change of each day, in the currency of the subscription. */
const dailyChanges = (db: Db) =>
  db
    .selectFrom(fctSubscriptionChanges.as('change'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'change.recognised_at'))
    .select(({ ref }) => [
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      'change.currency_code',
      'change.recognised_date as date',
      sumOfOneCurrency(ref('change.mrr_change_local')).as('change_local'),
    ])
    .groupBy([
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      'change.currency_code',
      'change.recognised_date',
    ])

/** Under a `group by` of the currency, local values have a sum after all. */
const sumOfOneCurrency = (value: Expression<LocalRecurring>) =>
  sql<LocalRecurring>`cast(sum(${value}) as decimal(28, 8))`

/** Of several subscriptions that took from a plan on a day, the reason of the one that took most. */
const reasons = (db: Db) =>
  db
    .selectFrom(fctSubscriptionChanges.as('change'))
    .innerJoin(
      stgSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'change.subscription_id',
    )
    .where(({ ref }) => sql<boolean>`${ref('change.mrr_change_local')} < 0`)
    .where('subscription.churn_reason', 'is not', null)
    .groupBy(['change.account_id', 'change.product_id', 'change.plan_id', 'change.recognised_date'])
    .select(({ ref }) => [
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      'change.recognised_date as date',
      sql<string>`arg_min(${ref('subscription.churn_reason')}, (${ref('change.mrr_change_local')}, ${ref('change.subscription_line_id')}))`.as(
        'churn_reason',
      ),
    ])

/** The balance is converted, not the change: so it is 0 again, to the last place, when it ends. */
const converted = (db: Db) =>
  db
    .selectFrom(dailyChanges(db).as('day'))
    // A left join, so that a missing rate fails the audit of `mrr` and loses no customer.
    .leftJoin(mapMrrRates.as('rate'), (join) =>
      join
        .onRef('rate.account_id', '=', 'day.account_id')
        .onRef('rate.currency_code', '=', 'day.currency_code'),
    )
    .select(({ ref }) => [
      'day.account_id',
      'day.product_id',
      'day.plan_id',
      'day.currency_code',
      'day.date',
      convertRecurring(
        runningTotal(ref('day.change_local'), {
          of: [
            ref('day.account_id'),
            ref('day.product_id'),
            ref('day.plan_id'),
            ref('day.currency_code'),
          ],
          by: ref('day.date'),
        }),
        ref('rate.exchange_rate'),
      ).as('mrr'),
    ])

const convertedChanges = (db: Db) =>
  db
    .selectFrom(converted(db).as('value'))
    .select(({ ref }) => [
      'value.account_id',
      'value.product_id',
      'value.plan_id',
      'value.date',
      sql<Recurring>`(${ref('value.mrr')} - coalesce(lag(${ref('value.mrr')}) over (partition by ${ref('value.account_id')}, ${ref('value.product_id')}, ${ref('value.plan_id')}, ${ref('value.currency_code')} order by ${ref('value.date')}), 0))`.as(
        'mrr_change',
      ),
    ])

/** Days on which a product's currencies cancel out are no change; a missing rate stays visible. */
const productDays = (db: Db) =>
  db
    .selectFrom(convertedChanges(db).as('change'))
    .groupBy(['change.account_id', 'change.product_id', 'change.plan_id', 'change.date'])
    .having(({ ref }) => sql<boolean>`sum(${ref('change.mrr_change')}) is distinct from 0`)
    .select(({ ref }) => [
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      'change.date',
      sql<Recurring>`cast(sum(${ref('change.mrr_change')}) as decimal(28, 8))`.as('mrr_change'),
    ])

const balances = (db: Db) =>
  db
    .selectFrom(productDays(db).as('day'))
    .selectAll('day')
    .select(({ ref }) => {
      const account = ref('day.account_id')
      const by = ref('day.date')
      const change = ref('day.mrr_change')
      return [
        runningTotal(change, { of: [account, ref('day.product_id'), ref('day.plan_id')], by }).as(
          'mrr',
        ),
        runningTotal(change, { of: [account, ref('day.product_id')], by }).as('product_mrr'),
        runningTotal(change, { of: [account], by }).as('account_mrr'),
        sql<Recurring>`cast(sum(${change}) over (partition by ${account}, ${by}) as decimal(28, 8))`.as(
          'account_change',
        ),
      ]
    })
