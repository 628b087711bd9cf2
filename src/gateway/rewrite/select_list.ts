/** The select list of a SELECT over a view, with `*` spelled out. */
import { SqlError } from '../sql_error.ts'
import type { Ast } from '../tree.ts'
import type { Rewriting, Source } from './context.ts'
import { labelOf } from './labels.ts'
import { type Aliases, at, resolve } from './names.ts'

export interface Item {
  readonly expression: Ast
  readonly alias: string
  /** Whether it came out of `*`. */
  readonly isStar?: boolean
}

/** The items, each with its label. */
export function itemsOf(node: Ast, source: Source, rewriting: Rewriting): Item[] {
  return node.select_list.flatMap((item: Ast): Item[] => {
    if (item.class === 'STAR') return starOf(item, source)
    const expression = resolve(item, source, rewriting)
    // As it is written: a column of a merged subquery keeps the name that it has there.
    return [{ expression, alias: item.alias || labelOf(item) }]
  })
}

function starOf(star: Ast, { alias, columns }: Source): Item[] {
  const other = star.relation_name && star.relation_name.toLowerCase() !== alias.toLowerCase()
  if (star.columns || star.expr || star.replace_list?.length || other)
    throw new SqlError(
      '0A000',
      'This form of * is not supported over views; name the columns.',
      at(star),
    )
  const left = new Set((star.exclude_list ?? []).map((one: Ast) => nameIn(one).toLowerCase()))
  return columns
    .filter(([name]) => !left.has(name.toLowerCase()))
    .map(([name, expression]) => ({
      alias: name,
      isStar: true,
      expression,
    }))
}

const nameIn = (excluded: Ast): string =>
  typeof excluded === 'string' ? excluded : (excluded.key ?? excluded.name ?? '')

/** The items by their labels. */
export const aliasesOf = (items: readonly Item[]): Aliases =>
  new Map(items.map(({ alias, expression }) => [alias.toLowerCase(), { ...expression, alias: '' }]))
