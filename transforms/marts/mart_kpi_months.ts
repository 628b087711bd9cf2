/** What each KPI is by month, measured by the model on the build that is being made. */
import { day, flag, number, oneOf, text } from '../../src/columns.ts'
import { table } from '../../src/table.ts'
import { martForecast } from './mart_forecast.ts'
import { martFunnel } from './mart_funnel.ts'
import { martLeakage } from './mart_leakage.ts'
import { martMarketing } from './mart_marketing.ts'
import { martPipeline } from './mart_pipeline.ts'
import { martPipelineWaterfall } from './mart_pipeline_waterfall.ts'
import { martRetentionCohorts } from './mart_retention_cohorts.ts'
import { martRevenue } from './mart_revenue.ts'
import { martSupport } from './mart_support.ts'
import { martUnitEconomics } from './mart_unit_economics.ts'

export const martKpiMonths = table(
  {
    name: 'mart_kpi_months',
    description:
      'What each KPI that means something by month is in each month, without slices, as the measures of the model answer; months in which it has no value are left out.',
    grain: ['kpi', 'month_start_date'],
    columns: {
      kpi: text('The KPI, as view.measure.'),
      kpi_title: text('Its title.'),
      kpi_class: text('Its class: additive, ratio, balance and so on.'),
      department: text('Who works on it.'),
      is_leading: flag('Whether it tells of what is to come, rather than of what has been.'),
      unit: text('Its unit.'),
      good: oneOf(['up', 'down', 'neutral'], 'Which way is good.'),
      month_start_date: day('The month’s first day.'),
      actual: number('What it is.'),
    },
  },
  {
    measured: [
      martForecast,
      martFunnel,
      martLeakage,
      martMarketing,
      martPipeline,
      martPipelineWaterfall,
      martRetentionCohorts,
      martRevenue,
      martSupport,
      martUnitEconomics,
    ],
  },
)
