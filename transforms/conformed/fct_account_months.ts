/** The MRR balance by account, product, plan and month end, with the windows that end there (KPIS §6). */
import { type Expression, sql } from 'kysely'
import { type Day, day, flag, type Recurring, recurring, text } from '../../src/columns.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { dimPlans } from './dim_plans.ts'
import { dimProducts } from './dim_products.ts'
import {
  type CountOfWindow,
  countsOfWindows,
  fctAccountWindows,
  type MoneyWindow,
  moneyWindows,
} from './fct_account_windows.ts'
import { fctMrrMovements } from './fct_mrr_movements.ts'
import { fctProductMonths } from './fct_product_months.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'

export const fctAccountMonths = defineTable({
  name: 'fct_account_months',
  description:
    'One row per account, product, plan and month end while it has MRR and for 12 month ends after, and a closing row of 0 under attributes that no longer hold; the windows of an account stand on one of its rows.',
  grain: ['account_id', 'product_id', 'plan_id', 'balance_date', 'owner_id', 'team', 'segment'],
  columns: {
    account_id: text('The account.'),
    product_id: text('The product.'),
    plan_id: text('The plan.'),
    owner_id: text('Who owned the account that day, or when its MRR ended.'),
    team: text('The owner’s team that day, or when the MRR ended.'),
    segment: text('The account’s segment that day, or when its MRR ended.'),
    is_closing: flag('Whether the row only says that the attributes hold no longer: all is 0.'),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    mrr: recurring('Of the product and plan, at the end of balance_date.'),
    product_mrr_12_before: fctProductMonths.columns.product_mrr_12_before,
    upsell_mrr_12: fctProductMonths.columns.upsell_mrr_12,
    cross_sell_mrr_12: fctProductMonths.columns.cross_sell_mrr_12,
    ...moneyWindows,
    ...countsOfWindows,
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'product_id', to: dimProducts, unknown: 'unknown' },
    { column: 'plan_id', to: dimPlans, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'the balances of an account are the sum of its movements until then',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(
            db
              .selectFrom(self.as('month'))
              .groupBy(['month.account_id', 'month.balance_date'])
              .select(({ fn }) => [
                'month.account_id',
                'month.balance_date',
                fn.sum('month.mrr').as('mrr'),
              ])
              .as('balance'),
          )
          .innerJoin(fctMrrMovements.as('movement'), (join) =>
            join
              .onRef('movement.account_id', '=', 'balance.account_id')
              .onRef('movement.movement_date', '<=', 'balance.balance_date'),
          )
          .groupBy(['balance.account_id', 'balance.balance_date', 'balance.mrr'])
          .having(
            ({ ref }) => sql<boolean>`${ref('balance.mrr')} <> sum(${ref('movement.mrr_change')})`,
          )
          .select(['balance.account_id', 'balance.balance_date']),
    },
  ],
  query: (db) =>
    db
      .selectFrom(withNext(db).as('month'))
      // Each row once, and once more as a closing row where it is the last of its attributes.
      .innerJoin(
        sql<{ is_closing: boolean }>`(select unnest([false, true]) as is_closing)`.as('row'),
        (join) =>
          join.on(({ ref }) => sql`not ${ref('row.is_closing')} or ${ref('month.is_last')}`),
      )
      .select(({ ref }) => {
        const isClosing = ref('row.is_closing')
        const orNone = <T>(value: Expression<T>) => sql<T>`if(${isClosing}, 0, ${value})`
        const ofAccount = <T>(value: Expression<T>) =>
          sql<T | null>`if(${isClosing}, 0, if(${ref('month.is_first_product')}, ${value}, null))`
        return [
          'month.account_id',
          'month.product_id',
          'month.plan_id',
          'month.owner_id',
          'month.team',
          'month.segment',
          'row.is_closing',
          sql<Day>`if(${isClosing}, ${ref('month.next_balance_date')}, ${ref('month.balance_date')})`.as(
            'balance_date',
          ),
          money(orNone(ref('month.product_mrr'))).as('mrr'),
          money(orNone(ref('month.product_mrr_12_before'))).as('product_mrr_12_before'),
          money(orNone(ref('month.upsell_mrr_12'))).as('upsell_mrr_12'),
          money(orNone(ref('month.cross_sell_mrr_12'))).as('cross_sell_mrr_12'),
          ...namesOf(moneyWindows).map((name) => money(ofAccount(ref(`month.${name}`))).as(name)),
          ...namesOf(countsOfWindows).map((name) =>
            sql<number | null>`cast(${ofAccount(ref(`month.${name}`))} as bigint)`.as(name),
          ),
        ]
      }),
})

const namesOf = <K extends MoneyWindow | CountOfWindow>(columns: Record<K, unknown>) =>
  Object.keys(columns) as K[]
const money = <T extends Recurring | null>(value: Expression<T>) =>
  sql<T>`cast(${value} as decimal(28, 8))`

/** Products with MRR, and those whose MRR ended so lately that a window may reach back to it. */
const held = (db: Db) =>
  db
    .selectFrom(fctProductMonths.as('product'))
    .innerJoin(fctAccountWindows.as('account'), (join) =>
      join
        .onRef('account.account_id', '=', 'product.account_id')
        .onRef('account.balance_date', '=', 'product.balance_date'),
    )
    .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
      join
        .onRef('attributes.account_id', '=', 'account.account_id')
        .onRef('attributes.valid_from', '<=', 'account.attributes_date')
        .onRef('attributes.valid_to', '>', 'account.attributes_date'),
    )
    .where(
      ({ ref }) =>
        sql<boolean>`(${ref('product.mrr')} <> 0 or ${ref('product.month_number')} - ${monthNumberOf(ref('product.changed_date'))} < 12)`,
    )
    .selectAll('account')
    .select(({ ref }) => [
      'product.product_id',
      'product.plan_id',
      'product.mrr as product_mrr',
      'product.product_mrr_12_before',
      'product.upsell_mrr_12',
      'product.cross_sell_mrr_12',
      'attributes.owner_id',
      'attributes.team',
      'attributes.segment',
      sql<boolean>`row_number() over (partition by ${ref('account.account_id')}, ${ref('account.balance_date')} order by ${ref('product.product_id')}, ${ref('product.plan_id')}) = 1`.as(
        'is_first_product',
      ),
    ])
    .$narrowType<{ owner_id: string; team: string; segment: string }>()

const withNext = (db: Db) =>
  db
    .selectFrom(held(db).as('held'))
    .leftJoin(dimBalanceDates.as('next'), (join) =>
      join.on(({ ref }) => sql`${ref('next.month_number')} = ${ref('held.month_number')} + 1`),
    )
    .selectAll('held')
    .select(({ ref }) => [
      'next.balance_date as next_balance_date',
      sql<boolean>`${ref('next.balance_date')} is not null and lead(${ref('held.month_number')}) over (partition by ${ref('held.account_id')}, ${ref('held.product_id')}, ${ref('held.plan_id')}, ${ref('held.owner_id')}, ${ref('held.team')}, ${ref('held.segment')} order by ${ref('held.month_number')}) is distinct from ${ref('held.month_number')} + 1`.as(
        'is_last',
      ),
    ])
