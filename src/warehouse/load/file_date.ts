/** The date in the name of an export file: how new its rows are where they do not say so. */
import { basename } from 'node:path'

/**
 * The date that a file's name ends on: `deals_2024-01-31.csv`. Of a month or a year it is the last
 * day. Null where the name has none.
 */
export function fileDateOf(path: string): { date: string; isDay: boolean } | null {
  const match = dateInName.exec(stemOf(path))
  if (!match) return null
  const [, year, month = '12', day] = match
  if (day === undefined) return { date: lastDayOf(Number(year), Number(month)), isDay: false }
  const date = `${year}-${month}-${day}`
  return lastDayOf(Number(year), Number(month)) < date ? null : { date, isDay: true }
}

/** A file's name without its ending and date: what it says of the rows. */
export const subjectOf = (path: string): string =>
  stemOf(path)
    .replace(dateInName, '')
    .replace(/_data$/, '')

const stemOf = (path: string) => basename(path).replace(/\.[^.]*$/, '')

const dateInName = /[_.\- ]((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01]))?)?$/

const lastDayOf = (year: number, month: number) =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
