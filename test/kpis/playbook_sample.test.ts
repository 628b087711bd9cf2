/** Playbooks on the sample company: every case knows what was known on its day and no more. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '../../src/warehouse/manifest.ts'
import { connectReader, openBuild } from '../../src/warehouse/open.ts'
import { featureNames } from '../../transforms/marts/playbook/features.ts'
import { builtSample } from './sample_warehouse.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection
beforeAll(async () => {
  const { warehouse, build } = await builtSample()
  instance = await openBuild(warehouse, readManifest(warehouse, build).tables)
  connection = await connectReader(instance)
}, 300_000)
afterAll(() => {
  connection?.closeSync()
  instance?.closeSync()
})

const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson()

/** Counts over the days up to the day of scoring, one by one. */
const within = (table: string, date: string, days: number, also = 'true') => `
  (select count(*) from ${table} as fact where fact.account_id = customer.account_id and ${also}
    and fact.${date} <= customer.scored_date and fact.${date} > customer.scored_date - ${days})`

// Days of scoring are tried that are spread over all four years.
const tried = 'from mart_playbook_customers as customer where customer.points_back % 7 = 0'

test('what is known of a customer is what had happened by the day', async () => {
  const spoken = `fact.activity_type in ('call', 'email', 'meeting', 'message') and not fact.is_automatic`
  const naive = {
    ticket_count: within('fct_tickets', 'opened_date', 360),
    complaint_count: within('fct_tickets', 'solved_date', 180, 'fact.csat_score < 0.5'),
    failed_payment_count: within('fct_payments', 'paid_date', 90, "fact.payment_status = 'failed'"),
    contact_count: within('fct_activities', 'occurred_date', 90, spoken),
    expansion_count: within(
      'fct_mrr_movements',
      'movement_date',
      360,
      "fact.movement_type = 'expansion' and not fact.is_new_product and fact.mrr_change > 0",
    ),
    contraction_count: within(
      'fct_mrr_movements',
      'movement_date',
      360,
      "fact.movement_type = 'contraction' and fact.account_count = 1",
    ),
    next_expansion_count: `(select count(*) from fct_mrr_movements as fact
      where fact.account_id = customer.account_id and fact.movement_type = 'expansion'
        and not fact.is_new_product and fact.mrr_change > 0
        and fact.movement_date > customer.scored_date and fact.movement_date <= customer.scored_date + 90)`,
    contacted_date: `(select max(fact.occurred_date) from fct_activities as fact
      where fact.account_id = customer.account_id and ${spoken}
        and fact.occurred_date <= customer.scored_date)`,
    mrr: `(select sum(fact.mrr) from fct_mrr_periods as fact where fact.account_id = customer.account_id
      and fact.valid_from <= customer.scored_date and fact.valid_to > customer.scored_date)`,
    has_open_deal: `(select count(*) > 0 from fct_opportunities as fact
      where fact.account_id = customer.account_id and fact.deal_type = 'Existing Business'
        and fact.created_date <= customer.scored_date
        and coalesce(fact.closed_date > customer.scored_date, true))`,
    is_leaving: `(select count(*) > 0 from fct_subscriptions as fact
      where fact.account_id = customer.account_id and fact.canceled_date <= customer.scored_date
        and coalesce(fact.ended_date > customer.scored_date, true))`,
    term_end_date: `(select min(fact.term_end_date) from fct_subscription_terms as fact
      where fact.account_id = customer.account_id and fact.term_months >= 12
        and fact.term_start_date <= customer.scored_date and fact.term_end_date > customer.scored_date)`,
  }
  const [counts] = await rowsOf(
    `select count(*)::int as rows, ${Object.entries(naive)
      .map(
        ([name, own]) =>
          `(count(*) filter (where ${own} is distinct from customer.${name}))::int as ${name}`,
      )
      .join(', ')} ${tried}`,
  )
  const { rows, ...differences } = counts as Record<string, number>
  expect(rows).toBeGreaterThan(1_000)
  expect(differences).toEqual(Object.fromEntries(Object.keys(naive).map((name) => [name, 0])))
})

test('a renewal deal stood on the day as it is told, and nothing is signed before it is won', async () => {
  const [counts] = await rowsOf(`
    with deal as (
      select subscription_id, term.account_id, term_start_date, term_end_date, opportunity_id
      from fct_subscription_terms as term
      join fct_opportunities as opportunity on opportunity.account_id = term.account_id
      join dim_opportunity_versions as version using (opportunity_id)
      where deal_type = 'Renewal' and version.valid_from = '1900-01-01' and term_months >= 12
        and term.account_id <> 'unknown' and abs(version.closes_at::date - term_end_date) <= 45
      qualify row_number() over (partition by subscription_id, term_end_date
        order by abs(version.closes_at::date - term_end_date), opportunity_id) = 1),
    stood as (
      select customer.account_id, customer.points_back, stage_type
      from mart_playbook_customers as customer
      join deal using (account_id)
      join fct_opportunity_stages as visit using (opportunity_id)
      where term_start_date <= scored_date and deal.term_end_date > scored_date
        and deal.term_end_date <= scored_date + 90 and visit.entered_date <= scored_date
        and coalesce(visit.left_date > scored_date, true)
      qualify row_number() over (partition by customer.account_id, customer.points_back
        order by deal.term_end_date, subscription_id) = 1)
    select (count(*) filter (where stage_type = 'won'))::int as won,
      (count(*) filter (where stage_type = 'open'))::int as open,
      (count(*) filter (where stage_type is distinct from renewal_type))::int as different,
      (count(*) filter (where signed_mrr > 0 and renewal_type is null))::int as too_early
    from mart_playbook_customers left join stood using (account_id, points_back)`)
  expect(counts).toMatchObject({ different: 0, too_early: 0 })
  expect(Number(counts!['won'])).toBeGreaterThan(50)
  expect(Number(counts!['open'])).toBeGreaterThan(200)
})

test('a case looks at the deal that it is about', async () => {
  expect(
    await rowsOf(`
      select playbook, count(*) > 1000 as is_tried,
        (count(*) filter (where features[if(playbook = 'upsell', 'renewal deal', 'deal')]
          is distinct from about))::int as different
      from (
        select played.*, coalesce(if(renewal_type = 'won', 'signed', renewal_type), 'none') as about
        from mart_playbook_cases as played
        join mart_playbook_customers using (account_id, points_back) where playbook = 'upsell'
        union all by name
        select played.*, coalesce(deal_type, 'no deal') as about
        from mart_playbook_cases as played
        join fct_activities as message on message.activity_id = played.subject_id
        left join fct_opportunities as deal on deal.opportunity_id = message.opportunity_id
        where playbook = 'best_time_to_write'
      ) group by playbook order by playbook`),
  ).toEqual([
    { playbook: 'best_time_to_write', is_tried: true, different: 0 },
    { playbook: 'upsell', is_tried: true, different: 0 },
  ])
})

test('a customer of every day with MRR is there, and nobody else', async () => {
  expect(
    await rowsOf(`
      with point as (select as_of::date - 30 * n::int as day, n from data_as_of, range(49) as each(n)),
      paying as (select account_id, n from fct_mrr_periods join point on valid_from <= day and valid_to > day
        group by all having sum(mrr) > 0)
      select count(*)::int as rows from paying full join mart_playbook_customers as customer
        on customer.account_id = paying.account_id and customer.points_back = paying.n
      where paying.n is null or customer.points_back is null`),
  ).toEqual([{ rows: 0 }])
})

test('a lead is scored by the stage of the day, before it became an opportunity', async () => {
  const [counts] = await rowsOf(`
    select count(*)::int as cases,
      (count(*) filter (where cycle.opportunity_at::date <= day))::int as too_late,
      (count(*) filter (where cycle.began_date > day))::int as too_early,
      (count(*) filter (where stage <> case when cycle.sql_at::date <= day then 'SQL'
        when cycle.sal_at::date <= day then 'SAL' when cycle.mql_at::date <= day then 'MQL' else 'lead' end))::int as other_stage,
      (count(*) filter (where is_hit is distinct from case when points_back >= 3
        then coalesce(cycle.opportunity_at::date <= day + 90, false) end))::int as other_outcome,
      (count(*) filter (where visits <> least(2, (select count(*) from fct_touchpoints as touch
        where touch.person_id = cycle.person_id and touch.occurred_date <= day and touch.occurred_date > day - 30))))::int as other_visits
    from (
      select *, run.as_of::date - 30 * points_back::int as day,
        split_part(features['stage and days in it'], ',', 1) as stage,
        case features['visits in 30 days'] when 'none' then 0 when '1' then 1 else 2 end as visits
      from mart_playbook_cases, data_as_of as run where playbook = 'leads_to_call'
    ) as lead
    join fct_lead_cycles as cycle on lead.subject_id = cycle.person_id || '/' || cycle.cycle_number`)
  expect(counts).toMatchObject({
    too_late: 0,
    too_early: 0,
    other_stage: 0,
    other_outcome: 0,
    other_visits: 0,
  })
  expect(Number(counts!['cases'])).toBeGreaterThan(5_000)
})

test('a stalled deal stood in its stage, and a hit neither moved on nor was won in time', async () => {
  const [counts] = await rowsOf(`
    select count(*)::int as cases,
      (count(*) filter (where visit.opportunity_id is null))::int as not_there,
      (count(*) filter (where is_hit is distinct from case when points_back >= 3 then not exists (
        from fct_opportunity_stages as later join dim_stages as stage on stage.stage_id = later.stage_id
        where later.opportunity_id = visit.opportunity_id and later.visit_number = visit.visit_number + 1
          and later.entered_date <= day + 90 and (later.stage_type = 'won'
            or later.stage_type = 'open' and stage.stage_number > visit.stage_number)) end))::int as other_outcome
    from (select *, run.as_of::date - 30 * points_back::int as day
      from mart_playbook_cases, data_as_of as run where playbook = 'stalled_deals') as deal
    left join (from fct_opportunity_stages as visit join dim_stages using (stage_id)
      select visit.*, stage_number) as visit on visit.opportunity_id = deal.subject_id
      and visit.stage_type = 'open' and visit.entered_date <= day - 30 and visit.entered_date >= day - 180
      and coalesce(visit.left_date > day, true)`)
  expect(counts).toMatchObject({ not_there: 0, other_outcome: 0 })
  expect(Number(counts!['cases'])).toBeGreaterThan(200)
})

test('nobody who refuses mail or calls is on a list, nor anybody whom we know no more', async () => {
  expect(
    await rowsOf(`
      select count(*)::int as people,
        (count(*) filter (where person.person_id is null or person.is_opted_out or person.is_call_refused))::int as refusing,
        (count(*) filter (where playbook = 'best_time_to_write' and (person.is_undeliverable
          or person.email_quality not in ('valid', 'free_mail'))))::int as dead
      from mart_playbook left join dim_people as person using (person_id)
      where mart_playbook.person_id <> 'not_allocated'`),
  ).toMatchObject([{ refusing: 0, dead: 0 }])
})

test('what cases are told apart by has a name in every language, and nothing else has', async () => {
  const seen = await rowsOf(
    "select distinct unnest(map_keys(features)) as feature from mart_playbook_cases where playbook <> 'best_time_to_write'",
  )
  expect(seen.map(({ feature }) => feature).sort()).toEqual([...featureNames].sort())
})

test('every suggestion has a reason in a sentence, a chance, an owner and a day', async () => {
  expect(
    await rowsOf(`
      select count(*)::int as rows from mart_playbook where row_kind = 'suggestion' and not coalesce(
        reason like '%.' and reason like '%chance is%' and score between 0 and 1 and owner_id <> 'not_allocated'
          and due_date > date and rank_number >= 1 and features <> '', false)`),
  ).toEqual([{ rows: 0 }])
})
