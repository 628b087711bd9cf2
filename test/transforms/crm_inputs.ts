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
import { dimPartners } from '../../transforms/conformed/dim_partners.ts'
import { dimPipelineDates } from '../../transforms/conformed/dim_pipeline_dates.ts'
import { dimStages } from '../../transforms/conformed/dim_stages.ts'
import { fctOpportunities } from '../../transforms/conformed/fct_opportunities.ts'
import { fctOpportunityOutcomes } from '../../transforms/conformed/fct_opportunity_outcomes.ts'
import { fctOpportunityStages } from '../../transforms/conformed/fct_opportunity_stages.ts'
import { fctOpportunityStates } from '../../transforms/conformed/fct_opportunity_states.ts'
import { fctOpportunityStatuses } from '../../transforms/conformed/fct_opportunity_statuses.ts'
import { fctPipelineBalances } from '../../transforms/conformed/fct_pipeline_balances.ts'
import { fctPipelineCoverage } from '../../transforms/conformed/fct_pipeline_coverage.ts'
import { fctPipelinePeriods } from '../../transforms/conformed/fct_pipeline_periods.ts'
import { fctQuotas } from '../../transforms/conformed/fct_quotas.ts'
import { fctTargets } from '../../transforms/conformed/fct_targets.ts'
import { mapAccountParents } from '../../transforms/conformed/map_account_parents.ts'
import { mapAccounts } from '../../transforms/conformed/map_accounts.ts'
import { mapCampaigns } from '../../transforms/conformed/map_campaigns.ts'
import { mapOpportunities } from '../../transforms/conformed/map_opportunities.ts'
import { mapOwners } from '../../transforms/conformed/map_owners.ts'
import { stgAccountHistory } from '../../transforms/staging/stg_account_history.ts'
import { stgAccounts } from '../../transforms/staging/stg_accounts.ts'
import { stgAdSpend } from '../../transforms/staging/stg_ad_spend.ts'
import { stgCampaigns } from '../../transforms/staging/stg_campaigns.ts'
import { stgFxRates } from '../../transforms/staging/stg_fx_rates.ts'
import { stgOpportunities } from '../../transforms/staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../../transforms/staging/stg_opportunity_history.ts'
import { stgOpportunityStages } from '../../transforms/staging/stg_opportunity_stages.ts'
import { stgOwnerTeams } from '../../transforms/staging/stg_owner_teams.ts'
import { stgOwners } from '../../transforms/staging/stg_owners.ts'
import { stgPartners } from '../../transforms/staging/stg_partners.ts'
import { stgStages } from '../../transforms/staging/stg_stages.ts'
import { stgTargets } from '../../transforms/staging/stg_targets.ts'

/** By instant (`2024-01-31` or `2024-01-31 09:00`): the value that an attribute took. */
type History = Readonly<Record<string, string | number | null>>

interface Company {
  readonly id: string
  readonly name?: string
  /** The company that it belongs to. */
  readonly parent?: string
  readonly domain?: string
  /** The companies that were merged into it. */
  readonly merged?: string
  readonly isDeleted?: boolean
  readonly isInternal?: boolean
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
  readonly isDeleted?: boolean
  readonly campaign?: string
  /** The campaign by its key in the CRM. */
  readonly campaignId?: string
  readonly partner?: string
  readonly reason?: string
}

export interface Crm {
  readonly asOf?: string
  readonly companies?: readonly Company[]
  /** Team by owner and day of export. */
  readonly owners?: Readonly<Record<string, Readonly<Record<string, string | null>>>>
  /** Customers of a billing system, and the companies that they are. */
  readonly customers?: readonly { id: string; company?: string; email?: string }[]
  readonly rates?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly deals?: readonly Deal[]
  readonly targets?: readonly Target[]
}

interface Target {
  readonly metric?: string
  /** The first day of its period. */
  readonly from: string
  readonly period?: 'month' | 'quarter' | 'year'
  readonly owner?: string
  readonly team?: string
  readonly dealType?: string
  readonly amount: number
  readonly currency?: string
}

/** The sales pipeline qualifies at its second stage; renewals have no qualifying stage. */
const stages = [
  ['discovery', 'Sales', 'open', 0.1],
  ['qualified', 'Sales', 'open', 0.25],
  ['proposal', 'Sales', 'open', 0.5],
  ['negotiation', 'Sales', 'open', null],
  ['won', 'Sales', 'won', 1],
  ['lost', 'Sales', 'lost', 0],
  ['due', 'Renewals', 'open', 0.8],
  ['renewed', 'Renewals', 'won', 1],
  ['not renewed', 'Renewals', 'lost', 0],
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
    targets = [],
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
  await given(db, stgAdSpend, [
    { campaign_id: 'google_ads:Brand', campaign_name: 'Brand', is_allocated: false },
  ])
  await givenCompanies(db, companies, customers)
  await givenOwners(db, owners)
  await given(
    db,
    stgFxRates,
    Object.entries(rates).flatMap(([currency, days]) =>
      Object.entries(days).map(([date, rate]) => ({
        currency_code: currency,
        base_currency_code: 'EUR',
        rate_date: date,
        exchange_rate: rate,
      })),
    ),
  )
  await given(
    db,
    stgStages,
    stages.map(([name, pipeline, type, probability], place) => ({
      stage_id: `hubspot:${name}`,
      pipeline_id: `hubspot:${pipeline}`,
      ...hubspot,
      stage_name: name,
      pipeline_name: pipeline,
      stage_type: type,
      is_in_use: true,
      stage_number: place,
      probability,
    })),
  )
  await given(db, stgPartners, [
    { partner_id: 'generic:meridian', partner_name: 'Meridian', source_system: 'generic' },
  ])
  await givenDeals(db, deals)
  await given(
    db,
    stgTargets,
    targets.map(({ metric, from, period, owner, team, dealType, amount, currency }) => ({
      source_system: 'finance',
      metric: metric ?? 'bookings_quota',
      owner_email: owner ? `${owner.toLowerCase()}@seller.example` : null,
      team_name: team ?? null,
      deal_type: dealType ?? null,
      currency_code: currency ?? 'EUR',
      period_type: period ?? 'month',
      period_start_date: from,
      target_value: amount,
    })),
  )
}

const hubspot = { source_system: 'hubspot', source_instance: '' }

async function givenCompanies(
  db: TestDatabase,
  companies: readonly Company[],
  customers: NonNullable<Crm['customers']>,
) {
  await given(db, stgAccounts, [
    ...companies.map((company) => ({
      account_id: `hubspot:${company.id}`,
      ...hubspot,
      source_id: company.id,
      record_type: 'company' as const,
      owner_id: company.owner ? `hubspot:${company.owner}` : null,
      parent_account_id: company.parent ? `hubspot:${company.parent}` : null,
      account_name: company.name ?? `Company ${company.id}`,
      domain: company.domain ?? null,
      country: company.country ?? null,
      is_deleted: company.isDeleted ?? false,
      created_at: at('2023-01-01'),
      modified_at: at('2024-06-01'),
      employee_count: company.employees ?? null,
    })),
    ...customers.map(({ id, email }) => ({
      account_id: `stripe:${id}`,
      source_system: 'stripe',
      source_instance: '',
      source_id: id,
      record_type: 'customer' as const,
      account_name: `Customer ${id}`,
      email: email ?? null,
      is_deleted: false,
      created_at: at('2023-01-01'),
    })),
  ])
  const listed = ({ merged = '' }: Company) => merged.split(';').filter(Boolean)
  const mergedAway = companies.flatMap(listed)
  const survivors = companies.filter(({ id }) => !mergedAway.includes(id))
  await given(db, mapAccounts, [
    ...survivors.flatMap((company) =>
      [company.id, ...listed(company)].map((member) => ({
        source_key: `hubspot:${member}`,
        ...hubspot,
        source_id: member,
        account_id: company.isDeleted ? 'unknown' : `hubspot:${company.id}`,
        is_internal: company.isInternal ?? false,
        is_living: member === company.id && !company.isDeleted,
      })),
    ),
    ...customers.map(({ id, company }) => ({
      source_key: `stripe:${id}`,
      source_system: 'stripe',
      source_instance: '',
      source_id: id,
      account_id: company ? `hubspot:${company}` : `stripe:${id}`,
      is_internal: false,
      is_living: true,
    })),
  ])
  await given(
    db,
    stgAccountHistory,
    companies.flatMap(({ id, ownerHistory = {}, employeeHistory = {} }) => [
      ...Object.entries(ownerHistory).map(([instant, owner]) => ({
        account_id: `hubspot:${id}`,
        property: 'owner_id' as const,
        changed_at: at(instant),
        value: owner === null ? null : `hubspot:${owner}`,
      })),
      ...Object.entries(employeeHistory).map(([instant, employees]) => ({
        account_id: `hubspot:${id}`,
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
      ...hubspot,
      source_id: owner,
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
      ...hubspot,
      source_id: deal.id,
      account_id: deal.company ? `hubspot:${deal.company}` : null,
      merged_opportunity_ids: deal.merged?.replaceAll(/[^;]+/g, 'hubspot:$&') ?? null,
      owner_name: deal.ownerName ?? null,
      opportunity_name: `Deal ${deal.id}`,
      pipeline_name: deal.pipeline ?? 'Sales',
      stage_name: deal.stage ?? null,
      deal_type: deal.type ?? 'New Business',
      lost_reason: deal.reason ?? null,
      campaign_id: deal.campaignId ?? null,
      campaign_name: deal.campaign ?? null,
      partner_id: deal.partner ? `generic:${deal.partner}` : null,
      currency_code: deal.currency ?? 'EUR',
      created_at: at(deal.created),
      closes_at: deal.closes ? at(deal.closes) : null,
      modified_at: at(deal.created),
      is_deleted: deal.isDeleted ?? false,
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
    stgOpportunityStages,
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
  mapOwners,
  dimOwnerVersions,
  dimOwners,
  dimAccountVersions,
  mapAccountParents,
  dimAccounts,
  dimCampaigns,
  mapCampaigns,
  dimDates,
  dimExchangeRates,
  dimStages,
  dimPartners,
  mapOpportunities,
  dimOpportunityVersions,
  fctOpportunityStages,
  fctOpportunityOutcomes,
  fctOpportunities,
]

/** What the balances, quotas and periods of the pipeline are made of besides. */
export const pipelineTables = [
  fctOpportunityStatuses,
  fctOpportunityStates,
  dimPipelineDates,
  fctPipelineBalances,
  fctTargets,
  fctQuotas,
  fctPipelineCoverage,
  fctPipelinePeriods,
]
