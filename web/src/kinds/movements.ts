/** What was added and taken away in each period, and what that made. */
import type { MovementsChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { endOf, isRunning, periodsIn, startOf, yearBefore } from '../model/periods.ts'
import {
  type Answers,
  type Ask,
  filtersOf,
  grainOf,
  periodOf,
  type Queries,
  query,
  rangeOf,
  valuesOf,
  visible,
} from './ask.ts'
import { headlineOf, toDateQueries } from './comparison.ts'
import type { Frame } from './frame.ts'

function plan(chart: MovementsChart, ask: Ask) {
  const plus = visible(ask, chart, chart.plus)
  const minus = visible(ask, chart, chart.minus)
  const [net] = visible(ask, chart, [chart.net])
  const measures = [...plus, ...minus, ...(net ? [net] : [])]
  const grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  const filters = filtersOf(ask, chart, measures).applied
  return { plus, minus, net, measures, grain, from, to, filters }
}

export function movementsQueries(chart: MovementsChart, ask: Ask): Queries {
  const { net, measures, grain, from, to, filters } = plan(chart, ask)
  const first = yearBefore(grain, startOf(grain, from))
  return {
    series: query(chart, measures, [first, endOf(grain, to)], { grain, filters }),
    ...toDateQueries(ask, { chart, measures: net ? [net] : [], grain, to }, filters),
  }
}

export function movementsFrame(chart: MovementsChart, ask: Ask, answers: Answers): Frame {
  const { minus, net, measures, grain, from, to, filters } = plan(chart, ask)
  const series = new Map(
    (answers['series'] ?? []).map((row) => [periodOf(row, chart.view, grain), row]),
  )
  return {
    label: { kind: 'period', grain },
    columns: measures.map((measure) => ({
      key: measure.name,
      title: measure.shortTitle,
      unit: measure.meta.unit,
      measure: measure.name,
      ...(measure === net ? { role: 'net' as const } : {}),
      ...(minus.includes(measure) ? { role: 'minus' as const } : {}),
    })),
    rows: periodsIn(grain, from, to).map((start) => ({
      key: start,
      values: valuesOf(series.get(start), measures),
      point: { from: start, to: endOf(grain, start), filters },
      isRunning: isRunning(grain, start, ask.dataAsOf),
    })),
    ...(net === undefined
      ? {}
      : {
          headlines: [
            headlineOf(
              ask,
              { measure: net, grain, to },
              (start) => figure(series.get(start)?.[net.name]),
              answers,
              undefined,
            ),
          ],
        }),
  }
}
