/** What the call of an aggregate means over a view. */
import { SqlError } from '../sql_error.ts'
import { type Ast, and, has, isConstant, isNothing, isZero, truth } from '../tree.ts'
import type { Member } from '../views.ts'
import { isForeign, isMeasure, type Rewriting, type Source } from './context.ts'
import type { InnerQuery } from './inner_query.ts'
import { at, memberOf, membersIn, refuseMeasures } from './names.ts'

/** Aggregates of SQL that ask for a measure as it is, by how the measure aggregates. */
const matching: Readonly<Record<string, readonly string[]>> = {
  sum: ['sum'],
  avg: ['avg'],
  min: ['min'],
  max: ['max'],
  // What a measure counts it counts once.
  count: ['count', 'sum', 'count distinct'],
  countDistinct: ['count distinct', 'sum'],
  countDistinctApprox: ['count distinct', 'approx_count_distinct'],
  // A formula is computed for the group that is asked for, whatever a tool puts around it.
  number: ['sum', 'avg', 'min', 'max', 'any_value'],
  string: ['min', 'max', 'any_value'],
  time: ['min', 'max', 'any_value'],
  boolean: ['bool_or', 'bool_and', 'any_value'],
}

/** Over dimensions, what says something about the values that there are. */
const overDimensions = new Set([
  'min',
  'max',
  'count',
  'approx_count_distinct',
  'bool_or',
  'bool_and',
  'any_value',
])

/**
 * The column of the governed query that an aggregate asks for.
 *
 * @throws SqlError where it is none that the model governs
 */
export function aggregateColumn(
  node: Ast,
  source: Source,
  rewriting: Rewriting,
  inner: InnerQuery,
): Ast {
  const { function_name: name, distinct, children, filter } = node
  if (filter) refuseMeasures(filter, source, rewriting, 'FILTER')
  // count(1) and count(*) count rows.
  if (name === 'count_star' || (name === 'count' && !distinct && isConstant(children[0])))
    return inner.aggregate(truth(), { name: 'count', distinct: false }, filter ?? undefined)
  if (children.length !== 1 || node.order_bys.orders.length > 0) throw ungoverned(node, source)
  const { argument, casts, condition } = uncovered(children[0], name)
  if (isMeasure(argument)) {
    const measure = memberOf(argument, source)
    refuseOther(node, measure)
    if (condition) refuseMeasures(condition, source, rewriting, 'the condition of a measure')
    const passing = and([condition, filter].filter(Boolean))
    const value = inner.measure(measure, passing ?? undefined)
    return casts.reduce((child, one) => ({ ...one, alias: '', child }), value)
  }
  const [written] = children
  refuseMeasuresIn(node, written, source, rewriting)
  const isOfMembers = membersIn(written, source).length > 0
  const isOfNone = !isOfMembers && !has(written, isForeign)
  if (overDimensions.has(name) && (isOfMembers || isOfNone))
    return inner.aggregate(written, { name, distinct }, filter ?? undefined)
  // sum(1) counts rows, as some tools do.
  if (name === 'sum' && !distinct && isConstant(written))
    return inner.aggregate(written, { name, distinct }, filter ?? undefined)
  throw ungoverned(node, source)
}

/** A measure below casts, or in `case when … then measure end`, which is a filter. */
function uncovered(written: Ast, name: string) {
  const casts: Ast[] = []
  let argument = written
  while (argument.class === 'CAST') {
    casts.unshift(argument)
    argument = argument.child
  }
  const [check, ...others] = argument.class === 'CASE' ? argument.case_checks : []
  const otherwise = argument.else_expr
  if (
    check === undefined ||
    others.length > 0 ||
    !isMeasure(check.then_expr) ||
    !(isNothing(otherwise) || (name === 'sum' && isZero(otherwise)))
  )
    return { argument, casts }
  return { argument: check.then_expr, casts, condition: check.when_expr as Ast }
}

const shown = ({ function_name, distinct }: Ast) =>
  `${String(function_name).replace('count_star', 'count').toUpperCase()}${distinct ? '(DISTINCT)' : ''}`

function refuseOther(node: Ast, measure: Member) {
  const name = `${node.function_name}${node.distinct ? ' distinct' : ''}`
  if (name === 'measure' || matching[measure.aggregation]?.includes(name)) return
  if (measure.meta['unit'] === 'count' && matching['count']!.includes(name)) return
  throw new SqlError(
    '42803',
    `${shown(node)} does not go with the measure "${measure.name}", which the model computes as ${measure.aggregation}.`,
    { ...at(node), hint: `Use MEASURE(${measure.name}).` },
  )
}

function refuseMeasuresIn(node: Ast, written: Ast, source: Source, rewriting: Rewriting) {
  const measure = membersIn(written, source).find(({ kind }) => kind === 'measure')
  if (measure)
    throw new SqlError(
      '42803',
      `${shown(node)} over an expression of the measure "${measure.name}" has no meaning.`,
      {
        ...at(node),
        hint: `Compute with MEASURE(${measure.name}), or aggregate the rows of a subquery that groups.`,
      },
    )
  refuseMeasures(written, source, rewriting, `${shown(node)}(…)`)
}

function ungoverned(node: Ast, source: Source): SqlError {
  const dimensions = membersIn(node, source).map(({ name }) => name)
  const about = dimensions.join(', ')
  if (node.function_name === 'measure')
    return new SqlError(
      '42803',
      about === ''
        ? 'MEASURE takes the name of a measure.'
        : `"${about}" is a dimension; MEASURE takes the name of a measure.`,
      { ...at(node), hint: measuresOf(source) },
    )
  return new SqlError(
    '42803',
    `${shown(node)}(${about}) is no governed aggregate: ${about === '' ? 'it names no measure' : `"${about}" is a dimension`}.`,
    { ...at(node), hint: measuresOf(source) },
  )
}

const measuresOf = ({ view }: Source) =>
  `The measures of ${view.name} are ${view.members
    .filter(({ kind }) => kind === 'measure')
    .map(({ name }) => name)
    .join(
      ', ',
    )}; take MEASURE(…). Over dimensions only MIN, MAX, COUNT and COUNT(DISTINCT) are allowed.`

/** Whether a condition holds for groups, since it names a measure. */
export const isAboutGroups = (condition: Ast, source: Source) =>
  membersIn(condition, source).some(({ kind }) => kind === 'measure')
