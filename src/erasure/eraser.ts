/**
 * Erases people from a loaded file, in SQL: their addresses give way to pseudonyms wherever they
 * stand, and of rows about them the personal columns are emptied.
 *
 * One address has one pseudonym, so that what is counted and joined by addresses stays as it was.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { isNullable } from '../columns.ts'
import type { Person } from '../contract.ts'
import type { AnyTable } from '../table.ts'
import { bookkeeping } from '../warehouse/load/bookkeeping.ts'
import { contractOf } from '../warehouse/load/shape.ts'
import { identifier, literal } from '../warehouse/quoting.ts'
import { fileList } from '../warehouse/view.ts'
import type { Erasures } from './erasures.ts'
import { findMentions, type Mentions, mentionMacros, withoutMentions } from './mentions.ts'
import { type Searched, searchedIn } from './searched_columns.ts'

/** What stands in the place of a text that may not be empty. */
const placeholder = 'erased'

/** What no address has: the signs around it in texts and links. */
const addressSign = `[^\\s<>()\\[\\],;:"=&?/|\\\\{}@]`

/** The functions in SQL that know who is erased, for a connection. */
export async function learnErased(
  connection: DuckDBConnection,
  { key, hashes, nameLengths = [] }: Pick<Erasures, 'key' | 'hashes' | 'nameLengths'>,
): Promise<void> {
  await connection.run(`set variable erasure_key = ${literal(key)}`)
  await connection.run(`set variable erased = [${hashes.map(literal).join(', ')}]::varchar[]`)
  const macros = {
    'keyed_hash(kind, item)': `sha256(getvariable('erasure_key') || kind || ':' || item)`,
    'is_erased(kind, item)': `coalesce(list_contains(getvariable('erased'), keyed_hash(kind, item)), false)`,
    'addresses(cell)': `list_distinct(list_transform(
      regexp_extract_all(replace(cell, '%40', '@'), '${addressSign}+@${addressSign}+'),
      lambda address: trim(address, '''.')))`,
    'erased_addresses(cell)': `list_filter(addresses(cell), lambda address: is_erased('email', lower(address)))`,
    // The domain stays, since it tells of the employer, unless it tells of the person too. There is
    // no sign in the name that providers cut addresses at.
    'pseudonym(address)': `'erased' || left(keyed_hash('pseudonym', lower(address)), 16) || '@' ||
      case when len(list_filter(regexp_extract_all(split_part(lower(address), '@', 1), '[a-z]{4,}'),
        lambda part: contains(split_part(lower(address), '@', 2), part))) > 0
        then 'erased.example' else split_part(lower(address), '@', 2) end`,
    'without_names(cell)': `list_reduce(
      list_prepend(cell, list_filter(list_distinct(regexp_extract_all(cell, '\\pL+')),
        lambda word: is_erased('name', lower(word)))),
      lambda text, word: replace(text, word, '…'))`,
    ...mentionMacros(nameLengths),
  }
  for (const [head, body] of Object.entries(macros))
    await connection.run(`create or replace temp macro ${head} as ${body}`)
}

/** The records that the cells of a row name, scoped by source, as a list in SQL. */
export function recordsSql(
  table: AnyTable,
  person: Pick<Person, 'ids' | 'of'>,
  instance: string,
): string {
  const scope = scopeOf(table, person, instance)
  const lists = (person.ids ?? []).map((id) => `string_split(coalesce(${identifier(id)}, ''), ';')`)
  return `list_transform(list_filter(flatten([${lists.join(', ')}]::varchar[][]),
    lambda item: trim(item) <> ''), lambda item: ${literal(scope)} || ${recordSql('trim(item)')})`
}

const scopeOf = (table: AnyTable, { of = 'person' }: Pick<Person, 'of'>, instance: string) =>
  `${of}:${contractOf(table).system}${instance === '' ? '' : `.${instance}`}:`

/** An id by which it is compared: of Salesforce's long spelling only what the short one has. */
export const recordSql = (id: string) =>
  `(case when regexp_full_match(${id}, '[a-zA-Z0-9]{18}') and regexp_matches(${id}, '[a-zA-Z]')
    then left(${id}, 15) else ${id} end)`

interface LoadedFile {
  readonly table: AnyTable
  readonly instance: string
  readonly path: string
}

/** SQL: whether a row is about someone who is erased. */
function isAboutErased(table: AnyTable, instance: string): string {
  const { person } = contractOf(table)
  if (!person) return 'false'
  // Of a row of a wrong form there is only its text.
  const scope = literal(scopeOf(table, person, instance))
  const pieces = `regexp_split_to_array(${findings}[1]."value", '[,;|\\t]')`
  const isBroken = `(${findings} is not null and ${findings}[1]."column" is null
    and len(list_filter(${pieces}, lambda piece:
      is_erased('record', ${scope} || ${recordSql(`trim(piece, ' "')`)})
      or is_erased('email', lower(trim(piece, ' "'))))) > 0)`
  const ids = `len(list_filter(${recordsSql(table, person, instance)},
    lambda record: is_erased('record', record))) > 0`
  const emails = (person.emails ?? []).map(
    (column) => `coalesce(len(erased_addresses(${identifier(column)})), 0) > 0`,
  )
  return [ids, ...emails, isBroken].join(' or ')
}

const [findings, texts] = [bookkeeping.findings, bookkeeping.texts].map(identifier) as [
  string,
  string,
]
const about = identifier('row is about erased')

/** What becomes of each column, as SQL; those that stay as they are have none. */
function erasedColumns(
  table: AnyTable,
  types: ReadonlyMap<string, string>,
  mentions: Mentions,
): Map<string, string> {
  const { person } = contractOf(table)
  const erased = new Map<string, string>()
  for (const [name, type] of types) {
    const cell = identifier(name)
    if (!mentions.columns.has(name)) continue
    const without = withoutTraces(cell, type, searchedOf(table, name), mentions)
    if (without !== cell) erased.set(name, without)
  }
  const only = person?.only
  const holds = only
    ? `${about} and regexp_matches(lower(${identifier(only.column)}), ${literal(only.matches.source)})`
    : about
  for (const name of person?.clears ?? [])
    if (types.has(name))
      erased.set(
        name,
        `case when ${holds} then ${emptied(table, name, types.get(name)!)} else ${erased.get(name) ?? identifier(name)} end`,
      )
  for (const name of person?.redacts ?? [])
    if (types.has(name))
      erased.set(
        name,
        `case when ${about} then without_names(${erased.get(name) ?? identifier(name)}) else ${erased.get(name) ?? identifier(name)} end`,
      )
  // Why a row was refused stays, what it said does not.
  const hide = `case when cell is not null then ${literal(placeholder)} end`
  erased.set(
    bookkeeping.texts,
    `case when ${about} then list_transform(${texts}, lambda cell: ${hide}) else ${erased.get(bookkeeping.texts) ?? texts} end`,
  )
  const hidden = `case when finding."value" is not null then ${literal(placeholder)} end`
  const finding = (value: string) =>
    `list_transform(${findings}, lambda finding: struct_pack("column" := finding."column", "value" := ${value}, "rule" := finding."rule"))`
  const seen = withoutMentions('finding."value"', anything, mentions)
  const unhidden = mentions.columns.has(bookkeeping.findings) ? finding(seen) : findings
  erased.set(
    bookkeeping.findings,
    `case when ${about} then ${finding(hidden)} else ${unhidden} end`,
  )
  return erased
}

/** Where nothing is known of a text, all is looked for. */
const anything: Searched = { names: 'parts', phones: 'parts' }

const searchedOf = (table: AnyTable, name: string) =>
  name in table.columns ? searchedIn(table, name) : anything

/** A cell without mentions, as SQL: the cell itself where none was found. */
function withoutTraces(cell: string, type: string, searched: Searched, mentions: Mentions): string {
  const item = type === 'VARCHAR' ? cell : type === 'VARCHAR[]' ? 'item' : 'entry.value'
  const without = withoutMentions(item, searched, mentions)
  if (without === item) return cell
  if (type === 'VARCHAR') return without
  if (type === 'VARCHAR[]') return `list_transform(${cell}, lambda item: ${without})`
  if (type !== 'MAP(VARCHAR, VARCHAR)') return cell
  return `map_from_entries(list_transform(map_entries(${cell}), lambda entry:
    struct_pack(k := entry.key, v := ${without})))`
}

/** The texts of rows in which people may be mentioned, as SQL. */
function textsOf(types: ReadonlyMap<string, string>): Map<string, string> {
  const joined = (list: string) => `array_to_string(${list}, ' ; ')`
  const textOf = (name: string, type: string) => {
    const cell = identifier(name)
    if (name === bookkeeping.findings)
      return joined(`list_transform(${cell}, lambda finding: finding."value")`)
    if (type === 'VARCHAR') return cell
    if (type === 'VARCHAR[]') return joined(cell)
    return type === 'MAP(VARCHAR, VARCHAR)' ? joined(`map_values(${cell})`) : undefined
  }
  return new Map(
    [...types].flatMap(([name, type]): [string, string][] => {
      const text = textOf(name, type)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

function emptied(table: AnyTable, name: string, type: string): string {
  if (type.startsWith('MAP')) return `cast(map {} as ${type})`
  const cell = identifier(name)
  if (isNullable(table.columns[name]!)) return `cast(null as ${type})`
  return `case when ${cell} is not null then ${literal(placeholder)} end`
}

/** How many cells of a column were changed. */
type Changes = Readonly<Record<string, number>>

/**
 * Writes a loaded file without those who are erased, every row in its place; undefined where it
 * holds nothing of them, and nothing is written.
 *
 * @param connection one that has learned who is erased
 */
export async function eraseFrom(
  connection: DuckDBConnection,
  { table, instance, path, to }: LoadedFile & { readonly to: string },
): Promise<Changes | undefined> {
  const rows = `read_parquet(${fileList([path])}, file_row_number = true)`
  const described = await connection.runAndReadAll(`describe from ${rows}`)
  const types = new Map(
    described
      .getRowObjectsJS()
      .map((column) => [String(column['column_name']), String(column['column_type'])]),
  )
  const mentions = await findMentions(connection, textsOf(types), rows, (column) => {
    const { names, phones } = searchedOf(table, column)
    return names !== undefined || phones !== undefined
  })
  const erased = [...erasedColumns(table, types, mentions)]
  const judged = `(select *, (${isAboutErased(table, instance)}) as ${about} from ${rows})`
  const after = (name: string) => identifier(`${name} after`)
  const both = `(select *, ${erased.map(([name, cell]) => `${cell} as ${after(name)}`).join(', ')} from ${judged})`
  const changed = erased.map(
    ([name]) =>
      `count(*) filter (where ${identifier(name)} is distinct from ${after(name)})::integer as ${identifier(name)}`,
  )
  const counted = await connection.runAndReadAll(`select ${changed.join(', ')} from ${both}`)
  const changes = Object.fromEntries(
    Object.entries(counted.getRowObjectsJS()[0] as Changes).filter(([, cells]) => cells > 0),
  )
  if (Object.keys(changes).length === 0) return undefined
  const replaced = erased.map(([name, cell]) => `${cell} as ${identifier(name)}`)
  await connection.run(`
    copy (
      select * exclude (file_row_number, ${about}) replace (${replaced.join(', ')})
      from ${judged} order by file_row_number
    ) to ${literal(to)} (format parquet, compression lz4_raw)`)
  return changes
}
