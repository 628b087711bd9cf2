/** View `funnel`, over lead cycles with the instant of each stage, and over visits to the website. */
import type { Proof } from './proof.ts'

const stages = ['lead', 'mql', 'sal', 'sql', 'opportunity', 'customer'] as const
type Stage = (typeof stages)[number]

/** From which stage to which people convert. */
const pairs: Readonly<Record<string, readonly [Stage, Stage]>> = {
  lead_to_mql_rate: ['lead', 'mql'],
  mql_to_sal_rate: ['mql', 'sal'],
  sal_to_sql_rate: ['sal', 'sql'],
  sql_to_opportunity_rate: ['sql', 'opportunity'],
  opportunity_to_customer_rate: ['opportunity', 'customer'],
  lead_to_customer_rate: ['lead', 'customer'],
}

/** Rows of cycles under one date, with the segment of that day. */
const cyclesOn = (columns: string, instant: string) => `
  select ${columns}, ${instant}::date as date, cycle.channel, cycle.lead_source,
    coalesce(account_then.segment, 'Unknown') as segment
  from fct_lead_cycles as cycle
  left join dim_account_versions as account_then on account_then.account_id = cycle.account_id
    and ${instant}::date >= account_then.valid_from and ${instant}::date < account_then.valid_to
  where ${instant} is not null`

const isInferred = (stage: Stage) => (stage === 'customer' ? 'false' : `cycle.is_${stage}_inferred`)

const visitors = `
  select 'visitor' as stage, first.date, first.channel, 'Not allocated' as lead_source,
    coalesce(account_then.segment, 'Unknown') as segment
  from (
    select person_id, min(occurred_at)::date as date, arg_min(channel, occurred_at) as channel
    from fct_touchpoints where touchpoint_type = 'session' and person_id <> 'unknown'
    group by person_id
  ) as first
  left join dim_people as person on person.person_id = first.person_id
  left join dim_account_versions as account_then on account_then.account_id = person.account_id
    and first.date >= account_then.valid_from and first.date < account_then.valid_to`

const reached = [
  visitors,
  ...stages.map((stage) =>
    cyclesOn(
      `'${stage}' as stage, if(${isInferred(stage)} or cycle.is_lead_inferred, null,
        date_diff('second', date_trunc('second', cycle.lead_at), date_trunc('second', cycle.${stage}_at))) as seconds`,
      `cycle.${stage}_at`,
    ),
  ),
].join(' union all by name ')

const count = (stage: string) => `count(*) filter (where stage = '${stage}')`
const medianDays = (stage: Stage) => `median(seconds) filter (where stage = '${stage}') / 86400`

/** Each stage from which others convert, by the day it was entered; mature by nine of ten who did. */
const cohorts = Object.entries(pairs)
  .map(([rate, [stage, goal]]) => {
    const seconds = `date_diff('second', date_trunc('second', cycle.${stage}_at), date_trunc('second', cycle.${goal}_at))`
    return cyclesOn(
      `'${rate}' as rate, cycle.${goal}_at is not null as is_converted,
        coalesce(date_diff('second', date_trunc('second', cycle.${stage}_at),
            (select date_trunc('second', as_of) from data_as_of)) >= (
          select list_sort(list(${seconds}))[ceil(0.9 * count(${seconds}))::integer]
          from fct_lead_cycles as cycle
          where not ${isInferred(stage)} and not ${isInferred(goal)}
            and cycle.${goal}_at is not null), false) as is_mature`,
      `cycle.${stage}_at`,
    )
  })
  .join(' union all by name ')

export const funnel: readonly Proof[] = [
  {
    view: 'funnel',
    of: 'period',
    rows: reached,
    slices: ['channel', 'segment'],
    measures: {
      visitors: count('visitor'),
      leads: count('lead'),
      mqls: count('mql'),
      sals: count('sal'),
      sqls: count('sql'),
      people_with_opportunity: count('opportunity'),
      people_converted: count('customer'),
      median_days_to_mql: medianDays('mql'),
      median_days_to_sal: medianDays('sal'),
      median_days_to_sql: medianDays('sql'),
      median_days_to_opportunity: medianDays('opportunity'),
      median_days_to_customer: medianDays('customer'),
    },
  },
  {
    view: 'funnel',
    of: 'period',
    rows: cohorts,
    slices: ['channel', 'is_mature'],
    measures: Object.fromEntries(
      Object.keys(pairs).map((rate) => [
        rate,
        `avg(is_converted::integer) filter (where rate = '${rate}')`,
      ]),
    ),
  },
  {
    view: 'funnel',
    of: 'period',
    rows: cyclesOn(
      `date_diff('second', date_trunc('second', cycle.hand_raised_at),
        date_trunc('second', cycle.contacted_at)) as seconds`,
      'cycle.hand_raised_at',
    ),
    slices: ['channel', 'segment'],
    measures: {
      median_speed_to_lead_minutes: 'median(seconds) / 60',
      contacted_within_1h_rate: 'count(*) filter (where seconds <= 3600) / count(*)',
      never_contacted_rate: 'count(*) filter (where seconds is null) / count(*)',
    },
  },
]
