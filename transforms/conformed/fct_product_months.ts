/** The MRR of each account, product and plan at each balance date, with what moved it in that month. */
import { type Expression, sql } from 'kysely'
import { day, integer, type Recurring, recurring, text } from '../../src/columns.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { rowsBefore, sumOfLast } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { fctMrrMovements, type MovementType } from './fct_mrr_movements.ts'
import { fctMrrPeriods } from './fct_mrr_periods.ts'

export const fctProductMonths = defineTable({
  name: 'fct_product_months',
  description:
    'One row per account, product, plan and month from its first MRR on, without gaps: month ends, and the day of data_as_of in the running month.',
  grain: ['account_id', 'product_id', 'plan_id', 'balance_date'],
  columns: {
    account_id: text('The account.'),
    product_id: text('The product.'),
    plan_id: text('The plan.'),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    month_number: integer('12 × year + month, so that months before can be counted.'),
    first_month_number: integer('The same of the first month in which the company had MRR.'),
    changed_date: day('The day of the last change of the MRR at or before balance_date.'),
    mrr: recurring('At the end of balance_date.'),
    new_mrr: recurring('What the month’s new accounts added.'),
    expansion_mrr: recurring('What the month’s expansions added; signed by product.'),
    contraction_mrr: recurring('What the month’s contractions took; signed by product.'),
    churned_mrr: recurring('What the month’s churn took.'),
    reactivation_mrr: recurring('What the month’s reactivations added.'),
    product_mrr_12_before: recurring(
      'At the end of the twelfth month before; null if that is before the company’s first.',
    ).nullable(),
    upsell_mrr_12: recurring(
      'Expansion of the last 12 months in products that the account had before; null likewise.',
    ).nullable(),
    cross_sell_mrr_12: recurring(
      'Expansion of the last 12 months in products new to the account; null likewise.',
    ).nullable(),
  },
  query: (db) =>
    db.selectFrom(months(db).as('month')).select(({ ref }) => {
      const series = {
        of: [ref('month.account_id'), ref('month.product_id'), ref('month.plan_id')],
        by: ref('month.month_number'),
      }
      const since = <T>(value: Expression<T>) =>
        sql<T | null>`if(${ref('month.month_number')} - 12 >= ${ref('month.first_month_number')}, ${value}, null)`
      const before = sql<Recurring>`coalesce(${rowsBefore(ref('month.mrr'), 12, series)}, 0)`
      return [
        'month.account_id',
        'month.product_id',
        'month.plan_id',
        'month.balance_date',
        'month.month_number',
        'month.first_month_number',
        'month.changed_date',
        'month.mrr',
        'month.new_mrr',
        'month.expansion_mrr',
        'month.contraction_mrr',
        'month.churned_mrr',
        'month.reactivation_mrr',
        since(before).as('product_mrr_12_before'),
        since(sumOfLast(ref('month.upsell_mrr'), 12, series)).as('upsell_mrr_12'),
        since(sumOfLast(ref('month.cross_sell_mrr'), 12, series)).as('cross_sell_mrr_12'),
      ]
    }),
})

/** Periods follow each other without gaps, so each month after the first finds exactly one. */
const balances = (db: Db) =>
  db
    .selectFrom(fctMrrPeriods.as('period'))
    .innerJoin(dimBalanceDates.as('month'), (join) =>
      join
        .onRef('month.balance_date', '>=', 'period.valid_from')
        .onRef('month.balance_date', '<', 'period.valid_to'),
    )
    .select(({ ref }) => [
      'period.account_id',
      'period.product_id',
      'period.plan_id',
      'month.balance_date',
      'month.month_number',
      sql<number>`min(${ref('month.month_number')}) over ()`.as('first_month_number'),
      'period.valid_from as changed_date',
      'period.mrr',
    ])

const movements = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .select(({ ref }) => {
      const sumOf = (type: MovementType) =>
        sql<Recurring>`sum(${ref('movement.mrr_change')}) filter (where ${ref('movement.movement_type')} = ${sql.lit(type)})`
      const expansionWhere = (condition: Expression<unknown>) =>
        sql<Recurring>`sum(${ref('movement.mrr_change')}) filter (where ${ref('movement.movement_type')} = 'expansion' and ${condition})`
      const isNew = ref('movement.is_new_product')
      return [
        'movement.account_id',
        'movement.product_id',
        'movement.plan_id',
        monthNumberOf(ref('movement.movement_date')).as('month_number'),
        sumOf('new').as('new_mrr'),
        sumOf('reactivation').as('reactivation_mrr'),
        sumOf('expansion').as('expansion_mrr'),
        negative(sumOf('contraction')).as('contraction_mrr'),
        negative(sumOf('churn')).as('churned_mrr'),
        expansionWhere(sql`not ${isNew}`).as('upsell_mrr'),
        expansionWhere(isNew).as('cross_sell_mrr'),
      ]
    })
    .groupBy(sql`1, 2, 3, 4`)

const months = (db: Db) =>
  db
    .selectFrom(balances(db).as('balance'))
    .leftJoin(movements(db).as('movement'), (join) =>
      join
        .onRef('movement.account_id', '=', 'balance.account_id')
        .onRef('movement.product_id', '=', 'balance.product_id')
        .onRef('movement.plan_id', '=', 'balance.plan_id')
        .onRef('movement.month_number', '=', 'balance.month_number'),
    )
    .selectAll('balance')
    .select(({ ref }) => [
      orNone(ref('movement.new_mrr')).as('new_mrr'),
      orNone(ref('movement.expansion_mrr')).as('expansion_mrr'),
      orNone(ref('movement.contraction_mrr')).as('contraction_mrr'),
      orNone(ref('movement.churned_mrr')).as('churned_mrr'),
      orNone(ref('movement.reactivation_mrr')).as('reactivation_mrr'),
      orNone(ref('movement.upsell_mrr')).as('upsell_mrr'),
      orNone(ref('movement.cross_sell_mrr')).as('cross_sell_mrr'),
    ])

const orNone = (value: Expression<Recurring | null>) =>
  sql<Recurring>`cast(coalesce(${value}, 0) as decimal(28, 8))`
const negative = <T>(value: Expression<T>) => sql<T>`(-${value})`
