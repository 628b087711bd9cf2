/** Which thing a record is, and why. */
import { type Expression, type RawBuilder, sql } from 'kysely'

interface Parts {
  readonly records: Expression<unknown>
  readonly clusters: Expression<unknown>
  readonly matches: Expression<unknown>
  /** The ids of records that are our own or a test: `source_key`. */
  readonly internal: Expression<unknown>
  /** The column of the thing’s id: `account_id`. */
  readonly id: string
}

/**
 * Every record with the id of the thing that it is: that of the record that leads its cluster, or
 * `unknown` where none of the cluster is still in its system. One internal record makes all of its
 * cluster internal.
 */
export const members = ({ records, clusters, matches, internal, id }: Parts): RawBuilder<unknown> =>
  sql`(
    with strongest as (
      select record, arg_max(match_method, strength) as match_method,
        arg_max(match_score, strength) as match_score
      from (
        select left_record as record, match_method, match_score, strength from ${matches}
        union all
        select right_record, match_method, match_score, strength from ${matches})
      group by record),
    member as (
      select numbered.*, coalesce(found.root, numbered.record) as root
      from ${records} as numbered
      left join ${clusters} as found on found.record = numbered.record)
    select member.source_key, member.source_system, member.source_instance, member.source_id,
      case when leader.record_state = 'living' then leader.source_key else 'unknown' end as ${sql.id(id)},
      bool_or(ours.source_key is not null) over (partition by member.root) as is_internal,
      member.record_state = 'living' as is_living,
      case when leader.record_state <> 'living' then 'deleted'
        when member.record = member.root then 'own id'
        else coalesce(strongest.match_method, 'own id') end as match_method,
      case when leader.record_state <> 'living' or member.record = member.root then null
        else strongest.match_score end as match_score
    from member
    join ${records} as leader on leader.record = member.root
    left join strongest on strongest.record = member.record
    left join (select distinct source_key from ${internal}) as ours
      on ours.source_key = member.source_key)`
