/** The syntax tree that DuckDB's parser gives as JSON: walking, mapping, and making its nodes. */

/** A node, a list of nodes or a value: what json_serialize_sql writes, which has no types. */
// biome-ignore lint/suspicious/noExplicitAny: DuckDB documents no shape of its syntax tree
export type Ast = any

interface ExactJson {
  rawJSON(text: string): unknown
  isRawJSON(value: unknown): boolean
}

/** Numbers as their text: 2^64, HUGEINT and 1.0 would not survive as numbers of JavaScript. */
export const { rawJSON } = JSON as unknown as ExactJson
const { isRawJSON } = JSON as unknown as ExactJson

const isLeaf = (value: Ast) => value === null || typeof value !== 'object' || isRawJSON(value)

/** A copy that shares nothing with the original. */
export function clone<T>(tree: T): T {
  return map(tree, () => undefined) as T
}

/**
 * A tree with nodes replaced: `replaced` sees each node before those below it, and what it gives
 * stands in the node's place and is not looked into.
 */
export function map(tree: Ast, replaced: (node: Ast) => Ast | undefined): Ast {
  if (isLeaf(tree)) return tree
  if (Array.isArray(tree)) return tree.map((item) => map(item, replaced))
  const other = replaced(tree)
  if (other !== undefined) return other
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, map(value as Ast, replaced)]),
  )
}

/** Visits each node before those below it; `visit` gives false to stay out of a node. */
export function walk(tree: Ast, visit: (node: Ast) => unknown): void {
  if (isLeaf(tree)) return
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit)
    return
  }
  if (visit(tree) === false) return
  for (const value of Object.values(tree)) walk(value, visit)
}

/** Whether a node for which the condition holds stands in a tree, outside of its subqueries. */
export function has(tree: Ast, condition: (node: Ast) => boolean, within = false): boolean {
  let found = false
  walk(tree, (node) => {
    found ||= condition(node)
    return !found && (within || node.class !== 'SUBQUERY')
  })
  return found
}

/** The same for two expressions that mean the same, wherever they stand and however labelled. */
export const fingerprint = (tree: Ast): string =>
  JSON.stringify(tree, (key, value) =>
    key === 'alias' || key === 'query_location' ? undefined : value,
  )

/** Where a node stands in the statement, in characters from 1. */
export const positionOf = (node: Ast): number | undefined =>
  typeof node?.query_location === 'number' ? node.query_location + 1 : undefined

export const column = (...names: string[]): Ast => ({
  class: 'COLUMN_REF',
  type: 'COLUMN_REF',
  alias: '',
  column_names: names,
})

const constant = (id: string, value: unknown): Ast => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  value: { type: { id, type_info: null }, is_null: value === null, value: value ?? undefined },
})

export const text = (value: string) => constant('VARCHAR', value)
export const integer = (value: number) => constant('INTEGER', value)
export const truth = (value = true) => constant('BOOLEAN', value)
export const nothing = () => constant('NULL', null)

export const isConstant = (node: Ast) => node?.class === 'CONSTANT'
export const isNothing = (node: Ast) => !node || (isConstant(node) && node.value.is_null)
export const isZero = (node: Ast) => isConstant(node) && String(node.value.value) === '0'

const typeInfo = (id: string, info: Ast = null) => ({ id, type_info: info })

/** The node of a type by its SQL name: DECIMAL(p, s), TIMESTAMPTZ, VARCHAR[] and plain ones. */
function typeNode(name: string): Ast {
  const list = /^(.*)\[\]$/.exec(name)
  if (list)
    return typeInfo('LIST', {
      type: 'LIST_TYPE_INFO',
      alias: '',
      extension_info: null,
      child_type: typeNode(list[1]!),
    })
  const decimal = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(name)
  if (decimal)
    return typeInfo('DECIMAL', {
      type: 'DECIMAL_TYPE_INFO',
      alias: '',
      extension_info: null,
      width: Number(decimal[1]),
      scale: Number(decimal[2]),
    })
  return typeInfo(name === 'TIMESTAMPTZ' ? 'TIMESTAMP WITH TIME ZONE' : name)
}

export const cast = (child: Ast, type: string): Ast => ({
  class: 'CAST',
  type: 'OPERATOR_CAST',
  alias: child.alias ?? '',
  child: { ...child, alias: '' },
  cast_type: typeNode(type),
  try_cast: false,
})

/** A call of a function, or an operator in its function's form. */
export const call = (name: string, ...children: Ast[]): Ast => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: '',
  function_name: name,
  schema: '',
  children,
  filter: null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] },
  distinct: false,
  is_operator: false,
  export_state: false,
  catalog: '',
})

const operator = (type: string, children: Ast[]): Ast => ({
  class: 'OPERATOR',
  type,
  alias: '',
  children,
})
export const not = (child: Ast) => operator('OPERATOR_NOT', [child])
export const isIn = (child: Ast, items: Ast[]) => operator('COMPARE_IN', [child, ...items])
export const coalesce = (...children: Ast[]) => operator('OPERATOR_COALESCE', children)

/** All of the conditions; null where there is none. */
export const and = (conditions: readonly Ast[]): Ast | null =>
  conditions.length < 2
    ? (conditions[0] ?? null)
    : { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', children: [...conditions] }

export const comparison = (type: string, left: Ast, right: Ast): Ast => ({
  class: 'COMPARISON',
  type,
  alias: '',
  left,
  right,
})

/** `case when … then … else … end` */
export const choice = (
  checks: readonly (readonly [when: Ast, then: Ast])[],
  otherwise: Ast,
): Ast => ({
  class: 'CASE',
  type: 'CASE_EXPR',
  alias: '',
  case_checks: checks.map(([when_expr, then_expr]) => ({ when_expr, then_expr })),
  else_expr: otherwise,
})

export const select = (parts: Ast): Ast => ({
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  select_list: [],
  from_table: { type: 'EMPTY', alias: '', sample: null },
  where_clause: null,
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  sample: null,
  qualify: null,
  ...parts,
})

export const unionAll = (left: Ast, right: Ast): Ast => ({
  type: 'SET_OPERATION_NODE',
  modifiers: [],
  cte_map: { map: [] },
  setop_type: 'UNION',
  left,
  right,
  setop_all: true,
  children: [],
})

export const subquery = (node: Ast, alias: string): Ast => ({
  type: 'SUBQUERY',
  alias,
  sample: null,
  subquery: { node, named_param_map: [] },
  column_name_alias: [],
})

export const join = (left: Ast, right: Ast, condition: Ast, type = 'LEFT'): Ast => ({
  type: 'JOIN',
  alias: '',
  sample: null,
  left,
  right,
  condition,
  join_type: type,
  ref_type: 'REGULAR',
  using_columns: [],
  delim_flipped: false,
  duplicate_eliminated_columns: [],
})
