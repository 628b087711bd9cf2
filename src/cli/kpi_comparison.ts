/** What a KPI was in the period before, like with like: a running period is compared to date. */
import { granularitiesOf, type MeasureClass } from '../semantic/catalog.ts'
import type { KpiQuery } from './kpi_query.ts'
import type { KpiRow } from './kpi_rows.ts'

/** The days of a period, both themselves included. */
interface Days {
  readonly from: string
  readonly to: string
}

/** A row's value in the period before. */
export interface Comparison {
  readonly before: number | null
  readonly from: string
  readonly to: string
}

const length = { day: 1, week: 7, month: 1, quarter: 3, year: 12 } as const
export type Grain = keyof typeof length

const dated = (day: string) => new Date(`${day}T00:00:00Z`)
const written = (date: Date) => date.toISOString().slice(0, 10)

function daysOn(day: string, days: number): string {
  const date = dated(day)
  date.setUTCDate(date.getUTCDate() + days)
  return written(date)
}

/** The first day of the period some periods on, from the first day of one. */
function periodsOn(start: string, grain: Grain, periods: number): string {
  if (grain === 'day' || grain === 'week') return daysOn(start, length[grain] * periods)
  const date = dated(start)
  date.setUTCMonth(date.getUTCMonth() + length[grain] * periods)
  return written(date)
}

/**
 * The days that a period is compared with: the period before it, and of one that is still running
 * as many days as have passed of it, where the KPI can be told by days.
 *
 * @param today the day up to which the data reaches
 */
export function daysBefore(start: string, grain: Grain, today: string, isByDay: boolean): Days {
  const [from, last] = [periodsOn(start, grain, -1), daysOn(start, -1)]
  const isRunning = start <= today && today < periodsOn(start, grain, 1)
  if (!isRunning || !isByDay) return { from, to: last }
  const passed = (dated(today).getTime() - dated(start).getTime()) / 86_400_000
  const to = daysOn(from, passed)
  return { from, to: to < last ? to : last }
}

/** Whether a KPI can be told by days, so that a part of a period has a value of its own. */
export function isByDay({ meta }: { readonly meta: Readonly<Record<string, unknown>> }): boolean {
  const declared = meta['granularities'] as readonly string[] | undefined
  return (declared ?? granularitiesOf[meta['class'] as MeasureClass] ?? []).includes('day')
}

interface Comparing {
  readonly query: KpiQuery
  readonly grain: Grain
  readonly rows: readonly KpiRow[]
  readonly today: string
  readonly isByDay: boolean
  /** The rows of a query. */
  readonly ask: (query: KpiQuery) => Promise<readonly KpiRow[]>
}

/** What each row is compared with, in their order. */
export async function comparisons({
  query,
  grain,
  rows,
  today,
  isByDay,
  ask,
}: Comparing): Promise<Comparison[]> {
  const measure = query.measures[0].slice(query.measures[0].indexOf('.') + 1)
  const slices = ({ date: _, [measure]: __, ...dimensions }: KpiRow) => JSON.stringify(dimensions)
  const periods = rows.map(({ date }) => daysBefore(String(date), grain, today, isByDay))
  const known = new Map<string, number | null>()
  const note = (found: readonly KpiRow[], days?: Days) => {
    for (const row of found) {
      const from = String(row['date'])
      const to = days?.to ?? daysOn(periodsOn(from, grain, 1), -1)
      known.set(`${from} ${to} ${slices(row)}`, row[measure] as number | null)
    }
  }
  note(rows)
  const shown = new Set(rows.map(({ date }) => String(date)))
  const first = [...shown].sort()[0] ?? ''
  const isPart = ({ from, to }: Days) => to < daysOn(periodsOn(from, grain, 1), -1)
  // What is not among the rows stands before the first of them: in a gap there is no value.
  const asked = new Map(
    periods
      .filter((days) => isPart(days) || days.from < first)
      .map((days) => [`${days.from} ${days.to}`, days]),
  )
  for (const days of asked.values()) note(await ask(within(query, days)), days)
  return rows.map((row, at) => {
    const { from, to } = periods[at]!
    return { before: known.get(`${from} ${to} ${slices(row)}`) ?? null, from, to }
  })
}

/** The same question about other days. */
const within = (query: KpiQuery, { from, to }: Days): KpiQuery => ({
  ...query,
  timeDimensions: query.timeDimensions.map((time) => ({ ...time, dateRange: [from, to] as const })),
})
