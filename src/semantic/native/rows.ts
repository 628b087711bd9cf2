/** The `data` of an answer as JSON text, in the three layouts that Cube offers. */
import type { Cell } from './cells.ts'
import { type Columnar, type OutputColumn, planColumns, type Transform } from './plan.ts'

/** Writes the rows straight into text: no object a row, no second pass. */
export function dataJson(transform: Transform, raw: unknown): string {
  const data = toColumnar(raw)
  const columns = planColumns(transform, data)
  const count = data.columns[0]?.length ?? 0
  switch (transform.resType) {
    case 'columnar':
      return `{"members":${names(columns)},"columns":${columnsJson(columns, data, count)}}`
    case 'compact':
      return `{"members":${names(columns)},"dataset":${rowsJson(columns, data, count, true)}}`
    default:
      return rowsJson(columns, data, count, false)
  }
}

const names = (columns: readonly OutputColumn[]) => JSON.stringify(columns.map(({ name }) => name))

function cellJson({ from, constant, write }: OutputColumn, data: Columnar, row: number): string {
  return JSON.stringify(from === undefined ? constant : write(data.columns[from]?.[row])) ?? 'null'
}

function columnsJson(columns: readonly OutputColumn[], data: Columnar, count: number): string {
  const cells = columns.map(
    (column) => `[${Array.from({ length: count }, (_, row) => cellJson(column, data, row))}]`,
  )
  return `[${cells}]`
}

function rowsJson(
  columns: readonly OutputColumn[],
  data: Columnar,
  count: number,
  compact: boolean,
): string {
  const keys = columns.map(({ name }) => (compact ? '' : `${JSON.stringify(name)}:`))
  const [open, close] = compact ? '[]' : '{}'
  const rows = Array.from({ length: count }, (_, row) => {
    const cells = columns.map((column, at) => `${keys[at]}${cellJson(column, data, row)}`)
    return `${open}${cells}${close}`
  })
  return `[${rows}]`
}

/** Cube hands over rows, or a buffer of columns in JSON. */
function toColumnar(raw: unknown): Columnar {
  if (Buffer.isBuffer(raw)) return JSON.parse(raw.toString()) as Columnar
  const rows = raw as Record<string, Cell>[]
  const members = Object.keys(rows[0] ?? {})
  return { members, columns: members.map((member) => rows.map((row) => row[member])) }
}
