/**
 * A view joined inside of a subquery that only picks columns, with the groups outside, as Power BI
 * writes: the join is taken out of the subquery, so that measures meet the groups they are for.
 */
import { type Ast, and, clone, has, map } from '../tree.ts'
import { type Ctes, isMeasure, type Rewriting } from './context.ts'
import { chainOf } from './joins.ts'
import { labelOf } from './labels.ts'
import { aggregatesIn } from './names.ts'
import { isPlain, sourceOf } from './sources.ts'

const lower = (name: string) => name.toLowerCase()

/** Takes such a join out of its subquery, in its place; leaves any other SELECT as it is. */
export function flatten(node: Ast, ctes: Ctes, rewriting: Rewriting): void {
  const { from_table: table } = node
  if (table.type !== 'SUBQUERY' || table.sample || table.column_name_alias?.length) return
  const inner = table.subquery.node
  const isGrouped =
    node.group_expressions.length > 0 || aggregatesIn(node.select_list, rewriting).length > 0
  if (!isGrouped || !isPlain(inner, rewriting) || !picksMeasures(inner, ctes, rewriting)) return
  if (has(node, (part) => part.class === 'SUBQUERY' || part.class === 'STAR', true)) return
  const columns = new Map<string, Ast>(
    inner.select_list.map((item: Ast) => [lower(item.alias || labelOf(item)), item]),
  )
  const outside = (part: Ast, taken: ReadonlySet<string> = new Set()): Ast =>
    map(part, (one) => {
      if (one.class !== 'COLUMN_REF') return undefined
      const [name, qualifier] = [lower(one.column_names.at(-1)), one.column_names.at(-2)]
      if (qualifier === undefined ? taken.has(name) : lower(qualifier) !== lower(table.alias))
        return undefined
      const column = columns.get(name)
      return column && { ...clone(column), alias: one.alias }
    })
  const list = node.select_list.map((item: Ast) => ({
    ...outside(item),
    alias: item.alias || labelOf(item),
  }))
  const labels = new Set<string>(list.map(({ alias }: Ast) => lower(alias)))
  Object.assign(node, {
    select_list: list,
    where_clause: and([inner.where_clause, outside(node.where_clause)].filter(Boolean)),
    group_expressions: outside(node.group_expressions),
    having: outside(node.having),
    qualify: outside(node.qualify),
    // ORDER BY takes a label of the select list before a column.
    modifiers: outside(node.modifiers, labels),
    from_table: inner.from_table,
  })
}

/** Whether a SELECT over a join picks measures of a view in it. */
function picksMeasures(inner: Ast, ctes: Ctes, rewriting: Rewriting): boolean {
  const chain = chainOf(inner.from_table)
  if (!chain) return false
  const measures = [chain.root, ...chain.links.map(({ right }) => right)].flatMap((item) => {
    const source = sourceOf(item, ctes, rewriting)
    if (!source) return []
    const { alias, columns } = source
    return columns.filter(([, one]) => isMeasure(one)).map(([name]) => lower(`${alias}.${name}`))
  })
  return has(
    inner.select_list,
    ({ class: kind, column_names: names }) =>
      kind === 'COLUMN_REF' && measures.includes(lower(names.slice(-2).join('.'))),
  )
}
