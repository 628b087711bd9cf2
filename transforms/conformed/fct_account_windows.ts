/** What became of each account's MRR over the windows that end at each balance date (KPIS §6). */
import { type Expression, sql } from 'kysely'
import {
  type Column,
  type Day,
  day,
  integer,
  type Recurring,
  recurring,
  text,
} from '../../src/columns.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { totalRecurring } from '../../src/sql/recurring.ts'
import { countOfLast, rowsBefore, sumOfLast } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { fctMrrMovements } from './fct_mrr_movements.ts'
import { fctProductMonths } from './fct_product_months.ts'

/** The months of the windows of rates. Customers lost are counted over half a year too, for LTV. */
const rateWindows = [1, 3, 12] as const
const countWindows = [1, 3, 6, 12] as const
type RateWindow = (typeof rateWindows)[number]
type CountWindow = (typeof countWindows)[number]

const words: Record<CountWindow, string> = {
  1: 'month',
  3: '3 months',
  6: '6 months',
  12: '12 months',
}
const unknownWindow = 'null where the window starts before the company’s first month end'

/** The columns of the windows, which stand on one row per account and balance date. */
export const moneyWindows = Object.fromEntries<Column<Recurring | null>>(
  rateWindows.flatMap((months) => {
    const money = (words: string) => recurring(`${words}; ${unknownWindow}.`).nullable()
    const start = `the month end ${months} before`
    const over = `over the last ${words[months]}`
    return [
      [`mrr_${months}_before`, money(`The account’s MRR at ${start}`)],
      [`retained_mrr_${months}`, money(`The lesser of that and its MRR now`)],
      [`mrr_of_retained_${months}`, money(`Its MRR now if it had any at ${start}, else 0`)],
      [`expansion_mrr_${months}`, money(`What its expansions added ${over}`)],
      [`contraction_mrr_${months}`, money(`What its contractions took ${over}`)],
      [`churned_mrr_${months}`, money(`What its churn took ${over}`)],
      [`reactivation_mrr_${months}`, money(`What its reactivations added ${over}`)],
    ]
  }),
) as Record<MoneyWindow, Column<Recurring | null>>
export const countsOfWindows = Object.fromEntries<Column<number | null>>([
  ...rateWindows.flatMap((months): [string, Column<number | null>][] => [
    [`customers_${months}_before`, count(`1 if it had MRR at the month end ${months} before`)],
    [`lost_customers_${months}`, count('1 if it had MRR then and has none now')],
  ]),
  ...countWindows.flatMap((months): [string, Column<number | null>][] => [
    [`churned_customers_${months}`, count(`How often it churned over the last ${words[months]}`)],
    [
      `customer_months_${months}`,
      count(`In how many of the last ${words[months]} it had MRR at the start`),
    ],
  ]),
]) as Record<CountOfWindow, Column<number | null>>

export type MoneyWindow =
  | `mrr_${RateWindow}_before`
  | `${'retained_mrr' | 'mrr_of_retained'}_${RateWindow}`
  | `${'expansion' | 'contraction' | 'churned' | 'reactivation'}_mrr_${RateWindow}`
export type CountOfWindow =
  | `customers_${RateWindow}_before`
  | `lost_customers_${RateWindow}`
  | `${'churned_customers' | 'customer_months'}_${CountWindow}`

function count(words: string) {
  return integer(`${words}, else 0; ${unknownWindow}.`).nullable()
}

export const fctAccountWindows = defineTable({
  name: 'fct_account_windows',
  description:
    'One row per account and month from its first MRR on, without gaps: its MRR now, before, and what moved it between.',
  grain: ['account_id', 'balance_date'],
  columns: {
    account_id: text('The account.'),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    month_number: integer('12 × year + month.'),
    attributes_date: day(
      'The day whose owner, team and segment hold for the windows: balance_date, or the day on which the MRR ended.',
    ),
    mrr: recurring('At the end of balance_date.'),
    ...moneyWindows,
    ...countsOfWindows,
  },
  query: (db) =>
    db.selectFrom(accounts(db).as('account')).select(({ ref }) => {
      const series = { of: [ref('account.account_id')], by: ref('account.month_number') }
      const mrr = ref('account.mrr')
      const ifKnown = <T>(months: number, value: Expression<T>) =>
        sql<T | null>`if(${ref('account.month_number')} - ${sql.lit(months)} >= ${ref('account.first_month_number')}, ${value}, null)`
      const moneyOf = (months: RateWindow) => {
        const before = sql<Recurring>`coalesce(${rowsBefore(mrr, months, series)}, 0)`
        const retained = sql<Recurring>`least(${mrr}, ${before})`
        const ofRetained = sql<Recurring>`if(${before} > 0, ${mrr}, 0)`
        const sum = (value: Expression<Recurring>) => sumOfLast(value, months, series)
        const windows: [MoneyWindow, Expression<Recurring>][] = [
          [`mrr_${months}_before`, before],
          [`retained_mrr_${months}`, retained],
          [`mrr_of_retained_${months}`, ofRetained],
          [`expansion_mrr_${months}`, sum(ref('account.expansion_mrr'))],
          [`contraction_mrr_${months}`, sum(ref('account.contraction_mrr'))],
          [`churned_mrr_${months}`, sum(ref('account.churned_mrr'))],
          [`reactivation_mrr_${months}`, sum(ref('account.reactivation_mrr'))],
        ]
        return windows.map(([name, value]) =>
          ifKnown(months, sql<Recurring>`cast(${value} as decimal(28, 8))`).as(name),
        )
      }
      const flagsOf = (months: RateWindow) => {
        const before = sql`coalesce(${rowsBefore(mrr, months, series)}, 0)`
        const windows: [CountOfWindow, Expression<number>][] = [
          [`customers_${months}_before`, sql`if(${before} > 0, 1::bigint, 0)`],
          [`lost_customers_${months}`, sql`if(${before} > 0 and ${mrr} <= 0, 1::bigint, 0)`],
        ]
        return windows.map(([name, value]) => ifKnown(months, value).as(name))
      }
      const countsOf = (months: CountWindow) => {
        const isCustomer = sql<number>`if(${mrr} > 0, 1, 0)`
        const windows: [CountOfWindow, Expression<number>][] = [
          [
            `churned_customers_${months}`,
            countOfLast(ref('account.churned_customers'), months, series),
          ],
          [`customer_months_${months}`, countOfLast(isCustomer, months, series, 'the row before')],
        ]
        return windows.map(([name, value]) => ifKnown(months, value).as(name))
      }
      return [
        'account.account_id',
        'account.balance_date',
        'account.month_number',
        sql<Day>`if(${mrr} > 0, ${ref('account.balance_date')}, ${ref('account.changed_date')})`.as(
          'attributes_date',
        ),
        'account.mrr',
        ...rateWindows.flatMap(moneyOf),
        ...rateWindows.flatMap(flagsOf),
        ...countWindows.flatMap(countsOf),
      ]
    }),
})

/** An account has a row from its first product's first month on, so that rows count months. */
const accounts = (db: Db) =>
  db
    .selectFrom(fctProductMonths.as('product'))
    .leftJoin(churns(db).as('churn'), (join) =>
      join
        .onRef('churn.account_id', '=', 'product.account_id')
        .onRef('churn.month_number', '=', 'product.month_number'),
    )
    .groupBy([
      'product.account_id',
      'product.balance_date',
      'product.month_number',
      'product.first_month_number',
    ])
    .select(({ ref }) => [
      'product.account_id',
      'product.balance_date',
      'product.month_number',
      'product.first_month_number',
      sql<Day>`max(${ref('product.changed_date')})`.as('changed_date'),
      totalRecurring(ref('product.mrr')).as('mrr'),
      totalRecurring(ref('product.expansion_mrr')).as('expansion_mrr'),
      totalRecurring(ref('product.contraction_mrr')).as('contraction_mrr'),
      totalRecurring(ref('product.churned_mrr')).as('churned_mrr'),
      totalRecurring(ref('product.reactivation_mrr')).as('reactivation_mrr'),
      sql<number>`coalesce(max(${ref('churn.churned_customers')}), 0)`.as('churned_customers'),
    ])

const churns = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .where('movement.movement_type', '=', 'churn')
    .select(({ fn, ref }) => [
      'movement.account_id',
      monthNumberOf(ref('movement.movement_date')).as('month_number'),
      fn.sum<number>('movement.account_count').as('churned_customers'),
    ])
    .groupBy(sql`1, 2`)
