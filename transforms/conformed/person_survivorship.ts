/** Of the records that are one person, whose value holds: the rules, a field each. */
import { type Expression, sql } from 'kysely'
import { descending } from '../../src/sql/latest.ts'

const criteria = {
  /** A contact is kept with more care than a lead, and a lead than who wrote to support. */
  'contacts first': ({ record_type }: Member) =>
    sql`case ${record_type} when 'contact' then 0 when 'lead' then 1 else 2 end`,
  /** The record whose id the person has. */
  'leading record first': ({ source_key, person_id }: Member) =>
    descending(sql`(${source_key} = ${person_id})`),
  'newest first': ({ modified_at }: Member) => descending(modified_at),
  'oldest first': ({ created_at }: Member) => sql`${created_at} nulls last`,
}
type Criterion = keyof typeof criteria

/** Each field takes the value of the first record that has one, in this order; then by id. */
export const personSurvivorship = {
  account_id: ['contacts first', 'newest first'],
  owner_id: ['contacts first', 'newest first'],
  person_name: ['contacts first', 'newest first'],
  email: ['contacts first', 'newest first'],
  job_title: ['contacts first', 'newest first'],
  country: ['contacts first', 'newest first'],
  time_zone: ['contacts first', 'newest first'],
  lifecycle_stage: ['contacts first', 'newest first'],
  // Where a person came from is what the first record that knows it says.
  lead_source: ['oldest first'],
  channel: ['oldest first'],
  source_system: ['leading record first', 'oldest first'],
} as const satisfies Record<string, readonly Criterion[]>

/** What the rules look at: columns of the query that gathers the records. */
interface Member {
  readonly person_id: Expression<string>
  readonly source_key: Expression<string>
  readonly record_type: Expression<string>
  readonly created_at: Expression<Date | null>
  readonly modified_at: Expression<Date | null>
}

/** The order in which records are asked for a field. */
export const personSurvivorOrder = (
  field: keyof typeof personSurvivorship,
  member: Member,
): Expression<unknown>[] => [
  ...personSurvivorship[field].map((criterion) => criteria[criterion](member)),
  member.source_key,
]
