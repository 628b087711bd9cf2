/** Dates as text, where PostgreSQL takes more forms of them than DuckDB. */
import { type Ast, isConstant, map, text } from '../tree.ts'

/** '20250131' and '2025-01-31 00:00:00' as ISO dates; anything else as it is. */
export function isoDate(node: Ast): Ast {
  if (!isConstant(node) || node.value.type.id !== 'VARCHAR' || node.value.is_null) return node
  const written = String(node.value.value)
  const digits = /^(\d{4})(\d\d)(\d\d)$/.exec(written)
  const midnight = /^(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?(?:Z|\+00(?::?00)?)?$/.exec(written)
  const iso = digits ? digits.slice(1).join('-') : midnight?.[1]
  return iso === undefined ? node : { ...text(iso), alias: node.alias }
}

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
