/** A small CRM for tests: what the staging tables over all systems hold, from as few words as a case needs. */
import { dataAsOf } from '../../src/run_tables.ts'
import { given, type TestDatabase } from '../../src/testing.ts'
import { dimAccountVersions } from '../../transforms/conformed/dim_account_versions.ts'
import { dimAccounts } from '../../transforms/conformed/dim_accounts.ts'
import { dimCampaigns } from '../../transforms/conformed/dim_campaigns.ts'
import { dimDates } from '../../transforms/conformed/dim_dates.ts'
import { dimExchangeRates } from '../../transforms/conformed/dim_exchange_rates.ts'
import { dimOpportunityVersions } from '../../transforms/conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from '../../transforms/conformed/dim_owner_versions.ts'
import { dimOwners } from '../../transforms/conformed/dim_owners.ts'
import { dimStages } from '../../transforms/conformed/dim_stages.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityOutcomes } from '../../transforms/conformed/fct_opportunity_outcomes.ts'
import { fctOpportunityStages } from '../../transforms/conformed/fct_opportunity_stages.ts'
import { mapAccounts } from '../../transforms/conformed/map_accounts.ts'
import { mapCompanies } from '../../transforms/conformed/map_companies.ts'
import { mapMergedCompanies } from '../../transforms/conformed/map_merged_companies.ts'
import { mapOpportunities } from '../../transforms/conformed/map_opportunities.ts'
import { stgFinanceFxRates } from '../../transforms/staging/finance/stg_finance__fx_rates.ts'
import { stgAccountDomains } from '../../transforms/staging/stg_account_domains.ts'
import { stgAccountHistory } from '../../transforms/staging/stg_account_history.ts'
import { stgAccounts } from '../../transforms/staging/stg_accounts.ts'
import { stgBillingCustomers } from '../../transforms/staging/stg_billing_customers.ts'
import { stgCampaigns } from '../../transforms/staging/stg_campaigns.ts'
import { stgOpportunities } from '../../transforms/staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../../transforms/staging/stg_opportunity_history.ts'
import { stgOpportunityStageEntries } from '../../transforms/staging/stg_opportunity_stage_entries.ts'
import { stgOwnerTeams } from '../../transforms/staging/stg_owner_teams.ts'
import { stgOwners } from '../../transforms/staging/stg_owners.ts'
import { stgStages } from '../../transforms/staging/stg_stages.ts'

/** By instant (`2024-01-31` or `2024-01-31 09:00`): the value that an attribute took. */
type History = Readonly<Record<string, string | number | null>>

interface Company {
  readonly id: string
  readonly name?: string
  readonly domain?: string
  readonly additionalDomains?: string
  readonly merged?: string
  readonly isDeleted?: boolean
  readonly owner?: string
  readonly employees?: number
  readonly country?: string
  readonly ownerHistory?: History
  readonly employeeHistory?: History
}

export interface Deal {
  readonly id: string
  readonly created: string
  /** The stages that it came to, by instant: a history. */
  readonly stages?: History
  /** Without a history: the stage-entered columns, stage by instant. */
  readonly entered?: History
  /** Without a history: the stage of the last export. */
  readonly stage?: string
  readonly pipeline?: 'Sales' | 'Renewals'
  readonly company?: string
  readonly type?: string
  readonly amount?: string
  readonly amounts?: History
  readonly currency?: string
  readonly owners?: History
  readonly ownerName?: string
  readonly closeDates?: History
  readonly closes?: string
  readonly merged?: string
  readonly campaign?: string
  readonly reason?: string
}

export interface Crm {
  readonly asOf?: string
  readonly companies?: readonly Company[]
  /** Team by owner and day of export. */
  readonly owners?: Readonly<Record<string, Readonly<Record<string, string | null>>>>
  readonly customers?: readonly { id: string; company?: string; email?: string }[]
  readonly rates?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly deals?: readonly Deal[]
}

/** The sales pipeline qualifies at its second stage; renewals have no qualifying stage. */
const stages = [
  ['discovery', 'Sales', 'open'],
  ['qualified', 'Sales', 'open'],
  ['proposal', 'Sales', 'open'],
  ['negotiation', 'Sales', 'open'],
  ['won', 'Sales', 'won'],
  ['lost', 'Sales', 'lost'],
  ['due', 'Renewals', 'open'],
  ['renewed', 'Renewals', 'won'],
  ['not renewed', 'Renewals', 'lost'],
] as const

const at = (instant: string) =>
  new Date(`${instant.replace(' ', 'T')}${instant.length === 10 ? 'T12:00' : ''}Z`)

export async function givenCrm(db: TestDatabase, crm: Crm): Promise<void> {
  const {
    asOf = '2024-12-31 12:00',
    companies = [],
    owners = {},
    customers = [],
    rates = {},
    deals = [],
  } = crm
  await given(db, dataAsOf, [{ as_of: at(asOf) }])
  await given(db, stgCampaigns, [
    {
      campaign_id: 'google_ads:Brand',
      campaign_name: 'Brand',
      channel: 'Paid Search',
      source_system: 'google_ads',
    },
  ])
  await givenCompanies(db, companies)
  await given(
    db,
    stgBillingCustomers,
    customers.map(({ id, company, email }) => ({
      source_system: 'stripe',
      source_id: id,
      crm_system: 'hubspot',
      crm_id: company ?? null,
      customer_name: `Customer ${id}`,
      email: email ?? null,
      created_at: at('2023-01-01'),
    })),
  )
  await givenOwners(db, owners)
  await given(
    db,
    stgFinanceFxRates,
    Object.entries(rates).flatMap(([currency, days]) =>
      Object.entries(days).map(([date, rate]) => ({
        from_currency_code: currency,
        to_currency_code: 'EUR',
        rate_date: date,
        exchange_rate: rate,
      })),
    ),
  )
  await given(
    db,
    stgStages,
    stages.map(([name, pipeline, type], place) => ({
      stage_id: `hubspot:${name}`,
      pipeline_id: `hubspot:${pipeline}`,
      source_system: 'hubspot',
      stage_name: name,
      pipeline_name: pipeline,
      stage_type: type,
      is_in_use: true,
      stage_number: place,
    })),
  )
  await givenDeals(db, deals)
}

async function givenCompanies(db: TestDatabase, companies: readonly Company[]) {
  await given(
    db,
    stgAccounts,
    companies.map((company) => ({
      source_system: 'hubspot',
      source_id: company.id,
      owner_id: company.owner ? `hubspot:${company.owner}` : null,
      account_name: company.name ?? `Company ${company.id}`,
      domain: company.domain ?? null,
      additional_domains: company.additionalDomains ?? null,
      merged_ids: company.merged ?? null,
      country: company.country ?? null,
      is_deleted: company.isDeleted ?? false,
      created_at: at('2023-01-01'),
      modified_at: at('2024-06-01'),
      employee_count: company.employees ?? null,
    })),
  )
  await given(
    db,
    stgAccountHistory,
    companies.flatMap(({ id, ownerHistory = {}, employeeHistory = {} }) => [
      ...Object.entries(ownerHistory).map(([instant, owner]) => ({
        source_system: 'hubspot',
        source_id: id,
        property: 'owner_id' as const,
        changed_at: at(instant),
        value: owner === null ? null : `hubspot:${owner}`,
      })),
      ...Object.entries(employeeHistory).map(([instant, employees]) => ({
        source_system: 'hubspot',
        source_id: id,
        property: 'employee_count' as const,
        changed_at: at(instant),
        value: employees === null ? null : String(employees),
      })),
    ]),
  )
}

async function givenOwners(db: TestDatabase, owners: NonNullable<Crm['owners']>) {
  const exported = Object.entries(owners).flatMap(([owner, days]) =>
    Object.entries(days).map(([day, team]) => ({ owner, day, team })),
  )
  await given(
    db,
    stgOwners,
    exported.map(({ owner, day }) => ({
      owner_id: `hubspot:${owner}`,
      owner_email: `${owner.toLowerCase()}@seller.example`,
      first_name: owner,
      last_name: 'Berg',
      is_active: true,
      exported_date: day,
    })),
  )
  await given(
    db,
    stgOwnerTeams,
    exported
      .filter(({ team }) => team !== null)
      .map(({ owner, day, team }) => ({
        owner_id: `hubspot:${owner}`,
        team_id: `hubspot:${team}`,
        team_name: team,
        is_primary: true,
        exported_date: day,
      })),
  )
}

async function givenDeals(db: TestDatabase, deals: readonly Deal[]) {
  await given(
    db,
    stgOpportunities,
    deals.map((deal) => ({
      opportunity_id: `hubspot:${deal.id}`,
      source_system: 'hubspot',
      source_id: deal.id,
      company_id: deal.company ?? null,
      merged_ids: deal.merged ?? null,
      owner_name: deal.ownerName ?? null,
      opportunity_name: `Deal ${deal.id}`,
      pipeline_name: deal.pipeline ?? 'Sales',
      stage_name: deal.stage ?? null,
      deal_type: deal.type ?? 'New Business',
      lost_reason: deal.reason ?? null,
      campaign_name: deal.campaign ?? null,
      currency_code: deal.currency ?? 'EUR',
      created_at: at(deal.created),
      closes_at: deal.closes ? at(deal.closes) : null,
      modified_at: at(deal.created),
      amount_local: deal.amount ?? null,
    })),
  )
  await given(
    db,
    stgOpportunityHistory,
    deals.flatMap(({ id, stages, owners, amounts, closeDates }) => [
      ...changes(id, 'stage_id', stages, (stage) => `hubspot:${stage}`),
      ...changes(id, 'owner_id', owners, (owner) => `hubspot:${owner}`),
      ...changes(id, 'amount', amounts, String),
      ...changes(id, 'close_date', closeDates, (day) => at(String(day)).toISOString()),
    ]),
  )
  await given(
    db,
    stgOpportunityStageEntries,
    deals.flatMap(({ id, pipeline = 'Sales', entered = {} }) =>
      Object.entries(entered).map(([instant, stage]) => ({
        opportunity_id: `hubspot:${id}`,
        source_system: 'hubspot',
        pipeline_name: pipeline,
        stage_name: String(stage),
        entered_at: at(instant),
      })),
    ),
  )
}

const changes = <P extends 'stage_id' | 'owner_id' | 'amount' | 'close_date'>(
  id: string,
  property: P,
  history: History = {},
  written: (value: string | number) => string,
) =>
  Object.entries(history).map(([instant, value]) => ({
    opportunity_id: `hubspot:${id}`,
    property,
    changed_at: at(instant),
    value: value === null ? null : written(value),
  }))

/** What the CRM’s facts are made of, in an order in which they can be made. */
export const crmTables = [
  stgAccountDomains,
  dimOwnerVersions,
  dimOwners,
  mapMergedCompanies,
  mapCompanies,
  mapAccounts,
  dimAccountVersions,
  dimAccounts,
  dimCampaigns,
  dimDates,
  dimExchangeRates,
  dimStages,
  mapOpportunities,
  dimOpportunityVersions,
  fctOpportunityStages,
  fctOpportunityOutcomes,
  fctOpportunities,
]
