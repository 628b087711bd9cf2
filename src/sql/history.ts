/** Histories of records, in SQL: from their successive states to what changed, and when. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { place } from './window.ts'

/** A state of a record: when it began, what orders states of one instant, and the values as text. */
type State<P extends string> = {
  record_id: string
  changed_at: Date
  sequence: string
} & Record<P, string | null>

interface Change<P extends string> {
  record_id: string
  property: P
  changed_at: Date
  sequence: string
  value: string | null
}

/** What changed from one state of a record to the next, one value a row; all of the first state. */
export const changesOf = <const P extends string>(
  states: Expression<State<NoInfer<P>>>,
  properties: readonly P[],
): RawBuilder<Change<P>> => {
  const isChanged = properties.map(
    (name) =>
      sql`(row_number() over states = 1 or ${sql.id(name)} is distinct from lag(${sql.id(name)}) over states)`,
  )
  return sql`(
    select record_id, property, changed_at, sequence, value
    from (
      select record_id, changed_at, sequence, unnest([${sql.join(properties.map((name) => sql.lit(name)))}]) as property,
        unnest([${sql.join(properties.map((name) => sql.id(name)))}]::varchar[]) as value, unnest(is_changed) as is_changed
      from (
        select *, [${sql.join(isChanged)}] as is_changed from ${states}
        window states as (partition by record_id order by changed_at, sequence)
      )
    )
    where is_changed)`
}

/**
 * The place of a change among those that are told of the same day without their time: `0` where none
 * of them leads to it, `1` between two others, `2` at the end.
 */
export const placeInChain = (
  from: Expression<string | null>,
  to: Expression<string | null>,
  by: readonly Expression<unknown>[],
): RawBuilder<string> => {
  const all = (value: Expression<string | null>) =>
    sql`list(${value}) over (partition by ${sql.join(by)})`
  return sql`case when not coalesce(list_contains(${all(to)}, ${from}), false) then '0'
    when coalesce(list_contains(${all(from)}, ${to}), false) then '1' else '2' end`
}

/**
 * When a state began, where the first state that is known is taken to have held since the record was
 * created.
 */
export const sinceCreation = (
  at: Expression<Date>,
  createdAt: Expression<Date | null>,
  states: Parameters<typeof place>[0],
): RawBuilder<Date> =>
  sql`case when ${place(states)} = 1 then least(${at}, coalesce(${createdAt}, ${at})) else ${at} end`

/** Instants that are one in the export, a microsecond apart, so that their order stays. */
export const apart = (
  at: Expression<Date>,
  states: Parameters<typeof place>[0],
): RawBuilder<Date> => sql`${at} + to_microseconds(${place(states)} - 1)`

/** How many rows share the values. */
export const countOf = ({ by }: Pick<Parameters<typeof place>[0], 'by'>): RawBuilder<number> =>
  sql`count(*) over (partition by ${sql.join(by)})`
