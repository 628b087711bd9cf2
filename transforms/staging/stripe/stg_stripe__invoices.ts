/** Stripe’s invoices. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { fromMinorUnits } from '../../../src/sql/minor_units.ts'
import { discountIn } from '../../../src/sql/money.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  invoiceStatuses,
  rawStripeDashboardInvoices,
  rawStripeInvoices,
} from '../../sources/stripe.ts'
import { invoiceColumns } from '../objects/invoices.ts'

type Status = (typeof invoiceStatuses)[number]

export const stgStripeInvoices = defineTable({
  name: 'stg_stripe__invoices',
  description:
    'Stripe’s invoices, drafts included, deleted ones out; those of the dashboard where no other export has them.',
  grain: ['invoice_id'],
  columns: pick(
    invoiceColumns,
    'invoice_id',
    'source_system',
    'source_instance',
    'account_id',
    'subscription_id',
    'currency_code',
    'invoice_status',
    'is_recurring',
    'issued_at',
    'issued_date',
    'due_date',
    'total_local',
    'tax_local',
    'discount_local',
  ),
  query: (db) => unionByName(inMinorUnits(db), ofDashboard(db)),
})

const inMinorUnits = (db: Db) =>
  db
    .selectFrom(rawStripeInvoices.as('invoice'))
    .where('invoice.is_gone', '=', false)
    .where(({ eb, fn, lit }) => eb(fn.coalesce('invoice.is_deleted', lit(false)), '=', false))
    .select(({ eb, fn, lit, ref, val }) => {
      const instance = ref('invoice.source_instance')
      const currency = fn<string>('upper', ['invoice.currency'])
      const money = (amount: Parameters<typeof fromMinorUnits<number | null>>[0]) =>
        fromMinorUnits(amount, currency)
      const tax = fn.coalesce('invoice.tax', lit(0))
      // Where no instant of issue is exported: what is no draft was issued when it was made.
      const issued = fn.coalesce(
        'invoice.status_transitions_finalized_at',
        eb.case().when('invoice.status', '!=', 'draft').then(ref('invoice.date')).end(),
      )
      return [
        sourceKey('stripe', instance, ref('invoice.id')).as('invoice_id'),
        val('stripe').as('source_system'),
        'invoice.source_instance',
        sourceKey('stripe', instance, ref('invoice.customer_id'))
          .$castTo<string | null>()
          .as('account_id'),
        sourceKey('stripe', instance, ref('invoice.subscription_id')).as('subscription_id'),
        currency.as('currency_code'),
        'invoice.status as invoice_status',
        eb('invoice.subscription_id', 'is not', null).$castTo<boolean>().as('is_recurring'),
        issued.as('issued_at'),
        dayOf(issued).as('issued_date'),
        dayOf(ref('invoice.due_date')).as('due_date'),
        fromMinorUnits(ref('invoice.total'), currency).as('total_local'),
        money(tax).as('tax_local'),
        discountIn({
          subtotal: money(ref('invoice.subtotal')),
          tax: money(tax),
          total: fromMinorUnits(ref('invoice.total'), currency),
        }).as('discount_local'),
      ]
    })

const ofDashboard = (db: Db) =>
  db
    .selectFrom(rawStripeDashboardInvoices.as('invoice'))
    .where('invoice.is_gone', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(rawStripeInvoices.as('known'))
            .whereRef('known.source_instance', '=', 'invoice.source_instance')
            .whereRef('known.id', '=', 'invoice.id')
            .select('known.id'),
        ),
      ),
    )
    .select(({ eb, fn, ref, val }) => {
      const instance = ref('invoice.source_instance')
      const status = fn<string>('lower', [fn.coalesce('invoice.status', val('open'))])
      const issued = fn.coalesce(
        'invoice.finalized_at_utc',
        eb.case().when(status, '!=', 'draft').then(ref('invoice.date_utc')).end(),
      )
      return [
        sourceKey('stripe', instance, ref('invoice.id')).as('invoice_id'),
        val('stripe').as('source_system'),
        'invoice.source_instance',
        sourceKey('stripe', instance, ref('invoice.customer'))
          .$castTo<string | null>()
          .as('account_id'),
        sourceKey('stripe', instance, ref('invoice.subscription')).as('subscription_id'),
        fn<string>('upper', ['invoice.currency']).as('currency_code'),
        chosen(
          status,
          invoiceStatuses.map((name) => [name, name] as const),
          val('open'),
        )
          .$castTo<Status>()
          .as('invoice_status'),
        eb('invoice.subscription', 'is not', null).$castTo<boolean>().as('is_recurring'),
        issued.as('issued_at'),
        dayOf(issued).as('issued_date'),
        dayOf(ref('invoice.due_date_utc')).as('due_date'),
        'invoice.total as total_local',
        'invoice.tax as tax_local',
        fn
          .coalesce(
            'invoice.total_discount_amount',
            discountIn({
              subtotal: ref('invoice.subtotal'),
              tax: ref('invoice.tax'),
              total: ref('invoice.total'),
            }),
          )
          .as('discount_local'),
      ]
    })
