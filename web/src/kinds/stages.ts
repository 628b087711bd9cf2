/** Stages with what came to each in the range, and several figures side by side; all compared. */
import type { FiguresChart, FunnelChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { endOf, startOf } from '../model/periods.ts'
import { type Answers, type Ask, grainOf, type Queries, query, rangeOf, visible } from './ask.ts'
import {
  comparedColumns,
  comparedSpans,
  comparedValues,
  rangeComparisons,
  rangeQueries,
} from './comparison.ts'
import type { Frame } from './frame.ts'
import { held } from './trend.ts'

function plan(chart: FunnelChart | FiguresChart, ask: Ask) {
  const measures = visible(ask, chart, chart.kind === 'funnel' ? chart.stages : chart.measures)
  const grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  // Figures are of the last period, stages of the whole range.
  const start = startOf(grain, chart.kind === 'funnel' ? from : to)
  return { measures, grain, from: start, to: endOf(grain, to) }
}

export function stagesQueries(chart: FunnelChart | FiguresChart, ask: Ask): Queries {
  const { measures, grain, from, to } = plan(chart, ask)
  if (measures.length === 0) return {}
  const filters = held(chart, ask, measures, grain)
  return {
    all: query(chart, measures, [from, to], { filters }),
    ...rangeQueries(ask, { chart, measures, grain, from, to }, { filters }),
  }
}

export function stagesFrame(chart: FunnelChart | FiguresChart, ask: Ask, answers: Answers): Frame {
  const { measures, grain, from, to } = plan(chart, ask)
  const filters = held(chart, ask, measures, grain)
  const [all] = answers['all'] ?? []
  const range = { chart, measures, grain, from, to }
  const [first] = measures
  return {
    label: { kind: 'member', title: '' },
    columns: [
      { key: 'value', title: '', unit: first?.meta.unit ?? '' },
      ...(first
        ? comparedColumns(rangeComparisons(ask, range, first, answers), first, 'value')
        : []),
    ],
    rows: measures.map((measure) => {
      const { name, shortTitle, meta } = measure
      const comparisons = rangeComparisons(ask, range, measure, answers)
      const value = figure(all?.[name])
      return {
        key: name,
        title: shortTitle,
        measure: name,
        unit: meta.unit,
        values: { value, ...comparedValues(comparisons, value) },
        point: { from, to, filters },
        comparisons,
        spans: comparedSpans(comparisons),
      }
    }),
    span: { from, to, ...(chart.kind === 'figures' ? { grain } : {}) },
  }
}
