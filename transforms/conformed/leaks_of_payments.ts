/** Invoices whose payment failed, and came too late or never: what fct_leaks makes findings of. */
import { sql } from 'kysely'
import type { Day, Local, Reporting } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { aDay, aMoney, aNumber, aText, telling } from '../../src/sql/told.ts'
import type { Db } from '../../src/table.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { stgPayments } from '../staging/stg_payments.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { fctInvoices } from './fct_invoices.ts'
import { fctPayments } from './fct_payments.ts'
import type { Leak } from './leak.ts'
import { leakTold } from './leak_sentences.ts'

/** What automatic retries collect within the setting paymentRetryDays is no leak. */
export const leaksOfPayments = (db: Db) =>
  db
    .selectFrom(invoices(db).as('invoice'))
    .where(
      ({ ref }) => sql<boolean>`if(${ref('invoice.is_paid')},
        ${ref('invoice.last_paid_date')} - ${ref('invoice.first_failed_date')} > ${sql.lit(settings.paymentRetryDays)},
        ${ref('invoice.invoice_status')} != 'paid')`,
    )
    .select(({ ref, val }) => {
      const isPaid = ref('invoice.is_paid')
      const first = ref('invoice.first_failed_date')
      const reason = telling(
        leakTold('payment_failed', {
          due: aMoney(ref('invoice.due_local'), ref('invoice.currency_code')),
          issued: aDay(ref('invoice.issued_date')),
          first: aDay(first),
          attempts: aNumber(ref('invoice.failed_count')),
        }),
        leakTold(
          'last_failure',
          { cause: aText(ref('invoice.failure_reason')) },
          sql<boolean>`${ref('invoice.failure_reason')} is not null`,
        ),
        leakTold('paid', { day: aDay(ref('invoice.last_paid_date').$castTo<Day>()) }, isPaid),
        leakTold(
          'written_off',
          {},
          sql<boolean>`not ${isPaid} and ${ref('invoice.invoice_status')} = 'uncollectible'`,
        ),
      )
      return [
        sql<string>`'failed_payment:' || ${ref('invoice.invoice_id')}`.as('leak_id'),
        val<Leak['leak_type']>('failed_payment').as('leak_type'),
        'invoice.account_id',
        'invoice.subscription_id',
        'invoice.invoice_id',
        'invoice.source_system',
        'invoice.currency_code',
        sql<Leak['leak_status']>`if(${isPaid}, 'recovered', 'open')`.as('leak_status'),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
        sql<Day>`${first}`.as('since_date'),
        sql<Day>`${first}`.as('first_seen_date'),
        sql<Day | null>`if(${isPaid}, ${ref('invoice.last_paid_date')}, null)`.as('recovered_date'),
        'invoice.due_local as amount_local',
        sql<Reporting>`cast(cast(${ref('invoice.due_local')} as decimal(28, 2)) * ${ref('invoice.exchange_rate')} as decimal(18, 2))`.as(
          'amount',
        ),
      ]
    })

/** Invoices with a failed attempt; what was paid in part before it is not due any more. */
const invoices = (db: Db) =>
  db
    .selectFrom(attempts(db).as('attempt'))
    .innerJoin(fctInvoices.as('issued'), 'issued.invoice_id', 'attempt.invoice_id')
    .innerJoin(stgInvoices.as('document'), 'document.invoice_id', 'attempt.invoice_id')
    .innerJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'issued.currency_code')
        .onRef('rate.rate_date', '=', 'issued.issued_date'),
    )
    .where('issued.invoice_status', '!=', 'void')
    .where('attempt.failed_count', '>', 0)
    .whereRef('document.total_local', '>', 'attempt.paid_before_local')
    .select(({ ref }) => [
      'issued.invoice_id',
      'issued.account_id',
      'issued.source_system',
      'issued.currency_code',
      'issued.invoice_status',
      'issued.issued_date',
      'document.subscription_id',
      'attempt.failed_count',
      'attempt.failure_reason',
      'attempt.first_failed_date',
      'attempt.last_paid_date',
      'rate.exchange_rate',
      sql<boolean>`(${ref('attempt.paid_local')} >= ${ref('document.total_local')})`.as('is_paid'),
      // A part that was paid later lowers what is still to come; a finding that is recovered
      // tells what had failed.
      sql<Local>`cast(${ref('document.total_local')} - if(${ref('attempt.paid_local')} >= ${ref('document.total_local')},
        ${ref('attempt.paid_before_local')}, ${ref('attempt.paid_local')}) as decimal(18, 2))`.as(
        'due_local',
      ),
    ])

const attempts = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctPayments.as('payment'))
        .innerJoin(stgPayments.as('document'), 'document.payment_id', 'payment.payment_id')
        .where('payment.payment_type', '=', 'payment')
        .where('payment.invoice_id', 'is not', null)
        .select(({ ref }) => [
          sql<string>`${ref('payment.invoice_id')}`.as('invoice_id'),
          'payment.payment_id',
          'payment.payment_status',
          'payment.failure_reason',
          'payment.paid_at',
          'payment.paid_date',
          'document.amount_local',
          sql<Day | null>`min(if(${ref('payment.payment_status')} = 'failed', ${ref('payment.paid_at')}, null)) over (partition by ${ref('payment.invoice_id')})`.as(
            'first_failed_at',
          ),
        ])
        .as('payment'),
    )
    .groupBy('payment.invoice_id')
    .select(({ ref }) => {
      const failed = sql`${ref('payment.payment_status')} = 'failed'`
      const paid = sql`${ref('payment.payment_status')} = 'succeeded'`
      const amount = ref('payment.amount_local')
      return [
        'payment.invoice_id',
        sql<number>`count(*) filter (where ${failed})`.as('failed_count'),
        sql<Day>`min(${ref('payment.paid_date')}) filter (where ${failed})`.as('first_failed_date'),
        sql<Day | null>`max(${ref('payment.paid_date')}) filter (where ${paid})`.as(
          'last_paid_date',
        ),
        sql<
          string | null
        >`last(${ref('payment.failure_reason')} order by ${ref('payment.paid_at')}, ${ref('payment.payment_id')}) filter (where ${failed})`.as(
          'failure_reason',
        ),
        sql<Local>`coalesce(sum(${amount}) filter (where ${paid}), 0)`.as('paid_local'),
        sql<Local>`coalesce(sum(${amount}) filter (where ${paid} and ${ref('payment.paid_at')} < ${ref('payment.first_failed_at')}), 0)`.as(
          'paid_before_local',
        ),
      ]
    })
