/**
 * Decides what becomes of rows of one key: of each key the newest row stands.
 *
 * Newer is the row's version, then the date in its file's name. Of rows that are equally new, one
 * stays if they are equal in every column, and none if they differ: then the next older row of the
 * key stands. Where all versions are kept, each differing one stands. A refused row is superseded
 * once a newer row of its key is in order.
 *
 * Keys do not depend on each other. So where all but a few files are those of a former load, only
 * the keys of the new ones are decided, and the others keep their fates.
 */
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnyTable } from '../../table.ts'
import { identifier } from '../open.ts'
import type { StoredPart } from '../stored.ts'
import { fileList } from '../view.ts'
import {
  keyOf,
  keysOfParts,
  type Loaded,
  nameOf,
  observedOf,
  type Part,
  row,
  viewLoaded,
} from './parts.ts'
import { contractOf } from './shape.ts'

/** What a former load decided of the same files. */
export interface FormerLoad {
  readonly parts: readonly StoredPart[]
  /** Where the fates of its rows stand, relative to the warehouse folder; none if all stood. */
  readonly fates: string | undefined
}

export interface Deciding extends Loaded {
  readonly former: FormerLoad | undefined
}

/** What is known once the fates are decided. */
export interface Decided {
  /** The numbers of the parts that no former load vouches for. */
  readonly added: readonly number[]
  /** Whether that is not all of them. */
  readonly isIncrement: boolean
}

/**
 * Puts the rows that do not stand into the temporary table `fates` (part, place, fate: superseded,
 * tied, or repaired of a refused one). The rows whose keys were decided are in the temporary table
 * `candidates`.
 */
export async function decideFates(
  connection: DuckDBConnection,
  deciding: Deciding,
): Promise<Decided> {
  const { table, parts, former } = deciding
  const added = former && addedTo(former.parts, parts)
  await findCandidates(connection, deciding, added)
  const kept = added ? keptFates(deciding) : []
  const isByAge = await isDecidedByAge(connection, table)
  const fates = isByAge ? [...kept, supersededByAge] : kept
  await connection.run(
    `create or replace temp table fates as ${[noFates, ...fates].join(' union all ')}`,
  )
  if (!isByAge) await judge(connection, deciding)
  return { added: added ?? parts.map((_, number) => number), isIncrement: added !== undefined }
}

const noFates =
  'select cast(null as integer) as part, cast(null as bigint) as place, cast(null as varchar) as fate where false'

/**
 * Puts all rows of the keys that are to be decided into `candidates`.
 *
 * @param added the parts whose keys these are; left out, they are the keys that have several rows
 */
async function findCandidates(
  connection: DuckDBConnection,
  { warehouse, table, parts }: Deciding,
  added: readonly number[] | undefined,
): Promise<void> {
  const all = parts.map((_, number) => number)
  const rowsOf = (numbers: readonly number[]) =>
    `(${keysOfParts(table, parts, numbers, warehouse)}) as loaded`
  const keys = keyOf(table)
  const named = keys.map((name, index) => `loaded.${identifier(name)} as key${index}`)
  const isDisputed = keys.map(
    (name, index) => `loaded.${identifier(name)} is not distinct from disputed.key${index}`,
  )
  const isKnown = keys.map((name) => `loaded.${identifier(name)} is not null`)
  const isRefused = `loaded.${row.findings} is not null`
  // Where no file came, one is named all the same: there has to be a relation.
  const from = `${rowsOf(added?.length === 0 ? all : (added ?? all))}
    ${added?.length === 0 ? 'where false' : ''}`
  // From here on a key is a number: comparing texts again and again is what costs.
  await connection.run(`
    create or replace temp table candidates as
    with disputed as materialized (
      select *, row_number() over () as key
      from (select ${named.join(', ')} from ${from} group by all ${added ? '' : 'having count(*) > 1'})
    )
    select *, rank() over (partition by ${group(table)} ${byAge}) as age from (
    select disputed.key, loaded.${row.part} as part, loaded.${row.place} as place,
      loaded.${row.date} as file_date, loaded.${row.version} as version,
      ${isVersions(table) ? 'loaded.version_at' : 'cast(null as timestamp)'} as version_at,
      ${observedOf(table, 'least')} as observed_from, ${observedOf(table, 'greatest')} as observed_to,
      ${isRefused} as is_refused, ${isRefused} and ${isKnown.join(' and ')} as is_repairable
    from ${rowsOf(all)} join disputed on ${isDisputed.join(' and ')})`)
}

/**
 * Whether the ages of the candidates decide all: none is refused, one of each key is newer than all
 * others, and none is a version that only its file dates.
 */
async function isDecidedByAge(connection: DuckDBConnection, table: AnyTable): Promise<boolean> {
  const result = await connection.runAndReadAll(`
    select not coalesce(bool_or(is_refused ${isVersions(table) ? 'or version is null' : ''}), false)
      and count(*) filter (where age = 1) = count(distinct row(${group(table)}))
    from candidates`)
  return result.getRows()[0]?.[0] === true
}

const byAge = 'order by version desc nulls last, file_date desc nulls last'

/** The fates of the candidates where their ages decide all. */
const supersededByAge = `select part, place, 'superseded' from candidates where age > 1`

/** Puts those that are not refused into `aged`, with how old each is among those of its key. */
async function findAges(connection: DuckDBConnection, table: AnyTable): Promise<void> {
  await connection.run(`
    create or replace temp table aged as
    select *, count(*) over (partition by ${group(table)}, age) as rival_count
    from (
      select key, version_at, part, place, version, file_date, dense_rank() over (
        partition by ${group(table)} ${byAge}
      ) as age
      from candidates where not is_refused
    )`)
}

const isVersions = (table: AnyTable) => contractOf(table).keep === 'versions'

/** What makes a row a rival of another. */
const group = (table: AnyTable) => (isVersions(table) ? 'key, version_at' : 'key')

/** The numbers of the parts that a former load did not have; undefined where it had others too. */
function addedTo(former: readonly Part[], parts: readonly Part[]): number[] | undefined {
  const known = new Set(former.map(nameOf))
  const added = parts.flatMap((part, number) => (known.has(nameOf(part)) ? [] : [number]))
  return parts.length - added.length === known.size ? added : undefined
}

/** The fates of a former load, but for rows whose keys are decided anew, as queries. */
function keptFates({ warehouse, parts, former }: Deciding): string[] {
  if (former?.fates === undefined) return []
  const numbers = new Map(parts.map((part, number) => [nameOf(part), number]))
  const renumbered = former.parts.map((part, was) => `(${was}, ${numbers.get(nameOf(part))})`)
  return [
    `select renumbered.part, former.place, former.fate
     from read_parquet(${fileList([join(warehouse, former.fates)])}) as former
     join (values ${renumbered.join(', ')}) as renumbered (was, part) on renumbered.was = former.part
     where former.fate <> 'gone' and not exists (
       from candidates as anew
       where anew.part = renumbered.part and anew.place = former.place)`,
  ]
}

/**
 * Looks at what rows say, where that decides: of rivals that are equally new and that no newer row
 * settles, and of versions that only the dates of their files tell apart. Else no one has to read
 * whole rows.
 */
async function findContents(connection: DuckDBConnection, loaded: Loaded): Promise<void> {
  const { table } = loaded
  const settled = `min(age) filter (where rival_count = 1) over (partition by ${group(table)})`
  await connection.run(`
    create or replace temp table compared as
    select part, place from aged
    qualify (rival_count > 1 and age < coalesce(${settled}, age + 1))
      ${isVersions(table) ? 'or version is null' : ''}`)
  const compared = await connection.runAndReadAll('select 1 from compared limit 1')
  const isNone = compared.currentRowCount === 0
  if (!isNone) await viewLoaded(connection, loaded)
  await connection.run(`
    create or replace temp table contents as
    ${
      isNone
        ? 'select part, place, cast(null as ubigint) as content from compared'
        : `select compared.part, compared.place, loaded.${row.content} as content
           from loaded join compared
             on compared.part = loaded.${row.part} and compared.place = loaded.${row.place}`
    }`)
}

/** Decides the fates of the candidates, whatever they are. */
async function judge(connection: DuckDBConnection, loaded: Loaded): Promise<void> {
  const { table } = loaded
  await findAges(connection, table)
  await findContents(connection, loaded)
  const ofGroup = `partition by ${group(table)}`
  await connection.run(`
    insert into fates
    with told as (
      select aged.*, contents.content,
        coalesce(min(contents.content) over rivals <> max(contents.content) over rivals, false) as differs
      from aged left join contents using (part, place)
      window rivals as (${ofGroup}, age)
    ),
    judged as (
      select part, place, age,
        min(age) filter (where not differs) over (${ofGroup}) as standing_age,
        row_number() over (${ofGroup}, age order by part, place) as turn
      from told
    )
    select part, place,
      case when standing_age is null or age < standing_age then 'tied' else 'superseded' end
    from judged
    where standing_age is null or age <> standing_age or turn > 1`)
  // A version that says the same as the one before it is none of its own.
  if (isVersions(table))
    await connection.run(`
      insert into fates
      select part, place, 'superseded'
      from (
        select part, place, content, lag(content) over (
          partition by key order by version_at, part, place
        ) as content_before
        from aged left join contents using (part, place)
        where not exists (from fates where fates.part = aged.part and fates.place = aged.place)
      )
      where content = content_before`)
  const refused = await connection.runAndReadAll(
    'select 1 from candidates where is_repairable limit 1',
  )
  if (refused.currentRowCount > 0)
    await connection.run(`
      insert into fates
      select distinct refused.part, refused.place, 'repaired'
      from candidates as refused
      join aged as repaired on repaired.key = refused.key
        and case when repaired.version <> refused.version then repaired.version > refused.version
          else coalesce(repaired.file_date, date '0001-01-01') > coalesce(refused.file_date, date '0001-01-01')
          end
      where refused.is_repairable
        and not exists (
          from fates where fates.part = repaired.part and fates.place = repaired.place and fates.fate = 'tied'
        )`)
}
