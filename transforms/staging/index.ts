/** Every staging table: the exports in our names, system by system, then the objects over all systems. */
import type { AnyTable } from '../../src/table.ts'
import { stgFinanceCosts } from './finance/stg_finance__costs.ts'
import { stgFinanceForecasts } from './finance/stg_finance__forecasts.ts'
import { stgFinanceFxRates } from './finance/stg_finance__fx_rates.ts'
import { stgFinanceMargins } from './finance/stg_finance__margins.ts'
import { stgFinanceTargets } from './finance/stg_finance__targets.ts'
import { stgGa4Events } from './ga4/stg_ga4__events.ts'
import { stgGa4People } from './ga4/stg_ga4__people.ts'
import { stgGa4Touchpoints } from './ga4/stg_ga4__touchpoints.ts'
import { stgGenericAccounts } from './generic/stg_generic__accounts.ts'
import { stgGenericActivities } from './generic/stg_generic__activities.ts'
import { stgGenericAdSpend } from './generic/stg_generic__ad_spend.ts'
import { stgGenericCampaignMembers } from './generic/stg_generic__campaign_members.ts'
import { stgGenericCampaigns } from './generic/stg_generic__campaigns.ts'
import { stgGenericCosts } from './generic/stg_generic__costs.ts'
import { stgGenericForecasts } from './generic/stg_generic__forecasts.ts'
import { stgGenericFxRates } from './generic/stg_generic__fx_rates.ts'
import { stgGenericInvoices } from './generic/stg_generic__invoices.ts'
import { stgGenericLeadStages } from './generic/stg_generic__lead_stages.ts'
import { stgGenericLoggedOpportunities } from './generic/stg_generic__logged_opportunities.ts'
import { stgGenericLoggedSubscriptionChanges } from './generic/stg_generic__logged_subscription_changes.ts'
import { stgGenericOpportunities } from './generic/stg_generic__opportunities.ts'
import { stgGenericOpportunityContacts } from './generic/stg_generic__opportunity_contacts.ts'
import { stgGenericOpportunityHistory } from './generic/stg_generic__opportunity_history.ts'
import { stgGenericOpportunityStages } from './generic/stg_generic__opportunity_stages.ts'
import { stgGenericOwners } from './generic/stg_generic__owners.ts'
import { stgGenericPartners } from './generic/stg_generic__partners.ts'
import { stgGenericPayments } from './generic/stg_generic__payments.ts'
import { stgGenericPeople } from './generic/stg_generic__people.ts'
import { stgGenericPlans } from './generic/stg_generic__plans.ts'
import { stgGenericProducts } from './generic/stg_generic__products.ts'
import { stgGenericStageNames } from './generic/stg_generic__stage_names.ts'
import { stgGenericStages } from './generic/stg_generic__stages.ts'
import { stgGenericSubscriptionChanges } from './generic/stg_generic__subscription_changes.ts'
import { stgGenericSubscriptionSpans } from './generic/stg_generic__subscription_spans.ts'
import { stgGenericSubscriptionStates } from './generic/stg_generic__subscription_states.ts'
import { stgGenericSubscriptions } from './generic/stg_generic__subscriptions.ts'
import { stgGenericTargets } from './generic/stg_generic__targets.ts'
import { stgGenericTickets } from './generic/stg_generic__tickets.ts'
import { stgGenericTouchpoints } from './generic/stg_generic__touchpoints.ts'
import { stgGoogleAdsAdSpend } from './google_ads/stg_google_ads__ad_spend.ts'
import { stgGoogleAdsCampaigns } from './google_ads/stg_google_ads__campaigns.ts'
import { stgHubspotAccountHistory } from './hubspot/stg_hubspot__account_history.ts'
import { stgHubspotAccounts } from './hubspot/stg_hubspot__accounts.ts'
import { stgHubspotActivities } from './hubspot/stg_hubspot__activities.ts'
import { stgHubspotCampaigns } from './hubspot/stg_hubspot__campaigns.ts'
import { stgHubspotDealChanges } from './hubspot/stg_hubspot__deal_changes.ts'
import { stgHubspotDealVersions } from './hubspot/stg_hubspot__deal_versions.ts'
import { stgHubspotEngagements } from './hubspot/stg_hubspot__engagements.ts'
import { stgHubspotLeadStages } from './hubspot/stg_hubspot__lead_stages.ts'
import { stgHubspotOpportunities } from './hubspot/stg_hubspot__opportunities.ts'
import { stgHubspotOpportunityContacts } from './hubspot/stg_hubspot__opportunity_contacts.ts'
import { stgHubspotOpportunityHistory } from './hubspot/stg_hubspot__opportunity_history.ts'
import { stgHubspotOpportunityStages } from './hubspot/stg_hubspot__opportunity_stages.ts'
import { stgHubspotOwnerTeams } from './hubspot/stg_hubspot__owner_teams.ts'
import { stgHubspotOwners } from './hubspot/stg_hubspot__owners.ts'
import { stgHubspotPeople } from './hubspot/stg_hubspot__people.ts'
import { stgHubspotStageColumns } from './hubspot/stg_hubspot__stage_columns.ts'
import { stgHubspotStages } from './hubspot/stg_hubspot__stages.ts'
import { stgHubspotTickets } from './hubspot/stg_hubspot__tickets.ts'
import { stgHubspotTouchpoints } from './hubspot/stg_hubspot__touchpoints.ts'
import { stgLinkedinAdsAdSpend } from './linkedin_ads/stg_linkedin_ads__ad_spend.ts'
import { stgLinkedinAdsCampaigns } from './linkedin_ads/stg_linkedin_ads__campaigns.ts'
import { stgMetaAdsAdSpend } from './meta_ads/stg_meta_ads__ad_spend.ts'
import { stgMetaAdsCampaigns } from './meta_ads/stg_meta_ads__campaigns.ts'
import { stgMicrosoftAdsAdSpend } from './microsoft_ads/stg_microsoft_ads__ad_spend.ts'
import { stgMicrosoftAdsCampaigns } from './microsoft_ads/stg_microsoft_ads__campaigns.ts'
import { stgOverridesAccounts } from './overrides/stg_overrides__accounts.ts'
import { stgOverridesPeople } from './overrides/stg_overrides__people.ts'
import { stgSalesforceAccountHistory } from './salesforce/stg_salesforce__account_history.ts'
import { stgSalesforceAccounts } from './salesforce/stg_salesforce__accounts.ts'
import { stgSalesforceActivities } from './salesforce/stg_salesforce__activities.ts'
import { stgSalesforceCampaignMembers } from './salesforce/stg_salesforce__campaign_members.ts'
import { stgSalesforceCampaignSpend } from './salesforce/stg_salesforce__campaign_spend.ts'
import { stgSalesforceCampaigns } from './salesforce/stg_salesforce__campaigns.ts'
import { stgSalesforceContacts } from './salesforce/stg_salesforce__contacts.ts'
import { stgSalesforceLeadStages } from './salesforce/stg_salesforce__lead_stages.ts'
import { stgSalesforceLeads } from './salesforce/stg_salesforce__leads.ts'
import { stgSalesforceOpportunities } from './salesforce/stg_salesforce__opportunities.ts'
import { stgSalesforceOpportunityContacts } from './salesforce/stg_salesforce__opportunity_contacts.ts'
import { stgSalesforceOpportunityHistory } from './salesforce/stg_salesforce__opportunity_history.ts'
import { stgSalesforceOwners } from './salesforce/stg_salesforce__owners.ts'
import { stgSalesforcePartners } from './salesforce/stg_salesforce__partners.ts'
import { stgSalesforceReportedOpportunities } from './salesforce/stg_salesforce__reported_opportunities.ts'
import { stgSalesforceStages } from './salesforce/stg_salesforce__stages.ts'
import { stgAccountHistory } from './stg_account_history.ts'
import { stgAccounts } from './stg_accounts.ts'
import { stgActivities } from './stg_activities.ts'
import { stgAdSpend } from './stg_ad_spend.ts'
import { stgCampaignMembers } from './stg_campaign_members.ts'
import { stgCampaigns } from './stg_campaigns.ts'
import { stgCosts } from './stg_costs.ts'
import { stgForecasts } from './stg_forecasts.ts'
import { stgFxRates } from './stg_fx_rates.ts'
import { stgInvoices } from './stg_invoices.ts'
import { stgLeadStages } from './stg_lead_stages.ts'
import { stgOpportunities } from './stg_opportunities.ts'
import { stgOpportunityContacts } from './stg_opportunity_contacts.ts'
import { stgOpportunityHistory } from './stg_opportunity_history.ts'
import { stgOpportunityStages } from './stg_opportunity_stages.ts'
import { stgOwnerTeams } from './stg_owner_teams.ts'
import { stgOwners } from './stg_owners.ts'
import { stgPartners } from './stg_partners.ts'
import { stgPayments } from './stg_payments.ts'
import { stgPeople } from './stg_people.ts'
import { stgPlans } from './stg_plans.ts'
import { stgProducts } from './stg_products.ts'
import { stgStages } from './stg_stages.ts'
import { stgSubscriptionChanges } from './stg_subscription_changes.ts'
import { stgSubscriptions } from './stg_subscriptions.ts'
import { stgTargets } from './stg_targets.ts'
import { stgTickets } from './stg_tickets.ts'
import { stgTouchpoints } from './stg_touchpoints.ts'
import { stgStripeAccounts } from './stripe/stg_stripe__accounts.ts'
import { stgStripeCharges } from './stripe/stg_stripe__charges.ts'
import { stgStripeInvoices } from './stripe/stg_stripe__invoices.ts'
import { stgStripePayments } from './stripe/stg_stripe__payments.ts'
import { stgStripePlans } from './stripe/stg_stripe__plans.ts'
import { stgStripePrices } from './stripe/stg_stripe__prices.ts'
import { stgStripeProducts } from './stripe/stg_stripe__products.ts'
import { stgStripeRecurringChanges } from './stripe/stg_stripe__recurring_changes.ts'
import { stgStripeRefunds } from './stripe/stg_stripe__refunds.ts'
import { stgStripeSubscriptionChanges } from './stripe/stg_stripe__subscription_changes.ts'
import { stgStripeSubscriptionDiscounts } from './stripe/stg_stripe__subscription_discounts.ts'
import { stgStripeSubscriptionItemChangeEvents } from './stripe/stg_stripe__subscription_item_change_events.ts'
import { stgStripeSubscriptionLines } from './stripe/stg_stripe__subscription_lines.ts'
import { stgStripeSubscriptionSpans } from './stripe/stg_stripe__subscription_spans.ts'
import { stgStripeSubscriptions } from './stripe/stg_stripe__subscriptions.ts'
import { stgZendeskAccounts } from './zendesk/stg_zendesk__accounts.ts'
import { stgZendeskPeople } from './zendesk/stg_zendesk__people.ts'
import { stgZendeskTicketTimes } from './zendesk/stg_zendesk__ticket_times.ts'
import { stgZendeskTickets } from './zendesk/stg_zendesk__tickets.ts'

export const staging: readonly AnyTable[] = [
  stgFinanceCosts,
  stgFinanceForecasts,
  stgFinanceFxRates,
  stgFinanceMargins,
  stgFinanceTargets,
  stgGoogleAdsAdSpend,
  stgGoogleAdsCampaigns,
  stgLinkedinAdsAdSpend,
  stgLinkedinAdsCampaigns,
  stgMetaAdsAdSpend,
  stgMetaAdsCampaigns,
  stgMicrosoftAdsAdSpend,
  stgMicrosoftAdsCampaigns,
  stgGa4Events,
  stgGa4People,
  stgGa4Touchpoints,
  stgHubspotAccountHistory,
  stgHubspotAccounts,
  stgHubspotActivities,
  stgHubspotCampaigns,
  stgHubspotDealChanges,
  stgHubspotDealVersions,
  stgHubspotEngagements,
  stgHubspotLeadStages,
  stgHubspotOpportunities,
  stgHubspotOpportunityContacts,
  stgHubspotOpportunityHistory,
  stgHubspotOpportunityStages,
  stgHubspotOwnerTeams,
  stgHubspotOwners,
  stgHubspotPeople,
  stgHubspotStageColumns,
  stgHubspotStages,
  stgHubspotTickets,
  stgHubspotTouchpoints,
  stgSalesforceAccountHistory,
  stgSalesforceAccounts,
  stgSalesforceActivities,
  stgSalesforceCampaignMembers,
  stgSalesforceCampaignSpend,
  stgSalesforceCampaigns,
  stgSalesforceContacts,
  stgSalesforceLeadStages,
  stgSalesforceLeads,
  stgSalesforceOpportunities,
  stgSalesforceOpportunityContacts,
  stgSalesforceOpportunityHistory,
  stgSalesforceOwners,
  stgSalesforcePartners,
  stgSalesforceReportedOpportunities,
  stgSalesforceStages,
  stgStripeAccounts,
  stgStripeCharges,
  stgStripeInvoices,
  stgStripePayments,
  stgStripePlans,
  stgStripePrices,
  stgStripeProducts,
  stgStripeRecurringChanges,
  stgStripeRefunds,
  stgStripeSubscriptionChanges,
  stgStripeSubscriptionDiscounts,
  stgStripeSubscriptionItemChangeEvents,
  stgStripeSubscriptionLines,
  stgStripeSubscriptionSpans,
  stgStripeSubscriptions,
  stgZendeskAccounts,
  stgZendeskPeople,
  stgZendeskTicketTimes,
  stgZendeskTickets,
  stgGenericAccounts,
  stgGenericActivities,
  stgGenericAdSpend,
  stgGenericCampaignMembers,
  stgGenericCampaigns,
  stgGenericCosts,
  stgGenericForecasts,
  stgGenericFxRates,
  stgGenericInvoices,
  stgGenericLeadStages,
  stgGenericLoggedOpportunities,
  stgGenericOpportunities,
  stgGenericOpportunityContacts,
  stgGenericOpportunityHistory,
  stgGenericOpportunityStages,
  stgGenericOwners,
  stgGenericPartners,
  stgGenericPayments,
  stgGenericPeople,
  stgGenericPlans,
  stgGenericProducts,
  stgGenericStageNames,
  stgGenericStages,
  stgGenericLoggedSubscriptionChanges,
  stgGenericSubscriptionChanges,
  stgGenericSubscriptionSpans,
  stgGenericSubscriptionStates,
  stgGenericSubscriptions,
  stgGenericTargets,
  stgGenericTickets,
  stgGenericTouchpoints,
  stgOverridesAccounts,
  stgOverridesPeople,
  stgAccountHistory,
  stgAccounts,
  stgActivities,
  stgAdSpend,
  stgCampaignMembers,
  stgCampaigns,
  stgCosts,
  stgForecasts,
  stgFxRates,
  stgInvoices,
  stgLeadStages,
  stgOpportunities,
  stgOpportunityContacts,
  stgOpportunityHistory,
  stgOpportunityStages,
  stgOwnerTeams,
  stgOwners,
  stgPartners,
  stgPayments,
  stgPeople,
  stgPlans,
  stgProducts,
  stgStages,
  stgSubscriptionChanges,
  stgSubscriptions,
  stgTargets,
  stgTickets,
  stgTouchpoints,
]
