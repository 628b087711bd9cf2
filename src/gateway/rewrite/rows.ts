/** A SELECT of single rows of a view: its dimensions. */
import { SqlError } from '../sql_error.ts'
import { type Ast, cast, map, nothing } from '../tree.ts'
import type { Member } from '../views.ts'
import { conditionsOf } from './conditions.ts'
import {
  isForeign,
  isMeasure,
  isMember,
  memberNode,
  type Rewriting,
  type Source,
} from './context.ts'
import { InnerQuery } from './inner_query.ts'
import { at, firstOf, memberOf, resolve } from './names.ts'
import { modified } from './ordering.ts'
import { aliasesOf, itemsOf } from './select_list.ts'

/** Rewrites a SELECT of rows in its place. */
export async function detailed(node: Ast, source: Source, rewriting: Rewriting) {
  const inner = new InnerQuery(rewriting, source)
  const items = itemsOf(node, source, rewriting)
  const aliases = aliasesOf(items)
  const outer = (expression: Ast): Ast =>
    map(expression, (part) => {
      if (part.class === 'SUBQUERY') return { ...part, child: outer(part.child) }
      if (isMeasure(part)) throw ofRows(part)
      if (isMember(part) || isForeign(part)) return { ...inner.key(part), alias: part.alias }
      return undefined
    })
  const { rows, groups } = conditionsOf(node, source, rewriting)
  if (groups.length > 0) throw ofRows(groups[0])
  inner.where(rows)
  const missing = new Set<string>()
  const list = items.map(({ expression, alias }) => ({
    ...outer(withoutMeasures(expression, source, missing)),
    alias,
  }))
  noticeMissing(missing, rewriting)
  const qualify = node.qualify && outer(resolve(node.qualify, source, rewriting, aliases))
  const modifiers = node.modifiers.map((modifier: Ast) =>
    modified(modifier, aliases, (part) => outer(resolve(part, source, rewriting, aliases))),
  )
  if (!inner.hasKeys) inner.key(memberNode(source.view.byName.get('date')!))
  Object.assign(node, {
    select_list: list,
    qualify,
    modifiers,
    where_clause: null,
    from_table: await inner.from({ ungrouped: true }),
  })
}

/**
 * A measure has no value for a row: the select list shows NULL, as tools that look at rows list all
 * columns.
 *
 * @param missing is given the names of those measures
 */
export const withoutMeasures = (expression: Ast, source: Source, missing: Set<string>): Ast =>
  map(expression, (part) => {
    if (!isMeasure(part)) return undefined
    missing.add(part.name)
    return { ...noValue(memberOf(part, source)), alias: part.alias }
  })

/** Tells of measures that are NULL, once for all. */
export function noticeMissing(missing: ReadonlySet<string>, { notice }: Rewriting): void {
  const [first, ...others] = missing
  if (first === undefined) return
  const about =
    others.length === 0
      ? `The measure "${first}" has a value for a group of rows only, and is`
      : `Measures have values for groups of rows only, and ${[first, ...others].join(', ')} are`
  notice(`${about} NULL here; take MEASURE(${first}) and GROUP BY the columns beside it.`)
}

function ofRows(expression: Ast): SqlError {
  const node = firstOf(expression, isMeasure)
  const measure = node.name
  return new SqlError('42803', `The measure "${measure}" has a value for a group of rows only.`, {
    ...at(node),
    hint: `Use MEASURE(${measure}), and GROUP BY the columns beside it.`,
  })
}

const noValue = ({ aggregation }: Member) =>
  cast(nothing(), aggregation.startsWith('count') ? 'BIGINT' : 'DOUBLE')
