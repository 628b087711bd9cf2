/** Where DuckDB reads the same PostgreSQL text in another way: trees made to mean what was written. */
import { type Ast, call, cast, isConstant, isIn, map, nothing, text } from '../tree.ts'
import { arrayItems } from './array_text.ts'
import { isoDate, isoInstant, isoText, isText } from './date_text.ts'
import { functions } from './functions.ts'

/** A tree that means to DuckDB what its text means to PostgreSQL. */
export function postgres(tree: Ast): Ast {
  return map(tree, (node) => translated(node))
}

/** Unlike a replacement of `map`, what a rule gives is looked into: its parts are translated. */
function below(node: Ast): Ast {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, postgres(value as Ast)]),
  )
}

function translated(node: Ast): Ast | undefined {
  if (node.null_order === 'ORDER_DEFAULT' && node.expression) return nullsAsLargest(node)
  switch (node.class) {
    case 'CAST':
      return ofCast(node)
    case 'SUBQUERY':
      return ofArray(node)
    case 'FUNCTION':
      return ofFunction(node)
    default:
      return undefined
  }
}

/** PostgreSQL sorts NULL as if it were larger than everything. */
const nullsAsLargest = (order: Ast): Ast => ({
  ...below(order),
  null_order: order.type === 'DESCENDING' ? 'NULLS FIRST' : 'NULLS LAST',
})

const isBareDecimal = ({ id, type_info: info }: Ast) =>
  id === 'DECIMAL' && (!info || (Number(info.width) === 18 && Number(info.scale) === 3))

function ofCast(node: Ast): Ast | undefined {
  const { cast_type: type, child, alias } = node
  // numeric without a scale keeps all digits; DuckDB would round to three.
  if (isBareDecimal(type)) return { ...cast(postgres(child), 'DOUBLE'), alias }
  if (!/^(DATE|TIMESTAMP)/.test(type.id)) return undefined
  const iso = type.id === 'DATE' ? isoDate : isoInstant
  if (isConstant(child)) return { ...node, child: iso(child) }
  return isText(child) ? { ...node, child: isoText(postgres(child)) } : undefined
}

/** `= ANY (array)`, which DuckDB takes apart into a subquery. */
function ofArray(node: Ast): Ast | undefined {
  const { subquery_type: type, comparison_type: comparison, child, alias } = node
  const { select_list: list, from_table: from } = node.subquery.node
  if (type !== 'ANY' || comparison !== 'COMPARE_EQUAL' || from?.type !== 'EMPTY') return undefined
  if (list?.[0]?.function_name !== 'unnest') return undefined
  let [array] = list[0].children
  while (array.class === 'CAST') array = array.child
  const value = postgres(child)
  const labelled = (tree: Ast) => ({ ...tree, alias })
  if (array.type === 'ARRAY_CONSTRUCTOR') return labelled(isIn(value, array.children.map(postgres)))
  if (array.class === 'PARAMETER')
    return labelled(call('list_contains', cast(array, 'VARCHAR[]'), cast(value, 'VARCHAR')))
  if (isConstant(array) && !array.value.is_null)
    return labelled(isIn(value, arrayItems(String(array.value.value)).map(item)))
  return undefined
}

const item = (value: string | null) => (value === null ? nothing() : text(value))

function ofFunction(node: Ast): Ast | undefined {
  const schema = node.schema === 'pg_catalog' ? '' : node.schema
  const translate = functions[node.function_name as string]
  const parts = { ...below(node), schema }
  const other = translate?.(parts.children)
  return other === undefined ? parts : { ...other, alias: node.alias }
}
