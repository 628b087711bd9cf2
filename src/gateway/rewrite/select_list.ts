/** The select list of a SELECT over a view, with `*` spelled out. */

import type { Ast } from '../tree.ts'
import type { Rewriting, Source } from './context.ts'
import { labelOf } from './labels.ts'
import { type Aliases, resolve } from './names.ts'
import { starOf } from './sources.ts'

export interface Item {
  readonly expression: Ast
  readonly alias: string
  /** Whether it came out of `*`. */
  readonly isStar?: boolean
}

/** The items, each with its label. */
export function itemsOf(node: Ast, source: Source, rewriting: Rewriting): Item[] {
  return node.select_list.flatMap((item: Ast): Item[] => {
    if (item.class === 'STAR')
      return starOf(item, source).map(([alias, expression]) => ({
        alias,
        expression,
        isStar: true,
      }))
    const expression = resolve(item, source, rewriting)
    // As it is written: a column of a merged subquery keeps the name that it has there.
    return [{ expression, alias: item.alias || labelOf(item) }]
  })
}

/** The items by their labels. */
export const aliasesOf = (items: readonly Item[]): Aliases =>
  new Map(items.map(({ alias, expression }) => [alias.toLowerCase(), { ...expression, alias: '' }]))
