/** Salesforce’s ids, records and the text of its field histories, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import {
  type AnyColumn,
  type Columns,
  type Day,
  type Local,
  type RowOf,
  sqlTypeOf,
} from '../columns.ts'
import type { Table } from '../table.ts'
import { sourceKey } from './text.ts'

/**
 * An id of 15 characters with the three that make it one of 18, which is the same id written for
 * systems that do not tell capital letters: each stands for the capitals among five characters.
 * One of 18 stays as it is, and so does what is no id.
 */
export const salesforceId = <T extends string | null>(id: Expression<T>): RawBuilder<T> =>
  sql`case when regexp_full_match(${id}, '[A-Za-z0-9]{15}')
    then ${id} || ${sql.join(
      [1, 6, 11].map((from) => checkCharacter(id, from)),
      sql` || `,
    )}
    else ${id} end`

/** Which of five characters are capitals, as ones and zeros; the place of that in `spellings` says the character. */
const checkCharacter = (id: Expression<unknown>, from: number) =>
  sql`substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
    (strpos(${sql.lit(spellings)}, translate(substr(${id}, ${sql.lit(from)}, 5), ${sql.lit(characters)}, ${sql.lit(capitals)})) + 5) // 6, 1)`

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const capitals = '1'.repeat(26) + '0'.repeat(36)
/** The 32 ways, the first character being the lowest digit, each with a blank after it. */
const spellings = Array.from({ length: 32 }, (_, number) =>
  [...number.toString(2).padStart(5, '0')].reverse().join(''),
).join(' ')

/** The scoped id of a Salesforce record, however long its id is written; null for null. */
export const salesforceKey = <T extends string | null>(
  instance: Expression<string>,
  id: Expression<T>,
): RawBuilder<T> => sourceKey('salesforce', instance, salesforceId(id))

/** Whether a row, under its alias, is deleted, or no longer in what the connector or a full export copied. */
export const isRemoved = (row: string): RawBuilder<boolean> => {
  const says = (name: string, otherwise: boolean) =>
    sql`coalesce(${sql.ref(`${row}.${name}`)}, ${sql.lit(otherwise)})`
  return sql`(${says('is_deleted', false)} or ${says('is_gone', false)}
    or ${says('_fivetran_deleted', false)} or not ${says('_fivetran_active', true)})`
}

/** The id of a user or queue, of 18 characters; null for what is none, such as a name. */
export const ownerIdIn = (value: Expression<string | null>): RawBuilder<string | null> =>
  sql`case when regexp_full_match(${value}, '00[5G][A-Za-z0-9]{12}([A-Za-z0-9]{3})?') then ${salesforceId(value)} end`

/** A day that a field history writes: by ISO, with points the day first, with slashes the month first. */
export const dayIn = (value: Expression<string | null>): RawBuilder<Day | null> =>
  sql`case when regexp_matches(${value}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}') then try_cast(left(${value}, 10) as date)
    else cast(try_strptime(${value}, ['%d.%m.%Y', '%m/%d/%Y', '%d/%m/%Y']) as date) end`

/** Money that a field history writes, with or without a currency and either decimal sign. */
export const amountIn = (value: Expression<string | null>): RawBuilder<Local | null> => {
  const figures = sql`regexp_replace(${value}, '[^0-9.,-]', '', 'g')`
  return sql`try_cast(case when regexp_matches(${figures}, ',[0-9]{1,2}$')
    then replace(replace(${figures}, '.', ''), ',', '.') else replace(${figures}, ',', '') end as decimal(18, 2))`
}

interface Records extends Columns {
  source_instance: AnyColumn
  id: AnyColumn
  owner_id: AnyColumn
}

/**
 * The last state of each record, its id of 18 characters. A row without an owner’s id comes from a
 * report, which has some of the fields: it changes those of the last whole row, and clears none.
 *
 * @param by the column that says how new a row is
 */
export const lastStates = <C extends Records>(
  table: Table<C>,
  by: keyof NoInfer<C> & string,
): RawBuilder<RowOf<C>> => {
  const age = (row: string) => sql`coalesce(${sql.ref(`${row}.${by}`)}, timestamp '1970-01-01')`
  const of = (kind: 'whole' | 'part') =>
    sql`filter (where candidate.owner_id is ${sql.raw(kind === 'whole' ? 'not null' : 'null')})`
  const newest = sql`row(${age('candidate')}, length(candidate.id), candidate.id)`
  const columns = Object.entries<AnyColumn>(table.columns).map(([name, column]) => {
    if (name === 'id' || name === 'source_instance') return sql`record.${sql.id(name)}`
    const order = sqlTypeOf(column).startsWith('MAP') ? ['whole', 'part'] : ['part', 'whole']
    return sql`coalesce(${sql.ref(`${order[0]}.${name}`)}, ${sql.ref(`${order[1]}.${name}`)}) as ${sql.id(name)}`
  })
  const join = (kind: 'whole' | 'part') =>
    sql`left join ${table.as(kind)} on ${sql.ref(`${kind}.source_instance`)} = record.source_instance
      and ${sql.ref(`${kind}.id`)} = ${sql.ref(`record.${kind}_id`)} and ${age(kind)} = ${sql.ref(`record.${kind}_at`)}`
  return sql`(
    select ${sql.join(columns)}
    from (
      select candidate.source_instance, ${salesforceId(sql.ref<string>('candidate.id'))} as id,
        max(${age('candidate')}) ${of('whole')} as whole_at, arg_max(candidate.id, ${newest}) ${of('whole')} as whole_id,
        max(${age('candidate')}) ${of('part')} as part_at, arg_max(candidate.id, ${newest}) ${of('part')} as part_id
      from ${table.as('candidate')}
      group by 1, 2
    ) as record
    ${join('whole')}
    ${join('part')} and (record.whole_at is null or record.part_at > record.whole_at))`
}

/** Whether the subject of an e-mail says that it answers one: `Email: Re: …`; false for null. */
export const isAnswer = (subject: Expression<string | null>): RawBuilder<boolean> =>
  sql`coalesce(regexp_matches(${subject}, '(?i)^\\s*(e-?mail:\\s*)?(re|aw|antw|sv|rép|ref)\\s*:'), false)`

/** Whether two instants fall on one day in UTC; null where one is missing. */
export const sameDay = (
  one: Expression<Date | null>,
  other: Expression<Date | null>,
): RawBuilder<boolean | null> => sql`(cast(${one} as date) = cast(${other} as date))`

/** The day of the file that an instant stands for, whatever the reporting time zone. */
export const exportedDate = (versionAt: Expression<Date>): RawBuilder<Day> =>
  sql`cast(${versionAt} as date)`

/** A day as an instant: its beginning in UTC. */
export const startOfDay = <T extends Day | null>(
  day: Expression<T>,
): RawBuilder<Date | Extract<T, null>> => sql`cast(${day} as timestamp)`

/** A share of 1 from one of 100. */
export const shareOf = (percent: Expression<number | Local | null>): RawBuilder<number | null> =>
  sql`cast(${percent} as double) / 100`

/** A share of 1 from percents as they are written: `75` and `75%` are one. */
export const shareIn = (percent: Expression<string | null>): RawBuilder<number | null> =>
  shareOf(amountIn(percent))

/** The earlier of two instants. */
export const earliest = (one: Expression<Date>, other: Expression<Date>): RawBuilder<Date> =>
  sql`least(${one}, ${other})`

/** The days from the first to the last, one a row: for the select of a query. */
export const daysBetween = (first: Expression<Day>, last: Expression<Day>): RawBuilder<Day> =>
  sql`cast(unnest(generate_series(cast(${first} as timestamp), cast(${last} as timestamp), interval 1 day)) as date)`

/** The part of an amount that the nth of so many equal days takes, in whole cents: the first days take the rest. */
export const shareOfDay = (
  amount: Expression<Local>,
  place: Expression<number>,
  days: Expression<number>,
): RawBuilder<Local> => {
  const cents = sql`cast(${amount} * 100 as bigint)`
  return sql`cast(cast(${cents} // ${days} + case when ${place} <= ${cents} % ${days} then 1 else 0 end as decimal(16, 0)) * 0.01 as decimal(18, 2))`
}
