/** Recurring revenue, renewals, bookings, invoices and payments under one calendar, so that one question can ask for both. */
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
import { fctBookings } from '../conformed/fct_bookings.ts'
import { fctCommitmentMonths } from '../conformed/fct_commitment_months.ts'
import { fctCompanyMonths } from '../conformed/fct_company_months.ts'
import { fctInvoiceMonths } from '../conformed/fct_invoice_months.ts'
import { fctInvoices } from '../conformed/fct_invoices.ts'
import { fctMrrMovements, movementTypes } from '../conformed/fct_mrr_movements.ts'
import { fctPayments } from '../conformed/fct_payments.ts'
import { fctRenewals } from '../conformed/fct_renewals.ts'

const events = [
  'balance',
  'commitment',
  'movement',
  'renewal',
  'booking',
  'invoice',
  'invoice month',
  'payment',
] as const

const columns = {
  event: oneOf(
    events,
    'What the row is: an account’s balance at a month end, what it had signed by then and was not live, a movement of MRR, a term of a subscription that ended, an opportunity won, an invoice, what an account was invoiced in a month, or a payment or refund.',
  ),
  account_id: text('The account.'),
  product_id: text('The product; not_allocated for what no product is told of.'),
  plan_id: text('The plan; not_allocated likewise.'),
  owner_id: text('Who owned the account on the date; of a booking, the opportunity.'),
  team: text('The owner’s team on the date.'),
  segment: text('The account’s segment on the date.'),
  movement_type: oneOf(movementTypes, 'Of a movement: what it is; else null.').nullable(),
  churn_reason: text('Of churn: why the subscription ended; else null.').nullable(),
  deal_type: text('Of a booking: of what type the opportunity is; else null.').nullable(),
  invoice_id: text('Of an invoice or payment: which invoice; else null.').nullable(),
  payment_id: text('Of a payment: which; else null.').nullable(),
  payment_type: fctPayments.columns.payment_type.nullable(),
  subscription_id: text('Of a renewal: which subscription; else null.').nullable(),
  opportunity_id: text('Of a booking or renewal: which opportunity; else null.').nullable(),
  currency_code: text(
    'Of an invoice, payment or booking: the currency of the document; else null.',
  ).nullable(),
  is_recurring: flag('Of an invoice: whether it bills a subscription; else null.').nullable(),
  date: day(
    'The month end, the day of the movement, the end of the term, or the day of the close, issue or payment.',
  ),
  balance_date: day('The date of a balance; null for every other event.').nullable(),
  invoice_month_date: day('The date of an invoice month; null for every other event.').nullable(),
  committed_date: day('The date of a balance or commitment; else null.').nullable(),
  mrr: recurring('Of a balance; else null.').nullable(),
  committed_mrr: recurring(
    'Of a balance its MRR, of a commitment what is signed; else null.',
  ).nullable(),
  mrr_change: recurring('Of a movement: signed; else null.').nullable(),
  account_count: integer('Of a movement: 1 on one row per account, day and type.').nullable(),
  invoiced_amount: money('Of an invoice that is not void: without tax; else null.').nullable(),
  paid_amount: money('Of a payment or refund that succeeded; else null.').nullable(),
  acv: money('Of a booking: a year’s value; else null.').nullable(),
  tcv: money('Of a booking: the term’s value; else null.').nullable(),
  renewable_mrr: recurring('Of a renewal: what came up for it; else null.').nullable(),
  renewed_mrr: recurring('Of a renewal: what goes on at its old price; else null.').nullable(),
  renewed_on_time_mrr: recurring('Of a renewal on time: the same, else 0; else null.').nullable(),
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
    'Balances of MRR and of what is signed at month ends, movements of MRR, terms that ended, opportunities won, invoices, invoiced amounts by account and month, and payments, one event a row; void invoices carry no amount, failed and pending payments are out.',
  grain: [
    'event',
    'account_id',
    'product_id',
    'plan_id',
    'owner_id',
    'team',
    'segment',
    'movement_type',
    'invoice_id',
    'payment_id',
    'subscription_id',
    'opportunity_id',
    'date',
  ],
  columns,
  // What an event lacks is null: the union goes by name, and the audit holds it to the columns.
  query: (db) =>
    unionByName<Row>(
      balances(db).$castTo<Row>(),
      commitments(db).$castTo<Row>(),
      movements(db).$castTo<Row>(),
      renewals(db).$castTo<Row>(),
      bookings(db).$castTo<Row>(),
      payments(db).$castTo<Row>(),
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
      'month.balance_date as committed_date',
      'month.mrr as committed_mrr',
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

const commitments = (db: Db) =>
  db
    .selectFrom(fctCommitmentMonths.as('month'))
    .select([
      event('commitment'),
      'month.account_id',
      'month.product_id',
      'month.plan_id',
      'month.owner_id',
      'month.team',
      'month.segment',
      'month.balance_date as date',
      'month.balance_date as committed_date',
      'month.signed_mrr as committed_mrr',
    ])

const movements = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .select([
      event('movement'),
      'movement.account_id',
      'movement.product_id',
      'movement.plan_id',
      'movement.owner_id',
      'movement.team',
      'movement.segment',
      'movement.movement_type',
      'movement.churn_reason',
      'movement.movement_date as date',
      'movement.mrr_change',
      'movement.account_count',
    ])

const renewals = (db: Db) =>
  db
    .selectFrom(fctRenewals.as('renewal'))
    .select(({ ref }) => [
      event('renewal'),
      'renewal.account_id',
      notAllocated.as('product_id'),
      notAllocated.as('plan_id'),
      'renewal.owner_id',
      'renewal.team',
      'renewal.segment',
      'renewal.subscription_id',
      'renewal.opportunity_id',
      'renewal.due_date as date',
      'renewal.renewable_mrr',
      'renewal.renewed_mrr',
      sql`if(${ref('renewal.is_on_time')}, ${ref('renewal.renewed_mrr')}, 0)`.as(
        'renewed_on_time_mrr',
      ),
    ])

const bookings = (db: Db) =>
  db
    .selectFrom(fctBookings.as('booking'))
    .select([
      event('booking'),
      'booking.account_id',
      notAllocated.as('product_id'),
      notAllocated.as('plan_id'),
      'booking.owner_id',
      'booking.team',
      'booking.segment',
      'booking.deal_type',
      'booking.opportunity_id',
      'booking.currency_code',
      'booking.closed_date as date',
      'booking.acv',
      'booking.tcv',
    ])

const payments = (db: Db) =>
  db
    .selectFrom(fctPayments.as('payment'))
    .where('payment.payment_status', '=', 'succeeded')
    .select([
      event('payment'),
      'payment.account_id',
      notAllocated.as('product_id'),
      notAllocated.as('plan_id'),
      'payment.owner_id',
      'payment.team',
      'payment.segment',
      'payment.invoice_id',
      'payment.payment_id',
      'payment.payment_type',
      'payment.currency_code',
      'payment.paid_date as date',
      'payment.amount as paid_amount',
    ])

const invoices = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('invoice'))
    .select(({ ref }) => [
      event('invoice'),
      'invoice.account_id',
      notAllocated.as('product_id'),
      notAllocated.as('plan_id'),
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
      notAllocated.as('plan_id'),
      'month.owner_id',
      'month.team',
      'month.segment',
      'month.balance_date as date',
      'month.balance_date as invoice_month_date',
      'month.month_revenue',
      'month.month_revenue_1_before',
      'month.month_revenue_12_before',
    ])
