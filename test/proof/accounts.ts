/** Views `accounts` and `account_journey`: each account looked at on its own, and what the facts tell of it. */
import { days } from './mrr_days.ts'
import { openOn } from './pipeline_balances.ts'
import type { Proof } from './proof.ts'

const today = '(select as_of::date from data_as_of)'
const customersOnly = (score: string) => `case when pays.mrr > 0 then ${score} end`
/** DuckDB's least passes over nulls: what is not known must not score 100. */
const line = (value: string, worst: number, best: number) => {
  const points = `round(100 * greatest(0, least(1, (${value} - ${worst}) / ${best - worst})))::bigint`
  return `case when (${value}) is not null then ${points} end`
}

/** What each account pays, paid a year ago, and when it last began to. */
const pays = `
  pays as (
    select account_id, max_by(after, date) as mrr,
      max_by(after, date) filter (where date <= last_day(${today} - interval 12 month)) as mrr_before,
      min(date) filter (where after > 0) as since,
      max(date) filter (where after > 0 and coalesce(before, 0) <= 0) as began
    from day group by all
  ),
  base as (
    select pays.account_id, max_by(day.after, day.date) as base
    from pays join day on day.account_id = pays.account_id
      and day.date <= greatest(pays.began, (${today} - interval 12 month)::date)
    group by all
  ),
  ending as (
    select account_id, sum(mrr) as mrr from fct_subscriptions where is_ending group by all
  ),
  renewed as (
    select account_id, renewal_date, sum(mrr) as mrr from fct_subscriptions
    where subscription_state = 'active' and term_months >= 12 and renewal_date is not null
    group by account_id, renewal_date
    qualify row_number() over (partition by account_id order by renewal_date) = 1
  )`

/** Bills of a year that tell how they were paid; and those that are late now. */
const bills = `
  bill as (
    select invoice.*, coalesce(due_date, issued_date + 30) as due,
      net_amount + tax_amount - coalesce((
        select sum(if(payment_type = 'refund', -amount, amount)) from fct_payments as payment
        where payment.invoice_id = invoice.invoice_id and payment_status = 'succeeded'), 0) as open,
      (select min(paid_date) from fct_payments as payment
        where payment.invoice_id = invoice.invoice_id and payment_status = 'succeeded'
          and payment_type = 'payment') as paid_date,
      exists (from fct_payments as payment
        where payment.invoice_id = invoice.invoice_id and payment_status = 'failed') as failed
    from fct_invoices as invoice where invoice_status <> 'void'
  ),
  billed as (
    select account_id,
      count(*) filter (where invoice_status = 'open' and due < ${today}) as overdue,
      sum(greatest(open, 0)) filter (where invoice_status = 'open' and due < ${today})
        as overdue_amount,
      avg((invoice_status = 'paid' and not failed and coalesce(paid_date, due) <= due)::int)
        filter (where issued_date > ${today} - 365
          and not (invoice_status = 'open' and due >= ${today})) as clean
    from bill group by all
  )`

const contacts = `
  contact as (
    select account_id, occurred_date as date, person_id, true as is_activity from fct_activities
    where not is_automatic and activity_type in ('call', 'email', 'meeting', 'message')
    union all
    select account_id, occurred_date, person_id, false from fct_touchpoints
  ),
  contacted as (
    select account_id, ${today} - max(date) as silent,
      count(distinct person_id) filter (where is_activity and person_id <> 'unknown'
        and date > ${today} - 365) as people
    from contact group by all
  ),
  ticketed as (
    select account_id, count(*) filter (where solved_date is null) as open,
      count(*) filter (where opened_date > ${today} - 90) as recent,
      avg(csat_score) filter (where coalesce(solved_date, opened_date) > ${today} - 365) as csat
    from fct_tickets group by all
  )`

const sold = `
  open as (
    select deal.account_id, count(*) as open, sum(now.amount) as amount,
      sum(now.amount * now.probability) as weighted
    from (${openOn(`select ${today} as date`)}) as now
    join fct_opportunities as deal on deal.opportunity_id = now.opportunity_id
    group by all
  ),
  won as (
    select account_id, count(*) filter (where deal_type <> 'Renewal') as won, sum(amount) as amount
    from fct_opportunities where outcome = 'won' group by all
  )`

const parts = `
  part as (
    select account.account_id, pays.mrr,
      ${customersOnly(line('coalesce(contacted.silent, 180)', 180, 30))} as engagement,
      ${customersOnly(`round(coalesce((${line('coalesce(recent, 0) + coalesce(ticketed.open, 0)', 10, 0)}
        + ${line('csat', 0, 1)}) / 2, ${line('coalesce(recent, 0) + coalesce(ticketed.open, 0)', 10, 0)}))`)} as support,
      ${customersOnly(line('clean / if(overdue > 0, 2, 1)', 0, 1))} as payment,
      ${customersOnly(line('(pays.mrr - coalesce(ending.mrr, 0))::double / base', 0.5, 1.25))} as contract,
      ${customersOnly(line('coalesce(people, 0)', 0, 3))} as contacts
    from dim_accounts as account
    left join pays using (account_id) left join base using (account_id)
    left join ending using (account_id) left join billed using (account_id)
    left join contacted using (account_id) left join ticketed using (account_id)
  ),
  health as (
    select account_id, round((coalesce(25 * engagement, 0) + coalesce(15 * support, 0)
        + coalesce(20 * payment, 0) + coalesce(30 * contract, 0) + coalesce(10 * contacts, 0))
      / (if(engagement is null, 0, 25) + if(support is null, 0, 15) + if(payment is null, 0, 20)
        + if(contract is null, 0, 30) + if(contacts is null, 0, 10))) as health
    from part where mrr > 0
  )`

const accounts: Proof = {
  view: 'accounts',
  of: 'period',
  rows: `
    with ${days}, ${pays}, ${bills}, ${contacts}, ${sold}, ${parts}
    select account.account_id, account.segment, owner.owner_name as owner, account.country_name as country,
      coalesce(pays.since, least(account.created_date, ${today}), ${today}) as date,
      case when pays.mrr > 0 then 'Customer' when account_id = 'unknown' then 'Unknown'
        when pays.since is not null then 'Churned'
        when won.won > 0 or exists (from fct_subscriptions as signed
          where signed.account_id = account.account_id and subscription_state = 'signed') then 'Signed'
        when open.open > 0 then 'Open opportunity' else 'Prospect' end as lifecycle,
      pays.mrr, pays.mrr_before, renewed.mrr as renewal_mrr, open.open, open.amount as open_amount,
      open.weighted, won.amount as won_amount, ticketed.open as open_tickets, billed.overdue,
      billed.overdue_amount, health.health
    from dim_accounts as account
    left join dim_owners as owner on owner.owner_id = account.owner_id
    left join pays using (account_id) left join renewed using (account_id)
    left join open using (account_id) left join won using (account_id)
    left join ticketed using (account_id) left join billed using (account_id)
    left join health using (account_id)
    where account.created_date is null or account.created_date <= ${today}
      or pays.since is not null or open.open > 0 or won.won > 0`,
  slices: ['lifecycle', 'segment', 'owner', 'country'],
  measures: {
    account_count: "count(*) filter (where account_id <> 'unknown')",
    customer_count: 'count(*) filter (where mrr > 0)',
    mrr: 'sum(mrr)',
    arr: 'round(12 * sum(mrr), 2)',
    mrr_growth_rate_yoy: '(sum(coalesce(mrr, 0)) / nullif(sum(mrr_before), 0)) - 1',
    renewal_mrr: 'sum(renewal_mrr)',
    open_opportunities: 'sum(open)',
    open_pipeline: 'sum(open_amount)',
    weighted_pipeline: 'sum(weighted)',
    won_amount: 'sum(won_amount)',
    open_tickets: 'sum(open_tickets)',
    overdue_invoices: 'sum(overdue)',
    overdue_amount: 'sum(overdue_amount)',
    average_health: 'avg(health)',
    customers_at_risk: 'count(*) filter (where health < 50)',
    mrr_at_risk: 'sum(mrr) filter (where health < 50)',
  },
}

/** Each fact by its own day: the groups of events, and the record that each is counted by. */
const happened = [
  `'Marketing' as event_group, account_id, occurred_date as date from fct_touchpoints`,
  `'Lead' as event_group, person.account_id, entered_date as date
    from fct_lead_stages join dim_people as person using (person_id)`,
  `'Activity' as event_group, account_id, occurred_date as date from fct_activities`,
  `'Opportunity' as event_group, account_id, created_date as date from fct_opportunities`,
  `'Opportunity' as event_group, account_id, closed_date as date
    from fct_opportunities where outcome <> 'open'`,
  `'Opportunity' as event_group, account_id, visit.entered_date as date
    from fct_opportunity_stages as visit join fct_opportunities using (opportunity_id)
    where stage_type = 'open'`,
  `'Contract' as event_group, account_id, movement_date as date
    from fct_mrr_movements where movement_type not like 'transferred%'`,
  `'Contract' as event_group, account_id, canceled_date as date
    from fct_subscriptions where canceled_date <= ${today}`,
  `'Contract' as event_group, account_id, due_date as date from fct_renewals`,
  `'Billing' as event_group, account_id, issued_date as date from fct_invoices`,
  `'Billing' as event_group, account_id, paid_date as date
    from fct_payments where payment_status <> 'pending'`,
  `'Support' as event_group, account_id, opened_date as date from fct_tickets`,
  `'Support' as event_group, account_id, solved_date as date
    from fct_tickets where solved_date is not null`,
]

const journey: Proof = {
  view: 'account_journey',
  of: 'period',
  rows: `
    select told.event_group, told.account_id, told.date, account.segment, owner.owner_name as owner
    from (${happened.map((rows) => `select ${rows}`).join(' union all ')}) as told
    join dim_accounts as account on account.account_id = told.account_id
    left join dim_owners as owner on owner.owner_id = account.owner_id
    where told.account_id <> 'unknown'`,
  slices: ['event_group', 'segment', 'owner'],
  measures: { events: 'count(*)', accounts_touched: 'count(distinct account_id)' },
}

export const accountsAndJourneys: readonly Proof[] = [accounts, journey]
