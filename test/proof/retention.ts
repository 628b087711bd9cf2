/** What stays of MRR in view `revenue`, over the windows that end at each month end. */
import { accountColumns, ofAccount } from './attributes.ts'
import { dated, days, startOf } from './mrr_days.ts'
import type { Proof } from './proof.ts'

const windows = [1, 3, 12] as const

/** An account’s MRR at a month end and before, under the attributes of the last day it had any. */
const accountWindows = `
  with ${days}, ${dated},
  moved as (
    select dated.date, dated.account_id, dated.mrr, dated.changed,
      ${windows
        .flatMap((months) => [
          `coalesce(sum(total.change) filter (where total.date <= ${startOf(months)}), 0) as before_${months}`,
          ...['expansion', 'contraction', 'churn', 'reactivation'].map(
            (kind) =>
              `coalesce(sum(total.change) filter (where kind = '${kind}' and total.date > ${startOf(months)}), 0) as ${kind}_${months}`,
          ),
        ])
        .join(', ')}
    from dated
    join total on total.account_id = dated.account_id and total.date <= dated.date
    join typed on typed.account_id = total.account_id and typed.date = total.date
    group by all
  )
  select moved.* exclude (changed), ${accountColumns},
    ${windows
      .map(
        (months) =>
          `last_day(moved.date - interval ${months} month) >= first.date as is_known_${months}`,
      )
      .join(', ')}
  from moved
  cross join (select min(last_day(date)) as date from change) as first
  ${ofAccount('moved.account_id', 'if(moved.mrr > 0, moved.date, moved.changed)')}`

const share = (months: number, part: string) =>
  `sum(${part}) filter (where is_known_${months}) / nullif(sum(before_${months}) filter (where is_known_${months}), 0)`
const lostShare = (months: number) =>
  `count(*) filter (where is_known_${months} and before_${months} > 0 and mrr <= 0)
    / nullif(count(*) filter (where is_known_${months} and before_${months} > 0), 0)`

const rates = (months: 1 | 3 | 12, retention: string, churn: string) => ({
  [`net_revenue_retention${retention}`]: share(months, `if(before_${months} > 0, mrr, 0)`),
  [`gross_revenue_retention${retention}`]: share(months, `least(mrr, before_${months})`),
  [`logo_churn_rate${churn}`]: lostShare(months),
  [`customer_retention_rate${churn}`]: `1 - ${lostShare(months)}`,
  [`gross_mrr_churn_rate${churn}`]: share(months, `-churn_${months} - contraction_${months}`),
  [`net_mrr_churn_rate${churn}`]: share(
    months,
    `-churn_${months} - contraction_${months} - expansion_${months} - reactivation_${months}`,
  ),
})

const windowRates: Proof = {
  view: 'revenue',
  of: 'end',
  rows: accountWindows,
  slices: ['segment', 'owner'],
  measures: {
    ...rates(1, '_monthly', ''),
    ...rates(3, '_quarterly', '_quarterly'),
    ...rates(12, '', '_yearly'),
    mrr_growth_rate: share(1, 'mrr - before_1'),
    mrr_growth_rate_yoy: share(12, 'mrr - before_12'),
  },
}

/** The same by product: what the expansion of products held, and of new ones, added in 12 months. */
const productRates: Proof = {
  view: 'revenue',
  of: 'end',
  rows: `
    with ${days},
    changed as (
      select account_id, product_id, date, sum(mrr_change) as mrr_change from change group by all
    ),
    balance as (
      select change.account_id, change.product_id, change.date, sum(other.mrr_change) as mrr
      from changed as change
      join changed as other on other.account_id = change.account_id
        and other.product_id = change.product_id and other.date <= change.date
      group by all
    ),
    debut as (
      select account_id, product_id, min(date) as date from balance where mrr > 0 group by all
    ),
    ${dated}
    select dated.date, product.product_name as product, ${accountColumns},
      coalesce(sum(change.mrr_change) filter (where change.date <= ${startOf(12)}), 0) as before,
      coalesce(sum(change.mrr_change) filter (where change.date > ${startOf(12)}
        and kind = 'expansion' and change.date is distinct from debut.date), 0) as upsell,
      coalesce(sum(change.mrr_change) filter (where change.date > ${startOf(12)}
        and kind = 'expansion' and change.date = debut.date), 0) as cross_sell
    from dated
    join changed as change on change.account_id = dated.account_id and change.date <= dated.date
    join typed on typed.account_id = change.account_id and typed.date = change.date
    left join debut on debut.account_id = change.account_id and debut.product_id = change.product_id
    left join dim_products as product on product.product_id = change.product_id
    ${ofAccount('dated.account_id', 'if(dated.mrr > 0, dated.date, dated.changed)')}
    where ${startOf(12)} >= (select min(last_day(date)) from change)
    group by all`,
  slices: ['segment', 'product'],
  measures: {
    upsell_rate: 'sum(upsell) / nullif(sum(before), 0)',
    cross_sell_rate: 'sum(cross_sell) / nullif(sum(before), 0)',
  },
}

export const retention: readonly Proof[] = [windowRates, productRates]
