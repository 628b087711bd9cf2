/** The formats of to_char and to_date in the terms of strftime. */
import { SqlError } from '../sql_error.ts'

const patterns: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  IYYY: '%G',
  YY: '%y',
  MONTH: '%B',
  MON: '%b',
  MM: '%m',
  IW: '%V',
  DDD: '%j',
  DD: '%d',
  DAY: '%A',
  DY: '%a',
  ID: '%u',
  HH24: '%H',
  HH12: '%I',
  HH: '%I',
  MI: '%M',
  SS: '%S',
  MS: '%g',
  US: '%f',
  AM: '%p',
  PM: '%p',
}

const tokens = new RegExp(`(${Object.keys(patterns).join('|')}|"[^"]*")`, 'i')

/** @throws SqlError for a pattern that strftime has no code for */
export function strftimeOf(format: string): string {
  // FM and TM trim and translate, which strftime's codes need not be told.
  return format
    .replaceAll(/FM|TM/g, '')
    .split(tokens)
    .map((part, index) => (index % 2 === 1 ? codeOf(part) : literal(part)))
    .join('')
}

const codeOf = (token: string): string =>
  token.startsWith('"') ? token.slice(1, -1).replaceAll('%', '%%') : patterns[token.toUpperCase()]!

function literal(part: string): string {
  if (/[A-Z0-9]/i.test(part))
    throw new SqlError('0A000', `The pattern "${part}" of a format is not supported.`, {
      hint: `Known are ${Object.keys(patterns).join(', ')}; put other text into double quotes.`,
    })
  return part.replaceAll('%', '%%')
}
