/** View `leakage`: what leaks, looked for a second time in what the systems export. */
import { accountColumns, ofAccount } from './attributes.ts'
import type { Proof } from './proof.ts'

/** The bills that were issued, in the currency of the document, with their rate. */
const bills = `
  select issued.invoice_id, issued.account_id, issued.source_system, issued.currency_code as currency,
    issued.issued_date, issued.invoice_status, issued.is_recurring, document.subscription_id,
    document.total_local as total, coalesce(document.tax_local, 0) as tax,
    coalesce(document.discount_local, 0) as discount, rate.exchange_rate as rate
  from fct_invoices as issued
  join stg_invoices as document on document.invoice_id = issued.invoice_id
  join dim_exchange_rates as rate on rate.currency_code = issued.currency_code
    and rate.rate_date = issued.issued_date`

const failed = `
  with attempt as (
    select payment.invoice_id, payment.payment_status as status, payment.paid_date,
      document.amount_local as amount
    from fct_payments as payment join stg_payments as document using (payment_id)
    where payment.payment_type = 'payment'
  ),
  failing as (
    select bill.*,
      (select min(paid_date) from attempt where attempt.invoice_id = bill.invoice_id
        and status = 'failed') as date,
      (select max(paid_date) from attempt where attempt.invoice_id = bill.invoice_id
        and status = 'succeeded') as paid_date,
      (select coalesce(sum(amount), 0) from attempt where attempt.invoice_id = bill.invoice_id
        and status = 'succeeded') as paid
    from (${bills}) as bill where bill.invoice_status <> 'void'
  )
  select 'failed_payment' as finding_type, date, account_id, source_system, currency,
    paid >= total as is_recovered, round((total - if(paid >= total, 0, paid)) * rate, 2) as leaked,
    0 as unbilled
  from failing
  where date is not null
    and if(paid >= total, paid_date - date > 30, invoice_status <> 'paid')`

/** Of each subscription, and bill without one: how large each discount is, and since when it is given. */
const discounts = `
  with bill as (
    select *, coalesce(subscription_id, invoice_id) as contract, total - tax + discount as list_amount
    from (${bills}) where invoice_status <> 'void'
  ),
  given as (
    select *, discount > 0.3 * list_amount + 0.01 as is_beyond,
      (select min(other.issued_date) from bill as other
        where other.contract = bill.contract and other.discount > 0
          and other.issued_date > coalesce((select max(plain.issued_date) from bill as plain
            where plain.contract = bill.contract and plain.discount = 0
              and plain.issued_date < bill.issued_date), date '1900-01-01')) as start_date
    from bill where discount > 0
  ),
  wrong as (
    select *, if(is_beyond, 'discount_beyond_limit', 'expired_discount') as finding_type
    from given
    where is_beyond or issued_date >= start_date + interval 12 month
  ),
  span as (
    select contract, finding_type, min(issued_date) as date, max(issued_date) as last_date
    from wrong group by all
  )
  select span.finding_type, span.date, any_value(bill.account_id) as account_id,
    any_value(bill.source_system) as source_system, any_value(bill.currency) as currency,
    false as is_recovered, sum(round(bill.discount * bill.rate, 2)) as leaked, leaked as unbilled
  from span join bill on bill.contract = span.contract
    and bill.issued_date <= span.last_date
    and bill.issued_date > span.last_date - interval 12 month
  group by span.contract, span.finding_type, span.date`

/** What Stripe says of the present period, for which no bill was made. */
const terms = `
  select 'expired_renewal' as finding_type, told.period_starts_at::date + slack as date,
    map.account_id, told.source_system, change.currency, false as is_recovered,
    round(round(change.mrr * months, 2) * rate.exchange_rate, 2) as leaked, leaked as unbilled
  from (
    select *, date_diff('month', period_starts_at, period_ends_at) as months,
      least(45, 14 * months)::integer as slack
    from stg_subscriptions
  ) as told
  join map_accounts as map on map.source_key = told.account_id and map.is_internal is not true
  join (
    select subscription_id, any_value(currency_code) as currency, sum(mrr_change_local) as mrr
    from stg_subscription_changes
    where changed_at <= (select as_of from data_as_of) group by all
  ) as change on change.subscription_id = told.subscription_id and change.mrr > 0
  join map_mrr_rates as rate on rate.account_id = map.account_id
    and rate.currency_code = change.currency
  where told.period_starts_at::date + slack < (select as_of::date from data_as_of)
    and told.period_ends_at > (select as_of from data_as_of)
    and exists (from (${bills}) as bill where bill.subscription_id = told.subscription_id
      and bill.issued_date < told.period_starts_at::date - slack)
    and not exists (from (${bills}) as bill where bill.subscription_id = told.subscription_id
      and bill.issued_date >= told.period_starts_at::date - slack)`

/** New business, against the most that the account’s new subscriptions came to in the days of grace. */
const deals = `
  with change as (
    select map.account_id, change.currency_code as currency, change.changed_at::date as date,
      (select min(changed_at)::date from stg_subscription_changes as first
        where first.subscription_id = change.subscription_id) as begins,
      change.mrr_change_local as mrr
    from stg_subscription_changes as change
    join map_accounts as map on map.source_key = change.account_id
    where change.changed_at <= (select as_of from data_as_of)
  ),
  deal as (
    select booked.* replace (coalesce(nullif(booked.account_id, 'unknown'), (
        select if(count(distinct person.account_id) = 1, min(person.account_id), null)
        from stg_opportunity_contacts as contact
        join map_people as map on map.source_key = contact.person_id
        join dim_people as person on person.person_id = map.person_id
        where contact.opportunity_id = booked.opportunity_id and person.account_id <> 'unknown'
      )) as account_id, nullif(booked.segment, 'Unknown') as segment),
      opportunity.created_date, kept.acv_local is null and kept.tcv_local is null as is_whole
    from fct_bookings as booked
    join fct_opportunities as opportunity using (opportunity_id)
    join stg_opportunities as kept using (opportunity_id)
    where booked.deal_type = 'New Business' and booked.acv > 0
  ),
  grown as (
    select deal.opportunity_id,
      sum(12 * change.mrr * rate.exchange_rate) over (
        partition by deal.opportunity_id order by change.date) as total
    from deal join change on change.account_id = deal.account_id
      and change.begins between deal.closed_date - 7 and deal.closed_date + 45
      and change.date <= deal.closed_date + 45
    join dim_exchange_rates as rate on rate.currency_code = change.currency
      and rate.rate_date = deal.created_date
  ),
  compared as (
    select deal.*,
      coalesce((select max(total) from grown
        where grown.opportunity_id = deal.opportunity_id), 0) as recurring,
      coalesce((select sum((bill.total - bill.tax) * rate.exchange_rate) from (${bills}) as bill
        join dim_exchange_rates as rate on rate.currency_code = bill.currency
          and rate.rate_date = deal.created_date
        where bill.account_id = deal.account_id and not bill.is_recurring and deal.is_whole
          and bill.issued_date between deal.closed_date - 7 and deal.closed_date + 90), 0) as once,
      (select count(*) from (${bills}) as bill where bill.account_id = deal.account_id
        and (bill.is_recurring or deal.is_whole)
        and bill.issued_date between deal.closed_date - 7 and deal.closed_date + 45) as bills,
      (select greatest(
        (select max(changed_date) from fct_subscription_changes
          where changed_at <= (select as_of from data_as_of)),
        (select max(issued_date) from fct_invoices))) as last_date
    from deal
  ),
  found as (
    select *, if(recurring > 0, 'under_billed', 'unbilled_closed_won') as finding_type,
      if(recurring > 0 and is_whole, 90, 45) as days, if(recurring > 0, recurring + once, 0) as billed
    from compared
    where if(recurring > 0, recurring + once < 0.99 * acv
      and (not is_whole or closed_date >= (select min(issued_date) from fct_invoices)), bills = 0)
  )
  select finding_type, closed_date + days + 1 as date, account_id, source_system,
    currency_code as currency, false as is_recovered, round(acv - billed, 2) as leaked,
    leaked as unbilled, owner_id as closer_id, team as closer_team, segment as closed_segment
  from found where closed_date + days < last_date and account_id is not null`

const rows = `
  with finding as (
    from (${failed}) union all by name from (${discounts})
    union all by name from (${terms}) union all by name from (${deals})
  ),
  event as (
    select *, true as is_finding, 0 as invoiced from finding
    union all by name
    select issued_date as date, account_id, source_system, currency, false as is_finding,
      round((total - tax) * rate, 2) + round(tax * rate, 2) as invoiced, 0 as unbilled
    from (${bills}) where invoice_status <> 'void'
  )
  select event.date, event.finding_type, event.source_system, event.currency, event.is_finding,
    event.is_recovered, event.leaked, event.invoiced + event.unbilled as due,
    coalesce(event.closed_segment, attributes.segment) as segment,
    coalesce(event.closer_team, attributes.team) as team
  from event
  left join (
    select moment.account_id, moment.date, ${accountColumns.replace('account_then.owner_id,', '')}
    from (select distinct account_id, date from event) as moment
    ${ofAccount('moment.account_id', 'moment.date')}
  ) as attributes on attributes.account_id = event.account_id and attributes.date = event.date`

const counted = {
  findings: 'count(*) filter (where is_finding)',
  leaked_amount: 'sum(leaked)',
}
const recovered = {
  recovery_rate: 'coalesce(sum(leaked) filter (where is_recovered), 0) / nullif(sum(leaked), 0)',
}

export const leakage: readonly Proof[] = [
  {
    view: 'leakage',
    of: 'period',
    rows: `from (${rows}) where is_finding`,
    slices: ['finding_type', 'segment', 'currency'],
    measures: { ...counted, ...recovered },
  },
  {
    view: 'leakage',
    of: 'period',
    rows,
    slices: ['segment', 'team'],
    measures: { leakage_rate: 'coalesce(sum(leaked), 0) / nullif(sum(due), 0)' },
  },
]
