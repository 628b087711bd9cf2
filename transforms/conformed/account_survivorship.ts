/** Of the records that are one account, whose value holds: the rules, a field each. */
import { type Expression, sql } from 'kysely'
import { settings } from '../../src/settings.ts'
import { descending } from '../../src/sql/latest.ts'

const precedence = sql`[${sql.join(settings.recordPrecedence.map((system) => sql.lit(system)))}]`

const criteria = {
  /** A CRM knows more of a company than billing, and billing more than support. */
  'companies first': ({ record_type }: Member) =>
    sql`case ${record_type} when 'company' then 0 when 'customer' then 1 else 2 end`,
  /** By the setting of the order of systems. */
  'systems in order': ({ source_system }: Member) =>
    sql`coalesce(list_position(${precedence}, ${source_system}), 1000)`,
  /** The record whose id the account has. */
  'leading record first': ({ source_key, account_id }: Member) =>
    descending(sql`(${source_key} = ${account_id})`),
  'newest first': ({ modified_at }: Member) => descending(modified_at),
  'oldest first': ({ created_at }: Member) => sql`${created_at} nulls last`,
}
type Criterion = keyof typeof criteria

/** Each field takes the value of the first record that has one, in this order; then by id. */
export const accountSurvivorship = {
  // What has a history takes that of one record, never of several in turn.
  owner_id: ['companies first', 'systems in order', 'leading record first', 'oldest first'],
  employee_count: ['companies first', 'systems in order', 'leading record first', 'oldest first'],
  account_name: ['companies first', 'systems in order', 'leading record first', 'newest first'],
  domain: ['companies first', 'systems in order', 'leading record first', 'newest first'],
  parent_account_id: [
    'companies first',
    'systems in order',
    'leading record first',
    'newest first',
  ],
  country: ['companies first', 'systems in order', 'leading record first', 'newest first'],
  industry: ['companies first', 'systems in order', 'leading record first', 'newest first'],
  // Where an account came from is what the first record that knows it says.
  lead_source: ['companies first', 'oldest first'],
  channel: ['companies first', 'oldest first'],
  source_system: ['leading record first', 'oldest first'],
} as const satisfies Record<string, readonly Criterion[]>

/** What the rules look at: columns of the query that gathers the records. */
interface Member {
  readonly account_id: Expression<string>
  readonly source_key: Expression<string>
  readonly record_type: Expression<string>
  readonly source_system: Expression<string>
  readonly created_at: Expression<Date | null>
  readonly modified_at: Expression<Date | null>
}

/** The order in which records are asked for a field. */
export const survivorOrder = (
  field: keyof typeof accountSurvivorship,
  member: Member,
): Expression<unknown>[] => [
  ...accountSurvivorship[field].map((criterion) => criteria[criterion](member)),
  member.source_key,
]
