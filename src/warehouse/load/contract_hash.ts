/** What a contract says, as a hash: a loaded file or table stands for one wording of it. */
import { type AnyColumn, allowedValues, isNullable, sqlTypeOf } from '../../columns.ts'
import { headersOf, isOptional } from '../../export.ts'
import type { AnyTable } from '../../table.ts'
import { hashOf } from '../diskio.ts'
import { contractOf } from './shape.ts'

/** Raised when the loader reads the same bytes otherwise: every file is then loaded anew. */
const loaderVersion = 3

const patternText = ({ source, flags }: RegExp) => `/${source}/${flags}`

// A declaration never changes, and every file asks for its contract's hash.
const hashes = new WeakMap<AnyTable, string>()

/** What decides how a file's rows are read. */
export function rowContractHash(table: AnyTable): string {
  const known = hashes.get(table) ?? hashOfRowContract(table)
  hashes.set(table, known)
  return known
}

function hashOfRowContract(table: AnyTable): string {
  const { system, object, also, anyOf, layout, gathered, keep, person } = contractOf(table)
  const { skipRows, totals = {}, byDay, ...rest } = layout
  return hashOf(
    loaderVersion,
    [table.name, system, object, keep, also, anyOf],
    Object.entries<AnyColumn>(table.columns).map(([name, column]) => [
      name,
      sqlTypeOf(column),
      isNullable(column),
      allowedValues(column) ?? null,
      headersOf(name, column),
      isOptional(column),
    ]),
    Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1)),
    skipRows ? patternText(skipRows) : null,
    Object.entries(totals).map(([name, pattern]) => [name, patternText(pattern)]),
    byDay ? [byDay.day, byDay.until ?? null] : null,
    Object.entries(gathered).map(([name, pattern]) => [name, patternText(pattern)]),
    ...(person
      ? [[{ ...person, only: undefined }, person.only?.column, person.only?.matches.source]]
      : []),
  )
}

/** What decides, beside that, which rows of all files a table holds. */
export function tableContractHash(table: AnyTable): string {
  const { version = null, observed, full, maxRefused } = contractOf(table)
  return hashOf(rowContractHash(table), table.grain, version, observed, full, maxRefused)
}
