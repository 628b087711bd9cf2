/** What the names in an expression are: members of the view, columns of joined relations, aliases. */
import { nearest } from '../../nearest.ts'
import { withIsoDates } from '../dialect/date_text.ts'
import { SqlError } from '../sql_error.ts'
import { type Ast, clone, column, map, positionOf, text, walk } from '../tree.ts'
import type { Member } from '../views.ts'
import { isForeign, isMeasure, isMember, type Rewriting, type Source } from './context.ts'

/** Names without parentheses that are no columns. */
const valueFunctions = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
  'current_user',
  'session_user',
  'user',
  'current_schema',
  'current_catalog',
])

const lower = (name: string) => name.toLowerCase()

/** Expressions of the select list by their labels, in lower case. */
export type Aliases = ReadonlyMap<string, Ast>

/**
 * An expression with its names replaced by what they stand for. The subqueries in it are left as
 * they are: they were rewritten before.
 *
 * @param aliases the select list, where its labels may be used: GROUP BY, HAVING, ORDER BY
 */
export function resolve(
  expression: Ast,
  source: Source,
  rewriting: Rewriting,
  aliases?: Aliases,
): Ast {
  const resolved = map(expression, (node) => {
    if (node.class === 'SUBQUERY')
      return { ...node, child: resolve(node.child, source, rewriting, aliases) }
    if (node.class === 'STAR')
      throw new SqlError('0A000', '* stands in the select list only.', at(node))
    if (node.class !== 'COLUMN_REF' || isForeign(node)) return undefined
    return named(node, source, rewriting, aliases)
  })
  return withIsoDates(resolved, (node) => isMember(node) && node.name === 'date')
}

function named(node: Ast, source: Source, { user }: Rewriting, aliases?: Aliases): Ast {
  const names: string[] = node.column_names
  const [name, qualifier] = [names.at(-1)!, names.at(-2)]
  const labelled = (other: Ast) => ({
    ...clone(other),
    alias: node.alias ?? '',
    query_location: node.query_location,
  })
  const joined = source.joins.find(({ alias }) => lower(alias) === lower(qualifier ?? ''))
  if (joined) return labelled({ ...column(joined.internal, name), foreign: true })
  if (qualifier !== undefined && lower(qualifier) !== lower(source.alias))
    throw new SqlError('42P01', `There is no table "${qualifier}" in this FROM clause.`, {
      ...at(node),
      hint: `The table here is "${source.alias}". A subquery cannot refer to the query around it.`,
    })
  const found = namedIn(source, name)
  if (found) return labelled(found)
  const alias = qualifier === undefined ? aliases?.get(lower(name)) : undefined
  if (alias !== undefined) return labelled(alias)
  if (qualifier === undefined && valueFunctions.has(lower(name)))
    return lower(name).endsWith('user') ? labelled(text(user)) : node
  if (qualifier === undefined && source.joins.length === 1)
    return labelled({ ...column(source.joins[0]!.internal, name), foreign: true })
  throw unknownColumn(node, source)
}

/** What a column of a view stands for. @throws SqlError where the view has none of the name */
export function columnOf(node: Ast, source: Source): Ast {
  const found = namedIn(source, node.column_names.at(-1))
  if (found) return found
  throw unknownColumn(node, source)
}

function namedIn({ columns }: Source, name: string): Ast | undefined {
  const found =
    columns.find(([own]) => own === name) ?? columns.find(([own]) => lower(own) === lower(name))
  return found?.[1]
}

function unknownColumn(node: Ast, { view, columns }: Source): SqlError {
  const name: string = node.column_names.at(-1)
  const [near] = nearest(
    name,
    columns.map(([own]) => own),
  )
  return new SqlError('42703', `${view.name} has no column "${name}".`, {
    ...at(node),
    hint:
      near === undefined
        ? `SELECT * FROM ${view.name} LIMIT 0 tells its columns.`
        : `There is "${near}".`,
  })
}

/** The members in an expression; of a subquery only what it is compared with. */
export function membersIn(expression: Ast, { view }: Source): Member[] {
  const found = new Map<string, Member>()
  walk(expression, (node) => {
    if (node.class === 'SUBQUERY') {
      for (const member of membersIn(node.child, { view } as Source)) found.set(member.name, member)
      return false
    }
    if (isMember(node)) found.set(node.name, memberOf(node, { view }))
    return true
  })
  return [...found.values()]
}

export const memberOf = ({ name }: Ast, { view }: Pick<Source, 'view'>): Member =>
  view.byName.get(lower(name))!

/** The calls of aggregates in an expression, outside of its subqueries. */
export function aggregatesIn(expression: Ast, { parser }: Rewriting): Ast[] {
  const found: Ast[] = []
  walk(expression, (node) => {
    if (node.class === 'SUBQUERY') return false
    if (node.class !== 'FUNCTION' || !parser.aggregates.has(node.function_name)) return true
    found.push(node)
    return false
  })
  return found
}

/** @throws SqlError where an expression that is about single rows has a measure or an aggregate */
export function refuseMeasures(
  expression: Ast,
  source: Source,
  rewriting: Rewriting,
  where: string,
): void {
  const measure = membersIn(expression, source).find(({ kind }) => kind === 'measure')
  const [aggregate] = aggregatesIn(expression, rewriting)
  if (measure !== undefined)
    throw new SqlError('42803', `The measure "${measure.name}" has no meaning in ${where}.`, {
      ...at(firstOf(expression, isMeasure)),
      hint: `Take MEASURE(${measure.name}) in the select list, HAVING or ORDER BY.`,
    })
  if (aggregate !== undefined)
    throw new SqlError(
      '42803',
      `The aggregate ${aggregate.function_name} is not allowed in ${where}.`,
      at(aggregate),
    )
}

/** The first node for which a condition holds. */
export function firstOf(expression: Ast, condition: (node: Ast) => boolean): Ast | undefined {
  let first: Ast | undefined
  walk(expression, (node) => {
    if (condition(node)) first ??= node
  })
  return first
}

export const at = (node: Ast | undefined) => ({ position: positionOf(node) })
