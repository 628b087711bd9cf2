/** Numbers where DuckDB computes or writes them in another way than PostgreSQL. */
import { type Ast, call, cast, integer, isConstant, text } from '../tree.ts'

const integers = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'])
const arithmetic = new Set(['+', '-', '*', '/', '//', '%'])
const fractions = new Set([...arithmetic, 'floor', 'ceil', 'ceiling', 'round', 'trunc'])

/** Whether an expression says of itself that it is an integer. */
function isInteger(node: Ast): boolean {
  if (isConstant(node)) return integers.has(node.value.type.id)
  if (node.class === 'CAST') return integers.has(node.cast_type.id)
  return arithmetic.has(node.function_name) && node.children.every(isInteger)
}

/**
 * What is cast to integers is divided without a rest, as tools count on who do so. The quotient of
 * two measures stays a fraction.
 */
export const divided = ([left, right]: Ast[]): Ast | undefined =>
  right !== undefined && isInteger(left) && isInteger(right)
    ? { ...call('//', left, right), is_operator: true }
    : undefined

/** Classes of a histogram, `floor(x / 0.025)`: PostgreSQL divides such numbers without an error. */
export const rounded =
  (name: string) =>
  ([quotient, ...rest]: Ast[]): Ast | undefined => {
    const [, by] = quotient?.function_name === '/' ? quotient.children : []
    return isConstant(by) && by.value.type.id === 'DECIMAL' && rest.length === 0
      ? call(name, call('round', quotient, integer(12)))
      : undefined
  }

/** `10.0 || ''` is 10 in PostgreSQL, whose floating numbers have no needless digits. */
export const concatenated = (parts: Ast[]): Ast | undefined =>
  parts.some(isComputed)
    ? { ...call('||', ...parts.map(withoutZero)), is_operator: true }
    : undefined

const isComputed = ({ function_name: name }: Ast) => fractions.has(name)

const withoutZero = (part: Ast): Ast =>
  isComputed(part) ? call('regexp_replace', cast(part, 'VARCHAR'), text('\\.0$'), text('')) : part
