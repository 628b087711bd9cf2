/** How each account pays its bills, and what it asks of support, as of data_as_of. */
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { outstanding, totalLessRefunds } from '../../src/sql/bills.ts'
import { daysLater } from '../../src/sql/calendar.ts'
import { countWhere, holdsForAny, leastWhere } from '../../src/sql/latest.ts'
import { total } from '../../src/sql/money.ts'
import { dayOf } from '../../src/sql/time.ts'
import type { Db } from '../../src/table.ts'
import { fctInvoices } from '../conformed/fct_invoices.ts'
import { fctPayments } from '../conformed/fct_payments.ts'
import { fctTickets } from '../conformed/fct_tickets.ts'

/** The days over which tickets count as the load of support. */
const ticketDays = 90
/** And those over which ratings count, and bills as the way that an account pays. */
const yearDays = 365

export const ticketsNow = (db: Db) =>
  db
    .selectFrom(fctTickets.as('ticket'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .groupBy('ticket.account_id')
    .select(({ eb, fn, ref }) => {
      const after = (days: number) => daysLater(dayOf(ref('run.as_of')), -days)
      return [
        'ticket.account_id',
        countWhere(eb('ticket.solved_date', 'is', null)).as('open_ticket_count'),
        countWhere(eb('ticket.opened_date', '>', after(ticketDays))).as('ticket_90_count'),
        fn
          .avg<number | null>('ticket.csat_score')
          .filterWhere(
            fn.coalesce('ticket.solved_date', 'ticket.opened_date'),
            '>',
            after(yearDays),
          )
          .as('csat'),
      ]
    })

/** What payments say of each bill. */
const paid = (db: Db) =>
  db
    .selectFrom(fctPayments.as('payment'))
    .where('payment.invoice_id', 'is not', null)
    .groupBy('payment.invoice_id')
    .select(({ and, eb, ref }) => {
      const hasSucceeded = eb('payment.payment_status', '=', 'succeeded')
      return [
        'payment.invoice_id',
        totalLessRefunds(
          eb.case().when(hasSucceeded).then(ref('payment.amount')).end().$notNull(),
          eb('payment.payment_type', '=', 'refund'),
        ).as('amount'),
        leastWhere(
          ref('payment.paid_date'),
          and([hasSucceeded, eb('payment.payment_type', '=', 'payment')]),
        ).as('paid_date'),
        holdsForAny(eb('payment.payment_status', '=', 'failed')).as('has_failed'),
      ]
    })

/** Bills that count, by when they were to be paid: on their due date, else some days after issue. */
const bills = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('invoice'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .leftJoin(paid(db).as('paid'), 'paid.invoice_id', 'invoice.invoice_id')
    .where('invoice.invoice_status', '!=', 'void')
    .select(({ fn, ref }) => [
      'invoice.account_id',
      'invoice.invoice_status',
      'invoice.issued_date',
      fn
        .coalesce(
          'invoice.due_date',
          daysLater(ref('invoice.issued_date'), settings.paymentTermDays),
        )
        .as('due_date'),
      'paid.paid_date',
      'paid.has_failed',
      dayOf(ref('run.as_of')).as('today'),
      outstanding({
        net: ref('invoice.net_amount'),
        tax: ref('invoice.tax_amount'),
        paid: ref('paid.amount'),
      }).as('outstanding'),
    ])

/**
 * What is overdue, and how the bills of a year were paid: clean are those that were paid by their
 * due date at the first attempt. A bill that is not due yet tells nothing.
 */
export const billsNow = (db: Db) =>
  db
    .selectFrom(bills(db).as('bill'))
    .groupBy('bill.account_id')
    .select((eb) => {
      const { and, fn, or, ref } = eb
      const isOverdue = and([
        eb('bill.invoice_status', '=', 'open'),
        eb('bill.due_date', '<', ref('bill.today')),
      ])
      const isJudged = and([
        eb('bill.issued_date', '>', daysLater(ref('bill.today'), -yearDays)),
        or([eb('bill.invoice_status', '!=', 'open'), eb('bill.due_date', '<', ref('bill.today'))]),
      ])
      const isClean = and([
        eb('bill.invoice_status', '=', 'paid'),
        eb(fn.coalesce('bill.paid_date', 'bill.due_date'), '<=', ref('bill.due_date')),
        eb(fn.coalesce('bill.has_failed', eb.lit(false)), '=', false),
      ])
      return [
        'bill.account_id',
        countWhere(isOverdue).as('overdue_invoice_count'),
        total(eb.case().when(isOverdue).then(ref('bill.outstanding')).end().$notNull()).as(
          'overdue_amount',
        ),
        countWhere(isJudged).as('judged_count'),
        countWhere(and([isJudged, isClean])).as('clean_count'),
      ]
    })
