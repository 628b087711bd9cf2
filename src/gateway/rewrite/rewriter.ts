/**
 * Rewrites the tree of a statement: each SELECT over a view becomes a SELECT over governed SQL, and
 * everything else (joins of results, windows, unions, expressions) stays DuckDB's.
 *
 * What is not explicitly allowed to be read is refused: in the end every table of the tree is one
 * of the model, of the statement's own CTEs, or a function that reads nothing.
 */
import { postgres } from '../dialect/dialect.ts'
import type { Govern } from '../governed.ts'
import type { Parser } from '../parser.ts'
import { SqlError } from '../sql_error.ts'
import { type Ast, subquery, walk } from '../tree.ts'
import type { View } from '../views.ts'
import type { Ctes, Rewriting } from './context.ts'
import { flatten } from './flat_joins.ts'
import { joinedSource } from './joins.ts'
import { labelOf } from './labels.ts'
import { at } from './names.ts'
import { relationOf } from './relations.ts'
import { rewriteSelect } from './select.ts'
import { sourceOf, viewOf } from './sources.ts'

export interface Rewritten {
  readonly tree: Ast
  /** The views that are read. */
  readonly views: readonly string[]
  /** What the client is told beside its rows. */
  readonly notices: readonly string[]
}

interface Means {
  readonly parser: Parser
  readonly views: ReadonlyMap<string, View>
  /** Who asks, for CURRENT_USER. */
  readonly user: string
  readonly govern: Govern
}

/** Rewrites a statement; undefined where it names no view. */
export async function rewrite(parsed: Ast, means: Means): Promise<Rewritten | undefined> {
  const views = viewsIn(parsed, means.views)
  if (views.length === 0) return undefined
  const tree = postgres(parsed)
  const { node } = tree.statements[0]
  label(node)
  const notices = new Set<string>()
  const rewriting = rewritingOf(means, notices)
  await rewriting.query(node, new Map())
  refuseTables(tree)
  return { tree, views, notices: [...notices] }
}

function viewsIn(tree: Ast, views: ReadonlyMap<string, View>): string[] {
  const found = new Set<string>()
  walk(tree, (node) => {
    const view = viewOf(node, views)
    if (view) found.add(view.name)
  })
  return [...found]
}

/** The labels of the outermost columns, before expressions become something else. */
function label(node: Ast) {
  if (node.type !== 'SELECT_NODE') {
    if (node.left) label(node.left)
    return
  }
  for (const item of node.select_list) if (item.class !== 'STAR') item.alias ||= labelOf(item)
}

function rewritingOf(means: Means, notices: Set<string>): Rewriting {
  let made = 0
  const rewriting: Rewriting = {
    ...means,
    notice: (message) => notices.add(message),
    unique: (prefix) => `${prefix}${made++}`,
    query: (node, ctes) => query(node, ctes, rewriting),
    subqueries: (expression, ctes) => subqueries(expression, ctes, rewriting),
  }
  return rewriting
}

async function query(node: Ast, outer: Ctes, rewriting: Rewriting): Promise<void> {
  const ctes = await commonTables(node, outer, rewriting)
  if (node.type === 'SELECT_NODE') {
    await selectNode(node, ctes, rewriting)
    return
  }
  await subqueries(node.modifiers, ctes, rewriting)
  for (const side of [node.left, node.right, node.child])
    if (side) await query(side, ctes, rewriting)
}

/** CTEs: plain ones are merged where they are used, the others are rewritten and stay. */
async function commonTables(node: Ast, outer: Ctes, rewriting: Rewriting): Promise<Ctes> {
  const ctes = new Map(outer)
  const kept: Ast[] = []
  for (const cte of node.cte_map?.map ?? []) {
    const { node: inner } = cte.value.query
    const name = cte.key.toLowerCase()
    const isRecursive = inner.type === 'RECURSIVE_CTE_NODE'
    if (!isRecursive && sourceOf(subquery(inner, cte.key), ctes, rewriting)) {
      ctes.set(name, { node: inner, aliases: cte.value.aliases })
      continue
    }
    if (isRecursive) ctes.set(name, 'kept')
    await query(inner, ctes, rewriting)
    ctes.set(name, 'kept')
    kept.push(cte)
  }
  if (node.cte_map) node.cte_map.map = kept
  return ctes
}

async function selectNode(node: Ast, ctes: Ctes, rewriting: Rewriting) {
  flatten(node, ctes, rewriting)
  for (const [part, tree] of Object.entries(node))
    if (part !== 'from_table' && part !== 'cte_map') await subqueries(tree, ctes, rewriting)
  const relation = (table: Ast) => relationOf(table, node, ctes, rewriting)
  const source =
    sourceOf(node.from_table, ctes, rewriting) ??
    (await joinedSource(node.from_table, ctes, rewriting, relation))
  if (source) await rewriteSelect(node, source, rewriting)
  else node.from_table = await relation(node.from_table)
}

async function subqueries(part: Ast, ctes: Ctes, rewriting: Rewriting): Promise<void> {
  const found: Ast[] = []
  walk(part, (node) => {
    if (node.class !== 'SUBQUERY') return true
    found.push(node)
    return false
  })
  for (const node of found) {
    await subqueries(node.child, ctes, rewriting)
    await query(node.subquery.node, ctes, rewriting)
  }
}

const tables = new Set([
  'BASE_TABLE',
  'TABLE_FUNCTION',
  'SHOW_REF',
  'PIVOT',
  'DELIM_GET',
  'CTE',
  'BOUND_TABLE_REF',
  'COLUMN_DATA',
])

/** Functions that tell of the server rather than of the data. */
const telling =
  /^(?:current_setting|getenv|getvariable|query|query_table|nextval|currval|duckdb_.*|pragma_.*|which_secret|write_log|in_search_path)$/

function refuseTables(tree: Ast) {
  walk(tree, (node) => {
    if (node.class === 'FUNCTION' && telling.test(node.function_name))
      throw new SqlError('42501', `The function ${node.function_name} may not be used.`, at(node))
    if (!tables.has(node.type) || node.class || node.allowed) return
    throw new SqlError('42501', `"${node.table_name ?? node.type}" may not be read.`, at(node))
  })
}
