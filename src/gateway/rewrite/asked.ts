/** A governed query in the terms of REST, as far as it can be told in them. */
import type { Query } from '../../semantic/classes.ts'
import { type Ast, isConstant, walk } from '../tree.ts'
import type { Member } from '../views.ts'
import { isMember } from './context.ts'
import { grainOf } from './date_grains.ts'

interface Parts {
  readonly view: string
  readonly keys: readonly Ast[]
  readonly measures: readonly Member[]
  /** What holds for single rows. */
  readonly conditions: readonly Ast[]
}

type Filter = NonNullable<Query['filters']>[number]

/**
 * What the classes of measures are checked against: which members slice and filter, how finely the
 * date is told apart, and which dimensions are held to one value.
 */
export function askedBy({ view, keys, measures, conditions }: Parts): Query {
  const path = (name: string) => `${view}.${name}`
  const date = path('date')
  const begins = conditions.flatMap(firstDay).sort().at(-1)
  const dateRange = begins === undefined ? {} : { dateRange: [begins, '9999-12-31'] }
  const times = [...keys, ...conditions].map(grainOf).filter((grain) => grain !== undefined)
  const plain = keys.filter((key) => isMember(key) && key.name !== 'date')
  const within = [...keys.filter((key) => !isMember(key)), ...conditions]
  return {
    measures: measures.map((measure) => measure.path),
    dimensions: plain.map(({ name }) => path(name)),
    segments: namesIn([...keys, ...conditions], 'segment').map(path),
    timeDimensions: [...new Set(times)].map((granularity) => ({
      dimension: date,
      granularity,
      ...dateRange,
    })),
    filters: [
      ...conditions.flatMap((condition) => heldToOneValue(condition, path)),
      ...namesIn(within).map(
        (name): Filter => ({ member: path(name), operator: 'set', values: [] }),
      ),
    ],
  }
}

/** The members that slice or filter, the date apart. */
function namesIn(expressions: readonly Ast[], kind: Member['kind'] = 'dimension'): string[] {
  const names = new Set<string>()
  walk(expressions, (node) => {
    if (isMember(node) && node.kind === kind && node.name !== 'date') names.add(node.name)
  })
  return [...names]
}

/** `dimension = 'value'`, and `in` with one value. */
function heldToOneValue(condition: Ast, path: (name: string) => string): Filter[] {
  const [member, value] =
    condition.type === 'COMPARE_EQUAL' || condition.type === 'COMPARE_NOT_DISTINCT_FROM'
      ? isMember(condition.right)
        ? [condition.right, condition.left]
        : [condition.left, condition.right]
      : condition.type === 'COMPARE_IN' && condition.children.length === 2
        ? condition.children
        : []
  const isValue = isConstant(value) || value?.class === 'PARAMETER'
  if (!isMember(member) || !isValue) return []
  return [{ member: path(member.name), operator: 'equals', values: [value.value?.value ?? '$'] }]
}

/** The day that a condition lets dates begin with, where it says one. */
function firstDay(condition: Ast): string[] {
  switch (condition.type) {
    case 'COMPARE_GREATERTHANOREQUALTO':
    case 'COMPARE_GREATERTHAN':
    case 'COMPARE_EQUAL':
      return isDate(condition.left) ? dayOf(condition.right) : []
    case 'COMPARE_LESSTHANOREQUALTO':
    case 'COMPARE_LESSTHAN':
      return isDate(condition.right) ? dayOf(condition.left) : []
    case 'COMPARE_BETWEEN':
      return isDate(condition.input) ? dayOf(condition.lower) : []
    default:
      return []
  }
}

const isDate = (node: Ast): boolean =>
  node?.class === 'CAST' ? isDate(node.child) : isMember(node) && node.name === 'date'

function dayOf(node: Ast): string[] {
  if (node?.class === 'CAST') return dayOf(node.child)
  const day = isConstant(node) ? String(node.value.value).slice(0, 10) : ''
  return /^\d{4}-\d\d-\d\d$/.test(day) ? [day] : []
}
