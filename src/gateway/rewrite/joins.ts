/**
 * A view joined with ordinary relations: sets of a tool, the top ten of another query, a total.
 *
 * The relation is joined under the measures, so that they are computed for its groups. A row of the
 * view must not meet the same group twice, or sums would count it twice: the relation is cut down
 * to the columns that are used, without duplicates, and where it still has more than one row for
 * what it is joined and grouped by, the statement fails.
 */
import { SqlError } from '../sql_error.ts'
import {
  type Ast,
  call,
  choice,
  column,
  comparison,
  fingerprint,
  integer,
  map,
  select,
  subquery,
  text,
  truth,
  walk,
} from '../tree.ts'
import { type Ctes, isForeign, type Joined, type Rewriting, type Source } from './context.ts'
import { at, resolve } from './names.ts'
import { sourceOf } from './sources.ts'

interface Link {
  readonly right: Ast
  readonly type: string
  readonly on: Ast
}

/** The view of a chain of joins, with the relations beside it; undefined where there is none. */
export async function joinedSource(
  table: Ast,
  ctes: Ctes,
  rewriting: Rewriting,
  relation: (table: Ast) => Promise<Ast>,
): Promise<Source | undefined> {
  const chain = chainOf(table)
  if (!chain) return undefined
  let { root, links } = chain
  const [first] = links
  if (links.length === 1 && first!.type === 'INNER' && !sourceOf(root, ctes, rewriting)) {
    links = [{ ...first!, right: root }]
    root = first!.right
  }
  const source = sourceOf(root, ctes, rewriting)
  if (!source) return undefined
  if (links.some(({ right }) => sourceOf(right, ctes, rewriting))) return undefined
  const joins: Joined[] = []
  for (const { right, type, on } of links) {
    await rewriting.subqueries(on, ctes)
    joins.push({
      alias: right.alias || right.table_name,
      internal: rewriting.unique('__t'),
      type,
      relation: await relation(right),
      on,
    })
  }
  const joined = { ...source, joins }
  for (const one of joins) {
    one.on = withNullsEqual(resolve(one.on, joined, rewriting))
    refuseInequality(one, table)
  }
  return joined
}

/** A chain of inner and left joins, from its first item on. */
export function chainOf(table: Ast): { root: Ast; links: Link[] } | undefined {
  const links: Link[] = []
  let root = table
  for (; root.type === 'JOIN'; root = root.left) {
    if (!['INNER', 'LEFT'].includes(root.join_type)) return undefined
    if (!['REGULAR', 'CROSS'].includes(root.ref_type)) return undefined
    if (root.using_columns?.length || root.right.type === 'JOIN') return undefined
    links.unshift({ right: root.right, type: root.join_type, on: root.condition ?? truth() })
  }
  return links.length > 0 ? { root, links } : undefined
}

function refuseInequality({ on, alias }: Joined, table: Ast) {
  const isEquality = (condition: Ast): boolean =>
    condition.type === 'CONJUNCTION_AND'
      ? condition.children.every(isEquality)
      : ['COMPARE_EQUAL', 'COMPARE_NOT_DISTINCT_FROM', 'VALUE_CONSTANT'].includes(condition.type)
  if (!isEquality(on))
    throw new SqlError('0A000', `A view is joined with "${alias}" by equality only.`, {
      ...at(table),
      hint: 'Group the view in a subquery, and join its rows.',
    })
}

/** `a = b or a is null and b is null`, as Power BI joins, is one comparison. */
const withNullsEqual = (condition: Ast): Ast =>
  map(condition, (node) => {
    const [equal, nulls, ...others] = node.type === 'CONJUNCTION_OR' ? node.children : []
    if (equal?.type !== 'COMPARE_EQUAL' || nulls?.type !== 'CONJUNCTION_AND') return undefined
    if (others.length > 0 || nulls.children.some((one: Ast) => one.type !== 'OPERATOR_IS_NULL'))
      return undefined
    const [one, other] = [
      [equal.left, equal.right],
      nulls.children.flatMap((is: Ast) => is.children),
    ].map((sides) => sides.map(fingerprint).sort().join())
    return one === other
      ? comparison('COMPARE_NOT_DISTINCT_FROM', equal.left, equal.right)
      : undefined
  })

/**
 * The relation for its place under the measures.
 *
 * @param used its columns that the statement uses; `keys` those that it is joined or grouped by
 */
export function distinctRelation(
  { relation, alias, internal }: Joined,
  used: readonly string[],
  keys: readonly string[],
): Ast {
  const inside = `${internal}r`
  const columns = used.map((name) => ({ ...column(inside, name), alias: name }))
  const rows = select({
    select_list: columns.length > 0 ? columns : [{ ...integer(1), alias: 'one' }],
    from_table: { ...relation, alias: inside },
    modifiers: [{ type: 'DISTINCT_MODIFIER', distinct_on_targets: [] }],
  })
  const repeated = comparison(
    'COMPARE_GREATERTHAN',
    countOver(keys.map((name) => column(internal, name))),
    integer(1),
  )
  const message = `"${alias}" has more than one row for what it is joined and grouped by; a sum would count rows of the view twice.`
  return subquery(
    select({
      select_list: [{ ...star(), alias: '' }],
      from_table: subquery(rows, internal),
      qualify: choice([[repeated, call('error', text(message))]], truth()),
    }),
    internal,
  )
}

/** The columns of a joined relation that stand in expressions. */
export function columnsUsed({ internal }: Joined, expressions: Ast): string[] {
  const names = new Set<string>()
  walk(expressions, (node) => {
    if (isForeign(node) && node.column_names[0] === internal) names.add(node.column_names[1])
  })
  return [...names]
}

const star = (): Ast => ({
  class: 'STAR',
  type: 'STAR',
  alias: '',
  relation_name: '',
  exclude_list: [],
  replace_list: [],
  columns: false,
  expr: null,
  qualified_exclude_list: [],
  rename_list: [],
})

/** `count(*) over (partition by …)` */
const countOver = (partitions: Ast[]): Ast => ({
  class: 'WINDOW',
  type: 'WINDOW_AGGREGATE',
  alias: '',
  function_name: 'count',
  schema: '',
  catalog: '',
  children: [],
  partitions,
  orders: [],
  start: 'UNBOUNDED_PRECEDING',
  end: 'CURRENT_ROW_RANGE',
  start_expr: null,
  end_expr: null,
  offset_expr: null,
  default_expr: null,
  ignore_nulls: false,
  filter_expr: null,
  exclude_clause: 'NO_OTHER',
  distinct: false,
  arg_orders: [],
})
