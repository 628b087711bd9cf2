/** Tables that the semantic model fills, asked over the tables of the build that is being made. */
import { type AnyColumn, sqlTypeOf } from '../columns.ts'
import { macros } from '../sql/macros.ts'
import type { AnyTable } from '../table.ts'
import { hashOf } from './diskio.ts'
import { modelHash } from './fingerprint.ts'
import type { Manifest } from './manifest.ts'
import { literal } from './quoting.ts'
import type { RunContent } from './run_content.ts'
import { emptyView } from './view.ts'

/** A row of a measured table, by column; days and instants as text. */
type MeasuredRow = Readonly<Record<string, string | number | boolean | null>>

/** Asks the model over some tables of a build that is not published. */
export type Measure = (candidate: {
  readonly warehouse: string
  readonly tables: Manifest['tables']
}) => Promise<readonly MeasuredRow[]>

/** The hash of all that decides what the model measures of the same tables; empty without measures. */
export const measuringHash = ({ model, measure }: { model?: string; measure?: Measure }): string =>
  measure === undefined || model === undefined ? '' : hashOf(modelHash(model), macros)

export const isMeasured = (table: AnyTable) => 'measured' in table.source

/** Rows as a query over one text, or nothing over nothing: so many literals take long to read. */
export function rowsContent(table: AnyTable, rows: readonly MeasuredRow[]): RunContent {
  if (rows.length === 0) return { view: emptyView(table) }
  const types = Object.fromEntries(
    Object.entries<AnyColumn>(table.columns).map(([name, column]) => [name, sqlTypeOf(column)]),
  )
  return {
    sql: `select unnest(from_json(cast($1 as json), ${literal(JSON.stringify([types]))}), recursive := true)`,
    parameters: [JSON.stringify(rows)],
  }
}
