/** Items of FROM that are no single view: joins, subqueries, values, and what is refused. */
import { SqlError } from '../sql_error.ts'
import { type Ast, column, select, subquery, walk } from '../tree.ts'
import { type Ctes, isMeasure, type Rewriting, type Source } from './context.ts'
import { at, columnOf } from './names.ts'
import { rewriteSelect } from './select.ts'
import { sourceOf } from './sources.ts'

/** Functions in FROM that read nothing. */
const harmless = new Set(['unnest', 'generate_series', 'range', 'generate_subscripts'])
const lower = (name: string) => name.toLowerCase()

/**
 * An ordinary item of FROM, rewritten. A view in a join is its rows, with the dimensions that the
 * statement uses.
 *
 * @param scope the SELECT around it, where the names stand that are used
 */
export async function relationOf(
  table: Ast,
  scope: Ast,
  ctes: Ctes,
  rewriting: Rewriting,
): Promise<Ast> {
  const again = (inner: Ast) => relationOf(inner, scope, ctes, rewriting)
  switch (table.type) {
    case 'JOIN':
      await rewriting.subqueries(table.condition, ctes)
      return { ...table, left: await again(table.left), right: await again(table.right) }
    case 'EMPTY':
      return table
    case 'EXPRESSION_LIST':
      await rewriting.subqueries(table.values, ctes)
      return table
    case 'TABLE_FUNCTION': {
      const name = table.function.function_name
      if (!harmless.has(name))
        throw new SqlError('42501', `The function ${name} may not be used in FROM.`, at(table))
      await rewriting.subqueries(table.function, ctes)
      return { ...table, allowed: true }
    }
    case 'SUBQUERY':
    case 'BASE_TABLE': {
      const source = sourceOf(table, ctes, rewriting)
      if (source) return rowsOf(source, scope, rewriting)
      if (table.type === 'SUBQUERY') {
        await rewriting.query(table.subquery.node, ctes)
        return table
      }
      if (!table.schema_name && !table.catalog_name && ctes.get(lower(table.table_name)) === 'kept')
        return { ...table, allowed: true }
      throw unknownTable(table, rewriting)
    }
    default:
      throw new SqlError('0A000', `${table.type} is not supported beside views.`, at(table))
  }
}

function unknownTable(table: Ast, { views }: Rewriting): SqlError {
  const name = [table.catalog_name, table.schema_name, table.table_name].filter(Boolean).join('.')
  return new SqlError('42P01', `There is no table "${name}".`, {
    ...at(table),
    hint: `The tables are ${[...views.keys()].join(', ')}. System catalogs are asked in a statement of their own.`,
  })
}

async function rowsOf(source: Source, scope: Ast, rewriting: Rewriting): Promise<Ast> {
  const { named, all } = namesIn({ ...scope, from_table: conditionsOf(scope.from_table) }, source)
  const measure = source.columns.find(
    ([name, expression]) => named.has(lower(name)) && isMeasure(expression),
  )
  if (measure)
    throw new SqlError(
      '0A000',
      `The measure "${measure[0]}" has no meaning where views are joined.`,
      { hint: groupedApart(source, measure[0]) },
    )
  const used = source.columns.filter(
    ([name, expression]) => named.has(lower(name)) || (all && !isMeasure(expression)),
  )
  const inner = select({
    select_list: (used.length > 0 ? used : source.columns.slice(0, 1)).map(([name]) => ({
      ...column(name),
      alias: name,
    })),
  })
  await rewriteSelect(inner, source, rewriting)
  return subquery(inner, source.alias)
}

/** What to write instead, with the names of the statement. */
const groupedApart = ({ view, alias }: Source, measure: string) =>
  `Group each view in a subquery, and join their rows: FROM (SELECT key, MEASURE(${measure}) AS ${measure} FROM ${view.name} GROUP BY key) ${alias} JOIN (…) USING (key).`

/** The columns of a source that a statement names, and whether it asks for all. */
function namesIn(scope: Ast, source: Source) {
  const { alias } = source
  const named = new Set<string>()
  let all = false
  walk(scope, (node) => {
    if (node.class === 'STAR') all = true
    if (node.class !== 'COLUMN_REF') return
    const [name, qualifier] = [node.column_names.at(-1), node.column_names.at(-2)]
    if (qualifier === undefined || lower(qualifier) === lower(alias)) named.add(lower(name))
  })
  refuseUnknown(scope, source)
  return { named, all }
}

/** Columns that are asked of a view and that it does not have. A subquery has names of its own. */
function refuseUnknown(scope: Ast, source: Source) {
  walk(scope, (node) => {
    if (node.class === 'SUBQUERY') return false
    if (
      node.class === 'COLUMN_REF' &&
      lower(node.column_names.at(-2) ?? '') === lower(source.alias)
    )
      columnOf(node, source)
    return true
  })
}

const conditionsOf = (table: Ast): Ast[] =>
  table?.type === 'JOIN'
    ? [
        table.condition,
        ...(table.using_columns ?? []).map((name: string) => column(name)),
        ...conditionsOf(table.left),
        ...conditionsOf(table.right),
      ]
    : []
