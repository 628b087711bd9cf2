/** The names of columns that a statement leaves unnamed, as PostgreSQL gives them. */
import type { Ast } from '../tree.ts'

const unnamed = '?column?'

export function labelOf(expression: Ast): string {
  switch (expression.class) {
    case 'MEMBER':
      return expression.name
    case 'COLUMN_REF':
      return expression.column_names.at(-1)
    case 'FUNCTION':
      return ofFunction(expression)
    case 'WINDOW':
      return expression.function_name
    case 'CAST': {
      const label = labelOf(expression.child)
      return label === unnamed ? expression.cast_type.id.toLowerCase() : label
    }
    case 'CASE':
      return 'case'
    case 'OPERATOR':
      return expression.type === 'OPERATOR_COALESCE'
        ? 'coalesce'
        : expression.type === 'GROUPING_FUNCTION'
          ? 'grouping'
          : unnamed
    default:
      return unnamed
  }
}

function ofFunction({ is_operator, function_name, children }: Ast): string {
  if (is_operator) return unnamed
  // PostgreSQL calls it `measure`; the measure's own name is what tools can show.
  if (function_name === 'measure' && children.length === 1) return labelOf(children[0])
  return function_name === 'count_star' ? 'count' : function_name
}
