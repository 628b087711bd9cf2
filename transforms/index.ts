/** Every table of the warehouse, in the order in which the data flows. */
import { runTables } from '../src/run_tables.ts'
import type { AnyTable } from '../src/table.ts'
import { conformed as ofBusiness } from './conformed/index.ts'
import { martAccountJourney } from './marts/mart_account_journey.ts'
import { martAccounts } from './marts/mart_accounts.ts'
import { martAttribution } from './marts/mart_attribution.ts'
import { martAttributionChannels } from './marts/mart_attribution_channels.ts'
import { martAttributionLeadChannels } from './marts/mart_attribution_lead_channels.ts'
import { martDataQuality } from './marts/mart_data_quality.ts'
import { martForecast } from './marts/mart_forecast.ts'
import { martFunnel } from './marts/mart_funnel.ts'
import { martKpiMonths } from './marts/mart_kpi_months.ts'
import { martLeakage } from './marts/mart_leakage.ts'
import { martMarketing } from './marts/mart_marketing.ts'
import { martPipeline } from './marts/mart_pipeline.ts'
import { martPipelineWaterfall } from './marts/mart_pipeline_waterfall.ts'
import { martPlaybook } from './marts/mart_playbook.ts'
import { martPlaybookCases } from './marts/mart_playbook_cases.ts'
import { martPlaybookCustomers } from './marts/mart_playbook_customers.ts'
import { martPlaybookScores } from './marts/mart_playbook_scores.ts'
import { martPlaybookWeights } from './marts/mart_playbook_weights.ts'
import { martRetentionCohorts } from './marts/mart_retention_cohorts.ts'
import { martRevenue } from './marts/mart_revenue.ts'
import { martScorecard } from './marts/mart_scorecard.ts'
import { martSupport } from './marts/mart_support.ts'
import { martUnitEconomics } from './marts/mart_unit_economics.ts'
import { quality } from './quality/index.ts'
import { references } from './references/index.ts'
import { sources } from './sources/index.ts'
import { staging } from './staging/index.ts'

export { references, sources, staging }

export const conformed: readonly AnyTable[] = [...ofBusiness, ...quality]

export const marts: readonly AnyTable[] = [
  martAttribution,
  martAttributionChannels,
  martAttributionLeadChannels,
  martAccountJourney,
  martAccounts,
  martDataQuality,
  martForecast,
  martFunnel,
  martKpiMonths,
  martLeakage,
  martMarketing,
  martPipeline,
  martPipelineWaterfall,
  martPlaybook,
  martPlaybookCases,
  martPlaybookCustomers,
  martPlaybookScores,
  martPlaybookWeights,
  martRetentionCohorts,
  martRevenue,
  martScorecard,
  martSupport,
  martUnitEconomics,
]

export const tables: readonly AnyTable[] = [
  ...runTables,
  ...sources,
  ...references,
  ...staging,
  ...conformed,
  ...marts,
]
