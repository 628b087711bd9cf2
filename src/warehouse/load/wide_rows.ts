/**
 * Rows with values far beyond the header. DuckDB 1.5.5 notes one reject for each value too many,
 * with the whole line: of a line of a megabyte of commas it would not come to an end.
 */
import { piecesOf } from '../diskio.ts'
import type { Delimiter } from './header.ts'

const quote = 34
const newline = 10
const carriageReturn = 13

/** The first line with more than so many delimiters outside quotes; undefined where there is none. */
export async function tooWideLine(
  path: string,
  { delimiter, most }: { delimiter: Delimiter; most: number },
): Promise<number | undefined> {
  const sign = delimiter.charCodeAt(0)
  let isQuoted = false
  let found = 0
  let line = 1
  for await (const bytes of piecesOf(path))
    for (const byte of bytes as Buffer) {
      if (byte === quote) isQuoted = !isQuoted
      else if (byte === newline || byte === carriageReturn) {
        if (byte === newline) line++
        if (!isQuoted) found = 0
      } else if (byte === sign && !isQuoted && ++found > most) return line
    }
  return undefined
}
