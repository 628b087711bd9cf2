/** The rows of a file that have no columns to be read: too few cells, too many, or a stray quote. */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnyTable } from '../../table.ts'
import { firstRecords } from './header.ts'
import { contractOf, type Shape } from './shape.ts'
import { isFooter, isNoRecord } from './totals.ts'

export interface Reject {
  /** The offset that the row starts at, or that of the blank lines before it. */
  readonly from: number
  /** DuckDB's word for what is wrong. */
  readonly kind: string
  /** The same in ours: 'has 3 values where the header has 5'. */
  readonly rule: string
  readonly text: string
  /** Whether the row is no record, such as a total or a footer. */
  readonly isSkipped: boolean
  /** Whether it has one cell at most, as the lines of a footer have. */
  readonly isSingle: boolean
}

/** Takes what DuckDB noted of the last file that the connection read with `store_rejects`. */
export async function takeRejects(
  connection: DuckDBConnection,
  table: AnyTable,
  shape: Shape,
): Promise<Reject[]> {
  const result = await connection.runAndReadAll(`
    select cast(line_byte_position - 1 as double) as "from",
      arg_min(cast(error_type as varchar), byte_position) as kind,
      arg_min(error_message, byte_position) as message,
      any_value(left(csv_line, 1000)) as "text"
    from reject_errors group by line_byte_position order by line_byte_position`)
  await forgetRejects(connection)
  return result.getRowObjectsJS().map((row) => {
    const text = String(row['text'] ?? '').replace(/^[\r\n]+/, '')
    const { delimiter } = shape
    const [cells = []] = firstRecords(text, { delimiter, count: 1, isWhole: true })
    return {
      from: Number(row['from']),
      kind: String(row['kind']),
      rule: ruleOf(String(row['kind']), String(row['message'])),
      text,
      isSkipped: isNoRecord(cells, shape, contractOf(table).layout) || isFooter(cells),
      isSingle: cells.filter((cell) => cell.trim() !== '').length <= 1,
    }
  })
}

/** Drops what DuckDB noted, so that the next file starts without. */
export async function forgetRejects(connection: DuckDBConnection): Promise<void> {
  await connection.run('drop table if exists reject_errors')
  await connection.run('drop table if exists reject_scans')
}

function ruleOf(kind: string, message: string): string {
  const [, expected, found] = /Columns: (\d+) Found: (\d+)/.exec(message) ?? []
  if (kind === 'MISSING COLUMNS')
    return `has ${found} ${found === '1' ? 'value' : 'values'} where the header has ${expected}`
  // DuckDB counts no further than the first value too many.
  if (kind === 'TOO MANY COLUMNS') return `has more values than the ${expected} of the header`
  if (kind === 'UNQUOTED VALUE') return 'has a quote that ends before its value does'
  if (kind === 'LINE SIZE OVER MAXIMUM') return 'is longer than 2 MB'
  return message
}
