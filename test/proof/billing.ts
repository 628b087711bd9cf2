/** What view `revenue` tells of signatures, renewals, invoices and payments. */
import { accountColumns, monthEnds, ofAccount } from './attributes.ts'
import { balances } from './mrr_days.ts'
import { closings } from './pipeline.ts'
import type { Proof } from './proof.ts'

const booked: Proof = {
  view: 'revenue',
  of: 'period',
  rows: `
    select won.date, won.segment, won.deal_type,
      round(coalesce(kept.acv_local, kept.tcv_local * 12 / nullif(kept.term_months, 0),
        won.amount_local, 0)::decimal(18, 2) * rate.exchange_rate, 2) as acv,
      round(coalesce(kept.tcv_local, kept.acv_local * nullif(kept.term_months, 0) / 12,
        won.amount_local, 0)::decimal(18, 2) * rate.exchange_rate, 2) as tcv
    from (${closings}) as won
    join stg_opportunities as kept on kept.opportunity_id = won.opportunity_id
    join dim_exchange_rates as rate on rate.currency_code = won.currency_code
      and rate.rate_date = won.created_date
    where won.outcome = 'won'`,
  slices: ['segment', 'deal_type'],
  measures: { bookings_acv: 'sum(acv)', bookings_tcv: 'sum(tcv)' },
}

const renewed: Proof = {
  view: 'revenue',
  of: 'period',
  rows: `
    select renewal.due_date as date, renewal.renewable_mrr, renewal.renewed_mrr,
      renewal.is_on_time, ${accountColumns}
    from fct_renewals as renewal ${ofAccount('renewal.account_id', 'renewal.due_date')}`,
  slices: ['segment', 'owner'],
  measures: {
    renewal_rate: 'sum(renewed_mrr) / nullif(sum(renewable_mrr), 0)',
    on_time_renewal_rate:
      'coalesce(sum(renewed_mrr) filter (where is_on_time), 0) / nullif(sum(renewable_mrr), 0)',
  },
}

const paid: Proof = {
  view: 'revenue',
  of: 'period',
  rows: `
    select payment.paid_date as date, payment.payment_type, payment.amount,
      payment.currency_code as currency, ${accountColumns}
    from fct_payments as payment ${ofAccount('payment.account_id', 'payment.paid_date')}
    where payment.payment_status = 'succeeded'`,
  slices: ['segment', 'currency'],
  measures: {
    collected_amount: "sum(amount) filter (where payment_type = 'payment')",
    refunded_amount: "sum(amount) filter (where payment_type = 'refund')",
  },
}

/** Live, and signed by the day without being live yet: what begins later than it was signed. */
const committed: Proof = {
  view: 'revenue',
  of: 'end',
  rows: `
    select date, segment, product, mrr from (${balances})
    union all by name
    select moment.date, account_then.segment, product.product_name as product,
      round(change.mrr_change_local * rate.exchange_rate, 8) as mrr
    from (${monthEnds}) as moment
    join fct_subscription_changes as change on change.mrr_change_local > 0
      and change.recognised_date > moment.date
    join stg_subscriptions as signed on signed.subscription_id = change.subscription_id
      and signed.created_at < change.recognised_at and signed.created_at::date <= moment.date
      and signed.starts_at >= change.recognised_at
      and (signed.trial_ends_at is null or signed.trial_ends_at <= signed.starts_at)
    join dim_exchange_rates as rate on rate.currency_code = change.currency_code
      and rate.rate_date = signed.created_at::date
    left join dim_products as product on product.product_id = change.product_id
    ${ofAccount('change.account_id', 'moment.date')}`,
  slices: ['segment', 'product'],
  measures: { committed_arr: 'round(12 * sum(mrr), 2)' },
}

const invoiced: Proof = {
  view: 'revenue',
  of: 'period',
  rows: `
    select invoice.issued_date as date, invoice.currency_code as currency, invoice.is_recurring,
      invoice.net_amount, ${accountColumns}
    from fct_invoices as invoice
    ${ofAccount('invoice.account_id', 'invoice.issued_date')}
    where invoice.invoice_status <> 'void'`,
  slices: ['segment', 'currency'],
  measures: {
    invoiced_amount: 'sum(net_amount)',
    recurring_share:
      'coalesce(sum(net_amount) filter (where is_recurring), 0) / nullif(sum(net_amount), 0)',
  },
}

/** What was invoiced in the month, and up to the same day of the months it is compared with. */
const invoicedGrowth: Proof = {
  view: 'revenue',
  of: 'end',
  rows: `
    with issued as (
      select moment.date, invoice.account_id,
        date_diff('month', date_trunc('month', invoice.issued_date), date_trunc('month', moment.date))
          as months_ago,
        sum(invoice.net_amount) as amount
      from (${monthEnds}) as moment
      join fct_invoices as invoice on invoice.issued_date <= moment.date
        and (moment.date = last_day(moment.date) or day(invoice.issued_date) <= day(moment.date))
      where invoice.invoice_status <> 'void'
      group by all
    )
    select issued.*, ${accountColumns}
    from issued ${ofAccount('issued.account_id', 'issued.date')}
    where months_ago in (0, 1, 12)`,
  slices: ['segment', 'owner'],
  measures: Object.fromEntries(
    [
      ['revenue_growth_rate', 1],
      ['revenue_growth_rate_yoy', 12],
    ].map(([name, months]) => {
      const before = `coalesce(sum(amount) filter (where months_ago = ${months}), 0)`
      const now = 'coalesce(sum(amount) filter (where months_ago = 0), 0)'
      return [name, `(${now} - ${before}) / nullif(greatest(${before}, 0), 0)`]
    }),
  ),
}

export const billing: readonly Proof[] = [
  booked,
  renewed,
  paid,
  committed,
  invoiced,
  invoicedGrowth,
]
