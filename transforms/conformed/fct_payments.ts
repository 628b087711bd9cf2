/** The money that customers paid and got back, in the reporting currency. */
import type { NotNull } from 'kysely'
import { type Day, day, money, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convert } from '../../src/sql/money.ts'
import { dateOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { paymentColumns } from '../staging/objects/payments.ts'
import { stgPayments } from '../staging/stg_payments.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'
import { mapAccounts } from './map_accounts.ts'

export const fctPayments = defineTable({
  name: 'fct_payments',
  description:
    'Payments and refunds, failed and pending ones included; those of internal accounts, and those that nothing dates, are out.',
  grain: ['payment_id'],
  columns: {
    payment_id: text('Scoped by source: stripe:ch_….'),
    account_id: text('The account that paid; unknown where the customer is none of ours.'),
    owner_id: text('Who owned the account on paid_date.'),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    invoice_id: text('The invoice that it pays, scoped by source.').nullable(),
    refunded_payment_id: text('Of a refund: the payment, scoped by source.').nullable(),
    currency_code: text('The currency of the payment, ISO 4217.'),
    source_system: text('The billing system.'),
    payment_type: paymentColumns.payment_type,
    payment_status: paymentColumns.payment_status,
    failure_reason: paymentColumns.failure_reason,
    paid_at: timestamp('When it happened; a refund without a time of its own has its payment’s.'),
    paid_date: day('The day of paid_at, whose exchange rate holds.'),
    amount: money('What was paid or given back, tax included; positive for refunds too.'),
  },
  relations: [{ column: 'account_id', to: dimAccounts, unknown: 'unknown' }],
  audits: (self) => [
    {
      name: 'every amount has an exchange rate on its day',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('payment'))
          .where('payment.amount', 'is', null)
          .select(['payment.payment_id', 'payment.currency_code', 'payment.paid_date']),
    },
  ],
  query: (db) =>
    db
      .selectFrom(dated(db).as('payment'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'payment.paid_at'))
      .leftJoin(mapAccounts.as('map'), 'map.source_key', 'payment.account_id')
      .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
        join
          .on(({ eb, fn, val }) =>
            eb('attributes.account_id', '=', fn.coalesce('map.account_id', val('unknown'))),
          )
          .onRef('attributes.valid_from', '<=', 'payment.paid_date')
          .onRef('attributes.valid_to', '>', 'payment.paid_date'),
      )
      // A left join, so that a missing rate fails the audit of the amounts and loses no payment.
      .leftJoin(dimExchangeRates.as('rate'), (join) =>
        join
          .onRef('rate.currency_code', '=', 'payment.currency_code')
          .onRef('rate.rate_date', '=', 'payment.paid_date'),
      )
      .where(({ eb, fn, lit }) => eb(fn.coalesce('map.is_internal', lit(false)), '=', false))
      .select(({ fn, ref, val }) => [
        'payment.payment_id',
        fn.coalesce('map.account_id', val('unknown')).as('account_id'),
        'attributes.owner_id',
        'attributes.team',
        'attributes.segment',
        'payment.invoice_id',
        'payment.refunded_payment_id',
        'payment.currency_code',
        'payment.source_system',
        'payment.payment_type',
        'payment.payment_status',
        'payment.failure_reason',
        'payment.paid_at',
        'payment.paid_date',
        convert(ref('payment.amount_local'), ref('rate.exchange_rate')).as('amount'),
      ])
      .$narrowType<{
        owner_id: string
        team: string
        segment: string
        paid_at: NotNull
        paid_date: NotNull
        amount: NotNull
      }>(),
})

/** Some exports say what was given back of a payment, and not when: it has the payment’s time. */
const dated = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(stgPayments.as('payment'))
        .leftJoin(stgPayments.as('paid'), 'paid.payment_id', 'payment.refunded_payment_id')
        .select(({ fn }) => [
          'payment.payment_id',
          'payment.source_system',
          fn.coalesce('payment.account_id', 'paid.account_id').as('account_id'),
          fn.coalesce('payment.invoice_id', 'paid.invoice_id').as('invoice_id'),
          'payment.refunded_payment_id',
          'payment.currency_code',
          'payment.payment_type',
          'payment.payment_status',
          'payment.failure_reason',
          'payment.amount_local',
          fn.coalesce('payment.paid_at', 'paid.paid_at').as('paid_at'),
        ])
        .as('payment'),
    )
    .selectAll('payment')
    .select(({ ref }) => dateOf(ref('payment.paid_at')).$castTo<Day | null>().as('paid_date'))
