/** Recurring revenue and invoices under one calendar, so that one question can ask for both. */
import { sql } from 'kysely'
import {
  day,
  flag,
  integer,
  money,
  number,
  oneOf,
  type RowOf,
  recurring,
  text,
} from '../../src/columns.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { fctAccountMonths } from '../conformed/fct_account_months.ts'
import { countsOfWindows, moneyWindows } from '../conformed/fct_account_windows.ts'
import { fctCompanyMonths } from '../conformed/fct_company_months.ts'
import { fctInvoiceMonths } from '../conformed/fct_invoice_months.ts'
import { fctInvoices } from '../conformed/fct_invoices.ts'
import { fctMrrMovements, movementTypes } from '../conformed/fct_mrr_movements.ts'

const events = ['balance', 'movement', 'invoice', 'invoice month'] as const

const columns = {
  event: oneOf(
    events,
    'What the row is: an account’s balance at a month end, a movement of MRR, an invoice, or what an account was invoiced in a month.',
  ),
  account_id: text('The account.'),
  product_id: text('The product; not_allocated for what is invoiced.'),
  owner_id: text('Who owned the account on the date.'),
  team: text('The owner’s team on the date.'),
  segment: text('The account’s segment on the date.'),
  movement_type: oneOf(movementTypes, 'Of a movement: what it is; else null.').nullable(),
  invoice_id: text('Of an invoice: which; else null.').nullable(),
  currency_code: text('Of an invoice: the currency of the document; else null.').nullable(),
  is_recurring: flag('Of an invoice: whether it bills a subscription; else null.').nullable(),
  date: day('The month end, the day of the movement, or the day of issue.'),
  balance_date: day('The date of a balance; null for every other event.').nullable(),
  invoice_month_date: day('The date of an invoice month; null for every other event.').nullable(),
  mrr: recurring('Of a balance; else null.').nullable(),
  mrr_change: recurring('Of a movement: signed; else null.').nullable(),
  account_count: integer('Of a movement: 1 on one row per account, day and type.').nullable(),
  invoiced_amount: money('Of an invoice that is not void: without tax; else null.').nullable(),
  month_revenue: fctInvoiceMonths.columns.month_revenue.nullable(),
  month_revenue_1_before: fctInvoiceMonths.columns.month_revenue_1_before.nullable(),
  month_revenue_12_before: fctInvoiceMonths.columns.month_revenue_12_before.nullable(),
  product_mrr_12_before: fctAccountMonths.columns.product_mrr_12_before,
  upsell_mrr_12: fctAccountMonths.columns.upsell_mrr_12,
  cross_sell_mrr_12: fctAccountMonths.columns.cross_sell_mrr_12,
  ...moneyWindows,
  ...countsOfWindows,
  account_month_count: integer(
    'Of one balance of each date: the company’s balance rows on it; else null.',
  ).nullable(),
  revenue_variation: number('Of the company, on the same row; else null.').nullable(),
  revenue_trend_r2: number('Of the company, on the same row; else null.').nullable(),
}
type Row = RowOf<typeof columns>

export const martRevenue = defineTable({
  name: 'mart_revenue',
  description:
    'Balances of MRR at month ends, movements of MRR, invoices, and invoiced amounts by account and month, one event a row; void invoices carry no amount.',
  grain: [
    'event',
    'account_id',
    'product_id',
    'owner_id',
    'team',
    'segment',
    'movement_type',
    'invoice_id',
    'date',
  ],
  columns,
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      balances(db).$castTo<Row>(),
      movements(db).$castTo<Row>(),
      invoices(db).$castTo<Row>(),
      invoiceMonths(db).$castTo<Row>(),
    ),
})

const event = (name: (typeof events)[number]) =>
  sql<(typeof events)[number]>`${sql.lit(name)}`.as('event')
const notAllocated = sql<string>`'not_allocated'`

/** A closing row counts as any other: what it says is that the balance is 0. */
const namesOf = (columns: typeof fctAccountMonths.columns) =>
  (Object.keys(columns) as (keyof typeof columns)[]).filter((name) => name !== 'is_closing')

const balances = (db: Db) =>
  db
    .selectFrom(fctAccountMonths.as('month'))
    .leftJoin(firstRows(db).as('first'), (join) =>
      join
        .onRef('first.balance_date', '=', 'month.balance_date')
        .on(({ ref }) => sql`${ref('first.key')} = ${keyOfMonth}`),
    )
    .leftJoin(fctCompanyMonths.as('company'), 'company.balance_date', 'first.balance_date')
    .select(namesOf(fctAccountMonths.columns).map((name) => `month.${name}` as const))
    .select([
      event('balance'),
      'month.balance_date as date',
      'company.account_month_count',
      'company.revenue_variation',
      'company.revenue_trend_r2',
    ])

const keyOfMonth = sql`row(${sql.join(fctAccountMonths.grain.map((name) => sql.ref(`month.${name}`)))})`

/** The one row of each date that the company's own figures stand on: any would do, so the first. */
const firstRows = (db: Db) =>
  db
    .selectFrom(fctAccountMonths.as('month'))
    .groupBy('month.balance_date')
    .select(['month.balance_date', sql`min(${keyOfMonth})`.as('key')])

const movements = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .select([
      event('movement'),
      'movement.account_id',
      'movement.product_id',
      'movement.owner_id',
      'movement.team',
      'movement.segment',
      'movement.movement_type',
      'movement.movement_date as date',
      'movement.mrr_change',
      'movement.account_count',
    ])

const invoices = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('invoice'))
    .select(({ ref }) => [
      event('invoice'),
      'invoice.account_id',
      notAllocated.as('product_id'),
      'invoice.owner_id',
      'invoice.team',
      'invoice.segment',
      'invoice.invoice_id',
      'invoice.currency_code',
      'invoice.is_recurring',
      'invoice.issued_date as date',
      sql`if(${ref('invoice.invoice_status')} = 'void', null, ${ref('invoice.net_amount')})`.as(
        'invoiced_amount',
      ),
    ])

const invoiceMonths = (db: Db) =>
  db
    .selectFrom(fctInvoiceMonths.as('month'))
    .select([
      event('invoice month'),
      'month.account_id',
      notAllocated.as('product_id'),
      'month.owner_id',
      'month.team',
      'month.segment',
      'month.balance_date as date',
      'month.balance_date as invoice_month_date',
      'month.month_revenue',
      'month.month_revenue_1_before',
      'month.month_revenue_12_before',
    ])
