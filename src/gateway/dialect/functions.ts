/** Functions and operators of PostgreSQL that DuckDB lacks, or that mean something else there. */
import { SqlError } from '../sql_error.ts'
import { type Ast, call, cast, isConstant, not, text } from '../tree.ts'
import { dateAdded, dateDifference } from './date_units.ts'
import { strftimeOf } from './formats.ts'
import { concatenated, divided, rounded } from './numbers.ts'

/** Gives the tree for a call with these arguments; undefined where the call stays as it is. */
type Translation = (args: Ast[]) => Ast | undefined

const word = (node: Ast): string => (isConstant(node) ? String(node.value.value) : '')

/** In PostgreSQL a backslash escapes in LIKE without being told to. */
const like =
  (escaped: string): Translation =>
  ([value, pattern]) =>
    word(pattern).includes('\\') ? call(escaped, value, pattern, text('\\')) : undefined

const matches = (flags?: string): Translation => {
  return ([value, pattern]) =>
    call('regexp_matches', value, pattern, ...(flags === undefined ? [] : [text(flags)]))
}

const negated =
  (translation: Translation): Translation =>
  (args) =>
    not(translation(args))

const format = (name: string, node: Ast): Ast => {
  if (!isConstant(node) || node.value.is_null)
    throw new SqlError('0A000', `The format of ${name} has to be a constant.`, {
      hint: `Write it out: ${name}(date, 'YYYY-MM').`,
    })
  return text(strftimeOf(word(node)))
}

/** Parts of a date under names that DuckDB does not know. */
const parts: Readonly<Record<string, string>> = {
  qtr: 'quarter',
  y: 'year',
  yr: 'year',
  mon: 'month',
}

const withPart: (name: string) => Translation =
  (name) =>
  ([part, ...rest]) => {
    const known = parts[word(part).toLowerCase()]
    return known === undefined ? undefined : call(name, text(known), ...rest)
  }

export const functions: Readonly<Record<string, Translation>> = {
  // ~ matches anywhere in PostgreSQL, and the whole text in DuckDB.
  regexp_full_match: matches(),
  '~': matches(),
  '!~': negated(matches()),
  '~*': matches('i'),
  '!~*': negated(matches('i')),
  '~~': like('like_escape'),
  '!~~': like('not_like_escape'),
  '~~*': like('ilike_escape'),
  '!~~*': like('not_ilike_escape'),
  '/': divided,
  floor: rounded('floor'),
  ceil: rounded('ceil'),
  '||': concatenated,
  dateadd: dateAdded,
  datediff: dateDifference,
  date_part: withPart('date_part'),
  date_trunc: withPart('date_trunc'),
  to_char: ([value, pattern]) => call('strftime', value, format('to_char', pattern)),
  to_date: ([value, pattern]) =>
    pattern && cast(call('strptime', value, format('to_date', pattern)), 'DATE'),
  to_timestamp: ([value, pattern]) =>
    pattern && call('strptime', value, format('to_timestamp', pattern)),
  btrim: (args) => call('trim', ...args),
  char_length: (args) => call('length', ...args),
  character_length: (args) => call('length', ...args),
  timeofday: () => cast(call('now'), 'VARCHAR'),
  clock_timestamp: () => call('now'),
  statement_timestamp: () => call('now'),
  getdate: () => cast(call('now'), 'TIMESTAMP'),
  to_number: ([value]) => cast(value, 'DOUBLE'),
  int4: ([value]) => cast(value, 'INTEGER'),
  int8: ([value]) => cast(value, 'BIGINT'),
  float8: ([value]) => cast(value, 'DOUBLE'),
  text: ([value]) => cast(value, 'VARCHAR'),
}
