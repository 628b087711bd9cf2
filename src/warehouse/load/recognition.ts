/** Which contract a file belongs to: its name says which it may be, its headers decide. */

import type { AnyColumn } from '../../columns.ts'
import { UserError } from '../../errors.ts'
import { headersOf, isAutomatic, isOptional } from '../../export.ts'
import type { AnyTable } from '../../table.ts'
import { noContract } from './complaints.ts'
import type { Head } from './content.ts'
import { subjectsOf } from './file_date.ts'
import { type Delimiter, delimiters, firstRecords } from './header.ts'
import { contractOf, plain, type Reading, type Shape } from './shape.ts'

/** A file that a contract recognised; what its folder says of it is not in the shape yet. */
export interface Recognised {
  readonly table: AnyTable
  readonly shape: Omit<Shape, 'hints'>
}

/**
 * The contract that a file belongs to.
 *
 * @param file the file's path, as messages call it
 * @param head the file's first characters
 * @param contracts those of the file's system
 * @throws UserError where there is none, or more than one
 */
export function recognise(file: string, head: Head, contracts: readonly AnyTable[]): Recognised {
  const lines = headerLines(head, contracts)
  const named = contracts
    .filter((table) => isNamed(table, file))
    .map((table) => bestReading(table, lines))
    .sort((one, other) => byMissing(one, other) || byKnown(one, other))[0]
  if (named && named.missing.length === 0) return checked(file, named)
  const readings = contracts.map((table) => bestReading(table, lines))
  // A file under another name belongs to the contract that knows nearly all of its headers.
  const [first, second] = readings
    .filter((reading) => reading.missing.length === 0 && isFamiliar(reading, named ? 0.8 : 0.5))
    .sort(byKnown)
  if (first && (!second || known(first) > known(second))) return checked(file, first)
  if (first && second)
    throw new UserError(
      `${file} fits the headers of ${first.table.name} and of ${second.table.name}: name it after one of them, such as ${contractOf(first.table).object}.csv.`,
    )
  const nearest = named ?? [...readings].sort(byCloseness)[0]!
  throw new UserError(noContract(file, nearest, named !== undefined))
}

/** Whether the name of a file, or of the one that it stands in, says that it is of a contract. */
function isNamed(table: AnyTable, file: string): boolean {
  const { object, also } = contractOf(table)
  const subjects = subjectsOf(file).map(singular)
  return [object, ...also].some((name) => subjects.includes(singular(name)))
}

/** Connectors write 'charge' where others write 'charges'. */
const singular = (subject: string) => plain(subject).replace(/ies$/, 'y').replace(/s$/, '')

const byMissing = (one: Reading, other: Reading) =>
  Math.sign(one.missing.length) - Math.sign(other.missing.length)
const byKnown = (one: Reading, other: Reading) => known(other) - known(one)
const byCloseness = (one: Reading, other: Reading) =>
  known(other) - other.missing.length - (known(one) - one.missing.length)

/** How many of a file's headers the contract knows; what it takes under any name says nothing of a file. */
function known({ table, shape }: Reading): number {
  const { gathered } = contractOf(table)
  const asides = Object.entries(shape.gathered).filter(([name]) => gathered[name]?.source === '.')
  const taken = asides.reduce((sum, [, places]) => sum + places.length, 0)
  return shape.headers.length - shape.unknown.length - taken
}

/** Whether a contract knows enough of a file: a share of its headers, or many, where a system exports all it has. */
const isFamiliar = (reading: Reading, share: number) =>
  known(reading) >= Math.min(share * reading.shape.headers.length, manyHeaders)
const manyHeaders = 12

/** A line that may be the header. */
interface HeaderLine {
  readonly delimiter: Delimiter
  readonly cells: readonly string[]
  readonly line: number
  readonly skip: number
  readonly headRecords: number
  /** The lines before it that are not blank. */
  readonly preamble: number
}

/** How many blank lines there may be beside the lines of a preamble. */
const blankLines = 20

/** The lines with the most cells that some contract knows, at most four: one of them is the header. */
function headerLines({ head, isWhole }: Head, contracts: readonly AnyTable[]): HeaderLine[] {
  const words = vocabularyOf(contracts)
  const longest = Math.max(...contracts.map((table) => contractOf(table).layout.preambleLines))
  const lines = delimiters
    .filter((delimiter) => delimiter === ',' || head.includes(delimiter))
    .flatMap((delimiter) => {
      const records = firstRecords(head, { delimiter, count: longest + blankLines, isWhole })
      let preamble = 0
      return records.flatMap((cells, index) => {
        if (cells.length === 0) return []
        // Blank lines before the header are no preamble, and DuckDB counts them.
        const headRecords = ++preamble
        const before = { skip: index + 1, headRecords, preamble: headRecords - 1 }
        return [{ delimiter, cells, line: index + 1, ...before }]
      })
    })
  const score = ({ cells }: HeaderLine) => cells.filter((cell) => isKnown(cell, words)).length
  return lines
    .map((line) => ({ line, score: score(line) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, 4)
    .map(({ line }) => line)
}

/** All headers that contracts know, and the letters and digits that these begin with. */
interface Vocabulary {
  readonly words: ReadonlySet<string>
  readonly beginnings: ReadonlySet<string>
}

function vocabularyOf(contracts: readonly AnyTable[]): Vocabulary {
  const known = vocabularies.get(contracts)
  if (known) return known
  const words = new Set(
    contracts.flatMap((table) =>
      Object.entries<AnyColumn>(table.columns).flatMap(([name, column]) =>
        headersOf(name, column).map(plain),
      ),
    ),
  )
  const vocabulary = { words, beginnings: new Set([...words].map((word) => word[0] ?? '')) }
  vocabularies.set(contracts, vocabulary)
  return vocabulary
}
const vocabularies = new WeakMap<readonly AnyTable[], Vocabulary>()

/** Whether some contract knows a header. Most cells that are looked at are data, such as numbers. */
function isKnown(cell: string, { words, beginnings }: Vocabulary): boolean {
  const first = /[a-z0-9]|[^ -~]/i.exec(cell)?.[0]
  if (first === undefined) return words.has('')
  return (first > '~' || beginnings.has(first.toLowerCase())) && words.has(plain(cell))
}

/** The line under which a contract finds most of its headers. */
function bestReading(table: AnyTable, lines: readonly HeaderLine[]): Reading {
  const { preambleLines } = contractOf(table).layout
  const readings = lines
    .filter(({ preamble }) => preamble <= preambleLines)
    .map(({ delimiter, cells, line, skip, headRecords }) => {
      const { missing, ...columns } = match(table, cells)
      const headers = cells.map((cell) => cell.trim())
      return { table, shape: { delimiter, skip, headRecords, headers, ...columns }, missing, line }
    })
  const [best] = readings.sort(
    (one, other) => byKnown(one, other) || one.missing.length - other.missing.length,
  )
  if (best) return best
  const { missing, ...columns } = match(table, [])
  const none = { delimiter: ',', skip: 1, headRecords: 1, headers: [], ...columns } as const
  return { table, shape: none, missing, line: 1 }
}

export function match(table: AnyTable, cells: readonly string[]) {
  const headers = cells.map((cell) => cell.trim())
  const contract = contractOf(table)
  const [asWritten, byPlain] = [firstPlaces(headers), firstPlaces(headers.map(plain))]
  const places: Record<string, number> = {}
  const missing: string[] = []
  for (const { name, accepted, isNeeded } of wantedColumns(table)) {
    const place = firstOf(accepted, asWritten) ?? firstOf(accepted.map(plain), byPlain)
    if (place !== undefined) places[name] = place
    else if (isNeeded) missing.push(name)
  }
  for (const names of contract.anyOf)
    if (!names.some((name) => name in places)) missing.push(names[0]!)
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

/** A column that stands under a header. */
interface WantedColumn {
  readonly name: string
  readonly accepted: readonly string[]
  readonly isNeeded: boolean
}

function wantedColumns(table: AnyTable): readonly WantedColumn[] {
  const known = wanted.get(table)
  if (known) return known
  const contract = contractOf(table)
  const columns = Object.entries<AnyColumn>(table.columns)
    .filter(([name]) => !(name in contract.gathered) && !isAutomatic(contract, name))
    .map(([name, column]) => ({
      name,
      accepted: headersOf(name, column),
      isNeeded: !isOptional(column),
    }))
  wanted.set(table, columns)
  return columns
}
const wanted = new WeakMap<AnyTable, readonly WantedColumn[]>()

/** The first place of each header. */
function firstPlaces(headers: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const [place, header] of headers.entries())
    if (!places.has(header)) places.set(header, place)
  return places
}

function firstOf(
  accepted: readonly string[],
  places: ReadonlyMap<string, number>,
): number | undefined {
  for (const header of accepted) {
    const place = places.get(header)
    if (place !== undefined) return place
  }
  return undefined
}

/** Refuses a file in which a column's header stands twice: either could be the one. */
function checked(file: string, { table, shape }: Reading): Recognised {
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
