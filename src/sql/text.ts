/** Text, ids and lists of ids, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Local } from '../columns.ts'

/** An id that is one of its kind over all systems: `hubspot:123`; null for null. */
export const scopedId = <T extends string | null>(
  system: string | Expression<string>,
  id: Expression<T>,
): RawBuilder<T> => sql`${typeof system === 'string' ? sql.lit(system) : system} || ':' || ${id}`

/** The id of a source's record: `hubspot:123`, of an instance `hubspot.emea:123`; null for null. */
export const sourceKey = <T extends string | null>(
  system: string,
  instance: Expression<string>,
  id: Expression<T>,
): RawBuilder<T> =>
  sql`${sql.lit(system)} || case when ${instance} = '' then '' else '.' || ${instance} end || ':' || ${id}`

/** The items of a list that is written as text, trimmed, one a row: for the select of a query. */
export const itemsOf = (list: Expression<string | null>, separator = ';'): RawBuilder<string> =>
  sql`unnest(list_filter(list_transform(
    string_split(${list}, ${sql.lit(separator)}), lambda item: trim(item)), lambda item: item <> ''))`

/** The first item of a list that is written as text; null where there is none. */
export const firstOf = (
  list: Expression<string | null>,
  separator = ';',
): RawBuilder<string | null> => sql`nullif(trim(split_part(${list}, ${sql.lit(separator)}, 1)), '')`

/** The domain of an e-mail address, lower case; null where the address has none. */
export const emailDomain = (address: Expression<string | null>): RawBuilder<string | null> =>
  sql`nullif(regexp_extract(lower(trim(${address})), '^[^@\\s]+@([^@\\s]+\\.[^@\\s]+)$', 1), '')`

/** A web domain as it is compared: lower case, without scheme, `www.` and path. */
export const bareDomain = (domain: Expression<string | null>): RawBuilder<string | null> =>
  sql`nullif(regexp_replace(regexp_replace(lower(trim(${domain})),
    '^([a-z]+://)?(www\\.)?', ''), '[/:?#].*$', ''), '')`

/** Text as it is compared: lower case, trimmed, single spaces; null where nothing is left. */
export const comparable = (value: Expression<string | null>): RawBuilder<string | null> =>
  sql`nullif(regexp_replace(lower(trim(${value})), '\\s+', ' ', 'g'), '')`

/** Text as it is shown: trimmed, single spaces; null where nothing is left. */
export const tidy = (value: Expression<string | null>): RawBuilder<string | null> =>
  sql`nullif(regexp_replace(trim(${value}), '\\s+', ' ', 'g'), '')`

/** What a group of a pattern matches; null where the pattern does not match, or the group is empty. */
export const matched = (
  value: Expression<string | null>,
  pattern: string,
  group = 1,
): RawBuilder<string | null> =>
  sql`nullif(regexp_extract(${value}, ${sql.lit(pattern)}, ${sql.lit(group)}), '')`

/** An instant written as text; null where it is none. */
export const instantOf = (value: Expression<string | null>): RawBuilder<Date | null> =>
  sql`try_cast(${value} as timestamp)`

/** Names put together; null where all are null. */
export const joined = (...parts: readonly Expression<string | null>[]): RawBuilder<string | null> =>
  sql`nullif(concat_ws(' ', ${sql.join(parts)}), '')`

/** Text with a detail in parentheses behind it. */
export const withDetail = (
  value: Expression<string>,
  detail: Expression<string>,
): RawBuilder<string> => sql`${value} || ' (' || ${detail} || ')'`

/** A whole number written as text; null where it is none. */
export const wholeNumberOf = (value: Expression<string | null>): RawBuilder<number | null> =>
  sql`try_cast(${value} as bigint)`

/** Anything as text. */
export const asText = <T>(value: Expression<T>): RawBuilder<string | Extract<T, null>> =>
  sql`cast(${value} as varchar)`

/** A name in capitals with underscores as words: `COMPUTER_SOFTWARE` becomes `Computer software`. */
export const words = (name: Expression<string | null>): RawBuilder<string | null> =>
  sql`upper(${name}[1]) || replace(lower(${name}[2:]), '_', ' ')`

/** The e-mail address that stands within a text, lower case; null where there is none. */
export const addressIn = (value: Expression<string | null>): RawBuilder<string | null> =>
  sql`nullif(regexp_extract(lower(${value}), '[^\\s<>()]+@[^\\s<>()]+'), '')`

/** A text without an e-mail address and its brackets: `Anna Berg <anna@x.example>` becomes `Anna Berg`. */
export const withoutAddress = (value: Expression<string | null>): RawBuilder<string | null> =>
  tidy(sql`regexp_replace(${value}, '[<(]?[^\\s<>()]+@[^\\s<>()]+[>)]?', '')`)

/** Money written as text; null where it is none. */
export const localMoneyOf = (value: Expression<string | null>): RawBuilder<Local | null> =>
  sql`try_cast(${value} as decimal(18, 2))`

/** Text that is not empty; null for empty text. */
export const nothingAsNull = (value: Expression<string | null>): RawBuilder<string | null> =>
  sql`nullif(${value}, '')`

/** Whether a text has a word in it, whatever its case; false for null. */
export const containsWord = (value: Expression<string | null>, word: string): RawBuilder<boolean> =>
  sql`coalesce(regexp_matches(${value}, ${sql.lit(`(?i)\\b${word}`)}), false)`

/** A key made of several parts: `part/part/part`. */
export const serial = (...parts: readonly Expression<string>[]): RawBuilder<string> =>
  sql`concat_ws('/', ${sql.join(parts)})`
