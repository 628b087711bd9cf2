/** The two kinds of SELECT over a view: of groups, and of single rows. */
import { SqlError } from '../sql_error.ts'
import {
  type Ast,
  and,
  cast,
  choice,
  comparison,
  fingerprint,
  has,
  integer,
  isConstant,
  map,
  nothing,
} from '../tree.ts'
import type { Member } from '../views.ts'
import { aggregateColumn, isAboutGroups } from './aggregates.ts'
import {
  isForeign,
  isMeasure,
  isMember,
  memberNode,
  type Rewriting,
  type Source,
} from './context.ts'
import { InnerQuery } from './inner_query.ts'
import { labelOf } from './labels.ts'
import {
  type Aliases,
  aggregatesIn,
  at,
  memberOf,
  membersIn,
  refuseMeasures,
  resolve,
} from './names.ts'

const isDistinct = ({ modifiers }: Ast): boolean =>
  modifiers.some(({ type }: Ast) => type === 'DISTINCT_MODIFIER')

const hasWindow = (tree: Ast) => has(tree, (node) => node.class === 'WINDOW')

/** Rewrites a SELECT over a view in its place. */
export async function rewriteSelect(node: Ast, source: Source, rewriting: Rewriting) {
  const parts = [node.select_list, node.having, node.qualify, node.modifiers]
  const distinct = node.modifiers.find(({ type }: Ast) => type === 'DISTINCT_MODIFIER')
  const groups =
    node.group_expressions.length > 0 ||
    node.group_sets.length > 0 ||
    node.aggregate_handling === 'FORCE_AGGREGATES' ||
    node.having ||
    aggregatesIn(parts, rewriting).length > 0 ||
    (distinct && !distinct.distinct_on_targets?.length && !hasWindow(node.select_list))
  await (groups ? grouped : detailed)(node, source, rewriting)
}

interface Item {
  readonly expression: Ast
  readonly alias: string
  /** Whether it came out of `*`. */
  readonly isStar?: boolean
}

/** The select list with `*` spelled out. */
function itemsOf(node: Ast, source: Source, rewriting: Rewriting): Item[] {
  return node.select_list.flatMap((item: Ast): Item[] => {
    if (item.class === 'STAR') return starOf(item, source)
    const expression = resolve(item, source, rewriting)
    return [{ expression, alias: item.alias || labelOf(expression) }]
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

const noValue = ({ aggregation }: Member) =>
  cast(nothing(), aggregation.startsWith('count') ? 'BIGINT' : 'DOUBLE')

const aliasesOf = (items: readonly Item[]): Aliases =>
  new Map(items.map(({ alias, expression }) => [alias.toLowerCase(), { ...expression, alias: '' }]))

async function grouped(node: Ast, source: Source, rewriting: Rewriting) {
  const inner = new InnerQuery(rewriting, source)
  const items = itemsOf(node, source, rewriting)
  const aliases = aliasesOf(items)
  const keys = keysOf(node, items, source, rewriting)
  for (const key of keys) {
    refuseMeasures(key, source, rewriting, 'GROUP BY')
    inner.key(key)
  }
  const { rows, groups } = conditionsOf(node, source, rewriting)
  inner.where(rows)
  const sets: Ast[][] = node.group_sets.map((set: number[]) => set.map((index) => keys[index]))
  const isSets = sets.length > 1
  const outer = (expression: Ast, bare = false): Ast =>
    overGroups(expression, { source, rewriting, inner, bare, sets, keys })

  const list = items.map(({ expression, alias, isStar }) => ({
    ...outer(isStar ? withoutMeasures(expression, source, rewriting) : expression),
    alias,
  }))
  const having = node.having && outer(resolve(node.having, source, rewriting, aliases))
  const qualify = node.qualify && outer(resolve(node.qualify, source, rewriting, aliases))
  const modifiers = node.modifiers.map((modifier: Ast) =>
    modified(modifier, aliases, (part) => outer(resolve(part, source, rewriting, aliases))),
  )
  const where = [...groups.map((condition) => outer(condition, true)), ...(having ? [having] : [])]
  const from = await (isSets ? inner.fromSets(sets) : inner.from())
  const named = (tree: Ast) => (isSets ? inner.renamed(tree) : tree)
  Object.assign(node, {
    select_list: named(list),
    qualify: named(qualify),
    modifiers: named(modifiers),
    where_clause: named(and(where)),
    having: null,
    group_expressions: [],
    group_sets: [],
    aggregate_handling: 'STANDARD_HANDLING',
    from_table: from,
  })
}

/** What is grouped by: as GROUP BY says, or every item without an aggregate. */
function keysOf(node: Ast, items: readonly Item[], source: Source, rewriting: Rewriting): Ast[] {
  const parts = [node.select_list, node.having, node.qualify, node.modifiers]
  const isImplicit =
    node.aggregate_handling === 'FORCE_AGGREGATES' ||
    (isDistinct(node) &&
      node.group_expressions.length === 0 &&
      !node.having &&
      aggregatesIn(parts, rewriting).length === 0)
  const aliases = aliasesOf(items)
  if (!isImplicit)
    return node.group_expressions.map((key: Ast) =>
      isConstant(key) && key.value.type.id === 'INTEGER'
        ? itemAt(key, items)
        : resolve(key, source, rewriting, aliases),
    )
  return items
    .map(({ expression }) => expression)
    .filter(
      (expression) =>
        aggregatesIn(expression, rewriting).length === 0 &&
        (membersIn(expression, source).length > 0 || has(expression, isForeign)),
    )
}

function itemAt(position: Ast, items: readonly Item[]): Ast {
  const item = items[Number(position.value.value) - 1]
  if (item) return { ...item.expression, alias: '' }
  throw new SqlError(
    '42P10',
    `GROUP BY position ${position.value.value} is not in the select list.`,
    at(position),
  )
}

interface Groups {
  readonly source: Source
  readonly rewriting: Rewriting
  readonly inner: InnerQuery
  /** Whether measures stand without an aggregate: in WHERE, where they filter groups. */
  readonly bare: boolean
  readonly sets: readonly (readonly Ast[])[]
  readonly keys: readonly Ast[]
}

/** An expression over the columns of the governed query. */
function overGroups(expression: Ast, groups: Groups): Ast {
  const { source, rewriting, inner, bare } = groups
  return map(expression, (node) => {
    if (node.class === undefined) return undefined
    const key = inner.keyOf(node)
    if (key) return { ...key, alias: node.alias }
    if (node.type === 'GROUPING_FUNCTION') return { ...groupingOf(node, groups), alias: node.alias }
    if (node.class === 'FUNCTION' && rewriting.parser.aggregates.has(node.function_name))
      return { ...aggregateColumn(node, source, rewriting, inner), alias: node.alias }
    if (node.class === 'SUBQUERY') return { ...node, child: overGroups(node.child, groups) }
    if (isForeign(node)) throw notGrouped(node, node.column_names.at(-1))
    if (!isMember(node)) return undefined
    const member = memberOf(node, source)
    if (member.kind !== 'measure') throw notGrouped(node, member.name)
    if (bare) return inner.measure(member)
    throw new SqlError('42803', `The measure "${member.name}" has to be aggregated.`, {
      ...at(node),
      hint: `Use MEASURE(${member.name}).`,
    })
  })
}

const notGrouped = (node: Ast, name: string) =>
  new SqlError(
    '42803',
    `The column "${name}" must appear in GROUP BY or be used in an aggregate.`,
    { ...at(node), hint: `Add ${name} to GROUP BY.` },
  )

/** GROUPING(a, b): for each key a bit, 1 where the row's set leaves it out. */
function groupingOf(node: Ast, { inner, sets, keys, source, rewriting }: Groups): Ast {
  const asked: string[] = node.children.map((child: Ast) =>
    fingerprint(resolve(child, source, rewriting)),
  )
  const known = new Set(keys.map(fingerprint))
  if (!asked.every((id) => known.has(id)))
    throw new SqlError('42803', 'GROUPING takes expressions that GROUP BY has.', at(node))
  const bits = (set: readonly Ast[]) =>
    asked.reduce((sum, id) => sum * 2 + (set.some((key) => fingerprint(key) === id) ? 0 : 1), 0)
  if (sets.length < 2) return integer(0)
  return choice(
    sets.map((set, number) => [
      comparison('COMPARE_EQUAL', inner.set, integer(number)),
      integer(bits(set)),
    ]),
    nothing(),
  )
}

async function detailed(node: Ast, source: Source, rewriting: Rewriting) {
  const inner = new InnerQuery(rewriting, source)
  const items = itemsOf(node, source, rewriting)
  const aliases = aliasesOf(items)
  const outer = (expression: Ast): Ast =>
    map(expression, (part) => {
      if (part.class === 'SUBQUERY') return { ...part, child: outer(part.child) }
      if (isMeasure(part)) throw ofRows(part)
      if (isMember(part) || isForeign(part)) return { ...inner.key(part), alias: part.alias }
      return undefined
    })
  const { rows, groups } = conditionsOf(node, source, rewriting)
  if (groups.length > 0) throw ofRows(groups[0])
  inner.where(rows)
  const list = items.map(({ expression, alias }) => ({
    ...outer(withoutMeasures(expression, source, rewriting)),
    alias,
  }))
  const qualify = node.qualify && outer(resolve(node.qualify, source, rewriting, aliases))
  const modifiers = node.modifiers.map((modifier: Ast) =>
    modified(modifier, aliases, (part) => outer(resolve(part, source, rewriting, aliases))),
  )
  if (!inner.hasKeys) inner.key(memberNode(source.view.byName.get('date')!))
  Object.assign(node, {
    select_list: list,
    qualify,
    modifiers,
    where_clause: null,
    from_table: await inner.from({ ungrouped: true }),
  })
}

/** A measure has no value for a row: the select list shows NULL, as tools that look at rows list all columns. */
const withoutMeasures = (expression: Ast, source: Source, { notice }: Rewriting): Ast =>
  map(expression, (part) => {
    if (!isMeasure(part)) return undefined
    const { name } = part
    notice(
      `The measure "${name}" has a value for a group of rows only, and is NULL here; take MEASURE(${name}) and GROUP BY the columns beside it.`,
    )
    return { ...noValue(memberOf(part, source)), alias: part.alias }
  })

function ofRows(node: Ast): SqlError {
  const measure = isMember(node) ? node.name : 'of a measure'
  return new SqlError('42803', `The measure "${measure}" has a value for a group of rows only.`, {
    ...at(node),
    hint: `Use MEASURE(${measure}), and GROUP BY the columns beside it.`,
  })
}

/** WHERE, condition by condition: on rows, or, where it names a measure, on groups. */
function conditionsOf(node: Ast, source: Source, rewriting: Rewriting) {
  const rows: Ast[] = []
  const groups: Ast[] = []
  const sort = (condition: Ast) => {
    if (condition.type === 'CONJUNCTION_AND') {
      condition.children.forEach(sort)
      return
    }
    const [aggregate] = aggregatesIn(condition, rewriting)
    if (aggregate)
      throw new SqlError('42803', 'Aggregates are not allowed in WHERE.', {
        ...at(aggregate),
        hint: 'Put the condition into HAVING.',
      })
    if (!isAboutGroups(condition, source)) rows.push(condition)
    else if (membersIn(condition, source).every(({ kind }) => kind === 'measure'))
      groups.push(condition)
    else
      throw new SqlError('42803', 'A condition in WHERE names measures or dimensions, not both.', {
        ...at(condition),
        hint: 'Put conditions on measures into HAVING.',
      })
  }
  source.where.forEach(sort)
  if (node.where_clause) sort(resolve(node.where_clause, source, rewriting))
  return { rows, groups }
}

/** ORDER BY and DISTINCT ON over the columns of the governed query. */
function modified(modifier: Ast, aliases: Aliases, outer: (part: Ast) => Ast): Ast {
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
