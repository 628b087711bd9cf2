/** A measure by the members of two dimensions, such as what each model credits to each channel. */
import type { MatrixChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { isAtInstant } from '../model/granularities.ts'
import { nameOf } from '../model/names.ts'
import { endOf, startOf } from '../model/periods.ts'
import { type Answers, type Ask, grainOf, type Queries, query, rangeOf, visible } from './ask.ts'
import { chosenDimension, drawn, heldTo, memberText } from './breakdown.ts'
import type { Frame } from './frame.ts'
import { held } from './trend.ts'

function plan(chart: MatrixChart, ask: Ask) {
  const [measure] = visible(ask, chart, [chart.measure])
  const by = chosenDimension(chart, ask)
  const grain = grainOf(ask, measure ? [measure] : [])
  const [from, to] = rangeOf(ask, grain)
  const first = measure && isAtInstant(measure) ? startOf(grain, to) : startOf(grain, from)
  return { measure, by, grain, from: first, to: endOf(grain, to) }
}

export function matrixQueries(chart: MatrixChart, ask: Ask): Queries {
  const { measure, by, grain, from, to } = plan(chart, ask)
  if (!measure || !by) return {}
  const filters = held(chart, ask, [measure], grain)
  return {
    cells: query(chart, [measure], [from, to], { by: [by, chart.across, chart.order], filters }),
  }
}

/** Rows are sorted by what they have in all columns, columns by their own order. */
export function matrixFrame(chart: MatrixChart, ask: Ask, answers: Answers): Frame {
  const { measure, by, grain, from, to } = plan(chart, ask)
  if (!measure || !by) return { label: { kind: 'member', title: '' }, columns: [], rows: [] }
  const of = (name: string) => `${chart.view}.${name}`
  const filters = held(chart, ask, [measure], grain)
  const cells = (answers['cells'] ?? []).filter((row) => figure(row[measure.name]) !== null)
  const across = Map.groupBy(cells, (row) => row[of(chart.across)] ?? null)
  const columns = [...across].toSorted(
    ([, [a]], [, [b]]) => Number(a?.[of(chart.order)]) - Number(b?.[of(chart.order)]),
  )
  const rows = [...Map.groupBy(cells, (row) => row[of(by)] ?? null)].map(([member, own]) => ({
    key: memberText(member),
    title: nameOf(ask.model, of(by), member),
    values: Object.fromEntries(
      own.map((row) => [memberText(row[of(chart.across)]), figure(row[measure.name])]),
    ),
    point: { from, to, filters: [...filters, heldTo(of(by), member)] },
  }))
  const total = ({ values }: (typeof rows)[number]) =>
    Object.values(values).reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0)
  const sorted = rows.filter((row) => total(row) !== 0).toSorted((a, b) => total(b) - total(a))
  return {
    label: { kind: 'member', title: ask.model.dimensions.get(of(by))?.shortTitle ?? by },
    columns: columns.map(([member]) => ({
      key: memberText(member),
      title: nameOf(ask.model, of(chart.across), member),
      unit: measure.meta.unit,
      measure: measure.name,
      filters: [heldTo(of(chart.across), member)],
    })),
    rows: sorted,
    span: { from, to },
    left: Math.max(0, sorted.length - drawn),
  }
}
