/** Finds a person in the loaded files: the records under an address, and what they say. */
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlTypeOf } from '../columns.ts'
import type { AnyTable } from '../table.ts'
import { contractOf } from '../warehouse/load/shape.ts'
import type { Manifest } from '../warehouse/manifest.ts'
import { attachTable, standsAt } from '../warehouse/open.ts'
import { identifier, literal } from '../warehouse/quoting.ts'
import { fileList } from '../warehouse/view.ts'
import { recordSql, recordsSql } from './eraser.ts'
import { spellingsOf } from './spellings.ts'

/** A loaded file of some build, and the raw files whose rows it holds. */
export interface Loaded {
  readonly table: AnyTable
  readonly instance: string
  /** Relative to the warehouse folder. */
  readonly loaded: string
  readonly files: ReadonlySet<string>
}

export interface FoundPerson {
  readonly addresses: ReadonlySet<string>
  /** The ids of the records, scoped by what they are of, system and instance. */
  readonly records: ReadonlySet<string>
  /** The words of the names, in lower case. */
  readonly names: ReadonlySet<string>
  /** The spellings of the full names, as they are looked for in texts about others. */
  readonly fullNames: ReadonlySet<string>
  /** The telephone numbers, by their last digits. */
  readonly phones: ReadonlySet<string>
  /** The texts of the personal columns, to be looked for in messages. */
  readonly texts: ReadonlySet<string>
}

interface Searching {
  readonly warehouse: string
  readonly files: readonly Loaded[]
  /** Where identity says which records are of one person. */
  readonly identity: { readonly manifest: Manifest; readonly people: AnyTable | undefined }
}

/** The person of an address: also the records that identity knows to be of the same person. */
export async function searchPerson(
  connection: DuckDBConnection,
  address: string,
  { warehouse, files, identity }: Searching,
): Promise<FoundPerson> {
  const addresses = new Set([address])
  const records = new Set<string>()
  const told = files.filter(({ table }) => contractOf(table).person)
  for (const file of told)
    for (const { record } of await rowsOf<{ record: string }>(
      connection,
      `select distinct unnest(${recordsOf(file)}) as record from ${rows(warehouse, file)}
       where ${hasAddress(file, addresses)}`,
    ))
      records.add(record)
  for (const record of await samePerson(connection, records, { warehouse, ...identity }))
    records.add(record)
  for (const record of await linked(connection, records, { warehouse, files: told }))
    records.add(record)
  const names = new Set<string>()
  const texts = new Set<string>()
  const fullNames = new Set<string>()
  const phones = new Set<string>()
  for (const file of told) {
    const { person } = contractOf(file.table)
    const isHers = `(${hasAddress(file, addresses)}
      or len(list_intersect(${recordsOf(file)}, ${listOf(records)})) > 0)`
    // A row that is hers by its one id names her addresses; a row of several people may name others'.
    if (person?.ids?.length === 1 && (person.emails ?? []).length > 0)
      for (const column of person.emails!)
        for (const { found } of await rowsOf<{ found: string }>(
          connection,
          `select distinct unnest(addresses(lower(${identifier(column)}))) as found
           from ${rows(warehouse, file)}
           where len(list_intersect(${recordsOf(file)}, ${listOf(records)})) > 0`,
        ))
          addresses.add(found)
    if (person?.only) continue
    if (person?.ids?.length === 1 && person.of === undefined) {
      const source = `${rows(warehouse, file)} where ${isHers}`
      for (const name of await fullNamesIn(connection, file.table, source)) fullNames.add(name)
      for (const phone of await phonesIn(connection, file.table, source)) phones.add(phone)
    }
    for (const column of person?.clears ?? []) {
      const isText = !/^(MAP|DATE|TIMESTAMP)/.test(sqlTypeOf(file.table.columns[column]!))
      if (!isText) continue
      for (const { found } of await rowsOf<{ found: string }>(
        connection,
        `select distinct ${identifier(column)} as found from ${rows(warehouse, file)}
         where ${isHers} and ${identifier(column)} is not null and ${identifier(column)} <> 'erased'`,
      )) {
        texts.add(found)
        if (/name$/.test(column))
          for (const word of found.toLowerCase().match(/\p{L}{2,}/gu) ?? []) names.add(word)
      }
    }
  }
  return { addresses, records, names, fullNames, phones, texts }
}

const clearedOf = (table: AnyTable) => contractOf(table).person?.clears ?? []

/** The full names of rows about a person, in the spellings that are looked for. */
async function fullNamesIn(connection: DuckDBConnection, table: AnyTable, source: string) {
  const cleared = clearedOf(table)
  const wholes = cleared.filter((column) => /^(name|full_name|requester)$/.test(column))
  const pairs: (readonly [string, string])[] = wholes.map((column) => [identifier(column), `''`])
  if (cleared.includes('first_name') && cleared.includes('last_name'))
    pairs.push([identifier('first_name'), identifier('last_name')])
  const found: string[] = []
  for (const [first, last] of pairs)
    for (const words of await rowsOf<{ first: string[]; last: string[] }>(
      connection,
      `select distinct name_words(folded(${first})) as first, name_words(folded(${last})) as last
       from (from ${source}) where ${first} is not null and ${last} is not null`,
    ))
      found.push(...spellingsOf(words.first, words.last))
  return found
}

/** The telephone numbers of rows about a person. */
async function phonesIn(connection: DuckDBConnection, table: AnyTable, source: string) {
  const found: string[] = []
  for (const column of clearedOf(table).filter((name) => /(^|_)(phone|mobile|fax)$/.test(name)))
    for (const { phone } of await rowsOf<{ phone: string }>(
      connection,
      `select distinct phone_key(regexp_replace(${identifier(column)}, '\\D', '', 'g')) as phone
       from ${source} and ${identifier(column)} is not null`,
    ))
      if (phone !== null) found.push(phone)
  return found
}

/** What the person took part in: calls, notes, by the tables that link them with people. */
async function linked(
  connection: DuckDBConnection,
  records: ReadonlySet<string>,
  { warehouse, files }: Pick<Searching, 'warehouse' | 'files'>,
): Promise<string[]> {
  const found: string[] = []
  for (const file of files) {
    const { links } = contractOf(file.table).person!
    if (!links) continue
    const target = recordsSql(file.table, { ids: [links.column], of: links.of }, file.instance)
    const rowsFound = await rowsOf<{ record: string }>(
      connection,
      `select distinct unnest(${target}) as record from ${rows(warehouse, file)}
       where len(list_intersect(${recordsOf(file)}, ${listOf(records)})) > 0`,
    )
    found.push(...rowsFound.map(({ record }) => record))
  }
  return found
}

const rows = (warehouse: string, { loaded }: Loaded) =>
  `read_parquet(${fileList([join(warehouse, loaded)])})`

const recordsOf = ({ table, instance }: Loaded) =>
  recordsSql(table, contractOf(table).person!, instance)

const listOf = (values: Iterable<string>) => `[${[...values].map(literal).join(', ')}]::varchar[]`

function hasAddress({ table }: Loaded, addresses: Iterable<string>): string {
  const found = (contractOf(table).person?.emails ?? []).map(
    (column) =>
      `len(list_intersect(coalesce(addresses(lower(${identifier(column)})), []), ${listOf(addresses)})) > 0`,
  )
  return `(${found.join(' or ') || 'false'})`
}

/** The records of people that identity holds to be the same person as these. */
async function samePerson(
  connection: DuckDBConnection,
  records: ReadonlySet<string>,
  { warehouse, manifest, people }: { warehouse: string } & Searching['identity'],
): Promise<string[]> {
  const table = people && manifest.tables[people.name]
  if (!table || records.size === 0) return []
  await attachTable(connection, people.name, standsAt(warehouse, table))
  const scoped = `'person:' || source_system ||
    case when source_instance = '' then '' else '.' || source_instance end || ':' || ${recordSql('source_id')}`
  const found = await rowsOf<{ record: string }>(
    connection,
    `select ${scoped} as record from ${identifier(people.name)}
     where person_id in (
       select person_id from ${identifier(people.name)}
       where list_contains(${listOf(records)}, ${scoped}) and person_id <> 'unknown')`,
  )
  await connection.run(`drop view ${identifier(people.name)}`)
  if (!table.view) await connection.run(`detach ${identifier(`file of ${people.name}`)}`)
  return found.map(({ record }) => record)
}

const rowsOf = async <T>(connection: DuckDBConnection, query: string): Promise<T[]> =>
  (await connection.runAndReadAll(query)).getRowObjectsJS() as unknown as T[]
