/** Whose something was on its day: joins of naive SQL that several proofs share. */

/**
 * Joins the owner, the team and the segment that an account had on a day: `owner`, `team` and
 * `segment` of the rows, from the versions of accounts and owners.
 */
export const ofAccount = (account: string, day: string) => `
  left join dim_account_versions as account_then on account_then.account_id = ${account}
    and ${day} >= account_then.valid_from and ${day} < account_then.valid_to
  left join dim_owner_versions as owner_then on owner_then.owner_id = account_then.owner_id
    and ${day} >= owner_then.valid_from and ${day} < owner_then.valid_to
  left join dim_owners as owner_of_then on owner_of_then.owner_id = account_then.owner_id
  left join dim_accounts as account_now on account_now.account_id = ${account}`

/** The columns of the joined rows. */
export const accountColumns = `
  account_then.owner_id, owner_of_then.owner_name as owner, owner_then.team, account_then.segment,
  account_now.account_name, account_now.industry, account_now.country_name as country,
  account_now.region, account_now.lead_source, account_now.channel, account_now.source_system,
  account_now.segment as current_segment`

/** Every month end of the data, the day of `data_as_of` standing for that of the running month. */
export const monthEnds = `
  select least(last_day(month), (select as_of::date from data_as_of)) as date
  from (select distinct month_start_date as month from dim_dates)
  where month <= (select as_of from data_as_of)`
