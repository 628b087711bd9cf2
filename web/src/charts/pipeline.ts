/** Opportunities: what is open, how it moves, where it gets stuck, what comes of it. */
import type { Chart } from './chart.ts'

const view = 'pipeline'

export const pipelineCharts: readonly Chart[] = [
  {
    id: 'pipeline.waterfall',
    view: 'pipeline_waterfall',
    width: 'full',
    kind: 'bridge',
    start: 'pipeline_start',
    plus: ['pipeline_new', 'pipeline_pulled_in', 'pipeline_increased', 'pipeline_transferred_in'],
    minus: [
      'pipeline_decreased',
      'pipeline_pushed_out',
      'pipeline_lost',
      'pipeline_won',
      'pipeline_transferred_out',
    ],
    end: 'pipeline_end',
    periodType: 'period_type',
    title: { view: true },
  },
  {
    id: 'pipeline.open',
    view,
    kind: 'trend',
    measures: ['open_pipeline', 'weighted_pipeline'],
    shape: 'line',
    title: { folder: 'Pipeline value' },
  },
  { id: 'pipeline.coverage', view, kind: 'trend', measures: ['pipeline_coverage'], shape: 'line' },
  { id: 'pipeline.velocity', view, kind: 'trend', measures: ['pipeline_velocity'], shape: 'line' },
  {
    id: 'pipeline.velocity_parts',
    view,
    kind: 'figures',
    measures: ['open_opportunities', 'average_deal_size', 'win_rate', 'sales_cycle_days'],
    title: { partsOf: 'pipeline_velocity' },
  },
  { id: 'pipeline.won', view, kind: 'trend', measures: ['won_amount'], shape: 'bar' },
  { id: 'pipeline.win_rate', view, kind: 'trend', measures: ['win_rate'], shape: 'line' },
  {
    id: 'pipeline.stage_age',
    view,
    kind: 'breakdown',
    measure: 'average_current_stage_age_days',
    by: ['stage', 'owner', 'segment'],
    order: 'stage_number',
  },
  {
    id: 'pipeline.stage_days',
    view,
    kind: 'breakdown',
    measure: 'stage_deal_days',
    by: ['stage', 'owner', 'segment'],
    order: 'stage_number',
    marksMost: true,
  },
  {
    id: 'pipeline.slipped',
    view: 'pipeline_waterfall',
    kind: 'trend',
    measures: ['slip_rate'],
    shape: 'line',
  },
  {
    id: 'pipeline.pushed_by',
    view: 'pipeline_waterfall',
    kind: 'breakdown',
    measure: 'pipeline_pushed_out',
    by: ['owner', 'segment', 'channel'],
  },
  {
    id: 'pipeline.by',
    view,
    kind: 'breakdown',
    measure: 'open_pipeline',
    by: ['forecast_category', 'owner', 'stage', 'segment', 'channel'],
  },
  {
    id: 'pipeline.quota',
    view,
    kind: 'breakdown',
    measure: 'quota_attainment',
    by: ['owner', 'team'],
  },
]
