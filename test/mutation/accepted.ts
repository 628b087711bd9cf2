/** Mutants that no test can notice, with the reason; by the id without its line number. */
export const accepted: Readonly<Record<string, string>> = {
  "transforms/conformed/dim_owners.ts join: ‘.innerJoin(dimOwnerVersions.as('version'), (join) =>’":
    'The versions of an owner cover all days, so each has one at the last.',
  "transforms/conformed/fct_account_months.ts join: ‘.innerJoin(fctMrrMovements.as('movement'), (join) =>’":
    'An audit: a balance without movements has no sum to differ from either way.',
  "transforms/conformed/fct_mrr_movements.ts join: ‘.innerJoin(mapAccountAttributes.as('before'), (join) =>’":
    'What has no version before it is the first one, which begins before all MRR.',
  "transforms/conformed/fct_company_months.ts factor: ‘>`if(month(${ref('month.balance_date')}) % 3 = 0 and ${ref('month.is_…’":
    'A factor of all quarters alike cancels in the ratio of deviation to mean.',
  "transforms/marts/mart_pipeline.ts join: ‘.leftJoin(dimOpportunityVersions.as('version'), (join) =>’":
    'The versions of an opportunity cover all time, so each event has one.',
  "transforms/marts/mart_revenue.ts other end: ‘.select(['month.balance_date', sql`min(${keyOfMonth})`.as('key')])’":
    'Any one row of a date may carry the figures of the company.',
  "transforms/conformed/dim_gross_margins.ts join: ‘.innerJoin(segments(db).as('listed'), (join) => join.onTrue())’":
    'There is always a segment to list: Unknown.',
  "transforms/conformed/dim_gross_margins.ts dropped condition: ‘.where('margin.segment', 'is not', null)’":
    'A margin without a segment is equal to no listed one, so it is joined to none.',
  "transforms/conformed/fct_funnel_events.ts join: ‘.innerJoin(dimPeople.as('person'), 'person.person_id', 'event.person_…’":
    'Visitors and cycles are of known people already.',
  "transforms/conformed/fct_lead_cycles.ts join: ‘.innerJoin('cycle', (join) =>’":
    'What is of no cycle has no person, and is joined to none by it.',
  "transforms/marts/mart_funnel.ts join: ‘.leftJoin(dimAccountVersions.as('account'), (join) =>’":
    'The versions of an account cover all time, so each request has one.',
  "model/cubes/funnel.yml requests_answered_within_1h: a dropped condition: ‘{CUBE}.event = 'hand_raise'’":
    'Only a request has seconds until contact.',
  "model/cubes/funnel.yml visitors: a dropped condition: ‘{CUBE}.event = 'reached'’":
    'No conversion begins with a visitor, so only the event of reaching it has the stage.',
  "model/cubes/funnel.yml people_converted: a dropped condition: ‘{CUBE}.event = 'reached'’":
    'No conversion begins with a customer, so only the event of reaching it has the stage.',
  "model/cubes/pipeline.yml sales_cycle_seconds: a dropped condition: ‘{CUBE}.event = 'closed'’":
    'Only a close has seconds open.',
  "model/cubes/pipeline.yml opportunities_with_sales_cycle: a dropped condition: ‘{CUBE}.event = 'closed'’":
    'Only a close has seconds open.',
  "model/cubes/pipeline.yml stages_passed: a dropped condition: ‘{CUBE}.event = 'stage_entered'’":
    'Only a stage that was entered is passed.',
  "model/cubes/pipeline.yml stage_visit_seconds: a dropped condition: ‘{CUBE}.event = 'stage_left'’":
    'Only a stage that was left has seconds of a visit.',
  "model/cubes/pipeline_waterfall.yml opportunities_slipped: a dropped condition: ‘{CUBE}.bucket = 'start'’":
    'Only an opportunity of the start is slipped.',
  'model/cubes/revenue.yml mrr: another column: ‘mrr’ → ‘committed_mrr’':
    'A balance is committed at its MRR; what is signed and not live has no balance date.',
  'model/cubes/revenue.yml customers: another column: ‘mrr’ → ‘committed_mrr’':
    'A balance is committed at its MRR; what is signed and not live has no balance date.',
  'model/cubes/unit_economics.yml ltv: divided by 0: ‘nullif({customers}, 0)’ → ‘{customers}’':
    'Without a customer it would be infinite, and an answer has no infinite number.',
  'model/cubes/unit_economics.yml cac_payback_months: divided by 0: ‘nullif({new_customers}, 0)’ → ‘{new_customers}’':
    'Without a new customer CAC is missing already.',
  'model/cubes/pipeline.yml target_left: missing in the place of 0: ‘coalesce(balance_at_end({CUBE}.coverage_date, {CUBE}.quarter_won_amou…’ → ‘balance_at_end({CUBE}.coverage_date, {CUBE}.quarter_won_amount)’':
    'Each row of a coverage has all its amounts, 0 at least; only the quota may be missing.',
  'model/cubes/pipeline.yml opening_target_left: missing in the place of 0: ‘coalesce(balance_at_end({CUBE}.coverage_date, {CUBE}.opening_won_amou…’ → ‘balance_at_end({CUBE}.coverage_date, {CUBE}.opening_won_amount)’':
    'Each row of a coverage has all its amounts, 0 at least; only the quota may be missing.',
  'model/cubes/pipeline.yml pipeline_coverage: missing in the place of 0: ‘coalesce(balance_at_end({CUBE}.coverage_date, {CUBE}.due_amount), 0)’ → ‘balance_at_end({CUBE}.coverage_date, {CUBE}.due_amount)’':
    'Each row of a coverage has all its amounts, 0 at least; only the quota may be missing.',
  'model/cubes/pipeline.yml opening_pipeline_coverage: missing in the place of 0: ‘coalesce(balance_at_end({CUBE}.coverage_date, {CUBE}.opening_due_amou…’ → ‘balance_at_end({CUBE}.coverage_date, {CUBE}.opening_due_amount)’':
    'Each row of a coverage has all its amounts, 0 at least; only the quota may be missing.',
  'model/cubes/pipeline.yml opening_pipeline_coverage: at the boundary: ‘>’ → ‘>=’':
    'A quotient by 0 is missing in an answer either way.',
}
