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
  "transforms/marts/account_contracts.ts join: ‘.leftJoin(dimProducts.as('product'), 'product.product_id', 'month.pro…’":
    'A relation: the product of each balance is in its dimension.',
  "transforms/marts/account_contracts.ts join: ‘.leftJoin(dimPlans.as('plan'), 'plan.plan_id', 'month.plan_id')’":
    'A relation: the plan of each balance is in its dimension.',
  "transforms/marts/account_contracts.ts dropped condition: ‘.where('month.is_closing', '=', false)’":
    'All is 0 in a closing row, and none of its products and plans is held.',
  "transforms/marts/account_contracts.ts other end: ‘fn.max('month.mrr_12_before').as('mrr_12_before'),’":
    'It stands on one of the account’s rows, and is missing on the others.',
  "transforms/marts/account_contracts.ts join: ‘.innerJoin(fctMrrMovements.as('movement'), 'movement.account_id', 'li…’":
    'A life is made of the movements of the account, so it has some.',
  'transforms/marts/account_sales.ts join: ‘.innerJoin(’':
    'A relation: each balance is of an opportunity that is known.',
  "transforms/marts/account_service.ts dropped condition: ‘.where('payment.invoice_id', 'is not', null)’":
    'A payment without an invoice is joined to none.',
  "transforms/marts/mart_accounts.ts join: ‘.innerJoin(knowledge(db).as('knowledge'), (join) => join.onTrue())’":
    'What is known at all is always one row.',
  "transforms/marts/mart_accounts.ts join: ‘.leftJoin(dimOwners.as('owner'), 'owner.owner_id', 'account.owner_id')’":
    'A relation: the owner of each account is in its dimension.',
  "transforms/conformed/fct_won_predictions.ts join: ‘.innerJoin(origins(db).as('origin'), 'origin.month_number', 'part.mon…’":
    'Each part is of an origin.',
  "transforms/conformed/fct_won_predictions.ts join: ‘.leftJoin('month as known', 'known.month_number', 'part.known_number')’":
    'What is predicted of has a level, and so the last month that was over is known.',
  "transforms/conformed/fct_won_predictions.ts join: ‘.innerJoin(origins(db).as('origin'), 'origin.month_number', 'won.mont…’":
    'Months are told of those that are origins.',
  "transforms/conformed/fct_won_predictions.ts dropped condition: ‘.where('expected.won_amount', 'is not', null)’":
    'A month that is not over is no last known one, by which weights are joined.',
  "transforms/conformed/won_from_new_deals.ts join: ‘.innerJoin(leads.as('ahead'), (join) => join.onTrue())’":
    'There are always months ahead.',
  "transforms/conformed/won_from_new_deals.ts dropped condition: ‘.where('snapshot.won_month_number', 'is not', null)’":
    'What was never won is of no month, and joined to none.',
  "transforms/conformed/won_from_new_deals.ts join: ‘.innerJoin(wonMonths(db).as('won'), (join) =>’":
    'Each month is one of those up to itself.',
  "transforms/conformed/won_from_new_deals.ts join: ‘.innerJoin(soldYearBefore(db).as('contract'), 'contract.month_number'…’":
    'What has no amount a year before is left out by the condition below.',
  "transforms/conformed/won_from_pipeline.ts join: ‘.innerJoin(origins(db).as('origin'), 'origin.month_number', 'shown.mo…’":
    'What was shown before the first origin is of none, and joined to none.',
  "transforms/conformed/won_from_pipeline.ts join: ‘.innerJoin(leads.as('ahead'), (join) => join.onTrue())’":
    'There are always months ahead.',
  "transforms/conformed/won_from_pipeline.ts dropped condition: ‘.where('snapshot.won_month_number', 'is not', null)’":
    'What was never won is of no month ahead, and joined to none.',
  "transforms/conformed/fct_forecast_cells.ts dropped key: ‘.onRef('own.period_type', '=', 'period.period_type')’":
    'A day begins one period that counts: no quarter with a month of its own.',
  "transforms/conformed/fct_forecast_cells.ts dropped key: ‘.onRef('of_team.period_type', '=', 'period.period_type')’":
    'A day begins one period that counts: no quarter with a month of its own.',
  "transforms/conformed/fct_forecast_cells.ts dropped key: ‘.onRef('of_company.period_type', '=', 'period.period_type')’":
    'A day begins one period that counts: no quarter with a month of its own.',
  "transforms/conformed/fct_mrr_predictions.ts join: ‘.innerJoin(dimBalanceDates.as('calendar'), 'calendar.balance_date', '…’":
    'Each balance is of a balance date.',
  "transforms/conformed/fct_predictions.ts join: ‘.innerJoin('period as past', (join) =>’":
    'Without an earlier one there is no spread either way.',
  "transforms/conformed/fct_forecast_cells.ts other end: ‘fn.coalesce(fn.max('cell.told_team'), fn.max('cell.team')).as('team'),’":
    'A seller has one row of what was told, and one of what was sold.',
  "transforms/conformed/fct_mrr_predictions.ts join: ‘.innerJoin('month as past', (join) =>’":
    'What has no month before it has no season either way.',
  "transforms/conformed/fct_mrr_predictions.ts join: ‘.innerJoin('month as known', (join) =>’":
    'One without a known month has not as many changes as the condition below asks for.',
  "transforms/conformed/fct_mrr_predictions.ts dropped key: ‘.on('past.is_month_end', '=', true)’":
    'No season is joined to a month that runs, and before one that is over all are.',
  "transforms/conformed/deal_billing.ts join: ‘.innerJoin(subscriptionDays(db).as('day'), 'day.account_id', 'deal.ac…’":
    'A deal without a day has no value to come to either way.',
  "transforms/conformed/deal_billing.ts join: ‘.innerJoin(dimExchangeRates.as('rate'), (join) =>’":
    'There is a rate of each currency for each day.',
  "transforms/conformed/deal_billing.ts join: ‘.innerJoin(fctInvoices.as('bill'), 'bill.account_id', 'deal.account_i…’":
    'A deal without a bill is left out by the days below.',
  "transforms/conformed/deal_billing.ts join: ‘.innerJoin(stgInvoices.as('document'), 'document.invoice_id', 'bill.i…’":
    'Each invoice is made of its document.',
  "transforms/conformed/fct_leaks.ts boundary: ‘eb('leak.amount_local', '<=', sql<Local>`0`),’":
    'An audit: no finding is of 0 either way.',
  "transforms/conformed/fct_leaks.ts join: ‘.leftJoin(mapAccountAttributes.as('attributes'), (join) =>’":
    'The attributes of an account cover all days.',
  'transforms/conformed/leaks_of_agreed_discounts.ts join: ‘.innerJoin(’':
    'Each subscription is made of its record.',
  "transforms/conformed/leaks_of_agreed_discounts.ts join: ‘.innerJoin(dimExchangeRates.as('rate'), (join) =>’":
    'There is a rate of each currency for each day.',
  "transforms/conformed/leaks_of_agreed_discounts.ts dropped condition: ‘.where('bill.subscription_id', 'is not', null)’":
    'A bill without a subscription is joined to none.',
  "model/cubes/attribution.yml compared_gross_revenue: a dropped condition: ‘{CUBE}.kind = 'revenue'’":
    'Only revenue has a gross amount.',
  'model/cubes/attribution.yml romi: divided by 0: ‘nullif({cost}, 0)’ → ‘{cost}’':
    'Without cost it would be infinite, and an answer has no infinite number.',
  "transforms/conformed/won_from_pipeline.ts join: ‘.leftJoin('of_type', (join) =>’":
    'Of a type that was never counted the chance is 0, as if it were left out.',
  "transforms/conformed/won_from_pipeline.ts join: ‘.leftJoin('deal', (join) =>’":
    'Each type of deal has a size for each month, or none in the row.',
  "transforms/conformed/leaks_of_agreed_discounts.ts dropped condition: ‘.where('subscription.subscription_state', 'in', ['active', 'paused', …’":
    'What was never live has no live date, and is joined to no rate.',
  "transforms/conformed/leaks_of_discounts.ts join: ‘.innerJoin(discounted(db).as('bill'), (join) =>’":
    'A span is made of the bills that it is joined to.',
  "transforms/conformed/leaks_of_discounts.ts dropped condition: ‘.where('bill.discount_local', '>', sql<Local>`0`)’":
    'What has no discount adds nothing.',
  "transforms/conformed/leaks_of_discounts.ts boundary: ‘.where('bill.discount_local', '>', sql<Local>`0`)’":
    'What has no discount adds nothing.',
  "transforms/conformed/leaks_of_discounts.ts other end: ‘sql<string | null>`min(${ref('bill.subscription_id')})`.as('subscript…’":
    'The bills of a contract are of one subscription.',
  "transforms/conformed/leaks_of_discounts.ts other end: ‘>`min(if(${ref('bill.subscription_id')} is null, ${ref('bill.invoice_…’":
    'A bill without a subscription is a contract of its own.',
  "transforms/conformed/leaks_of_discounts.ts other end: ‘sql<string>`min(${ref('bill.source_system')})`.as('source_system'),’":
    'The bills of a contract are of one system.',
  "transforms/conformed/leaks_of_discounts.ts join: ‘.innerJoin(fctInvoices.as('issued'), 'issued.invoice_id', 'document.i…’":
    'Each invoice is made of its document.',
  "transforms/conformed/leaks_of_discounts.ts join: ‘.innerJoin(dimExchangeRates.as('rate'), (join) =>’":
    'There is a rate of each currency for each day.',
  "transforms/conformed/leaks_of_payments.ts join: ‘.innerJoin(fctInvoices.as('issued'), 'issued.invoice_id', 'attempt.in…’":
    'A payment of an invoice that is not there is of no status, and is left out.',
  "transforms/conformed/leaks_of_payments.ts join: ‘.innerJoin(stgInvoices.as('document'), 'document.invoice_id', 'attemp…’":
    'Each invoice is made of its document.',
  "transforms/conformed/leaks_of_payments.ts join: ‘.innerJoin(dimExchangeRates.as('rate'), (join) =>’":
    'There is a rate of each currency for each day.',
  "transforms/conformed/leaks_of_payments.ts boundary: ‘.whereRef('document.total_local', '>', 'attempt.paid_before_local')’":
    'What was paid in full before is paid, and was not late.',
  "transforms/conformed/leaks_of_payments.ts join: ‘.innerJoin(stgPayments.as('document'), 'document.payment_id', 'paymen…’":
    'Each payment is made of its document.',
  "transforms/conformed/leaks_of_payments.ts dropped condition: ‘.where('payment.invoice_id', 'is not', null)’":
    'A payment without an invoice is joined to none.',
  'transforms/conformed/leaks_of_terms.ts join: ‘.innerJoin(’':
    'One without a first bill, or a subscription of its own, is left out by the conditions.',
  "transforms/conformed/leaks_of_terms.ts join: ‘.innerJoin(mapMrrRates.as('rate'), (join) =>’":
    'There is a rate for each account and currency with MRR.',
  "transforms/conformed/leaks_of_terms.ts join: ‘.innerJoin(stgInvoices.as('document'), 'document.invoice_id', 'bill.i…’":
    'Each invoice is made of its document.',
  "transforms/conformed/leaks_of_terms.ts dropped condition: ‘.where('document.subscription_id', 'is not', null)’":
    'A bill without a subscription is joined to none.',
  "transforms/conformed/leaks_of_terms.ts join: ‘.innerJoin(balances(db).as('balance'), (join) =>’":
    'One without a balance has no value, and is left out below.',
  "transforms/conformed/leaks_of_terms.ts boundary: ‘.whereRef('term.term_start_date', '>', 'first.first_date')’":
    'A term that begins with the first bill is billed by it.',
  "transforms/conformed/leaks_of_usage.ts join: ‘.innerJoin(stgSubscriptions.as('told'), 'told.subscription_id', 'subs…’":
    'Each subscription is made of its record.',
  "transforms/conformed/leaks_of_usage.ts join: ‘.innerJoin(mapMrrRates.as('rate'), (join) =>’":
    'There is a rate for each account and currency with MRR.',
  "transforms/conformed/sold_deals.ts join: ‘.innerJoin(dimExchangeRates.as('rate'), (join) =>’":
    'There is a rate of each currency for each day.',
  "transforms/conformed/sold_deals.ts join: ‘.innerJoin(fctOpportunities.as('named'), 'named.opportunity_id', 'dea…’":
    'Each booking is of an opportunity.',
  "transforms/conformed/sold_deals.ts join: ‘.innerJoin(stgOpportunities.as('kept'), 'kept.opportunity_id', 'deal.…’":
    'Each opportunity is made of its record.',
  "transforms/conformed/sold_deals.ts join: ‘.innerJoin(told(db).as('told'), (join) => join.onTrue())’":
    'From when to when billing tells is always one row.',
  "transforms/conformed/sold_deals.ts join: ‘.innerJoin(dimPeople.as('person'), 'person.person_id', 'link.person_i…’":
    'A relation: each person of an opportunity is known.',
  "transforms/conformed/sold_deals.ts other end: ‘.select(({ fn }) => ['link.opportunity_id', fn.min('person.account_id…’":
    'There is one account, by the condition on groups.',
  "transforms/conformed/predicted_periods.ts join: ‘.innerJoin('month as origin', 'origin.month_number', 'period.month_nu…’":
    'Each prediction is made as of an origin.',
  'model/cubes/forecast.yml predicted_low: another column: ‘low_amount’ → ‘high_amount’':
    'P10 and P90 are told of the same periods.',
  'model/cubes/forecast.yml predicted_low: another column: ‘low_amount’ → ‘high_amount’ (2)':
    'P10 and P90 are told of the same periods.',
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
