/** Every conformed table: one meaning over all systems. */
import type { AnyTable } from '../../src/table.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimAttributionModels } from './dim_attribution_models.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimChannels } from './dim_channels.ts'
import { dimDates } from './dim_dates.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimGrossMargins } from './dim_gross_margins.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPartners } from './dim_partners.ts'
import { dimPeople } from './dim_people.ts'
import { dimPipelineDates } from './dim_pipeline_dates.ts'
import { dimPlans } from './dim_plans.ts'
import { dimProducts } from './dim_products.ts'
import { dimStages } from './dim_stages.ts'
import { fctAccountMonths } from './fct_account_months.ts'
import { fctAccountWindows } from './fct_account_windows.ts'
import { fctActivities } from './fct_activities.ts'
import { fctAdSpend } from './fct_ad_spend.ts'
import { fctBookings } from './fct_bookings.ts'
import { fctCommitmentMonths } from './fct_commitment_months.ts'
import { fctCompanyMonths } from './fct_company_months.ts'
import { fctCosts } from './fct_costs.ts'
import { fctForecastCells } from './fct_forecast_cells.ts'
import { fctForecasts } from './fct_forecasts.ts'
import { fctFunnelEvents } from './fct_funnel_events.ts'
import { fctInvoiceMonths } from './fct_invoice_months.ts'
import { fctInvoices } from './fct_invoices.ts'
import { fctLeadCycles } from './fct_lead_cycles.ts'
import { fctLeadStages } from './fct_lead_stages.ts'
import { fctLeadTouches } from './fct_lead_touches.ts'
import { fctLeaks } from './fct_leaks.ts'
import { fctMrrMovements } from './fct_mrr_movements.ts'
import { fctMrrPeriods } from './fct_mrr_periods.ts'
import { fctMrrPredictions } from './fct_mrr_predictions.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityOutcomes } from './fct_opportunity_outcomes.ts'
import { fctOpportunityPeople } from './fct_opportunity_people.ts'
import { fctOpportunityStages } from './fct_opportunity_stages.ts'
import { fctOpportunityStates } from './fct_opportunity_states.ts'
import { fctOpportunityStatuses } from './fct_opportunity_statuses.ts'
import { fctOpportunityTouches } from './fct_opportunity_touches.ts'
import { fctPayments } from './fct_payments.ts'
import { fctPipelineBalances } from './fct_pipeline_balances.ts'
import { fctPipelineCoverage } from './fct_pipeline_coverage.ts'
import { fctPipelinePeriods } from './fct_pipeline_periods.ts'
import { fctPipelineSnapshots } from './fct_pipeline_snapshots.ts'
import { fctPlannedActivities } from './fct_planned_activities.ts'
import { fctPredictions } from './fct_predictions.ts'
import { fctProductMonths } from './fct_product_months.ts'
import { fctQuotas } from './fct_quotas.ts'
import { fctRenewals } from './fct_renewals.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'
import { fctSubscriptionTerms } from './fct_subscription_terms.ts'
import { fctSubscriptions } from './fct_subscriptions.ts'
import { fctTargets } from './fct_targets.ts'
import { fctTickets } from './fct_tickets.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'
import { fctWonPredictions } from './fct_won_predictions.ts'
import { identitySteps } from './identity/index.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'
import { mapAccountParents } from './map_account_parents.ts'
import { mapAccountRedirects } from './map_account_redirects.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapCampaigns } from './map_campaigns.ts'
import { mapChannels } from './map_channels.ts'
import { mapMrrRates } from './map_mrr_rates.ts'
import { mapOpportunities } from './map_opportunities.ts'
import { mapOwners } from './map_owners.ts'
import { mapPeople } from './map_people.ts'
import { mapPersonRedirects } from './map_person_redirects.ts'

export const conformed: readonly AnyTable[] = [
  ...identitySteps,
  dimAccountVersions,
  dimAccounts,
  dimAttributionModels,
  dimBalanceDates,
  dimCampaigns,
  dimDates,
  dimExchangeRates,
  dimGrossMargins,
  dimOpportunityVersions,
  dimOwnerVersions,
  dimOwners,
  dimPartners,
  dimPeople,
  dimPlans,
  dimProducts,
  dimStages,
  fctAccountMonths,
  fctAccountWindows,
  fctAdSpend,
  fctBookings,
  fctCommitmentMonths,
  fctCompanyMonths,
  fctCosts,
  fctInvoiceMonths,
  fctInvoices,
  fctLeadTouches,
  fctLeaks,
  fctMrrMovements,
  fctMrrPeriods,
  fctOpportunities,
  fctOpportunityOutcomes,
  fctOpportunityPeople,
  fctOpportunityStages,
  fctPayments,
  fctProductMonths,
  dimPipelineDates,
  fctForecastCells,
  fctForecasts,
  fctMrrPredictions,
  fctPipelineSnapshots,
  fctPredictions,
  fctWonPredictions,
  fctOpportunityStates,
  fctOpportunityStatuses,
  fctOpportunityTouches,
  fctPipelineBalances,
  fctPipelineCoverage,
  fctPipelinePeriods,
  fctPlannedActivities,
  fctQuotas,
  fctTargets,
  fctRenewals,
  fctSubscriptionChanges,
  fctSubscriptionTerms,
  fctSubscriptions,
  fctTickets,
  dimChannels,
  fctActivities,
  fctFunnelEvents,
  fctLeadCycles,
  fctLeadStages,
  fctTouchpoints,
  mapAccountAttributes,
  mapAccountParents,
  mapAccountRedirects,
  mapAccounts,
  mapCampaigns,
  mapChannels,
  mapMrrRates,
  mapOpportunities,
  mapOwners,
  mapPeople,
  mapPersonRedirects,
]
