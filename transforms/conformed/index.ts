/** Every conformed table: one meaning over all systems. */
import type { AnyTable } from '../../src/table.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimDates } from './dim_dates.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { dimOwnerVersions } from './dim_owner_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { dimPeople } from './dim_people.ts'
import { dimProducts } from './dim_products.ts'
import { dimStages } from './dim_stages.ts'
import { fctAccountMonths } from './fct_account_months.ts'
import { fctAccountWindows } from './fct_account_windows.ts'
import { fctAdSpend } from './fct_ad_spend.ts'
import { fctCompanyMonths } from './fct_company_months.ts'
import { fctInvoiceMonths } from './fct_invoice_months.ts'
import { fctInvoices } from './fct_invoices.ts'
import { fctMrrMovements } from './fct_mrr_movements.ts'
import { fctMrrPeriods } from './fct_mrr_periods.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityOutcomes } from './fct_opportunity_outcomes.ts'
import { fctOpportunityStages } from './fct_opportunity_stages.ts'
import { fctProductMonths } from './fct_product_months.ts'
import { identitySteps } from './identity/index.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'
import { mapAccountRedirects } from './map_account_redirects.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapCampaigns } from './map_campaigns.ts'
import { mapOpportunities } from './map_opportunities.ts'
import { mapOwners } from './map_owners.ts'
import { mapPeople } from './map_people.ts'
import { mapPersonRedirects } from './map_person_redirects.ts'

export const conformed: readonly AnyTable[] = [
  ...identitySteps,
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
  mapAccountRedirects,
  mapAccounts,
  mapCampaigns,
  mapOpportunities,
  mapOwners,
  mapPeople,
  mapPersonRedirects,
]
