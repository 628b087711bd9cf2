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
}
