/**
 * What is gone: rows of keys that the latest full export of their instance no longer has.
 *
 * A full export is all full files of one instance under one date; those without a date are the
 * oldest. Rows that are as new as it, by their files' dates, or newer by their own word, are not
 * gone.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../open.ts'
import { keyOf, type Loaded, type Part, row, viewLoaded } from './parts.ts'
import { contractOf } from './shape.ts'

/** The full export of an instance of one date. */
export interface FullExport {
  readonly instance: string
  readonly date: string | null
  readonly parts: readonly Part[]
}

/** The full exports among the parts of an object, the latest first. */
export function fullExportsOf(parts: readonly Part[]): FullExport[] {
  const groups = Map.groupBy(
    parts.filter(({ isFull }) => isFull),
    ({ instance, date }) => JSON.stringify([instance, date]),
  )
  return [...groups.values()]
    .map((of) => ({ instance: of[0]!.instance, date: of[0]!.date, parts: of }))
    .sort((one, other) => ((one.date ?? '') < (other.date ?? '') ? 1 : -1))
}

/** Of each instance the latest full export. */
export const latestFullExports = (parts: readonly Part[]): FullExport[] =>
  [...Map.groupBy(fullExportsOf(parts), ({ instance }) => instance).values()].map(
    ([latest]) => latest!,
  )

/** Adds to the temporary table `fates` the loaded rows that stand and are gone. */
export async function findGone(connection: DuckDBConnection, loaded: Loaded): Promise<void> {
  const { table, parts } = loaded
  if (contractOf(table).keep === 'snapshots') return
  const latest = latestFullExports(parts).filter(({ instance, date }) =>
    parts.some((part) => part.instance === instance && !(part.isFull && part.date === date)),
  )
  if (latest.length === 0) return
  await viewLoaded(connection, loaded)
  const keys = keyOf(table).map(identifier)
  const exports = latest.map(({ instance, date }) => {
    const day = date === null ? 'cast(null as date)' : `date ${literal(date)}`
    return `(${literal(instance)}, ${day})`
  })
  await connection.run(`
    insert into fates
    with latest as (select * from (values ${exports.join(', ')}) as export (instance, export_date)),
    of_instance as (
      select loaded.*, latest.export_date from loaded
      join latest on latest.instance = loaded.source_instance
    ),
    present as (
      select distinct ${keys.join(', ')} from of_instance
      where coalesce(${row.date}, date '0001-01-01') >= coalesce(export_date, date '0001-01-01')
        or ${row.version} >= export_date + interval 1 day
    )
    select of_instance.${row.part}, of_instance.${row.place}, 'gone'
    from of_instance
    where ${row.findings} is null
      and not exists (from fates where fates.part = of_instance.${row.part} and fates.place = of_instance.${row.place})
      and not exists (from present where ${keys
        .map((key) => `present.${key} is not distinct from of_instance.${key}`)
        .join(' and ')})`)
}
