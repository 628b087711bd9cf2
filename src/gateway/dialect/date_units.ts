/** DATEADD and DATEDIFF, whose first argument is a bare word: Redshift's, which tools send to us too. */
import { type Ast, call, cast, integer, isConstant, text } from '../tree.ts'

const units: Readonly<Record<string, readonly [interval: string, times: number]>> = {
  second: ['to_seconds', 1],
  minute: ['to_minutes', 1],
  hour: ['to_hours', 1],
  day: ['to_days', 1],
  week: ['to_weeks', 1],
  month: ['to_months', 1],
  quarter: ['to_months', 3],
  year: ['to_years', 1],
}

/** `day` and 'day' alike, where it is a unit. */
function unitOf(node: Ast): string | undefined {
  const word =
    node?.class === 'COLUMN_REF' && node.column_names.length === 1
      ? node.column_names[0]
      : isConstant(node)
        ? String(node.value.value)
        : ''
  const unit = word.toLowerCase().replace(/s$/, '').replace(/^qtr$/, 'quarter')
  return unit in units ? unit : undefined
}

/** `dateadd(day, 2, date)` */
export function dateAdded([first, count, date]: Ast[]): Ast | undefined {
  const unit = unitOf(first)
  if (unit === undefined || date === undefined) return undefined
  const [interval, times] = units[unit]!
  const all = times === 1 ? count : call('*', count, integer(times))
  return call('+', date, call(interval, cast(all, 'INTEGER')))
}

/** `datediff(day, from, to)`: how many limits of the unit lie between. */
export function dateDifference([first, from, to]: Ast[]): Ast | undefined {
  const unit = unitOf(first)
  return unit === undefined || to === undefined
    ? undefined
    : call('date_diff', text(unit), from, to)
}
