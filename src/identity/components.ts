/** Which records hang together by matches. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/**
 * Each record that has a match, with the least record that it hangs together with. Each round
 * takes the least of the neighbours and then jumps to what that one has found, so that chains of
 * a thousand records need eleven rounds.
 *
 * @param edges a table with the columns `one` and `other`
 */
export const components = (
  edges: Expression<unknown>,
): RawBuilder<{ record: number; root: number }> => sql`(
    with recursive arc as materialized (
      select one as near, other as far from ${edges} union all select other, one from ${edges}),
    found as (
      select distinct near as record, near as root, -1::bigint as before, 0 as round from arc
      union all
      (with next as materialized (
        select record, min(root) as root, any_value(own) as before, max(round) as round from (
          select record, root, root as own, round from found
          union all
          select arc.far, found.root, null, null from found join arc on arc.near = found.record)
        group by record)
      select next.record, least(next.root, coalesce(jump.root, next.root)), next.before, next.round + 1
      from next left join next as jump on jump.record = next.root
      where exists (select 1 from found where root <> before)))
    select record, arg_max(root, round) as root from found group by record)`
