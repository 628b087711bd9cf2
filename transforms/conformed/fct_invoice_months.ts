/** What was invoiced to each account in each month, beside the months that growth compares it with. */
import { type Expression, type NotNull, sql } from 'kysely'
import { type Day, day, flag, money, type Reporting, text } from '../../src/columns.ts'
import { monthNumberOf } from '../../src/sql/months.ts'
import { rowsBefore } from '../../src/sql/windows.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { fctInvoices } from './fct_invoices.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'

export const fctInvoiceMonths = defineTable({
  name: 'fct_invoice_months',
  description:
    'One row per account and month from its first invoice to 12 months after its last, and a closing row of 0 under attributes that no longer hold; void invoices are out.',
  grain: ['account_id', 'balance_date', 'owner_id', 'team', 'segment'],
  columns: {
    account_id: text('The account.'),
    owner_id: text('Who owned the account on balance_date.'),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    is_closing: flag('Whether the row only says that the attributes hold no longer: all is 0.'),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    month_revenue: money('Invoiced in the month, without tax.'),
    month_revenue_1_before: money(
      'Invoiced in the month before; beside a running month, up to the same day of it.',
    ),
    month_revenue_12_before: money('Invoiced in the month a year before; likewise.'),
  },
  relations: [{ column: 'account_id', to: dimAccounts, unknown: 'unknown' }],
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
        const orNone = (value: Expression<Reporting>) =>
          sql<Reporting>`cast(if(${isClosing}, 0, ${value}) as decimal(18, 2))`
        return [
          'month.account_id',
          'month.owner_id',
          'month.team',
          'month.segment',
          'row.is_closing',
          sql<Day>`if(${isClosing}, ${ref('month.next_balance_date')}, ${ref('month.balance_date')})`.as(
            'balance_date',
          ),
          orNone(ref('month.month_revenue')).as('month_revenue'),
          orNone(ref('month.month_revenue_1_before')).as('month_revenue_1_before'),
          orNone(ref('month.month_revenue_12_before')).as('month_revenue_12_before'),
        ]
      }),
})

/** By month: all of it, and what was issued by the day of the month that data_as_of has reached. */
const invoiced = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('invoice'))
    .innerJoin(lastBalance(db).as('last'), (join) => join.onTrue())
    .where('invoice.invoice_status', '!=', 'void')
    .groupBy(sql`1, 2`)
    .select(({ ref }) => {
      const net = ref('invoice.net_amount')
      return [
        'invoice.account_id',
        monthNumberOf(ref('invoice.issued_date')).as('month_number'),
        sql<Reporting>`sum(${net})`.as('revenue'),
        sql<Reporting>`coalesce(sum(${net}) filter (where day(${ref('invoice.issued_date')}) <= day(${ref('last.balance_date')})), 0)`.as(
          'revenue_to_date',
        ),
      ]
    })

const lastBalance = (db: Db) =>
  db
    .selectFrom(dimBalanceDates.as('date'))
    .select(({ fn }) => fn.max('date.balance_date').as('balance_date'))

/** A row a month, so that rows count months; the last invoice is looked back to for 12 of them. */
const months = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(invoiced(db).as('invoiced'))
        .groupBy('invoiced.account_id')
        .select(({ fn }) => [
          'invoiced.account_id',
          fn.min('invoiced.month_number').as('first'),
          fn.max('invoiced.month_number').as('last'),
        ])
        .as('account'),
    )
    .innerJoin(dimBalanceDates.as('date'), (join) =>
      join
        .onRef('date.month_number', '>=', 'account.first')
        .on(({ ref }) => sql`${ref('date.month_number')} <= ${ref('account.last')} + 12`),
    )
    .leftJoin(invoiced(db).as('invoiced'), (join) =>
      join
        .onRef('invoiced.account_id', '=', 'account.account_id')
        .onRef('invoiced.month_number', '=', 'date.month_number'),
    )
    .select(({ ref }) => [
      'account.account_id',
      'date.balance_date',
      'date.is_month_end',
      'date.month_number',
      sql<Reporting>`coalesce(${ref('invoiced.revenue')}, 0)`.as('month_revenue'),
      sql<Reporting>`coalesce(${ref('invoiced.revenue_to_date')}, 0)`.as('revenue_to_date'),
    ])

/** Like is compared with like: beside a running month stand the same days of the months before. */
const compared = (db: Db) =>
  db.selectFrom(months(db).as('month')).select(({ ref }) => {
    const series = { of: [ref('month.account_id')], by: ref('month.month_number') }
    const before = (count: number) =>
      sql<Reporting>`coalesce(if(${ref('month.is_month_end')}, ${rowsBefore(ref('month.month_revenue'), count, series)}, ${rowsBefore(ref('month.revenue_to_date'), count, series)}), 0)`
    return [
      'month.account_id',
      'month.balance_date',
      'month.month_number',
      'month.month_revenue',
      before(1).as('month_revenue_1_before'),
      before(12).as('month_revenue_12_before'),
    ]
  })

const withNext = (db: Db) =>
  db
    .selectFrom(compared(db).as('month'))
    .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
      join
        .onRef('attributes.account_id', '=', 'month.account_id')
        .onRef('attributes.valid_from', '<=', 'month.balance_date')
        .onRef('attributes.valid_to', '>', 'month.balance_date'),
    )
    .leftJoin(dimBalanceDates.as('next'), (join) =>
      join.on(({ ref }) => sql`${ref('next.month_number')} = ${ref('month.month_number')} + 1`),
    )
    .selectAll('month')
    .select(({ ref }) => [
      'attributes.owner_id',
      'attributes.team',
      'attributes.segment',
      'next.balance_date as next_balance_date',
      sql<boolean>`${ref('next.balance_date')} is not null and lead(${ref('month.month_number')}) over (partition by ${ref('month.account_id')}, ${ref('attributes.owner_id')}, ${ref('attributes.team')}, ${ref('attributes.segment')} order by ${ref('month.month_number')}) is distinct from ${ref('month.month_number')} + 1`.as(
        'is_last',
      ),
    ])
    .$narrowType<{ owner_id: NotNull; team: NotNull; segment: NotNull }>()
