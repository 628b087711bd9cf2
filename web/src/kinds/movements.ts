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
import { comparedSpans, headlineOf, toDateQueries } from './comparison.ts'
import type { Column, Frame } from './frame.ts'
import { targetQuery, targetsOf } from './targets.ts'

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
  const { measures, grain, from, to, filters } = plan(chart, ask)
  const first = yearBefore(grain, startOf(grain, from))
  return {
    series: query(chart, measures, [first, endOf(grain, to)], { grain, filters }),
    ...toDateQueries(ask, { chart, measures, grain, to }, filters),
    ...targetQuery(ask, grain, [startOf(grain, to), to]),
  }
}

export function movementsFrame(chart: MovementsChart, ask: Ask, answers: Answers): Frame {
  const { minus, net, measures, grain, from, to, filters } = plan(chart, ask)
  const series = new Map(
    (answers['series'] ?? []).map((row) => [periodOf(row, chart.view, grain), row]),
  )
  const last = startOf(grain, to)
  const headlines = measures.map((measure) =>
    headlineOf(
      ask,
      { measure, grain, to },
      (start) => figure(series.get(start)?.[measure.name]),
      answers,
      targetsOf(answers, measure).get(last),
    ),
  )
  /** What each came to a year before, and on which days; of the period that runs, to date. */
  const yearOf = (start: string) => {
    const before = yearBefore(grain, start)
    const whole = { from: before, to: endOf(grain, before) }
    const all = measures.map(({ name }, index) => {
      const key = yearKey(name)
      const compared = headlines[index]?.comparisons.filter(({ kind }) => kind === 'year') ?? []
      if (start !== last || compared.length === 0)
        return { key, value: figure(series.get(before)?.[name]), span: whole }
      return { key, value: compared[0]!.value, span: comparedSpans(compared)['year'] ?? whole }
    })
    return {
      values: Object.fromEntries(all.map(({ key, value }) => [key, value])),
      spans: Object.fromEntries(all.map(({ key, span }) => [key, span])),
    }
  }
  const columns = measures.map((measure): Column => {
    const { name, shortTitle: title, meta } = measure
    const role = measure === net ? 'net' : minus.includes(measure) ? 'minus' : undefined
    const column = { key: name, title, unit: meta.unit, measure: name }
    return role === undefined ? column : { ...column, role }
  })
  return {
    label: { kind: 'period', grain },
    columns: columns.flatMap((column): Column[] => {
      if (grain === 'year') return [column]
      const { key, title, unit } = column
      return [column, { key: yearKey(key), title, unit, measure: key, role: 'year', of: key }]
    }),
    rows: periodsIn(grain, from, to).map((start) => {
      const year = grain === 'year' ? { values: {}, spans: {} } : yearOf(start)
      return {
        key: start,
        values: { ...valuesOf(series.get(start), measures), ...year.values },
        spans: year.spans,
        point: { from: start, to: endOf(grain, start), filters },
        isRunning: isRunning(grain, start, ask.dataAsOf),
      }
    }),
    headlines,
  }
}

/** The column of what a measure was a year before. */
const yearKey = (measure: string) => `year:${measure}`
