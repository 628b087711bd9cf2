/** What an account subscribed to, was billed and paid, and asked of support. */

import { dataAsOf } from '../../src/run_tables.ts'
import { chosen } from '../../src/sql/choice.ts'
import { negated } from '../../src/sql/recurring.ts'
import { serial, withDetail } from '../../src/sql/text.ts'
import { dayOf, firstInstantOf } from '../../src/sql/time.ts'
import type { Db } from '../../src/table.ts'
import { dimPlans } from '../conformed/dim_plans.ts'
import { dimProducts } from '../conformed/dim_products.ts'
import { fctInvoices } from '../conformed/fct_invoices.ts'
import { fctMrrMovements } from '../conformed/fct_mrr_movements.ts'
import { fctPayments } from '../conformed/fct_payments.ts'
import { fctRenewals } from '../conformed/fct_renewals.ts'
import { fctSubscriptions } from '../conformed/fct_subscriptions.ts'
import { fctTickets } from '../conformed/fct_tickets.ts'
import type { EventRow, JourneyEvent } from './journey_event.ts'

const movementEvents = [
  ['new', 'Subscription started'],
  ['reactivation', 'Subscription restarted'],
  ['expansion', 'Subscription expanded'],
  ['contraction', 'Subscription reduced'],
  ['churn', 'Subscription ended'],
] as const satisfies readonly (readonly [string, JourneyEvent])[]

/** By product and plan. A transfer to another owner or segment, or between products, is no event of the account. */
export const movements = (db: Db) =>
  db
    .selectFrom(fctMrrMovements.as('movement'))
    .leftJoin(dimProducts.as('product'), 'product.product_id', 'movement.product_id')
    .leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'movement.plan_id')
    .where('movement.movement_type', 'not in', ['transferred_in', 'transferred_out'])
    .select(({ ref }) => [
      'movement.account_id',
      chosen(ref('movement.movement_type'), movementEvents, ref('movement.movement_type'))
        .$castTo<JourneyEvent>()
        .as('event'),
      serial(ref('movement.product_id'), ref('movement.plan_id')).as('record_id'),
      'product.product_name as title',
      'plan.source_system',
      'movement.movement_date as date',
      firstInstantOf(ref('movement.movement_date')).as('occurred_at'),
      'movement.mrr_change as amount',
    ])
    .$castTo<EventRow>()

export const cancellations = (db: Db) =>
  db
    .selectFrom(fctSubscriptions.as('subscription'))
    .innerJoin(dataAsOf.as('run'), (join) =>
      join.on(({ eb, ref }) => eb('subscription.canceled_date', '<=', dayOf(ref('run.as_of')))),
    )
    .leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'subscription.plan_id')
    .select(({ ref, val }) => [
      'subscription.account_id',
      val<JourneyEvent>('Cancellation asked for').as('event'),
      'subscription.subscription_id as record_id',
      'plan.plan_name as title',
      'subscription.source_system',
      'subscription.canceled_date as date',
      firstInstantOf(ref('subscription.canceled_date')).as('occurred_at'),
    ])
    .$castTo<EventRow>()

export const renewals = (db: Db) =>
  db
    .selectFrom(fctRenewals.as('renewal'))
    .innerJoin(
      fctSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'renewal.subscription_id',
    )
    .leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'subscription.plan_id')
    .select(({ eb, ref }) => {
      const isRenewed = eb('renewal.renewed_date', 'is not', null)
      return [
        'renewal.account_id',
        eb
          .case()
          .when(isRenewed)
          .then<JourneyEvent>('Renewed')
          .else<JourneyEvent>('Not renewed')
          .end()
          .as('event'),
        'renewal.subscription_id as record_id',
        'renewal.opportunity_id',
        'plan.plan_name as title',
        'subscription.source_system',
        'renewal.due_date as date',
        firstInstantOf(ref('renewal.due_date')).as('occurred_at'),
        eb
          .case()
          .when(isRenewed)
          .then(ref('renewal.renewed_mrr'))
          .else(negated(ref('renewal.renewable_mrr')))
          .end()
          .as('amount'),
      ]
    })
    .$castTo<EventRow>()

export const invoices = (db: Db) =>
  db
    .selectFrom(fctInvoices.as('invoice'))
    .select(({ eb, ref, val }) => [
      'invoice.account_id',
      val<JourneyEvent>('Invoice').as('event'),
      'invoice.invoice_id as record_id',
      ref('invoice.invoice_status').$castTo<string>().as('title'),
      'invoice.source_system',
      'invoice.issued_date as date',
      'invoice.issued_at as occurred_at',
      eb
        .case()
        .when('invoice.invoice_status', '!=', 'void')
        .then(ref('invoice.net_amount'))
        .end()
        .as('amount'),
    ])
    .$castTo<EventRow>()

/** A payment that is pending has not happened. */
export const payments = (db: Db) =>
  db
    .selectFrom(fctPayments.as('payment'))
    .where('payment.payment_status', '!=', 'pending')
    .select(({ eb, ref }) => [
      'payment.account_id',
      eb
        .case()
        .when('payment.payment_status', '=', 'failed')
        .then<JourneyEvent>('Payment failed')
        .when('payment.payment_type', '=', 'refund')
        .then<JourneyEvent>('Refund')
        .else<JourneyEvent>('Payment')
        .end()
        .as('event'),
      'payment.payment_id as record_id',
      'payment.failure_reason as title',
      'payment.source_system',
      'payment.paid_date as date',
      'payment.paid_at as occurred_at',
      ref('payment.amount').as('amount'),
    ])
    .$castTo<EventRow>()

const tickets = (db: Db) =>
  db
    .selectFrom(fctTickets.as('ticket'))
    .select(({ eb, ref }) => [
      'ticket.account_id',
      'ticket.ticket_id as record_id',
      'ticket.person_id',
      withDetail(ref('ticket.ticket_type'), ref('ticket.priority')).as('title'),
      'ticket.source_system',
      eb
        .case()
        .when('ticket.agent_name', '!=', 'Unknown')
        .then(ref('ticket.agent_name'))
        .end()
        .as('handled_by'),
    ])

export const ticketsOpened = (db: Db) =>
  tickets(db)
    .select(({ val }) => [
      val<JourneyEvent>('Ticket opened').as('event'),
      'ticket.opened_date as date',
      'ticket.opened_at as occurred_at',
    ])
    .$castTo<EventRow>()

export const ticketsSolved = (db: Db) =>
  tickets(db)
    .where('ticket.solved_at', 'is not', null)
    .select(({ val }) => [
      val<JourneyEvent>('Ticket solved').as('event'),
      'ticket.solved_date as date',
      'ticket.solved_at as occurred_at',
    ])
    .$castTo<EventRow>()
