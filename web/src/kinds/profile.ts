/** Measures by a dimension of numbers, in their order: what lies between is told by how far it is. */
import type { ProfileChart } from '../charts/chart.ts'
import { nameOf } from '../model/names.ts'
import { endOf, startOf } from '../model/periods.ts'
import {
  type Answers,
  type Ask,
  equals,
  grainOf,
  type Queries,
  query,
  rangeOf,
  valuesOf,
  visible,
} from './ask.ts'
import type { Frame } from './frame.ts'
import { held } from './trend.ts'

function plan(chart: ProfileChart, ask: Ask) {
  const measures = visible(ask, chart, chart.measures)
  const grain = grainOf(ask, measures)
  const [from, to] = rangeOf(ask, grain)
  const { members } = chart.of
  const dimension = `${chart.view}.${chart.of.dimension}`
  const chosen = members.find((member) => member === ask.choice) ?? members[0] ?? ''
  const filters = [...held(chart, ask, measures, grain), equals(dimension, chosen)]
  const names = Object.fromEntries(
    members.map((member) => [member, nameOf(ask.model, dimension, member)]),
  )
  return { measures, chosen, names, filters, from: startOf(grain, from), to: endOf(grain, to) }
}

export function profileQueries(chart: ProfileChart, ask: Ask): Queries {
  const { measures, filters, from, to } = plan(chart, ask)
  if (measures.length === 0) return {}
  return { members: query(chart, measures, [from, to], { by: [chart.along], filters }) }
}

/** Members that are no numbers, and those of which nothing is known, are left out. */
export function profileFrame(chart: ProfileChart, ask: Ask, answers: Answers): Frame {
  const { measures, chosen, names, filters, from, to } = plan(chart, ask)
  const along = `${chart.view}.${chart.along}`
  const rows = (answers['members'] ?? []).flatMap((row) => {
    const key = String(row[along])
    const values = valuesOf(row, measures)
    const isKnown = Object.values(values).some((value) => value !== null)
    if (!isKnown || Number.isNaN(Number(key))) return []
    return [{ key, values, point: { from, to, filters: [...filters, equals(along, key)] } }]
  })
  return {
    label: { kind: 'member', title: ask.model.dimensions.get(along)?.shortTitle ?? chart.along },
    columns: measures.map(({ name, shortTitle, meta }) => ({
      key: name,
      title: shortTitle,
      unit: meta.unit,
      measure: name,
    })),
    rows: rows.toSorted((a, b) => Number(a.key) - Number(b.key)),
    span: { from, to },
    offered: { chosen, all: chart.of.members, names },
  }
}
