/** What successive states of records tell of their changes, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** One value of a record in one of its states. */
export interface State {
  readonly id: string
  readonly property: string
  /** When the record began: the first value held from then on. */
  readonly begun_at: Date | null
  readonly state_at: Date
  readonly value: string | null
}

export interface Change {
  readonly id: string
  readonly property: string
  readonly changed_at: Date
  readonly value: string | null
}

/**
 * Every value that a property of a record took, from the states that are known of it. A property
 * that never changed in them has no rows: nothing is known but its last value.
 */
export const changesOf = (states: Expression<State>): RawBuilder<Change> => sql`(
  select id, property, changed_at, value from (
    select id, property, value,
      case when row_number() over states = 1 then least(begun_at, state_at) else state_at end as changed_at,
      row_number() over states = 1 or value is distinct from lag(value) over states as is_change
    from (${states}) as state
    window states as (partition by id, property order by state_at)
  ) as compared
  where is_change
  qualify count(*) over (partition by id, property) > 1)`
