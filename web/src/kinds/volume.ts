/** How many records of a source and object came in each period, beside the band that was expected. */
import type { VolumeChart } from '../charts/chart.ts'
import { figure } from '../format/values.ts'
import { nameOf } from '../model/names.ts'
import { endOf, periodsIn } from '../model/periods.ts'
import {
  type Answers,
  type Ask,
  allVisible,
  equals,
  filtersOf,
  grainOf,
  periodOf,
  type Queries,
  query,
  rangeOf,
  valuesOf,
  visible,
} from './ask.ts'
import { columnOf } from './band.ts'
import type { Frame } from './frame.ts'

/** All series are asked at once: another one is then shown without asking again. */
const mostRows = 50_000

function plan(chart: VolumeChart, ask: Ask) {
  const measures = allVisible(ask, chart)
  const grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  const filters = [
    ...filtersOf(ask, chart, measures).applied,
    equals(`${chart.view}.${chart.periodType}`, grain),
  ]
  return { measures, grain, from, to, filters }
}

export function volumeQueries(chart: VolumeChart, ask: Ask): Queries {
  const { measures, grain, from, to, filters } = plan(chart, ask)
  if (measures.length === 0) return {}
  const asked = [...measures, ...visible(ask, chart, [chart.outside])]
  return {
    series: {
      ...query(chart, asked, [from, endOf(grain, to)], { grain, by: chart.series, filters }),
      limit: mostRows,
    },
  }
}

/** The series with the most periods outside its band is shown unless another is chosen. */
export function volumeFrame(chart: VolumeChart, ask: Ask, answers: Answers): Frame {
  const { measures, grain, from, to, filters } = plan(chart, ask)
  const members = chart.series.map((name) => `${chart.view}.${name}`)
  const middle = `${chart.view}.${chart.middle}`
  const outside = `${chart.view}.${chart.outside}`
  const bySeries = Map.groupBy(answers['series'] ?? [], (row) =>
    members.map((member) => String(row[member])).join(' · '),
  )
  const all = [...bySeries]
    // A series of which nothing is expected, such as a source that is silent as a rule, has no band.
    .filter(([, rows]) => rows.some((row) => figure(row[middle]) !== null))
    .map(([name, rows]) => ({
      name,
      rows,
      outside: rows.reduce((sum, row) => sum + (figure(row[outside]) ?? 0), 0),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const most = all.toSorted((a, b) => b.outside - a.outside)[0]
  const chosen = all.find(({ name }) => name === ask.choice) ?? most
  const rows = new Map((chosen?.rows ?? []).map((row) => [periodOf(row, chart.view, grain), row]))
  const [sample] = chosen?.rows ?? []
  const names = Object.fromEntries(
    all.map(({ name, rows: [first] }) => [
      name,
      members.map((member) => nameOf(ask.model, member, first?.[member])).join(' · '),
    ]),
  )
  const own = members.map((member) => equals(member, String(sample?.[member])))
  return {
    label: { kind: 'period', grain },
    columns: measures.map((measure) => columnOf(chart, measure)),
    rows: periodsIn(grain, from, to)
      .filter((start) => rows.has(start))
      .map((start) => ({
        key: start,
        values: valuesOf(rows.get(start), measures),
        point: { from: start, to: endOf(grain, start), filters: [...filters, ...own] },
      })),
    ...(chosen
      ? { offered: { chosen: chosen.name, all: all.map(({ name }) => name), names } }
      : {}),
  }
}
