/** Which contract a file belongs to: its name says which it may be, its headers decide. */

import type { Contract } from '../../contract.ts'
import { UserError } from '../../errors.ts'
import { headersOf, isOptional } from '../../export.ts'
import type { AnyTable } from '../../table.ts'
import { noContract } from './complaints.ts'
import { subjectOf } from './file_date.ts'
import { delimiters, firstRecords } from './header.ts'
import { contractOf, plain, type Reading, type Shape } from './shape.ts'

/**
 * The contract that a file belongs to.
 *
 * @param file the file's path, as messages call it
 * @param head the file's first characters
 * @param contracts those of the file's system
 * @throws UserError where there is none, or more than one
 */
export function recognise(
  file: string,
  { head, isWhole }: { head: string; isWhole: boolean },
  contracts: readonly AnyTable[],
): { table: AnyTable; shape: Shape } {
  const readings = contracts.map((table) => bestReading(table, head, isWhole))
  const subject = singular(subjectOf(file))
  const named = readings.find(({ table }) => singular(contractOf(table).object) === subject)
  if (named && named.missing.length === 0) return checked(file, named)
  // A file under another name belongs to the contract that knows nearly all of its headers.
  const fitting = readings
    .filter(({ missing, shape }) => missing.length === 0 && share(shape) >= (named ? 0.8 : 0.5))
    .sort((one, other) => known(other.shape) - known(one.shape))
  const [first, second] = fitting
  if (first && (!second || known(first.shape) > known(second.shape))) return checked(file, first)
  if (first && second)
    throw new UserError(
      `${file} fits the headers of ${first.table.name} and of ${second.table.name}: name it after one of them, such as ${contractOf(first.table).object}.csv.`,
    )
  const nearest = named ?? [...readings].sort(byCloseness)[0]!
  throw new UserError(noContract(file, nearest, named !== undefined))
}

/** Connectors write 'charge' where others write 'charges'. */
const singular = (subject: string) => plain(subject).replace(/ies$/, 'y').replace(/s$/, '')

const byCloseness = (one: Reading, other: Reading) =>
  known(other.shape) - other.missing.length - (known(one.shape) - one.missing.length)

/** How many of a file's headers the contract knows. */
const known = ({ headers, unknown }: Shape) => headers.length - unknown.length
const share = (shape: Shape) => known(shape) / Math.max(1, shape.headers.length)

/** The line and the delimiter under which a contract finds most of its headers. */
function bestReading(table: AnyTable, head: string, isWhole: boolean): Reading {
  const { preambleLines } = contractOf(table).layout
  const possible = delimiters.filter((delimiter) => delimiter === ',' || head.includes(delimiter))
  const readings = possible.flatMap((delimiter) => {
    // Blank lines before the header are no preamble, and DuckDB counts them.
    const records = firstRecords(head, { delimiter, count: preambleLines + 20, isWhole })
    let preamble = 0
    return records.flatMap((cells, index) => {
      if (cells.length === 0 || preamble++ > preambleLines) return []
      const headRecords = records.slice(0, index + 1).filter(({ length }) => length > 0).length
      const { missing, ...columns } = match(table, cells)
      const shape: Shape = {
        delimiter,
        skip: index + 1,
        headRecords,
        headers: cells.map((cell) => cell.trim()),
        ...columns,
      }
      return [{ table, shape, missing, line: index + 1 }]
    })
  })
  const none: Shape = {
    delimiter: ',',
    skip: 1,
    headRecords: 1,
    headers: [],
    ...match(table, []),
  }
  return (
    readings.sort(
      (one, other) =>
        known(other.shape) - known(one.shape) || one.missing.length - other.missing.length,
    )[0] ?? { table, shape: none, missing: match(table, []).missing, line: 1 }
  )
}

export function match(table: AnyTable, cells: readonly string[]) {
  const headers = cells.map((cell) => cell.trim())
  const plainHeaders = headers.map(plain)
  const contract = contractOf(table)
  const places: Record<string, number> = {}
  const missing: string[] = []
  for (const [name, column] of Object.entries<AnyTable['columns'][string]>(table.columns)) {
    if (isFilledByLoader(contract, name)) continue
    const accepted = headersOf(name, column)
    const place = firstPlace(accepted, headers) ?? firstPlace(accepted.map(plain), plainHeaders)
    if (place !== undefined) places[name] = place
    else if (!isOptional(column)) missing.push(name)
  }
  const taken = new Set(Object.values(places))
  const gathered = Object.fromEntries(
    Object.entries(contract.gathered).map(([name, pattern]) => {
      const matches = headers.flatMap((header, place) =>
        !taken.has(place) && new RegExp(pattern.source, pattern.flags.replace('g', '')).test(header)
          ? [place]
          : [],
      )
      return [name, matches]
    }),
  )
  for (const matches of Object.values(gathered)) for (const place of matches) taken.add(place)
  const unknown = headers.filter((_, place) => !taken.has(place))
  return { places, gathered, unknown, missing }
}

/** Whether a column stands under no header of its own. */
const isFilledByLoader = ({ gathered, keep }: Contract, name: string) =>
  name in gathered || (keep === 'snapshots' && name === 'exported_date')

function firstPlace(accepted: readonly string[], headers: readonly string[]): number | undefined {
  for (const header of accepted) {
    const place = headers.indexOf(header)
    if (place >= 0) return place
  }
  return undefined
}

/** Refuses a file in which a column's header stands twice: either could be the one. */
function checked(file: string, { table, shape }: Reading): { table: AnyTable; shape: Shape } {
  const places = [...Object.values(shape.places), ...Object.values(shape.gathered).flat()]
  for (const place of places) {
    const header = shape.headers[place]!
    const again = shape.headers.indexOf(header, shape.headers.indexOf(header) + 1)
    if (again >= 0)
      throw new UserError(
        `${file}: the header '${header}' stands twice, in columns ${shape.headers.indexOf(header) + 1} and ${again + 1}, and ${table.name} reads it: take one of them out of the export.`,
      )
  }
  return { table, shape }
}
