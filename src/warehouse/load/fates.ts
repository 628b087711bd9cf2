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
import { keyOf, nameOf, observedOf, type Part, row, rowsOfParts } from './parts.ts'
import { contractOf } from './shape.ts'

/** What a former load decided of the same files. */
export interface FormerLoad {
  readonly parts: readonly StoredPart[]
  /** Where the fates of its rows stand, relative to the warehouse folder; none if all stood. */
  readonly fates: string | undefined
}

export interface Deciding {
  readonly warehouse: string
  readonly table: AnyTable
  readonly parts: readonly Part[]
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
 * tied, or repaired of a refused one), and all rows into the temporary view `loaded`. The rows
 * whose keys were decided are in the temporary table `candidates`.
 */
export async function decideFates(
  connection: DuckDBConnection,
  { warehouse, table, parts, former }: Deciding,
): Promise<Decided> {
  const all = parts.map((_, number) => number)
  const rowsOf = (numbers: readonly number[]) => rowsOfParts(table, parts, numbers, warehouse)
  await connection.run(`create or replace temp view loaded as ${rowsOf(all)}`)
  await connection.run(
    'create or replace temp table fates (part integer, place bigint, fate varchar)',
  )
  const added = former && addedTo(former.parts, parts)
  const isIncrement = added !== undefined
  if (former && isIncrement) await takeOver(connection, { warehouse, parts, former })
  const keys = keyOf(table).map((name, index) => `loaded.${identifier(name)} as key${index}`)
  const disputed = isIncrement
    ? added.length === 0
      ? 'loaded where false'
      : `(${rowsOf(added)}) as loaded`
    : 'loaded'
  // From here on a key is a number: comparing texts again and again is what costs.
  await connection.run(`
    create or replace temp table disputed as
    select *, row_number() over () as key
    from (
      select ${keys.join(', ')} from ${disputed}
      group by all ${isIncrement ? '' : 'having count(*) > 1'}
    )`)
  await findCandidates(connection, table)
  await connection.run(
    `delete from fates using candidates as anew
     where fates.part = anew.part and fates.place = anew.place`,
  )
  await judge(connection, table)
  return { added: added ?? all, isIncrement }
}

/** All rows of the keys in `disputed`, and how old each is among those of its key. */
async function findCandidates(connection: DuckDBConnection, table: AnyTable): Promise<void> {
  const keys = keyOf(table)
  const isDisputed = keys.map(
    (name, index) => `loaded.${identifier(name)} is not distinct from disputed.key${index}`,
  )
  const isKnown = keys.map((name) => `loaded.${identifier(name)} is not null`)
  const isRefused = `loaded.${row.findings} is not null`
  await connection.run(`
    create or replace temp table candidates as
    select disputed.key, loaded.${row.part} as part, loaded.${row.place} as place,
      loaded.${row.date} as file_date, loaded.${row.version} as version,
      ${isVersions(table) ? 'loaded.version_at' : 'cast(null as timestamp)'} as version_at,
      ${observedOf(table, 'least')} as observed_from, ${observedOf(table, 'greatest')} as observed_to,
      ${isRefused} as is_refused, ${isRefused} and ${isKnown.join(' and ')} as is_repairable
    from loaded join disputed on ${isDisputed.join(' and ')}`)
  await connection.run(`
    create or replace temp table aged as
    select *, count(*) over (partition by ${group(table)}, age) as rival_count
    from (
      select key, version_at, part, place, version, file_date, dense_rank() over (
        partition by ${group(table)} order by version desc nulls last, file_date desc nulls last
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

/** Takes over the fates of a former load, but for rows whose keys are decided anew. */
async function takeOver(
  connection: DuckDBConnection,
  { warehouse, parts, former }: { warehouse: string; parts: readonly Part[]; former: FormerLoad },
) {
  if (former.fates === undefined) return
  const numbers = new Map(parts.map((part, number) => [nameOf(part), number]))
  const renumbered = former.parts.map((part, was) => `(${was}, ${numbers.get(nameOf(part))})`)
  await connection.run(`
    insert into fates
    select renumbered.part, former.place, former.fate
    from read_parquet(${fileList([join(warehouse, former.fates)])}) as former
    join (values ${renumbered.join(', ')}) as renumbered (was, part) on renumbered.was = former.part
    where former.fate <> 'gone'`)
}

/**
 * Looks at what rows say, where that decides: of rivals that are equally new and that no newer row
 * settles, and of versions that only the dates of their files tell apart. Else no one has to read
 * whole rows.
 */
async function findContents(connection: DuckDBConnection, table: AnyTable): Promise<void> {
  const settled = `min(age) filter (where rival_count = 1) over (partition by ${group(table)})`
  await connection.run(`
    create or replace temp table compared as
    select part, place from aged
    qualify (rival_count > 1 and age < coalesce(${settled}, age + 1))
      ${isVersions(table) ? 'or version is null' : ''}`)
  const compared = await connection.runAndReadAll('select 1 from compared limit 1')
  await connection.run(`
    create or replace temp table contents as
    ${
      compared.currentRowCount === 0
        ? 'select part, place, cast(null as ubigint) as content from compared'
        : `select compared.part, compared.place, loaded.${row.content} as content
           from loaded join compared
             on compared.part = loaded.${row.part} and compared.place = loaded.${row.place}`
    }`)
}

/** Decides the fates of the candidates: all rows of some keys. */
async function judge(connection: DuckDBConnection, table: AnyTable): Promise<void> {
  await findContents(connection, table)
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
