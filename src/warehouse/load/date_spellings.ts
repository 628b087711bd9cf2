/**
 * The ways beside ISO in which exports write days and instants: with dots, slashes, names of
 * months, and clocks of twelve hours. Each is a pattern that SQL and JavaScript share, and the
 * names of its groups; what they mean is said once for both.
 */
import { literal } from '../open.ts'
import { type DateOrder, fully, isLike } from './cell_rule.ts'
import { monthOf, monthPattern, monthSql } from './month_names.ts'

const gap = '[ \\x{00a0}\\x{202f}]'

const time12 = `(0?[1-9]|1[0-2]):([0-5][0-9])(?::([0-5][0-9]))?${gap}?([AaPp])\\.?[Mm]\\.?`
const time24 = '([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\\.[0-9]{1,9})?)?'
/** The groups of a time of day; of the two clocks those of one are empty. */
const timeGroups = ['hour12', 'minute12', 'second12', 'half', 'hour24', 'minute24', 'second24']
const time = `(?:(?:T|,?${gap}(?:at |um |à )?)(?:${time12}|${time24}))?`

const weekday = '(?:[A-Za-z]{2,10}\\.?,? )?'
const year = '([1-9][0-9]{3})'
const twoDigits = '([0-9]{1,2})'

interface Spelling {
  readonly pattern: string
  readonly groups: readonly string[]
}

const spelling = (pattern: string, ...groups: string[]): Spelling => ({
  pattern: `${pattern}${time}`,
  groups: [...groups, ...timeGroups],
})

const withoutTime: Spelling = {
  pattern: '((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])',
  groups: ['year', 'month', 'day'],
}

/** Days before months, or months before days: what the file decides. */
const slashed = `${twoDigits}[/-]${twoDigits}[/-]${year}`

/** The spellings that are read under an order of days and months. */
function spellingsOf(dates: DateOrder | undefined): Spelling[] {
  const order = dates === 'mdy' ? ['month', 'day'] : ['day', 'month']
  return [
    withoutTime,
    spelling(`${year}[-/.]${twoDigits}[-/.]${twoDigits}`, 'year', 'month', 'day'),
    spelling(`${twoDigits}\\.${gap}?${twoDigits}\\.${gap}?${year}`, 'day', 'month', 'year'),
    ...(dates ? [spelling(slashed, ...order, 'year')] : []),
    spelling(
      `${weekday}${twoDigits}(?:\\.|st|nd|rd|th|er)?[ -](${monthPattern})\\.?,?[ -]${year}`,
      'day',
      'monthName',
      'year',
    ),
    spelling(
      `${weekday}(${monthPattern})\\.? ${twoDigits}(?:st|nd|rd|th)?,? ${year}`,
      'monthName',
      'day',
      'year',
    ),
  ]
}

/** What the cells of a column in these spellings say, on the clock on the wall. */
export function spelledInstant(dates: DateOrder | undefined) {
  const spellings = spellingsOf(dates)
  const scripts = spellings.map(({ pattern, groups }) => ({
    script: fully(pattern.replaceAll(/\\x\{([0-9a-f]{4})\}/g, '\\u$1')),
    groups,
  }))
  return {
    /** SQL: a TIMESTAMP; NULL where the text is spelled otherwise, or there is no such day. */
    sql: (text: string): string =>
      `case ${spellings
        .map(({ pattern, groups }) => {
          const full = literal(`^(?:${pattern})$`)
          const parts = `regexp_extract(${text}, ${full}, [${groups.map(literal)}])`
          return `when ${isLike(text, pattern)}
            then list_transform([${parts}], lambda parts: ${instantSql(groups)})[1]`
        })
        .join(' ')} end`,
    parse: (text: string): Date | undefined => {
      for (const { script, groups } of scripts) {
        const match = script.exec(text)
        if (match)
          return instantOf(
            Object.fromEntries(groups.map((group, at) => [group, match[at + 1] ?? ''])),
          )
      }
      return undefined
    },
  }
}

/** SQL: the instant that the groups of a match, `parts`, make. */
function instantSql(groups: readonly string[]): string {
  const at = (group: string) => `parts.${group}`
  const padded = (digits: string) => `lpad(cast(${digits} as varchar), 2, '0')`
  const month = groups.includes('monthName') ? monthSql(at('monthName')) : at('month')
  const day = `${at('year')} || '-' || ${padded(month)} || '-' || ${padded(at('day'))}`
  if (!groups.includes('hour12')) return `try_cast(${day} as timestamp)`
  const half = `case when lower(${at('half')}) = 'p' then 12 else 0 end`
  const hour = `case when ${at('hour12')} <> '' then cast(${at('hour12')} as integer) % 12 + ${half}
    when ${at('hour24')} <> '' then cast(${at('hour24')} as integer) else 0 end`
  const of = (one: string, other: string) =>
    `coalesce(nullif(concat(${at(one)}, ${at(other)}), ''), '00')`
  return `try_cast(${day} || ' ' || ${padded(hour)} || ':' || ${of('minute12', 'minute24')}
    || ':' || ${of('second12', 'second24')} as timestamp)`
}

function instantOf(parts: Readonly<Record<string, string>>): Date | undefined {
  const { year = '', day = '', hour12, hour24, half, monthName, minute12, minute24 } = parts
  const month =
    monthName === undefined ? Number(parts['month']) : monthOf.get(monthName.toLowerCase())
  if (month === undefined) return undefined
  const hour = hour12 ? (Number(hour12) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0) : hour24 || 0
  const two = (digits: unknown) => String(digits).padStart(2, '0')
  const date = `${year}-${two(month)}-${two(day)}`
  const minute = minute12 || minute24 || '00'
  const second = parts['second12'] || parts['second24'] || '00'
  const at = new Date(`${date}T${two(hour)}:${minute}:${second}Z`)
  return isDay(date) ? at : undefined
}

/** Whether there is such a day: 2024-02-30 is none. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
