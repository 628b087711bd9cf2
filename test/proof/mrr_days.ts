/** The days on which accounts’ MRR changed, and what it was at month ends: naive SQL that proofs share. */
import { accountColumns, monthEnds, ofAccount } from './attributes.ts'

/** What the account’s MRR was before and after each of its days, and so what the day was. */
export const days = `
  change as (
    select account_id, product_id, plan_id, valid_from as date, sum(mrr_change) as mrr_change
    from fct_mrr_periods group by all
  ),
  total as (select account_id, date, sum(mrr_change) as change from change group by all),
  day as (
    select total.account_id, total.date,
      sum(other.change) filter (where other.date < total.date) as before,
      sum(other.change) as after
    from total
    join total as other on other.account_id = total.account_id and other.date <= total.date
    group by all
  ),
  typed as (
    select day.account_id, day.date, case
      when after = coalesce(before, 0) then 'exchange'
      when after <= 0 then 'churn'
      when coalesce(before, 0) <= 0 then if(day.date = first.date, 'new', 'reactivation')
      when after > before then 'expansion'
      else 'contraction' end as kind
    from day
    left join (select account_id, min(date) as date from day where after > 0 group by all) as first
      on first.account_id = day.account_id
  )`

/** Each change of an account’s MRR of a product, and what the account’s day was. */
export const movements = `
  with ${days}
  select change.account_id, change.date, product.product_name as product, change.mrr_change,
    typed.kind, ${accountColumns}
  from change
  join typed on typed.account_id = change.account_id and typed.date = change.date
  left join dim_products as product on product.product_id = change.product_id
  ${ofAccount('change.account_id', 'change.date')}`

/** What an account pays for each product at each month end. */
export const balances = `
  with ${days}
  select moment.date, change.account_id, product.product_name as product,
    sum(change.mrr_change) as mrr, ${accountColumns}
  from (${monthEnds}) as moment
  join change on change.date <= moment.date
  left join dim_products as product on product.product_id = change.product_id
  ${ofAccount('change.account_id', 'moment.date')}
  group by all having mrr <> 0`

/** The customers at each month end. */
export const customers = `
  select 'customer' as event, date, account_id, segment, owner
  from (${balances}) group by all having sum(mrr) > 0`

/** The month end some months before the date of `dated`. */
export const startOf = (months: number) => `last_day(dated.date - interval ${months} month)`

/** What each account pays at each month end, and when that last changed. */
export const dated = `
  dated as (
    select moment.date, day.account_id, max_by(day.after, day.date) as mrr, max(day.date) as changed
    from (${monthEnds}) as moment join day on day.date <= moment.date
    group by all
  )`

/** Accounts at each month end, with how often they churned in the months before, and as customers. */
export const customerWindows = (months: number) => `
  with ${days}, ${dated},
  churned as (
    select dated.date, dated.account_id, count(*) as churned
    from dated
    join typed on typed.account_id = dated.account_id and typed.kind = 'churn'
      and typed.date > ${startOf(months)} and typed.date <= dated.date
    group by all
  ),
  lived as (
    select dated.date, dated.account_id, count(*) as months
    from dated
    join dated as start on start.account_id = dated.account_id and start.mrr > 0
      and start.date >= ${startOf(months)} and start.date < dated.date
    group by all
  )
  select dated.date, dated.account_id, dated.mrr, ${accountColumns},
    ${startOf(months)} >= (select min(last_day(date)) from change) as is_known_${months},
    coalesce(churned.churned, 0) as churned_${months}, coalesce(lived.months, 0) as months_${months}
  from dated
  left join churned on churned.account_id = dated.account_id and churned.date = dated.date
  left join lived on lived.account_id = dated.account_id and lived.date = dated.date
  ${ofAccount('dated.account_id', 'if(dated.mrr > 0, dated.date, dated.changed)')}`
