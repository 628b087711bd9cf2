/** Data quality: how far the figures can be trusted, and where not. */
import type { Chart } from './chart.ts'

const view = 'data_quality'

const by = (measure: string, ...dimensions: string[]): Chart => ({
  id: `data_quality.${measure}`,
  view,
  kind: 'breakdown',
  measure,
  by: dimensions,
  worstFirst: true,
})

export const dataQualityCharts: readonly Chart[] = [
  by('quality_score', 'source_system', 'object', 'check_name'),
  by('failed_checks', 'check_name', 'source_system', 'object'),
  by('quarantine_rate', 'source_system', 'object'),
  by('completeness', 'object', 'source_system'),
  by('duplicate_rate', 'object', 'source_system'),
  by('freshness_hours', 'source_system'),
  {
    id: 'data_quality.volume',
    view,
    width: 'full',
    kind: 'volume',
    outcome: 'observed_records',
    middle: 'expected_records',
    low: 'expected_records_low',
    high: 'expected_records_high',
    outside: 'volume_anomalies',
    series: ['source_system', 'object'],
    periodType: 'band_period',
  },
]
