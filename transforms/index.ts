/** Every table of the warehouse, in the order in which the data flows. */
import { dataAsOf } from '../src/run_tables.ts'
import type { AnyTable } from '../src/table.ts'
import { dimAccountVersions } from './conformed/dim_account_versions.ts'
import { dimAccounts } from './conformed/dim_accounts.ts'
import { dimBalanceDates } from './conformed/dim_balance_dates.ts'
import { dimCampaigns } from './conformed/dim_campaigns.ts'
import { dimDates } from './conformed/dim_dates.ts'
import { dimExchangeRates } from './conformed/dim_exchange_rates.ts'
import { dimOpportunityVersions } from './conformed/dim_opportunity_versions.ts'
import { dimOwnerVersions } from './conformed/dim_owner_versions.ts'
import { dimOwners } from './conformed/dim_owners.ts'
import { dimPeople } from './conformed/dim_people.ts'
import { dimProducts } from './conformed/dim_products.ts'
import { dimStages } from './conformed/dim_stages.ts'
import { fctAccountMonths } from './conformed/fct_account_months.ts'
import { fctAccountWindows } from './conformed/fct_account_windows.ts'
import { fctAdSpend } from './conformed/fct_ad_spend.ts'
import { fctCompanyMonths } from './conformed/fct_company_months.ts'
import { fctInvoiceMonths } from './conformed/fct_invoice_months.ts'
import { fctInvoices } from './conformed/fct_invoices.ts'
import { fctMrrMovements } from './conformed/fct_mrr_movements.ts'
import { fctMrrPeriods } from './conformed/fct_mrr_periods.ts'
import { fctOpportunities } from './conformed/fct_opportunities.ts'
import { fctOpportunityOutcomes } from './conformed/fct_opportunity_outcomes.ts'
import { fctOpportunityStages } from './conformed/fct_opportunity_stages.ts'
import { fctProductMonths } from './conformed/fct_product_months.ts'
import { mapAccountAttributes } from './conformed/map_account_attributes.ts'
import { mapAccounts } from './conformed/map_accounts.ts'
import { mapCompanies } from './conformed/map_companies.ts'
import { mapMergedCompanies } from './conformed/map_merged_companies.ts'
import { mapOpportunities } from './conformed/map_opportunities.ts'
import { martPipeline } from './marts/mart_pipeline.ts'
import { martRevenue } from './marts/mart_revenue.ts'
import * as finance from './sources/finance.ts'
import * as googleAds from './sources/google_ads.ts'
import * as hubspot from './sources/hubspot.ts'
import * as stripe from './sources/stripe.ts'
import { stgFinanceCosts } from './staging/finance/stg_finance__costs.ts'
import { stgFinanceFxRates } from './staging/finance/stg_finance__fx_rates.ts'
import { stgFinanceTargets } from './staging/finance/stg_finance__targets.ts'
import { stgGoogleAdsCampaignDays } from './staging/google_ads/stg_google_ads__campaign_days.ts'
import { stgHubspotCompanies } from './staging/hubspot/stg_hubspot__companies.ts'
import { stgHubspotCompanyPropertyHistory } from './staging/hubspot/stg_hubspot__company_property_history.ts'
import { stgHubspotContactPropertyHistory } from './staging/hubspot/stg_hubspot__contact_property_history.ts'
import { stgHubspotContacts } from './staging/hubspot/stg_hubspot__contacts.ts'
import { stgHubspotDealPipelineStages } from './staging/hubspot/stg_hubspot__deal_pipeline_stages.ts'
import { stgHubspotDealPipelines } from './staging/hubspot/stg_hubspot__deal_pipelines.ts'
import { stgHubspotDealPropertyHistory } from './staging/hubspot/stg_hubspot__deal_property_history.ts'
import { stgHubspotDealStageEntries } from './staging/hubspot/stg_hubspot__deal_stage_entries.ts'
import { stgHubspotDeals } from './staging/hubspot/stg_hubspot__deals.ts'
import { stgHubspotOwnerTeams } from './staging/hubspot/stg_hubspot__owner_teams.ts'
import { stgHubspotOwners } from './staging/hubspot/stg_hubspot__owners.ts'
import { stgHubspotTeams } from './staging/hubspot/stg_hubspot__teams.ts'
import { stgAccountDomains } from './staging/stg_account_domains.ts'
import { stgAccountHistory } from './staging/stg_account_history.ts'
import { stgAccounts } from './staging/stg_accounts.ts'
import { stgAdSpend } from './staging/stg_ad_spend.ts'
import { stgBillingCustomers } from './staging/stg_billing_customers.ts'
import { stgCampaigns } from './staging/stg_campaigns.ts'
import { stgInvoices } from './staging/stg_invoices.ts'
import { stgOpportunities } from './staging/stg_opportunities.ts'
import { stgOpportunityHistory } from './staging/stg_opportunity_history.ts'
import { stgOpportunityStageEntries } from './staging/stg_opportunity_stage_entries.ts'
import { stgOwnerTeams } from './staging/stg_owner_teams.ts'
import { stgOwners } from './staging/stg_owners.ts'
import { stgPeople } from './staging/stg_people.ts'
import { stgStages } from './staging/stg_stages.ts'
import { stgSubscriptionChanges } from './staging/stg_subscription_changes.ts'
import { stgStripeCustomers } from './staging/stripe/stg_stripe__customers.ts'
import { stgStripeInvoices } from './staging/stripe/stg_stripe__invoices.ts'
import { stgStripePrices } from './staging/stripe/stg_stripe__prices.ts'
import { stgStripeProducts } from './staging/stripe/stg_stripe__products.ts'
import { stgStripeRecurringChanges } from './staging/stripe/stg_stripe__recurring_changes.ts'
import { stgStripeSubscriptionItemChangeEvents } from './staging/stripe/stg_stripe__subscription_item_change_events.ts'

export const sources: readonly AnyTable[] = [
  finance.rawFinanceFxRates,
  finance.rawFinanceTargets,
  finance.rawFinanceCosts,
  googleAds.rawGoogleAdsCampaignReport,
  hubspot.rawHubspotCompanies,
  hubspot.rawHubspotContacts,
  hubspot.rawHubspotDeals,
  hubspot.rawHubspotDealPropertyHistory,
  hubspot.rawHubspotCompanyPropertyHistory,
  hubspot.rawHubspotContactPropertyHistory,
  hubspot.rawHubspotDealPipeline,
  hubspot.rawHubspotDealPipelineStage,
  hubspot.rawHubspotOwner,
  hubspot.rawHubspotOwnerTeam,
  hubspot.rawHubspotTeam,
  stripe.rawStripeCustomers,
  stripe.rawStripeProducts,
  stripe.rawStripePrices,
  stripe.rawStripeSubscriptions,
  stripe.rawStripeSubscriptionItems,
  stripe.rawStripeSubscriptionItemChangeEvents,
  stripe.rawStripeInvoices,
  stripe.rawStripeCharges,
]

export const staging: readonly AnyTable[] = [
  stgFinanceCosts,
  stgFinanceFxRates,
  stgFinanceTargets,
  stgGoogleAdsCampaignDays,
  stgHubspotCompanies,
  stgHubspotCompanyPropertyHistory,
  stgHubspotContactPropertyHistory,
  stgHubspotContacts,
  stgHubspotDealPipelineStages,
  stgHubspotDealPipelines,
  stgHubspotDealPropertyHistory,
  stgHubspotDealStageEntries,
  stgHubspotDeals,
  stgHubspotOwnerTeams,
  stgHubspotOwners,
  stgHubspotTeams,
  stgAccountDomains,
  stgAccountHistory,
  stgAccounts,
  stgAdSpend,
  stgBillingCustomers,
  stgCampaigns,
  stgInvoices,
  stgOpportunities,
  stgOpportunityHistory,
  stgOpportunityStageEntries,
  stgOwnerTeams,
  stgOwners,
  stgPeople,
  stgStages,
  stgSubscriptionChanges,
  stgStripeCustomers,
  stgStripeInvoices,
  stgStripePrices,
  stgStripeProducts,
  stgStripeRecurringChanges,
  stgStripeSubscriptionItemChangeEvents,
]

export const conformed: readonly AnyTable[] = [
  dimAccountVersions,
  dimAccounts,
  dimBalanceDates,
  dimCampaigns,
  dimDates,
  dimExchangeRates,
  dimOpportunityVersions,
  dimOwnerVersions,
  dimOwners,
  dimPeople,
  dimProducts,
  dimStages,
  fctAccountMonths,
  fctAccountWindows,
  fctAdSpend,
  fctCompanyMonths,
  fctInvoiceMonths,
  fctInvoices,
  fctMrrMovements,
  fctMrrPeriods,
  fctOpportunities,
  fctOpportunityOutcomes,
  fctOpportunityStages,
  fctProductMonths,
  mapAccountAttributes,
  mapAccounts,
  mapCompanies,
  mapMergedCompanies,
  mapOpportunities,
]

export const marts: readonly AnyTable[] = [martPipeline, martRevenue]

export const tables: readonly AnyTable[] = [
  dataAsOf,
  ...sources,
  ...staging,
  ...conformed,
  ...marts,
]
