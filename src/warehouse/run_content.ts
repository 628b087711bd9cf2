/** What the tables that a run fills by itself are made of. */
import { loadAccounts, quarantinedRows } from '../run_tables.ts'
import type { AnyTable, RunTable } from '../table.ts'
import { hashOf } from './diskio.ts'
import { contractOf } from './load/shape.ts'
import { identifier, literal } from './quoting.ts'
import type { Version, Versions } from './resolve.ts'
import { emptyView, type View } from './view.ts'

/** What `data_as_of` is where no row says when it was created or changed: no day has passed. */
export const nothingObserved = '1970-01-01T00:00:00.000Z'

/** The query that fills a table of the run: over values, or over files that stand. */
export type RunContent =
  | { readonly sql: string; readonly parameters?: readonly unknown[] }
  | { readonly view: View }

export const isRunTable = (table: AnyTable) => 'run' in table.source

/**
 * What a table of the run depends on, as text; undefined while exports are not loaded.
 *
 * @param versions those of the raw tables at least
 */
export function runDataOf(
  run: RunTable,
  asOf: string | undefined,
  versions: Versions,
): string | undefined {
  if (run === 'data_as_of' && asOf !== undefined) return asOf
  const loads = loadsOf(versions)
  if (loads.some(({ stored }) => stored === undefined)) return undefined
  if (run === 'load_accounts')
    return hashOf(loads.map(({ table, stored }) => [table.name, stored?.parts, stored?.files]))
  if (run === 'quarantined_rows')
    return hashOf(
      loads.flatMap(({ table, stored }) =>
        stored?.quarantine ? [[table.name, stored.quarantine.hash]] : [],
      ),
    )
  const observed = loads.flatMap(({ stored }) => stored?.observed_at ?? [])
  return observed.sort().at(-1) ?? nothingObserved
}

/** What a table of the run is made of, once its exports are loaded. */
export function runContentOf(run: RunTable, data: string, versions: Versions): RunContent {
  if (run === 'data_as_of') return { sql: `select cast(${literal(data)} as timestamp) as as_of` }
  const loads = loadsOf(versions)
  return run === 'load_accounts' ? accountsOf(loads) : quarantineOf(loads)
}

const loadsOf = (versions: Versions): Version[] =>
  [...versions.values()].filter(({ table }) => 'contract' in table.source)

function accountsOf(loads: readonly Version[]): RunContent {
  const rows = loads.flatMap(({ table, stored }) => {
    const { system, object } = contractOf(table)
    return (stored?.parts ?? []).map((part, place) => {
      const { read, accepted, quarantined, superseded } = stored!.files[place]!
      const of = (value: string | null, type: string) =>
        value === null ? `cast(null as ${type})` : `cast(${literal(value)} as ${type})`
      return [
        ...[part.file, system, part.instance, object, table.name, part.hash].map(literal),
        of(part.date, 'date'),
        part.isFull,
        of(part.observed_from, 'timestamp'),
        of(part.observed_to, 'timestamp'),
        ...[read, accepted, quarantined, superseded].map((count) => `cast(${count} as bigint)`),
      ].join(', ')
    })
  })
  if (rows.length === 0) return { view: emptyView(loadAccounts) }
  const columns = Object.keys(loadAccounts.columns).map(identifier).join(', ')
  const values = rows.map((row) => `(${row})`).join(', ')
  return { sql: `select * from (values ${values}) as account (${columns})` }
}

function quarantineOf(loads: readonly Version[]): RunContent {
  const files = loads.flatMap(({ stored }) => stored?.quarantine?.file ?? [])
  if (files.length === 0) return { view: emptyView(quarantinedRows) }
  const columns = Object.keys(quarantinedRows.columns).map(identifier).join(', ')
  return {
    view: {
      sql: `select ${columns} from read_parquet({quarantine})`,
      files: { quarantine: files },
    },
  }
}
