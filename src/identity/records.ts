/** The records that may be of one thing, in the order in which one leads the others. */
import { type Expression, type RawBuilder, sql } from 'kysely'

export interface RecordSource {
  /** Records of a business object, with the columns that all objects have. */
  readonly table: Expression<unknown>
  /** The columns of the record’s own id, of those merged into it, and of the one that it was merged into. */
  readonly id: string
  readonly mergedIds: string
  readonly mergedInto: string
  /** Kinds of records, the one that leads first: its column and its values. */
  readonly kind: string
  readonly kinds: readonly string[]
}

const itemsIn = (column: string) =>
  sql`unnest(list_filter(list_transform(string_split(listing.${sql.id(column)}, ';'), lambda item: trim(item)), lambda item: item <> ''))`

/**
 * Every record, and every one that another says was merged into it, numbered: living ones first,
 * then the oldest, then by kind and id. So the least number of a cluster is the one that leads it,
 * and a record that joins later does not change the cluster’s id.
 */
export const numberedRecords = (source: RecordSource): RawBuilder<unknown> => {
  const kind = sql`case ${sql.ref(`listing.${source.kind}`)} ${sql.join(
    source.kinds.map((name, place) => sql`when ${sql.lit(name)} then ${sql.lit(place)}`),
    sql` `,
  )} else ${sql.lit(source.kinds.length)} end`
  return sql`(
    with named as materialized (
      select listing.${sql.id(source.id)} as namer, ${itemsIn(source.mergedIds)} as source_key
      from ${source.table} as listing),
    -- Of two that name each other, the one with the lesser id stays.
    merged as materialized (
      select distinct source_key from named
      where source_key <> namer and not (namer > source_key
        and exists (select 1 from named as back
          where back.namer = named.source_key and back.source_key = named.namer))),
    known as (
      select listing.${sql.id(source.id)} as source_key, source_system, source_instance, source_id,
        case when listing.${sql.id(source.mergedInto)} is not null or merged.source_key is not null then 'merged'
          when listing.is_deleted then 'deleted' else 'living' end as record_state,
        listing.created_at, ${kind} as kind
      from ${source.table} as listing
      left join merged on merged.source_key = listing.${sql.id(source.id)}),
    mentioned as (
      select source_key,
        regexp_extract(source_key, '^([^.:]*)', 1) as source_system,
        regexp_extract(source_key, '^[^.:]*[.]([^:]*):', 1) as source_instance,
        regexp_extract(source_key, '^[^:]*:(.*)$', 1) as source_id,
        'merged' as record_state, null::timestamp as created_at, null::bigint as kind
      from merged anti join known using (source_key))
    select row_number() over (
        order by record_state = 'living' desc, created_at nulls last, kind, source_key) as record,
      source_key, source_system, source_instance, source_id, record_state
    from (from known union all by name from mentioned))`
}

/** Pairs of records of which one names the other: as merged, or as what it is in another system. */
export const namedPairs = (
  source: RecordSource & { readonly linkedIds: string },
  records: Expression<unknown>,
): RawBuilder<{ one: number; other: number; match_method: string }> => sql`(
    select least(near.record, far.record) as one, greatest(near.record, far.record) as other,
      min(named.match_method) as match_method
    from (
      select listing.${sql.id(source.id)} as source_key, ${itemsIn(source.mergedIds)} as named_key,
        'merged' as match_method
      from ${source.table} as listing
      union all
      select listing.${sql.id(source.id)}, listing.${sql.id(source.mergedInto)}, 'merged'
      from ${source.table} as listing
      union all
      select listing.${sql.id(source.id)}, ${itemsIn(source.linkedIds)}, 'linked id'
      from ${source.table} as listing) as named
    join ${records} as near on near.source_key = named.source_key
    join ${records} as far on far.source_key = named.named_key
    where near.record <> far.record
      and (named.match_method = 'merged'
        or near.record_state <> 'deleted' and far.record_state <> 'deleted')
    group by all)`
