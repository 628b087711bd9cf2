/** The two kinds of SELECT over a view: of groups, and of single rows. */
import { SqlError } from '../sql_error.ts'
import {
  type Ast,
  and,
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
import { aggregateColumn } from './aggregates.ts'
import { conditionsOf } from './conditions.ts'
import { isForeign, isMember, type Rewriting, type Source } from './context.ts'
import { InnerQuery } from './inner_query.ts'
import { aggregatesIn, at, memberOf, membersIn, refuseMeasures, resolve } from './names.ts'
import { modified } from './ordering.ts'
import { detailed, noticeMissing, withoutMeasures } from './rows.ts'
import { aliasesOf, type Item, itemsOf } from './select_list.ts'

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

async function grouped(node: Ast, source: Source, rewriting: Rewriting) {
  const inner = new InnerQuery(rewriting, source)
  const items = itemsOf(node, source, rewriting)
  const aliases = aliasesOf(items)
  const keys = keysOf(node, items, source, rewriting)
  const values = node.group_sets.length > 1 ? [] : keys.filter((key) => isOfMeasures(key, source))
  for (const key of keys) {
    if (values.includes(key)) continue
    refuseMeasures(key, source, rewriting, 'GROUP BY')
    inner.key(key)
  }
  if (values.length > 0) rewriting.notice(groupedByMeasure(membersIn(values, source)))
  const { rows, groups } = conditionsOf(node, source, rewriting)
  inner.where(rows)
  const sets: Ast[][] = node.group_sets.map((set: number[]) => set.map((index) => keys[index]))
  const isSets = sets.length > 1
  const outer = (expression: Ast, bare = false): Ast =>
    overGroups(expression, {
      ...{ source, rewriting, inner, bare, sets, keys },
      values: new Set(values.map(fingerprint)),
    })

  const missing = new Set<string>()
  const list = items.map(({ expression, alias, isStar }) => ({
    ...outer(isStar ? withoutMeasures(expression, source, missing) : expression),
    alias,
  }))
  noticeMissing(missing, rewriting)
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

const isOfMeasures = (key: Ast, source: Source): boolean => {
  const members = membersIn(key, source)
  return (
    members.length > 0 && members.every(({ kind }) => kind === 'measure') && !has(key, isForeign)
  )
}

const groupedByMeasure = (measures: readonly Member[]) =>
  `${measures.map(({ name }) => `"${name}"`).join(', ')} in GROUP BY changes nothing: a measure has one value for each group of the dimensions.`

interface Groups {
  readonly source: Source
  readonly rewriting: Rewriting
  readonly inner: InnerQuery
  /** Whether measures stand without an aggregate: in WHERE, where they filter groups. */
  readonly bare: boolean
  readonly sets: readonly (readonly Ast[])[]
  readonly keys: readonly Ast[]
  /** What GROUP BY names of measures alone, where they stand without an aggregate too. */
  readonly values: ReadonlySet<string>
}

/** An expression over the columns of the governed query. */
function overGroups(expression: Ast, groups: Groups): Ast {
  const { source, rewriting, inner, bare } = groups
  return map(expression, (node) => {
    if (node.class === undefined) return undefined
    const key = inner.keyOf(node)
    if (key) return { ...key, alias: node.alias }
    if (groups.values.has(fingerprint(node)))
      return {
        ...overGroups(node, { ...groups, bare: true, values: new Set() }),
        alias: node.alias,
      }
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
