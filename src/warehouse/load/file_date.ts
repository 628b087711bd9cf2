/** What the name of an export file says: what its rows are, and how new where they do not say so. */
import { basename } from 'node:path'

/**
 * The date that a file's name ends on: `deals_2024-01-31.csv`. Of a month or a year it is the last
 * day. A file inside another may leave it to the other's name. Null where neither has one.
 */
export function fileDateOf(path: string): { date: string; isDay: boolean } | null {
  for (const name of namesOf(path)) {
    const match = dateInName.exec(name)
    if (!match) continue
    const [, year, month = '12', day] = match
    if (day === undefined) return { date: lastDayOf(Number(year), Number(month)), isDay: false }
    const date = `${year}-${month}-${day}`
    if (lastDayOf(Number(year), Number(month)) >= date) return { date, isDay: true }
  }
  return null
}

/**
 * What a file's name says that its rows are: its name without ending, date, part number, and the
 * system's own name. A file inside another has two.
 */
export const subjectsOf = (path: string): string[] => {
  const [system = ''] = path.split('/')
  return namesOf(path).map((name) =>
    name
      .replace(dateInName, '')
      .replace(/_data$/, '')
      .replace(new RegExp(`^(${system.replaceAll(/[^\w]/g, '')}|sf)_`, 'i'), ''),
  )
}

/** The names, without endings, of a file and of the file that it stands in, if there is one. */
function namesOf(path: string): string[] {
  const parts = path.split('/')
  const outer = parts.findIndex((part) => isContainer.test(part))
  const names =
    outer >= 0 && outer < parts.length - 1 ? [basename(path), parts[outer]!] : [basename(path)]
  return names.map((name) =>
    name
      .replace(/\.gz$/i, '')
      .replace(/\.[A-Za-z]{2,8}$/, '')
      // The number of a copy, or of a part of a long export.
      .replace(/[ _-]?(\(\d+\)|part[_-]?\d+)$/i, '')
      .replace(/((?:19|20)\d\d-\d\d-\d\d)[-_]\d{1,3}$/, '$1'),
  )
}

const isContainer = /\.(zip|xlsx|xlsm)$/i

const dateInName = /[_.\- ]((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01]))?)?$/

const lastDayOf = (year: number, month: number) =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
