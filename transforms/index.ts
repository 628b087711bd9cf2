/** Every table of the warehouse, in the order in which the data flows. */
import { runTables } from '../src/run_tables.ts'
import type { AnyTable } from '../src/table.ts'
import { conformed } from './conformed/index.ts'
import { martFunnel } from './marts/mart_funnel.ts'
import { martKpiMonths } from './marts/mart_kpi_months.ts'
import { martMarketing } from './marts/mart_marketing.ts'
import { martPipeline } from './marts/mart_pipeline.ts'
import { martPipelineWaterfall } from './marts/mart_pipeline_waterfall.ts'
import { martRetentionCohorts } from './marts/mart_retention_cohorts.ts'
import { martRevenue } from './marts/mart_revenue.ts'
import { martScorecard } from './marts/mart_scorecard.ts'
import { martSupport } from './marts/mart_support.ts'
import { martUnitEconomics } from './marts/mart_unit_economics.ts'
import { references } from './references/index.ts'
import { sources } from './sources/index.ts'
import { staging } from './staging/index.ts'

export { conformed, references, sources, staging }

export const marts: readonly AnyTable[] = [
  martFunnel,
  martKpiMonths,
  martMarketing,
  martPipeline,
  martPipelineWaterfall,
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
