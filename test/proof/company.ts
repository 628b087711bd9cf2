/** How predictable the company’s MRR is: figures of view `revenue` that no part of it has. */
import { monthEnds } from './attributes.ts'
import { days } from './mrr_days.ts'
import type { Proof } from './proof.ts'

/** Figures of the whole company, as of the last complete month. */
export const company: Proof = {
  view: 'revenue',
  of: 'end',
  rows: `
    with ${days},
    month as (
      select moment.date, sum(mrr_change)::double as mrr,
        12 * year(moment.date) + month(moment.date) as number
      from (${monthEnds}) as moment
      join change on change.date <= moment.date
      where moment.date >= (select min(last_day(date)) from change)
      group by all
    ),
    complete as (from month where date < (select as_of::date from data_as_of)),
    quarter as (
      select ending.date, 12 * (ending.mrr - opening.mrr) as net_new
      from complete as ending
      join complete as opening on opening.date = last_day(ending.date - interval 3 month)
      where month(ending.date) % 3 = 0
    )
    select month.date,
      (select if(count(*) = 8,
          sqrt((sum(net_new * net_new) - sum(net_new) * sum(net_new) / 8) / 7) / avg(net_new), null)
        from quarter where quarter.date <= last.date
          and quarter.date > last_day(last.date - interval 24 month)) as variation,
      (select if(count(*) >= 12, corr(mrr, number) ** 2, null)
        from complete where complete.date <= last.date) as r2
    from month
    join complete as last on last.date = (
      select max(complete.date) from complete where complete.date <= month.date)`,
  slices: [],
  measures: { revenue_variation: 'any_value(variation)', revenue_trend_r2: 'any_value(r2)' },
}
