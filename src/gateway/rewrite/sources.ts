/** What in a FROM clause is a view: by its name, or through projections and filters that are merged. */
import { SqlError } from '../sql_error.ts'
import { type Ast, has, subquery } from '../tree.ts'
import type { View } from '../views.ts'
import { type Ctes, memberNode, type Rewriting, type Source } from './context.ts'
import { labelOf } from './labels.ts'
import { aggregatesIn, at, resolve } from './names.ts'

const lower = (name: string) => name.toLowerCase()

/** The view that a table reference names. */
export function viewOf(table: Ast, views: ReadonlyMap<string, View>): View | undefined {
  return table.type === 'BASE_TABLE' &&
    ['', 'public'].includes(lower(table.schema_name)) &&
    ['', 'revops'].includes(lower(table.catalog_name ?? ''))
    ? views.get(lower(table.table_name))
    : undefined
}

/**
 * The view behind an item of FROM, as its columns look from outside; undefined where the item is an
 * ordinary relation. Plain subqueries are merged, so that a measure is computed for the groups of
 * the outermost query, whatever a tool wraps around the view.
 */
export function sourceOf(table: Ast, ctes: Ctes, rewriting: Rewriting): Source | undefined {
  if (table.sample) return undefined
  if (table.type === 'SUBQUERY') return merged(table, ctes, rewriting)
  if (table.type !== 'BASE_TABLE') return undefined
  const cte = table.schema_name ? undefined : ctes.get(lower(table.table_name))
  if (cte === 'kept') return undefined
  if (cte !== undefined) {
    const merged = sourceOf(
      { ...subquery(cte.node, table.table_name), column_name_alias: cte.aliases },
      ctes,
      rewriting,
    )
    return merged && renamed(merged, table)
  }
  const view = viewOf(table, rewriting.views)
  if (!view) return undefined
  const columns = view.members.map((member) => [member.name, memberNode(member)] as const)
  return renamed({ view, alias: view.name, columns, where: [], joins: [] }, table)
}

/** `table as alias(column, …)` */
function renamed(source: Source, { alias, column_name_alias: names }: Ast): Source {
  return {
    ...source,
    alias: alias || source.alias,
    columns: source.columns.map(([name, expression], index) => [
      names?.[index] ?? name,
      expression,
    ]),
  }
}

function merged(table: Ast, ctes: Ctes, rewriting: Rewriting): Source | undefined {
  const { node } = table.subquery
  if (!isPlain(node, rewriting)) return undefined
  const inner = sourceOf(node.from_table, ctes, rewriting)
  if (!inner) return undefined
  const columns = node.select_list.flatMap((item: Ast) =>
    item.class === 'STAR'
      ? starOf(item, inner)
      : [[item.alias || labelOf(item), { ...resolve(item, inner, rewriting), alias: '' }] as const],
  )
  const where = node.where_clause ? [resolve(node.where_clause, inner, rewriting)] : []
  return renamed(
    { ...inner, alias: table.alias, columns, where: [...inner.where, ...where] },
    table,
  )
}

/** The columns that `*` stands for. */
export function starOf(star: Ast, { alias, columns }: Source): Source['columns'] {
  const other = star.relation_name && lower(star.relation_name) !== lower(alias)
  if (star.columns || star.expr || star.replace_list?.length || other)
    throw new SqlError(
      '0A000',
      'This form of * is not supported over views; name the columns.',
      at(star),
    )
  const left = new Set(
    (star.exclude_list ?? []).map((one: Ast) =>
      lower(typeof one === 'string' ? one : (one.key ?? one.name ?? '')),
    ),
  )
  return columns.filter(([name]) => !left.has(lower(name)))
}

/** Projections and filters, and nothing that depends on other rows. */
export function isPlain(node: Ast, rewriting: Rewriting): boolean {
  return (
    node.type === 'SELECT_NODE' &&
    node.cte_map.map.length === 0 &&
    node.group_expressions.length === 0 &&
    node.group_sets.length === 0 &&
    node.aggregate_handling === 'STANDARD_HANDLING' &&
    !node.having &&
    !node.qualify &&
    !node.sample &&
    node.modifiers.every(({ type }: Ast) => type === 'ORDER_MODIFIER') &&
    aggregatesIn(node.select_list, rewriting).length === 0 &&
    !has([node.select_list, node.where_clause], ({ class: kind }) =>
      ['WINDOW', 'SUBQUERY'].includes(kind),
    )
  )
}
