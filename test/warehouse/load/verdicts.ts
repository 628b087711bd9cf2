/** Verdicts on rows in one form, whoever made them. */
import type * as z from 'zod'
import type { Row } from './folder.ts'
import type { RawRow, Verdict } from './sql_reader.ts'

interface Plain {
  /** The values of an accepted row. */
  readonly values: Row | undefined
  /** The cells for which a row is refused. */
  readonly refused: readonly string[] | undefined
}

export const sqlVerdicts = (verdicts: readonly Verdict[]): Plain[] =>
  verdicts.map(({ values, refused }) => ({
    values: refused ? undefined : plainRow(values),
    refused,
  }))

export const schemaVerdicts = (
  schema: z.ZodType<object, RawRow>,
  rows: readonly RawRow[],
): Plain[] =>
  rows.map((row) => {
    const result = schema.safeParse(row)
    return {
      values: result.success ? plainRow(result.data as Row) : undefined,
      refused: result.success ? undefined : result.error.issues.map(issueText).sort(),
    }
  })

const issueText = ({ path, message }: { path: PropertyKey[]; message: string }) =>
  `${String(path[0])} ${message}`

/** DuckDB's minus zero is a zero, and microseconds are beyond a Date. */
const plainRow = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === 0 ? 0 : value]))
