/** The part that a measure has in a chart of a figure and the band in which it was expected. */
import type { PredictionChart, VolumeChart } from '../charts/chart.ts'
import type { Measure } from '../model/meta.ts'
import type { Frame } from './frame.ts'

export function columnOf(
  chart: PredictionChart | VolumeChart,
  { name, shortTitle, meta }: Measure,
): Frame['columns'][number] {
  const measure = name.slice(chart.view.length + 1)
  const role = (['middle', 'low', 'high'] as const).find((part) => chart[part] === measure)
  const column = { key: name, title: shortTitle, unit: meta.unit, measure: name }
  if (role !== undefined) return { ...column, role }
  return measure === chart.outcome ? column : { ...column, role: 'baseline' }
}
