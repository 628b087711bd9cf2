/** How finely an expression tells the date apart: what the classes of measures are held to. */
import { type Ast, isConstant } from '../tree.ts'
import { isMember } from './context.ts'

const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof grains)[number]

const finest = (one: Grain | undefined, other: Grain | undefined): Grain | undefined =>
  grains.find((grain) => grain === one || grain === other)
const coarsest = (one: Grain, other: Grain): Grain =>
  grains.findLast((grain) => grain === one || grain === other)!

/** The parts of a date, and functions named as they are; what is not here tells days apart. */
const parts: Readonly<Record<string, Grain>> = {
  millennium: 'year',
  millennia: 'year',
  century: 'year',
  decade: 'year',
  year: 'year',
  years: 'year',
  yyyy: 'year',
  isoyear: 'year',
  quarter: 'quarter',
  quarters: 'quarter',
  month: 'month',
  months: 'month',
  mon: 'month',
  monthname: 'month',
  last_day: 'month',
  week: 'week',
  weeks: 'week',
  weekofyear: 'week',
  yearweek: 'week',
}

/** The codes of strftime that tell no more apart than weeks, months and years. */
const codes: Readonly<Record<string, Grain>> = {
  G: 'year',
  V: 'week',
  U: 'week',
  W: 'week',
  m: 'month',
  b: 'month',
  B: 'month',
  h: 'month',
  y: 'year',
  Y: 'year',
}

/**
 * The finest grain of `date` that an expression shows; undefined where it shows none. A comparison
 * cuts a range out of the dates, which every measure allows, as it allows a date range.
 */
export function grainOf(expression: Ast): Grain | undefined {
  if (isMember(expression)) return expression.name === 'date' ? 'day' : undefined
  switch (expression?.class) {
    case 'CAST':
      return grainOf(expression.child)
    case 'COMPARISON':
      return ofRange([expression.left, expression.right])
    case 'BETWEEN':
      return ofRange([expression.input, expression.lower, expression.upper])
    case 'OPERATOR':
      if (/^(COMPARE_|OPERATOR_IS_)/.test(expression.type)) return ofRange(expression.children)
      break
    case 'FUNCTION': {
      const grain = ofFunction(expression)
      if (grain !== undefined) return grain
      break
    }
    case 'SUBQUERY':
      return grainOf(expression.child)
  }
  return childrenOf(expression).map(grainOf).reduce(finest, undefined)
}

/** Ranges of what grows with the date tell nothing but their ends; of its parts they tell the part. */
function ofRange(operands: readonly Ast[]): Grain | undefined {
  return operands
    .filter((operand) => !growsWithDate(operand))
    .map(grainOf)
    .reduce(finest, undefined)
}

function growsWithDate(expression: Ast): boolean {
  if (isMember(expression)) return true
  if (expression?.class === 'CAST')
    return /^(DATE|TIMESTAMP)/.test(expression.cast_type.id) && growsWithDate(expression.child)
  return expression?.function_name === 'date_trunc' && growsWithDate(expression.children[1])
}

function ofFunction({ function_name: name, children }: Ast): Grain | undefined {
  const [first, second] = children
  switch (name) {
    case 'date_trunc':
    case 'datetrunc':
    case 'date_part':
    case 'datepart':
      return of(second, wordIn(first))
    case 'strftime':
      return of(first, undefined, codesIn(second))
    default:
      return name in parts ? of(first, name) : undefined
  }
}

function of(date: Ast, part: string | undefined, grain = parts[part ?? ''] ?? 'day') {
  const inner = grainOf(date)
  return inner === undefined ? undefined : coarsest(inner, grain as Grain)
}

const wordIn = (node: Ast): string | undefined =>
  isConstant(node) ? String(node.value.value).toLowerCase() : undefined

function codesIn(format: Ast): Grain {
  const found = [...(wordOf(format) ?? '%d').matchAll(/%-?(.)/g)].filter(([, code]) => code !== '%')
  return (
    found.map(([, code]): Grain | undefined => codes[code!] ?? 'day').reduce(finest, undefined) ??
    'year'
  )
}

const wordOf = (node: Ast): string | undefined =>
  isConstant(node) ? String(node.value.value) : undefined

function childrenOf(node: Ast): Ast[] {
  if (node === null || typeof node !== 'object') return []
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
}

const isNode = (value: Ast): boolean => value !== null && typeof value === 'object'
