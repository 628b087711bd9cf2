/** Every contract, system by system. */
import type { AnyTable } from '../../src/table.ts'
import * as finance from './finance.ts'
import * as ga4 from './ga4.ts'
import * as genericCrm from './generic_crm.ts'
import * as genericFinance from './generic_finance.ts'
import * as genericMarketing from './generic_marketing.ts'
import * as genericOpportunities from './generic_opportunities.ts'
import * as genericRevenue from './generic_revenue.ts'
import * as googleAds from './google_ads.ts'
import * as googleAdsOther from './google_ads_other.ts'
import * as hubspotCompanies from './hubspot_companies.ts'
import * as hubspotContacts from './hubspot_contacts.ts'
import * as hubspotDeals from './hubspot_deals.ts'
import * as hubspotEngagements from './hubspot_engagements.ts'
import * as hubspotLinks from './hubspot_links.ts'
import * as hubspotMarketing from './hubspot_marketing.ts'
import * as hubspotOwners from './hubspot_owners.ts'
import * as hubspotPipelines from './hubspot_pipelines.ts'
import * as hubspotTickets from './hubspot_tickets.ts'
import * as linkedinAds from './linkedin_ads.ts'
import * as linkedinAdsOther from './linkedin_ads_other.ts'
import * as metaAds from './meta_ads.ts'
import * as metaAdsOther from './meta_ads_other.ts'
import * as microsoftAds from './microsoft_ads.ts'
import * as microsoftAdsOther from './microsoft_ads_other.ts'
import * as overrides from './overrides.ts'
import * as salesforce from './salesforce.ts'
import * as salesforceCampaigns from './salesforce_campaigns.ts'
import * as salesforceHistories from './salesforce_histories.ts'
import * as salesforceOpportunities from './salesforce_opportunities.ts'
import * as salesforceOther from './salesforce_other.ts'
import * as salesforceUsers from './salesforce_users.ts'
import * as stripeBalance from './stripe_balance.ts'
import * as stripeCatalogue from './stripe_catalogue.ts'
import * as stripeCustomers from './stripe_customers.ts'
import * as stripeInvoices from './stripe_invoices.ts'
import * as stripeOther from './stripe_other.ts'
import * as stripePayments from './stripe_payments.ts'
import * as stripeSubscriptions from './stripe_subscriptions.ts'
import * as zendeskOther from './zendesk_other.ts'
import * as zendeskPeople from './zendesk_people.ts'
import * as zendeskTickets from './zendesk_tickets.ts'

/** The contracts that a file of sources exports, in the order of their names. */
const contractsOf = (file: object): AnyTable[] =>
  Object.values(file).filter((exported) => exported?.source?.contract)

export const sources: readonly AnyTable[] = [
  finance,
  ga4,
  genericCrm,
  genericFinance,
  genericMarketing,
  genericOpportunities,
  genericRevenue,
  googleAds,
  googleAdsOther,
  hubspotCompanies,
  hubspotContacts,
  hubspotDeals,
  hubspotEngagements,
  hubspotLinks,
  hubspotMarketing,
  hubspotOwners,
  hubspotPipelines,
  hubspotTickets,
  linkedinAds,
  linkedinAdsOther,
  metaAds,
  metaAdsOther,
  microsoftAds,
  microsoftAdsOther,
  overrides,
  salesforce,
  salesforceCampaigns,
  salesforceHistories,
  salesforceOpportunities,
  salesforceOther,
  salesforceUsers,
  stripeBalance,
  stripeCatalogue,
  stripeCustomers,
  stripeInvoices,
  stripeOther,
  stripePayments,
  stripeSubscriptions,
  zendeskOther,
  zendeskPeople,
  zendeskTickets,
].flatMap(contractsOf)
