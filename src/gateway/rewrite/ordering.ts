/** ORDER BY and DISTINCT ON, where labels of the select list may stand. */
import { type Ast, isConstant } from '../tree.ts'
import type { Aliases } from './names.ts'

/** A modifier of a SELECT over the columns of its governed query. */
export function modified(modifier: Ast, aliases: Aliases, outer: (part: Ast) => Ast): Ast {
  const one = (part: Ast) =>
    isConstant(part) ||
    (part.class === 'COLUMN_REF' &&
      part.column_names.length === 1 &&
      aliases.has(part.column_names[0].toLowerCase()))
      ? part
      : outer(part)
  switch (modifier.type) {
    case 'ORDER_MODIFIER':
      return {
        ...modifier,
        orders: modifier.orders.map((order: Ast) => ({
          ...order,
          expression: one(order.expression),
        })),
      }
    case 'DISTINCT_MODIFIER':
      return { ...modifier, distinct_on_targets: (modifier.distinct_on_targets ?? []).map(one) }
    default:
      return modifier
  }
}
