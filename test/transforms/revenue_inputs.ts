/** Inputs of the revenue transforms: what a test does not say is one EUR account, SMB, of Ann. */

import { dataAsOf } from '../../src/run_tables.ts'
import { type Given, given, type TestDatabase } from '../../src/testing.ts'
import { dimAccountVersions } from '../../transforms/conformed/dim_account_versions.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimBalanceDates } from '../../transforms/conformed/dim_balance_dates.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { dimOwnerVersions } from '../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimPlans } from '../../transforms/conformed/dim_plans.ts'
import { dimProducts } from '../../transforms/conformed/dim_products.ts'
import { fctAccountMonths } from '../../transforms/conformed/fct_account_months.ts'
import { fctAccountWindows } from '../../transforms/conformed/fct_account_windows.ts'
import { fctMrrMovements } from '../../transforms/conformed/fct_mrr_movements.ts'
import { fctMrrPeriods } from '../../transforms/conformed/fct_mrr_periods.ts'
import { fctProductMonths } from '../../transforms/conformed/fct_product_months.ts'
import { fctSubscriptionChanges } from '../../transforms/conformed/fct_subscription_changes.ts'
import { mapAccountAttributes } from '../../transforms/conformed/map_account_attributes.ts'
import { mapAccounts } from '../../transforms/conformed/map_accounts.ts'
import { mapMrrRates } from '../../transforms/conformed/map_mrr_rates.ts'
import { stgSubscriptionChanges } from '../../transforms/staging/stg_subscription_changes.ts'
import { stgSubscriptions } from '../../transforms/staging/stg_subscriptions.ts'
import { make } from './chain.ts'

/** A change of an account's MRR: [account, day, amount], of product `core` in EUR if not said. */
interface Change {
  account: string
  on: string
  mrr: string
  product?: string
  /** `month` (a month) if not said; `year` is the plan of a year. */
  plan?: string
  currency?: string
  /** A subscription of its own if not said. */
  subscription?: string
}

/** Who owned an account and which segment it was in, from a day on. */
interface Version {
  account: string
  from?: string
  owner?: string
  segment?: string
}

export interface Company {
  changes: readonly Change[]
  versions?: readonly Version[]
  /** Teams of owners from a day on; `Sales` if not said. */
  teams?: readonly { owner: string; from?: string; team: string }[]
  rates?: readonly { currency: string; on: string; rate: string }[]
  internal?: readonly string[]
  subscriptions?: readonly (Given<typeof stgSubscriptions.columns> & { subscription_id: string })[]
  asOf?: string
}

/** The tables between subscription changes and month-end balances, in order. */
export const revenueTables = [
  dimBalanceDates,
  mapAccountAttributes,
  fctSubscriptionChanges,
  mapMrrRates,
  fctMrrPeriods,
  fctMrrMovements,
  fctProductMonths,
  fctAccountWindows,
  fctAccountMonths,
]

/** Fills the inputs and makes all revenue tables of them. */
export async function makeRevenue(db: TestDatabase, company: Company): Promise<void> {
  await givenCompany(db, company)
  await make(db, revenueTables)
}

export async function givenCompany(db: TestDatabase, company: Company): Promise<void> {
  const {
    changes,
    versions = [],
    teams = [],
    rates = [],
    internal = [],
    subscriptions = [],
  } = company
  const accounts = [...new Set([...changes, ...versions].map(({ account }) => account))]
  const versionsOf = accounts.flatMap((account) => {
    const own = versions.filter((version) => version.account === account)
    return tiled(own.length > 0 ? own : [{ account }])
  })
  const owners = [...new Set(versionsOf.map(({ owner = 'Ann' }) => owner))]
  await given(db, dataAsOf, [{ as_of: new Date(`${company.asOf ?? '2024-12-31'}T12:00:00Z`) }])
  await given(
    db,
    stgSubscriptionChanges,
    changes.map((change, index) => {
      const { account, on, mrr, product = 'core', plan = 'month', currency = 'EUR' } = change
      const line = `${change.subscription} ${product} ${plan}`
      return {
        subscription_line_id: change.subscription === undefined ? `line ${index}` : line,
        subscription_id: change.subscription ?? `line ${index}`,
        source_system: 'stripe',
        account_id: account,
        product_id: product,
        plan_id: plan,
        currency_code: currency,
        changed_at: new Date(on.includes('T') ? on : `${on}T10:00:00Z`),
        mrr_change_local: mrr,
      }
    }),
  )
  await given(
    db,
    stgSubscriptions,
    subscriptions.map((subscription) => ({ source_system: 'stripe', ...subscription })),
  )
  await given(
    db,
    mapAccounts,
    accounts.map((account) => ({
      source_key: account,
      account_id: account,
      is_internal: internal.includes(account),
    })),
  )
  await given(
    db,
    dimAccounts,
    accounts.map((account) => {
      const last = versionsOf.findLast((version) => version.account === account)
      return {
        account_id: account,
        account_name: `Account ${account}`,
        owner_id: last?.owner ?? 'Ann',
        segment: last?.segment ?? 'SMB',
        source_system: 'stripe',
      }
    }),
  )
  await given(
    db,
    dimProducts,
    ['core', 'addon', 'not_allocated'].map((id) => ({ product_id: id, product_name: id })),
  )
  await given(db, dimPlans, [
    { plan_id: 'month', plan_name: 'Monthly', billing_interval: 'month', interval_count: 1 },
    { plan_id: 'quarter', plan_name: 'Quarterly', billing_interval: 'month', interval_count: 3 },
    { plan_id: 'year', plan_name: 'Annual', billing_interval: 'year', interval_count: 1 },
    { plan_id: 'not_allocated', plan_name: 'Not allocated' },
  ])
  await given(
    db,
    dimAccountVersions,
    versionsOf.map(({ account, segment, owner, from, to }) => ({
      account_id: account,
      segment: segment ?? 'SMB',
      owner_id: owner ?? 'Ann',
      valid_from: from,
      valid_to: to,
    })),
  )
  await given(
    db,
    dimOwnerVersions,
    owners
      .flatMap((owner) => {
        const own = teams.filter((team) => team.owner === owner)
        return tiled(own.length > 0 ? own : [{ owner, team: 'Sales' }])
      })
      .map(({ owner, team, from, to }) => ({
        owner_id: owner,
        team,
        valid_from: from,
        valid_to: to,
      })),
  )
  await given(
    db,
    dimOwners,
    owners.map((owner) => ({
      owner_id: owner,
      owner_name: owner,
      owner_email: `${owner.toLowerCase()}@ours.example`,
      team: teams.findLast((team) => team.owner === owner)?.team ?? 'Sales',
    })),
  )
  await given(db, dimExchangeRates, [
    ...[...new Set(changes.map(({ on }) => on.slice(0, 10)))].map((on) => ({
      currency_code: 'EUR',
      rate_date: on,
      exchange_rate: '1',
    })),
    ...rates.map(({ currency, on, rate }) => ({
      currency_code: currency,
      rate_date: on,
      exchange_rate: rate,
    })),
  ])
  await make(db, [dimDates])
}

/** Versions from 1900 on, each until the next one. */
function tiled<V extends { from?: string }>(versions: readonly V[]) {
  return versions.map((version, index) => ({
    ...version,
    from: version.from ?? '1900-01-01',
    to: versions[index + 1]?.from ?? '9999-12-31',
  }))
}
