/** What text means as a day or an instant: ISO, epochs, and the spellings of date_spellings.ts. */
import { literal } from '../open.ts'
import { type CellLayout, type CellRule, fully, isLike, isSpelledAs } from './cell_rule.ts'
import { isDay, spelledInstant } from './date_spellings.ts'
import { instantIn } from './zones.ts'

const date = '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}'
const midnight = `${date}[T ]00:00(?::00(?:\\.0+)?)?(?: ?(?:Z|UTC|[+-]00(?::?00)?))?`

const hours = '(?:[01][0-9]|2[0-3])'
const time = `[T ]${hours}:[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?`
const local = `${date}(?:${time})?`
const offset = ' ?(?:Z|UTC|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)'

/** Digits since 1970, by how many microseconds one is: seconds, milliseconds, microseconds. */
const epochs = [
  { pattern: '-?[0-9]{9,10}', micros: 1_000_000 },
  { pattern: '-?[0-9]{12,13}', micros: 1000 },
  { pattern: '[0-9]{15,16}', micros: 1 },
].map((epoch) => ({ ...epoch, script: fully(epoch.pattern) }))

// One pattern for all: DuckDB compiles each pattern of a query, also those that no cell comes to.
const epochSql = (text: string) => {
  const digits = `length(ltrim(${text}, '-'))`
  return `when ${isLike(text, epochs.map(({ pattern }) => pattern).join('|'))}
    then make_timestamp(cast(${text} as bigint)
      * case when ${digits} < 11 then 1000000 when ${digits} < 14 then 1000 else 1 end)`
}

function epochOf(text: string): Date | undefined {
  const epoch = epochs.find(({ script }) => script.test(text))
  return epoch && new Date(Math.floor((Number(text) * epoch.micros) / 1000))
}

/** SQL: the cases of days in ISO, which mean the same in every file. */
const isoDaySql = (text: string) =>
  `when ${isLike(text, date)} then try_cast(${text} as date)
   when ${isLike(text, midnight)} then try_cast(left(${text}, 10) as date)`

export function day(layout: CellLayout): CellRule {
  const spelled = spelledInstant(layout.dates)
  const dateOrMidnight = fully(`${date}|${midnight}`)
  return {
    sql: (text) => {
      const instant = `case ${epochSql(text)} else ${spelled.sql(text)} end`
      return `case ${isoDaySql(text)}
        else list_transform([${instant}], lambda instant:
          case when date_trunc('day', instant) = instant then cast(instant as date) end)[1] end`
    },
    castSql: (raw) => `try_cast(${raw} as date)`,
    usualSql: (raw, cast) =>
      `case when ${raw} >= '1' and length(${raw}) = 10 and ${isSpelledAs(raw, cast)} then ${cast}
        ${isoDaySql(raw)} end`,
    mark: '[0-9]',
    parse: (text) => {
      const written = text.slice(0, 10)
      if (dateOrMidnight.test(text)) return isDay(written) ? written : undefined
      const instant = epochOf(text) ?? spelled.parse(text)
      const [found, clock] = instant?.toISOString().split('T') ?? []
      return clock === '00:00:00.000Z' ? found : undefined
    },
    expected: `a day such as 2024-03-31`,
  }
}

export function timestamp(layout: CellLayout): CellRule {
  const { timeZone } = layout
  const spelled = spelledInstant(layout.dates)
  const isLocal = fully(local)
  const isZoned = fully(`${date}${time}${offset}`)
  const inUtc = (written: string) =>
    timeZone === 'UTC' ? written : `timezone('UTC', timezone(${literal(timeZone)}, ${written}))`
  // A cast of text to TIMESTAMP drops a written offset without a word, so it is taken off here.
  const isoSql = (text: string) => {
    const clock = `substr(${text}, 12)`
    const sign = `(11 + greatest(strpos(${clock}, '+'), strpos(${clock}, '-')))`
    const zone = `replace(substr(${text}, ${sign} + 1), ':', '')`
    const minutes = `(cast(left(${zone}, 2) as integer) * 60
      + coalesce(try_cast(substr(${zone}, 3) as integer), 0))`
    return `when ${isLike(text, local)} then ${inUtc(`try_cast(${text} as timestamp)`)}
      when ${isLike(text, `${date}${time}${offset}`)} then
        case when right(${text}, 1) in ('Z', 'C') then try_cast(rtrim(${text}, 'ZUTC ') as timestamp)
          else try_cast(rtrim(left(${text}, ${sign} - 1)) as timestamp)
            - to_minutes(case substr(${text}, ${sign}, 1) when '-' then -1 else 1 end * ${minutes})
          end
      ${epochSql(text)}`
  }
  return {
    sql: (text) => `case ${isoSql(text)} else ${inUtc(spelled.sql(text))} end`,
    castSql: (raw) => `try_cast(${raw} as timestamp)`,
    usualSql: (raw, cast) =>
      `case when ${raw} >= '1' and length(${raw}) = 19 and ${isSpelledAs(raw, cast)} then ${inUtc(cast)}
        ${isoSql(raw)} end`,
    mark: '[0-9]',
    parse: (text) => {
      const epoch = epochOf(text)
      if (epoch) return epoch
      const isHere = isLocal.test(text)
      if (!isHere && !isZoned.test(text)) {
        const instant = spelled.parse(text)
        return instant && instantIn(timeZone, instant)
      }
      if (!isDay(text.slice(0, 10))) return undefined
      const [, clock = '00:00', fraction = ''] =
        /^.{10}[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?/.exec(text) ?? []
      const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
      const seconds = clock.length === 5 ? `${clock}:00` : clock
      const written = new Date(`${text.slice(0, 10)}T${seconds}.${milliseconds}Z`)
      if (isHere) return instantIn(timeZone, written)
      const [, sign, hour = '0', minute = '0'] = /([+-])(\d\d):?(\d\d)?$/.exec(text) ?? []
      const minutes = Number(hour) * 60 + Number(minute)
      return new Date(written.getTime() - (sign === '-' ? -1 : 1) * minutes * 60_000)
    },
    expected: 'an instant such as 2024-03-31 09:15:00',
  }
}
