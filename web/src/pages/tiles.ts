/** The key figures of the overview, and how they are asked: by the scorecard, or by their own views. */
import type { Row } from '../api/cube.ts'
import { figure } from '../format/values.ts'
import { type Answers, type Ask, equals, type Queries } from '../kinds/ask.ts'
import { grainsOf } from '../model/granularities.ts'
import { isAnswered } from '../model/locks.ts'
import type { Measure } from '../model/meta.ts'
import { endOf, isRunning, periodsIn, shift, startOf } from '../model/periods.ts'

/** The KPIs that stand on the overview, in reading order. */
export const tiles = [
  'revenue.arr',
  'revenue.net_new_mrr',
  'revenue.net_revenue_retention',
  'revenue.logo_churn_rate',
  'pipeline.won_amount',
  'pipeline.win_rate',
  'pipeline.pipeline_created',
  'pipeline.pipeline_coverage',
  'funnel.mqls',
  'unit_economics.cac_payback_months',
  'unit_economics.ltv_to_cac',
  'revenue.customers',
]

export interface Tile {
  readonly measure: Measure
  /** By the start of a month, the oldest first. */
  readonly months: readonly { readonly start: string; readonly value: number | null }[]
  readonly month: string
  readonly value: number | null
  readonly previous: number | null
  readonly target: number | null
  readonly baseline: number | null
  readonly attainment: number | null
  readonly status: 'on' | 'risk' | 'off' | undefined
  /** The month that runs, and what it has so far. */
  readonly running: { readonly start: string; readonly value: number | null } | undefined
}

/** The views that the tiles read: an embed's token for the overview opens them. */
export const tileViews: readonly string[] = [
  ...new Set(['scorecard', ...tiles.map((name) => name.split('.')[0]!)]),
]

const shownMonths = 13

/** The last month that is over within the dates asked for. */
export function lastMonth({ range, dataAsOf }: Ask): string {
  const to = range?.[1] ?? dataAsOf.slice(0, 10)
  const month = startOf('month', to < dataAsOf ? to : dataAsOf.slice(0, 10))
  return isRunning('month', month, dataAsOf) ? shift('month', month, -1) : month
}

const shownTiles = ({ model, locked = [] }: TileAsk): Measure[] =>
  tiles.flatMap((name) => {
    const measure = model.measures.get(name)
    if (!measure || !grainsOf(measure).includes('month')) return []
    return isAnswered(model, locked, name.split('.')[0]!, [name]) ? [measure] : []
  })

/** What is asked, and the dimensions that an embed's token locks. */
type TileAsk = Ask & { readonly locked?: readonly string[] }

/** Targets are the company's: a slice is asked of the views themselves. */
const isByScorecard = ({ model, filters, locked = [] }: TileAsk) =>
  model.views.has('scorecard') && Object.keys(filters).length === 0 && locked.length === 0

function dates(ask: Ask): [from: string, to: string] {
  const month = lastMonth(ask)
  const next = shift('month', month, 1)
  return [shift('month', month, 1 - shownMonths), endOf('month', next)]
}

export function tileQueries(ask: TileAsk): Queries {
  const measures = shownTiles(ask)
  const dateRange = dates(ask)
  if (isByScorecard(ask))
    return {
      scorecard: {
        measures: ['actual', 'target', 'previous', 'baseline', 'attainment'].map(
          (name) => `scorecard.${name}`,
        ),
        dimensions: ['scorecard.kpi', 'scorecard.status'],
        timeDimensions: [{ dimension: 'scorecard.date', granularity: 'month', dateRange }],
        filters: [equals('scorecard.kpi', ...measures.map(({ name }) => name))],
        limit: 5_000,
      },
    }
  return Object.fromEntries(
    measures.map(({ name, meta }) => {
      const [view] = name.split('.')
      const filters = Object.entries(ask.filters)
        .filter(([dimension]) => meta.dimensions.includes(dimension))
        .map(([dimension, values]) => equals(`${view}.${dimension}`, ...values))
      const timeDimensions = [
        { dimension: `${view}.date`, granularity: 'month' as const, dateRange },
      ]
      return [name, { measures: [name], timeDimensions, filters }]
    }),
  )
}

export function tilesOf(ask: TileAsk, answers: Answers): Tile[] {
  const month = lastMonth(ask)
  const [from] = dates(ask)
  const next = shift('month', month, 1)
  const byKpi = Map.groupBy(answers['scorecard'] ?? [], (row) => String(row['scorecard.kpi']))
  return shownTiles(ask).map((measure) => {
    const { name } = measure
    const [view] = name.split('.')
    const scored = byKpi.get(name) ?? []
    const own = answers[name] ?? []
    const row = (start: string): Row | undefined =>
      scored.find((known) => String(known['scorecard.date.month']).startsWith(start))
    const at = (start: string) =>
      figure(
        row(start)?.['scorecard.actual'] ??
          own.find((known) => String(known[`${view}.date.month`]).startsWith(start))?.[name],
      )
    const of = (member: string) => figure(row(month)?.[`scorecard.${member}`])
    return {
      measure,
      months: periodsIn('month', from, month).map((start) => ({ start, value: at(start) })),
      month,
      value: at(month),
      previous: at(shift('month', month, -1)),
      target: of('target'),
      baseline: of('baseline'),
      attainment: of('attainment'),
      status: statusOf(row(month)?.['scorecard.status']),
      running: at(next) === null ? undefined : { start: next, value: at(next) },
    }
  })
}

function statusOf(text: unknown): Tile['status'] {
  const known = String(text ?? '').toLowerCase()
  if (known.startsWith('on')) return 'on'
  if (known.startsWith('at')) return 'risk'
  return known.startsWith('off') ? 'off' : undefined
}
