/** Records by day and week, and what is expected of each: worked out in loops, not in windows. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { settings } from '../../src/settings.ts'

/** The tables of what comes to be by itself, and when its records do. */
const dated = {
  accounts: 'created_at',
  people: 'created_at',
  'lead stages': 'entered_at',
  opportunities: 'created_at',
  activities: 'occurred_at',
  touchpoints: 'occurred_at',
  'ad spend': 'spend_date',
  subscriptions: 'created_at',
  'subscription changes': 'changed_at',
  invoices: 'issued_at',
  payments: 'paid_at',
  tickets: 'created_at',
}

const aDay = 86_400_000
const dayAt = (place: number) => new Date(place * aDay).toISOString().slice(0, 10)
const placeOf = (day: string) => Date.parse(day) / aDay
/** 0 for Monday: 1 January 1970 was a Thursday. */
const weekdayOf = (place: number) => (place + 3) % 7

interface Period {
  readonly first: number
  readonly last: number
  readonly found: number
}

const made = new WeakMap<DuckDBConnection, Promise<void>>()

/**
 * Makes the table `volume`, once a connection: source_system, object, band_period, date, last_date,
 * found, and `expected`, `low`, `high` and `is_odd`, null where nothing is expected.
 */
export function makeVolumes(connection: DuckDBConnection): Promise<void> {
  const known = made.get(connection) ?? workOut(connection)
  made.set(connection, known)
  return known
}

async function workOut(connection: DuckDBConnection): Promise<void> {
  const rowsOf = async (query: string) =>
    (await connection.runAndReadAll(query)).getRowObjectsJson() as Record<string, string>[]
  const [run] = await rowsOf('select as_of::date::varchar as today from data_as_of')
  const today = placeOf(run!['today']!)
  const rows: string[] = []
  for (const [object, column] of Object.entries(dated)) {
    const counts = await rowsOf(`
      select source_system, ${column}::date::varchar as day, count(*)::integer as found
      from stg_${object.replaceAll(' ', '_')} where ${column} is not null group by all`)
    for (const [source, of] of Map.groupBy(counts, (row) => row['source_system']!)) {
      const found = new Map(of.map(({ day, found }) => [placeOf(day!), Number(found)]))
      const known = [...found.keys()].filter((place) => place < today)
      if (known.length === 0) continue
      const start = Math.max(Math.min(...known), today - 371 - 91)
      const days = Array.from({ length: today - start }, (_, at) => ({
        first: start + at,
        last: start + at,
        found: found.get(start + at) ?? 0,
      }))
      const weeks = days
        .filter(({ first }) => weekdayOf(first) === 0 && first + 6 < today)
        .map(({ first }) => ({
          first,
          last: first + 6,
          found: days
            .filter((day) => day.first >= first && day.first <= first + 6)
            .reduce((sum, day) => sum + day.found, 0),
        }))
      for (const [period, series] of [
        ...Array.from(
          { length: 7 },
          (_, weekday) =>
            ['day', days.filter(({ first }) => weekdayOf(first) === weekday)] as const,
        ),
        ['week', weeks] as const,
      ])
        series.forEach((one, at) => {
          if (one.first < today - 371) return
          const band = bandAfter(series.slice(Math.max(0, at - 13), at))
          const isOdd = band && (one.found < band.low || one.found > band.high)
          rows.push(
            `('${source}', '${object}', '${period}', date '${dayAt(one.first)}', date '${dayAt(one.last)}', ${one.found},
              ${band?.expected ?? null}, ${band?.low ?? null}, ${band?.high ?? null}, ${isOdd ?? null})`,
          )
        })
    }
  }
  await connection.run(`create or replace temp table volume as
    from (values ${rows.join(', ')})
    as t(source_system, object, band_period, date, last_date, found, expected, low, high, is_odd)`)
}

/** What the periods before let expect; nothing where these are few, or silent as a rule. */
function bandAfter(before: readonly Period[]) {
  if (before.length < 8) return undefined
  const center = middle(before.map(({ found }) => found))
  if (center === 0) return undefined
  const scatter = middle(before.map(({ found }) => Math.abs(found - center)))
  const off = settings.volumeBandWidth * Math.max(1.4826 * scatter, Math.sqrt(center), 1)
  const rounded = Math.round(off * 100) / 100
  return { expected: center, low: Math.max(center - rounded, 0), high: center + rounded }
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
