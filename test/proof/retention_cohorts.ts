/** View `retention_cohorts`, over the day on which each account first had MRR, and its month ends since. */

import { customerWindows, movements } from './mrr_days.ts'
import type { Proof } from './proof.ts'

const starts = `
  select account_id, date_trunc('month', date)::date as date, segment, industry,
    sum(mrr_change) as cohort_mrr
  from (${movements}) where kind = 'new' group by all`

const months = `
  select start.*, held.mrr,
    date_diff('month', start.date, date_trunc('month', held.date)) as months_since_start
  from (${starts}) as start
  join (${customerWindows(1)}) as held on held.account_id = start.account_id
    and held.date >= start.date`

export const retentionCohorts: readonly Proof[] = [
  {
    view: 'retention_cohorts',
    of: 'period',
    rows: starts,
    slices: ['segment', 'industry'],
    measures: { cohort_customers: 'count(*)' },
  },
  {
    view: 'retention_cohorts',
    of: 'period',
    rows: months,
    by: ['months_since_start'],
    slices: ['segment', 'industry'],
    measures: {
      retained_customers: 'count(*) filter (where mrr > 0)',
      customer_retention: 'count(*) filter (where mrr > 0) / count(*)',
      cohort_mrr: 'sum(cohort_mrr)',
      retained_mrr: 'sum(mrr)',
      mrr_retention: 'sum(mrr) / nullif(sum(cohort_mrr), 0)',
    },
  },
]
