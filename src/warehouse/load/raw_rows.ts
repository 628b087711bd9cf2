/** The rows of a raw file as DuckDB reads them: everything as text, by place. */
import { literal } from '../open.ts'
import { bookkeeping } from './bookkeeping.ts'
import type { Shape } from './shape.ts'

/**
 * What becomes of rows of a wrong form: the first one fails the query, or they are collected in
 * `reject_errors`. Each way of collecting has a fault in DuckDB 1.5.5, without a word: several
 * threads can lose rows of a large file, and one thread loses a last row whose quote is not closed.
 * Or they are passed over, where only the others matter.
 */
export type Rejects = 'fail' | 'collect in parallel' | 'collect in order' | 'pass over'

/** The name of the column at a place of the file. */
export const rawName = (place: number) => `c${place}`

/** The header is known, and nothing is guessed. */
export function readCsv(
  paths: readonly string[],
  { headers, skip, delimiter }: Shape,
  rejects: Rejects,
): string {
  const columns = headers.map((_, place) => `'${rawName(place)}': 'VARCHAR'`)
  const collected = {
    fail: '',
    'collect in parallel': 'store_rejects = true,',
    'collect in order': 'store_rejects = true, parallel = false,',
    'pass over': 'ignore_errors = true,',
  }[rejects]
  const filename = paths.length > 1 ? `filename = ${literal(bookkeeping.file)},` : ''
  return `read_csv([${paths.map((path) => literal(withoutWildcards(path))).join(', ')}], ${filename}
    auto_detect = false, header = false, skip = ${skip}, columns = {${columns.join(', ')}},
    delim = ${literal(delimiter)}, quote = '"', escape = '"', nullstr = ['\\u0001'], ${collected}
    strict_mode = true)`
}

/** A path in which nothing is a wildcard to DuckDB. */
export const withoutWildcards = (path: string) =>
  path.replaceAll(/[*?[]/g, (wildcard) => `[${wildcard}]`)
