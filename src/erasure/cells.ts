/** How many cells an erasure changed, and which it left since they are of someone or something else. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlTypeOf } from '../columns.ts'
import type { AnyTable } from '../table.ts'
import { bookkeeping } from '../warehouse/load/bookkeeping.ts'
import { identifier } from '../warehouse/quoting.ts'
import { fileList } from '../warehouse/view.ts'
import { type Erasures, nameAfterErasures } from './erasures.ts'
import { findMentions, hasMention } from './mentions.ts'
import type { Loaded } from './search.ts'
import { isKey, searchedIn } from './searched_columns.ts'

/** How many cells of a column, of all loaded files. */
export interface CellsOfColumn {
  readonly table: string
  readonly column: string
  readonly cells: number
}

/** Sums by table and column; what refused rows said counts as one column. */
export function cellsByColumn(cells: readonly CellsOfColumn[]): CellsOfColumn[] {
  const sums = new Map<string, CellsOfColumn>()
  const ofRefused: readonly string[] = [bookkeeping.texts, bookkeeping.findings]
  for (const one of cells) {
    const column = ofRefused.includes(one.column) ? 'refused rows' : one.column
    const key = `${one.table}.${column}`
    sums.set(key, { ...one, column, cells: one.cells + (sums.get(key)?.cells ?? 0) })
  }
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum)
}

/** The cells that still have a full name or number of someone who is erased. */
export async function keptMentions(
  connection: DuckDBConnection,
  warehouse: string,
  { files, erasures }: { files: readonly Loaded[]; erasures: Erasures },
): Promise<CellsOfColumn[]> {
  const kept: CellsOfColumn[] = []
  for (const { table, loaded } of files) {
    const name = nameAfterErasures(basename(loaded), erasures)
    const path = join(warehouse, dirname(loaded), name)
    const texts = keptTexts(table)
    if (texts.size === 0 || !existsSync(path)) continue
    const rows = `read_parquet(${fileList([path])})`
    const mentions = await findMentions(connection, texts, rows)
    const suspects = [...texts].filter(([column]) => mentions.columns.has(column))
    if (suspects.length === 0) continue
    const counts = suspects.map(
      ([column, text]) =>
        `count(*) filter (where ${hasMention(text, mentions)})::integer as ${identifier(column)}`,
    )
    const result = await connection.runAndReadAll(`select ${counts.join(', ')} from ${rows}`)
    for (const [column, count] of Object.entries(result.getRowObjectsJS()[0]!))
      if (Number(count) > 0) kept.push({ table: table.name, column, cells: Number(count) })
  }
  return kept
}

/** The texts that are not looked through as a whole, by their column, as SQL. */
function keptTexts(table: AnyTable): Map<string, string> {
  const kept = Object.keys(table.columns).filter(
    (name) =>
      sqlTypeOf(table.columns[name]!) === 'VARCHAR' &&
      !(isKey(table, name) || searchedIn(table, name).phones),
  )
  // A name in two columns is one.
  const isPair = kept.includes('first_name') && kept.includes('last_name')
  const texts = new Map(kept.map((name) => [name, identifier(name)]))
  if (isPair) texts.set('first_name, last_name', `concat_ws(' ', first_name, last_name)`)
  return texts
}
