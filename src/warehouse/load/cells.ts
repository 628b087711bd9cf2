/**
 * What the text of a cell means, by the type of its column: once as SQL, once as JavaScript.
 *
 * The SQL splits a file into accepted and refused rows; the JavaScript is what a contract's Zod
 * schema checks with (row_schema.ts). test/warehouse/load/equality.test.ts holds one to the other,
 * so both are written from the same patterns, in the syntax that RE2 and JavaScript share.
 */
import { type AnyColumn, allowedValues, sqlTypeOf } from '../../columns.ts'
import type { Layout } from '../../contract.ts'
import { literal } from '../open.ts'
import { instantIn } from './zones.ts'

/** How a cell that is not empty is read. */
export interface CellRule {
  /** An SQL expression: the typed value of the text that `text` gives, NULL where it has none. */
  readonly sql: (text: string) => string
  /** The same in JavaScript; undefined where the text has no value of this type. */
  readonly parse: (text: string) => unknown
  /** What a refused cell is not: 'a whole number'. */
  readonly expected: string
  /** Whether blanks around the value belong to it. */
  readonly isVerbatim?: boolean
}

/** The rule of a column, under the layout of its file. */
export function cellRuleOf(column: AnyColumn, layout: Layout): CellRule {
  const allowed = allowedValues(column)
  if (allowed) return choice(allowed)
  const sqlType = sqlTypeOf(column)
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType) ?? []
  if (precision && scale) return pointed(decimal(sqlType, Number(precision), Number(scale)), layout)
  switch (sqlType) {
    case 'VARCHAR':
      return { sql: (text) => text, parse: (text) => text, expected: 'text', isVerbatim: true }
    case 'BIGINT':
      return pointed(integer, layout)
    case 'DOUBLE':
      return pointed(number, layout)
    case 'BOOLEAN':
      return flag
    case 'DATE':
      return day
    case 'TIMESTAMP':
      return timestamp(layout.timeZone)
    default:
      throw new TypeError(`No rule reads cells of the type ${sqlType}.`)
  }
}

/** The characters that count as blank around a value; NBSP comes out of spreadsheets. */
const blanks = ' \t\r\n\u00a0'

/** SQL: the text of a cell; NULL where it is empty or one of the layout's spellings of that. */
export function presentSql(raw: string, layout: Layout, isVerbatim = false): string {
  const trimmed = `trim(${raw}, ${literal(blanks)})`
  if (layout.nulls.length > 0) {
    const empty = ['', ...layout.nulls.map(trimmedText)].map(literal)
    return `case when ${trimmed} in (${empty}) then null else ${isVerbatim ? raw : trimmed} end`
  }
  // DuckDB trims slowly, eight times as slowly as it finds that there is nothing to trim.
  const isMatch = (pattern: string) => `regexp_matches(${raw}, ${literal(pattern)})`
  if (isVerbatim) return `case when ${isMatch(`^[${blanks}]*$`)} then null else ${raw} end`
  const hasBlanks = isMatch(`^[${blanks}]|[${blanks}]$`)
  return `nullif(case when ${hasBlanks} then ${trimmed} else ${raw} end, '')`
}

/** The same in JavaScript. */
export function presentText(raw: string, layout: Layout, isVerbatim = false): string | undefined {
  const trimmed = trimmedText(raw)
  if (trimmed === '' || layout.nulls.some((spelling) => trimmedText(spelling) === trimmed))
    return undefined
  return isVerbatim ? raw : trimmed
}

const trimmedText = (text: string) => text.replaceAll(blanksAround, '')
const blanksAround = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g')

const isLike = (text: string, pattern: string) => `regexp_full_match(${text}, ${literal(pattern)})`
const fully = (pattern: string) => new RegExp(`^(?:${pattern})$`)

function choice(allowed: readonly string[]): CellRule {
  const values = new Set(allowed)
  return {
    sql: (text) => `case when ${text} in (${allowed.map(literal)}) then ${text} end`,
    parse: (text) => (values.has(text) ? text : undefined),
    expected: `one of ${allowed.join(', ')}`,
  }
}

/** A rule for numbers with a decimal point, made one for the layout's decimal sign. */
function pointed(rule: CellRule, { decimal }: Layout): CellRule {
  if (decimal === '.') return rule
  return {
    sql: (text) => rule.sql(`translate(${text}, '.,', ',.')`),
    parse: (text) => rule.parse(text.replaceAll(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'))),
    expected: `${rule.expected} with a decimal comma`,
  }
}

const grouped = '[0-9]{1,3}(,[0-9]{3})+'
const withoutGroups = (text: string) => `replace(${text}, ',', '')`

// Up to fifteen digits are safe in JavaScript; what is longer is compared with the bounds.
const shortInteger = '[+-]?[0-9]{1,15}'
const longInteger = `[+-]?([0-9]+|${grouped})(\\.0+)?`
const longestInteger = fully(longInteger)

const integer: CellRule = {
  sql: (text) => {
    const value = `try_cast(${withoutGroups(`split_part(${text}, '.', 1)`)} as bigint)`
    return `case when ${isLike(text, shortInteger)} then try_cast(${text} as bigint)
      when ${isLike(text, longInteger)} then case when ${value}
        between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER} then ${value} end end`
  },
  parse: (text) => {
    if (!longestInteger.test(text)) return undefined
    const value = Number(text.split('.')[0]!.replaceAll(',', ''))
    return Number.isSafeInteger(value) ? value + 0 : undefined
  },
  expected: 'a whole number',
}

function decimal(sqlType: string, precision: number, scale: number): CellRule {
  // Further places must be zeros: rounding would change the value without a word.
  const places = `\\.[0-9]{1,${scale}}0*`
  const plain = `[+-]?([0-9]+(${places})?|${places})`
  const withGroups = `[+-]?${grouped}(${places})?`
  const either = fully(`${plain}|${withGroups}`)
  return {
    sql: (text) => `case when ${isLike(text, plain)} then try_cast(${text} as ${sqlType})
      when ${isLike(text, withGroups)} then try_cast(${withoutGroups(text)} as ${sqlType}) end`,
    parse: (text) => {
      if (!either.test(text)) return undefined
      const [whole = '', fraction = ''] = text.replaceAll(/[+,-]/g, '').split('.')
      const digits = whole.replace(/^0+/, '')
      if (digits.length > precision - scale) return undefined
      const value = `${digits || '0'}.${fraction.slice(0, scale).padEnd(scale, '0')}`
      return text.startsWith('-') && /[1-9]/.test(value) ? `-${value}` : value
    },
    expected: `a number with at most ${scale} decimal places and ${precision - scale} digits before them`,
  }
}

const shortNumber = '[+-]?[0-9]{1,30}(\\.[0-9]+)?'
const unscaled = `[+-]?(([0-9]+|${grouped})(\\.[0-9]+)?|\\.[0-9]+)`
const longNumber = `${unscaled}([eE][+-]?[0-9]+)?`
const percentage = `${unscaled} ?%`
const isLongNumber = fully(longNumber)
const isPercentage = fully(percentage)

const number: CellRule = {
  sql: (text) => {
    const value = `try_cast(${withoutGroups(text)} as double)`
    // By the exponent, since 2.60 / 100 is not the number nearest to 0.026.
    const share = `try_cast(concat(${withoutGroups(`rtrim(${text}, ' %')`)}, 'e-2') as double)`
    return `case when ${isLike(text, shortNumber)} then try_cast(${text} as double)
      when ${isLike(text, longNumber)} then case when isfinite(${value}) then ${value} end
      when ${isLike(text, percentage)} then case when isfinite(${share}) then ${share} end end`
  },
  parse: (text) => {
    if (!isLongNumber.test(text) && !isPercentage.test(text)) return undefined
    const value = Number(text.replaceAll(',', '').replace(/ ?%$/, 'e-2'))
    return Number.isFinite(value) ? value + 0 : undefined
  },
  expected: 'a number',
}

const yes = ['true', 't', 'yes', 'y', '1']
const no = ['false', 'f', 'no', 'n', '0']

const flag: CellRule = {
  sql: (text) => `case when lower(${text}) in (${yes.map(literal)}) then true
    when lower(${text}) in (${no.map(literal)}) then false end`,
  parse: (text) => {
    const word = text.toLowerCase()
    if (yes.includes(word)) return true
    return no.includes(word) ? false : undefined
  },
  expected: 'true or false',
}

const date = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const midnight = `${date}[T ]00:00(:00(\\.0+)?)?( ?(Z|UTC|[+-]00(:?00)?))?`
const dateOrMidnight = fully(`${date}|${midnight}`)

const day: CellRule = {
  sql: (text) => `case when ${isLike(text, date)} then try_cast(${text} as date)
    when ${isLike(text, midnight)} then try_cast(left(${text}, 10) as date) end`,
  parse: (text) => {
    const written = text.slice(0, 10)
    return dateOrMidnight.test(text) && isDay(written) ? written : undefined
  },
  expected: 'a day such as 2024-03-31',
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const hours = '([01][0-9]|2[0-3])'
const local = `${date}([T ]${hours}:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?)?`
const withTime = `${date}[T ]${hours}:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?`
const offset = ' ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)'
const epochSeconds = '-?[0-9]{9,10}'
const epochMilliseconds = '-?[0-9]{12,13}'

/** Instants: ISO with or without a zone, with a T or a space; seconds or milliseconds since 1970. */
function timestamp(timeZone: string): CellRule {
  const isLocal = fully(local)
  const isZoned = fully(`${withTime}${offset}`)
  const isSeconds = fully(epochSeconds)
  const isMilliseconds = fully(epochMilliseconds)
  const inUtc = (written: string) =>
    timeZone === 'UTC' ? written : `timezone('UTC', timezone(${literal(timeZone)}, ${written}))`
  return {
    // A cast of text to TIMESTAMP drops a written offset without a word, so it is taken off here.
    sql: (text) => {
      const part = (pattern: string) => `regexp_extract(${text}, ${literal(pattern)})`
      const written = `try_cast(${part(`^${withTime}`)} as timestamp)`
      const zone = `replace(${part('[+-][0-9]{2}:?[0-9]{0,2}$')}, ':', '')`
      const minutes = `(cast(substr(${zone}, 2, 2) as integer) * 60
        + coalesce(try_cast(substr(${zone}, 4, 2) as integer), 0))`
      return `case when ${isLike(text, local)} then ${inUtc(`try_cast(${text} as timestamp)`)}
        when ${isLike(text, `${withTime} ?(Z|UTC)`)} then ${written}
        when ${isLike(text, `${withTime}${offset}`)} then ${written}
          - to_minutes(case left(${zone}, 1) when '-' then -1 else 1 end * ${minutes})
        when ${isLike(text, epochSeconds)} then epoch_ms(cast(${text} as bigint) * 1000)
        when ${isLike(text, epochMilliseconds)} then epoch_ms(cast(${text} as bigint)) end`
    },
    parse: (text) => {
      if (isSeconds.test(text)) return new Date(Number(text) * 1000)
      if (isMilliseconds.test(text)) return new Date(Number(text))
      if (!isLocal.test(text) && !isZoned.test(text)) return undefined
      if (!isDay(text.slice(0, 10))) return undefined
      const [, time = '00:00', fraction = ''] =
        /^.{10}[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?/.exec(text) ?? []
      const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
      const seconds = time.length === 5 ? `${time}:00` : time
      const written = new Date(`${text.slice(0, 10)}T${seconds}.${milliseconds}Z`)
      if (isLocal.test(text)) return instantIn(timeZone, written)
      const [, sign, hour = '0', minute = '0'] = /([+-])(\d\d):?(\d\d)?$/.exec(text) ?? []
      const minutes = Number(hour) * 60 + Number(minute)
      return new Date(written.getTime() - (sign === '-' ? -1 : 1) * minutes * 60_000)
    },
    expected: 'an instant such as 2024-03-31 09:15:00',
  }
}
