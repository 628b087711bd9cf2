/** Mutants that no test can notice, with the reason; by the id without its line number. */
export const accepted: Readonly<Record<string, string>> = {
  "transforms/conformed/dim_owners.ts join: ‘.innerJoin(dimOwnerVersions.as('version'), (join) =>’":
    'The versions of an owner cover all days, so each has one at the last.',
  "transforms/conformed/fct_account_months.ts join: ‘.innerJoin(fctMrrMovements.as('movement'), (join) =>’":
    'An audit: a balance without movements has no sum to differ from either way.',
}
