/** What was given back through Stripe. */
import { type Local, pick, text } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { fromMinorUnits } from '../../../src/sql/minor_units.ts'
import { serial, sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawStripeRefunds } from '../../sources/stripe.ts'
import { paymentColumns, type paymentStatuses } from '../objects/payments.ts'
import { stgStripeCharges } from './stg_stripe__charges.ts'

type Status = (typeof paymentStatuses)[number]

const statuses = [
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
] as const

export const stgStripeRefunds = defineTable({
  name: 'stg_stripe__refunds',
  description:
    'Refunds in Stripe; of a charge whose refunds are not exported, what it says was given back, without a time.',
  grain: ['payment_id'],
  columns: {
    ...pick(
      paymentColumns,
      'payment_id',
      'source_instance',
      'refunded_payment_id',
      'currency_code',
      'payment_status',
      'failure_reason',
      'paid_at',
      'amount_local',
    ),
    refund_reason: text('Why it was given back, as Stripe names it.').nullable(),
  },
  query: (db) => unionByName(refunds(db), ofCharges(db)),
})

const refunds = (db: Db) =>
  db
    .selectFrom(rawStripeRefunds.as('refund'))
    .where('refund.is_gone', '=', false)
    .select(({ fn, ref, val }) => {
      const instance = ref('refund.source_instance')
      const currency = fn<string>('upper', ['refund.currency'])
      return [
        sourceKey('stripe', instance, ref('refund.id')).as('payment_id'),
        'refund.source_instance',
        sourceKey('stripe', instance, ref('refund.charge_id')).as('refunded_payment_id'),
        currency.as('currency_code'),
        chosen(fn.coalesce('refund.status', val('succeeded')), statuses, val('pending'))
          .$castTo<Status>()
          .as('payment_status'),
        'refund.failure_reason',
        ref('refund.created').$castTo<Date | null>().as('paid_at'),
        fromMinorUnits(ref('refund.amount'), currency).as('amount_local'),
        'refund.reason as refund_reason',
      ]
    })

const ofCharges = (db: Db) =>
  db
    .selectFrom(stgStripeCharges.as('charge'))
    .where('charge.refunded_local', '>', '0.00' as Local)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(refunds(db).as('known'))
            .whereRef('known.refunded_payment_id', '=', 'charge.payment_id')
            .select('known.payment_id'),
        ),
      ),
    )
    .select(({ ref, val, lit }) => [
      serial(ref('charge.payment_id'), val('refund')).as('payment_id'),
      'charge.source_instance',
      ref('charge.payment_id').$castTo<string | null>().as('refunded_payment_id'),
      'charge.currency_code',
      val<Status>('succeeded').as('payment_status'),
      lit(null).$castTo<string | null>().as('failure_reason'),
      lit(null).$castTo<Date | null>().as('paid_at'),
      ref('charge.refunded_local').$castTo<Local>().as('amount_local'),
      lit(null).$castTo<string | null>().as('refund_reason'),
    ])
