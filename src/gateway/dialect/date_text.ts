/** Dates as text, where PostgreSQL takes more forms of them than DuckDB. */
import { type Ast, call, isConstant, map, text } from '../tree.ts'

const compact = /^(\d{4})(\d\d)(\d\d)$/
/** PostgreSQL reads the day of an instant that stands where a date is wanted. */
const instant = /^(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$/

/** '20250131' and '2025-01-31 09:15:00' as ISO dates; anything else as it is. */
export const isoDate = (node: Ast): Ast =>
  withText(node, (written) => compactDate(written) ?? instant.exec(written)?.[1])

/** '20250131' as an ISO date; an instant as it is. */
export const isoInstant = (node: Ast): Ast => withText(node, compactDate)

const compactDate = (written: string) => compact.exec(written)?.slice(1).join('-')

function withText(node: Ast, iso: (written: string) => string | undefined): Ast {
  if (!isConstant(node) || node.value.type.id !== 'VARCHAR' || node.value.is_null) return node
  const other = iso(String(node.value.value))
  return other === undefined ? node : { ...text(other), alias: node.alias }
}

/** The same for text that is put together while the statement runs. */
export const isoText = (node: Ast): Ast =>
  call('regexp_replace', node, text('^(\\d{4})(\\d\\d)(\\d\\d)$'), text('\\1-\\2-\\3'))

/** Whether an expression gives text whatever stands in it. */
export const isText = (node: Ast): boolean =>
  (node.class === 'CAST' && node.cast_type.id === 'VARCHAR') ||
  (node.class === 'FUNCTION' && ['||', 'concat', 'to_char'].includes(node.function_name))

/** An expression in which the text that a date is compared with is an ISO date. */
export function withIsoDates(expression: Ast, isDate: (node: Ast) => boolean): Ast {
  const compared = (node: Ast): Ast => {
    const again = (part: Ast) => withIsoDates(part, isDate)
    switch (node.class) {
      case 'COMPARISON':
        return isDate(node.left) || isDate(node.right)
          ? { ...node, left: isoDate(node.left), right: isoDate(node.right) }
          : { ...node, left: again(node.left), right: again(node.right) }
      case 'BETWEEN':
        return isDate(node.input)
          ? { ...node, lower: isoDate(node.lower), upper: isoDate(node.upper) }
          : node
      default:
        return isDate(node.children[0]) ? { ...node, children: node.children.map(isoDate) } : node
    }
  }
  return map(expression, (node) =>
    node.class === 'COMPARISON' || node.class === 'BETWEEN' || /^COMPARE_(NOT_)?IN$/.test(node.type)
      ? compared(node)
      : undefined,
  )
}
