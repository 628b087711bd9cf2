/** Attempts at payment in Stripe. */
import { localMoney, pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { fromMinorUnits } from '../../../src/sql/minor_units.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawStripeCharges, rawStripePayments } from '../../sources/stripe.ts'
import { paymentColumns, type paymentStatuses } from '../objects/payments.ts'

type Status = (typeof paymentStatuses)[number]

/** The statuses of charges and of the dashboard’s payments, lower case; any other is pending. */
const statuses = [
  ['succeeded', 'succeeded'],
  ['paid', 'succeeded'],
  ['refunded', 'succeeded'],
  ['partially refunded', 'succeeded'],
  ['partial_refund', 'succeeded'],
  ['disputed', 'succeeded'],
  ['failed', 'failed'],
  ['blocked', 'failed'],
  ['canceled', 'failed'],
] as const

export const stgStripeCharges = defineTable({
  name: 'stg_stripe__charges',
  description:
    'Attempts at payment in Stripe; those of the dashboard where no other export has them. What is only authorised is pending.',
  grain: ['payment_id'],
  columns: {
    ...pick(
      paymentColumns,
      'payment_id',
      'source_instance',
      'account_id',
      'invoice_id',
      'currency_code',
      'payment_status',
      'failure_reason',
      'paid_at',
      'amount_local',
    ),
    refunded_local: localMoney('What was given back so far.').nullable(),
  },
  query: (db) => unionByName(charges(db), payments(db)),
})

const charges = (db: Db) =>
  db
    .selectFrom(rawStripeCharges.as('charge'))
    .where('charge.is_gone', '=', false)
    .select(({ eb, fn, ref, val }) => {
      const instance = ref('charge.source_instance')
      const currency = fn<string>('upper', ['charge.currency'])
      return [
        sourceKey('stripe', instance, ref('charge.id')).as('payment_id'),
        'charge.source_instance',
        sourceKey('stripe', instance, ref('charge.customer_id')).as('account_id'),
        sourceKey('stripe', instance, ref('charge.invoice_id')).as('invoice_id'),
        currency.as('currency_code'),
        eb
          .case()
          .when(eb.and([eb('charge.status', '=', 'succeeded'), eb('charge.captured', '=', false)]))
          .then<Status>('pending')
          .else(
            chosen(
              fn<string>('lower', ['charge.status']),
              statuses,
              val('pending'),
            ).$castTo<Status>(),
          )
          .end()
          .as('payment_status'),
        'charge.failure_code as failure_reason',
        ref('charge.created').$castTo<Date | null>().as('paid_at'),
        fromMinorUnits(ref('charge.amount'), currency).as('amount_local'),
        fromMinorUnits(ref('charge.amount_refunded'), currency).as('refunded_local'),
      ]
    })

const payments = (db: Db) =>
  db
    .selectFrom(rawStripePayments.as('payment'))
    .where('payment.is_gone', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawStripeCharges.as('known'))
            .whereRef('known.source_instance', '=', 'payment.source_instance')
            .where(({ or, eb, ref }) =>
              or([
                eb('known.id', '=', ref('payment.id')),
                eb('known.payment_intent_id', '=', ref('payment.paymentintent_id')),
              ]),
            )
            .select('known.id'),
        ),
      ),
    )
    .select(({ fn, ref, val }) => {
      const instance = ref('payment.source_instance')
      return [
        sourceKey('stripe', instance, ref('payment.id')).as('payment_id'),
        'payment.source_instance',
        sourceKey('stripe', instance, ref('payment.customer_id')).as('account_id'),
        sourceKey('stripe', instance, ref('payment.invoice_id')).as('invoice_id'),
        fn<string>('upper', ['payment.currency']).as('currency_code'),
        chosen(
          fn<string>('lower', [fn.coalesce('payment.status', val('pending'))]),
          statuses,
          val('pending'),
        )
          .$castTo<Status>()
          .as('payment_status'),
        'payment.seller_message as failure_reason',
        ref('payment.created_utc').$castTo<Date | null>().as('paid_at'),
        'payment.amount as amount_local',
        'payment.amount_refunded as refunded_local',
      ]
    })
