/**
 * Assembles a raw table from its loaded files. It is no copy of them: a view over their rows,
 * without those that gave way to others, which a small file beside it lists.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnyTable } from '../../table.ts'
import { moveDurably, unfinishedPath } from '../diskio.ts'
import { literal } from '../open.ts'
import type { StoredPart } from '../stored.ts'
import type { View } from '../view.ts'
import { accountsOf, factsOf, type PartAccount } from './accounts.ts'
import { decideFates, type FormerLoad } from './fates.ts'
import { findGone } from './gone.ts'
import { type Part, standingRows } from './parts.ts'
import { gatherQuarantine, quarantineHash } from './quarantine.ts'

export interface Assembly {
  readonly view: View
  /** The rows that came anew, where a former load vouches for the others. */
  readonly added: View | undefined
  readonly parts: StoredPart[]
  /** What became of the rows of each part. */
  readonly accounts: readonly PartAccount[]
}

export interface Assembling {
  readonly warehouse: string
  readonly table: AnyTable
  readonly parts: readonly Part[]
  readonly former: FormerLoad | undefined
  /** Where its files go, relative to the warehouse folder, without their endings. */
  readonly stem: string
}

/** Decides on the rows; their refusals are then in the temporary table `quarantined`. */
export async function assemble(
  connection: DuckDBConnection,
  { warehouse, table, parts, former, stem }: Assembling,
): Promise<Assembly> {
  const loaded = { warehouse, table, parts }
  const decided = await decideFates(connection, { ...loaded, former })
  await findGone(connection, loaded)
  const known = await factsOf(connection, { ...loaded, former, decided })
  const { accounts, hasFates } = await accountsOf(connection, known)
  if (accounts.some(({ quarantined }) => quarantined > 0))
    await gatherQuarantine(connection, loaded)
  const fates = `${stem}.fates.parquet`
  if (hasFates)
    await writeParquet(connection, 'from fates order by part, place', join(warehouse, fates))
  const rowsOf = (only?: readonly number[]) =>
    standingRows(table, parts, hasFates ? fates : undefined, only)
  const hasNew = decided.isIncrement && decided.added.length > 0
  const added = hasNew ? rowsOf(decided.added) : undefined
  return { view: rowsOf(), added, parts: known, accounts }
}

/** Writes the table `quarantined` beside the raw table's other files. */
export async function writeQuarantine(
  connection: DuckDBConnection,
  { warehouse, stem }: Pick<Assembling, 'warehouse' | 'stem'>,
): Promise<{ file: string; hash: string }> {
  const file = `${stem}.quarantine.parquet`
  await writeParquet(connection, 'from quarantined', join(warehouse, file))
  return { file, hash: await quarantineHash(connection) }
}

async function writeParquet(connection: DuckDBConnection, query: string, path: string) {
  const unfinished = unfinishedPath(path)
  mkdirSync(dirname(path), { recursive: true })
  try {
    await connection.run(`copy (${query}) to ${literal(unfinished)} (format parquet)`)
    await moveDurably(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
}
