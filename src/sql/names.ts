/** Names of persons and companies as they are compared, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

type Text = Expression<string | null>

/**
 * Text without what people write differently: lower case, no accents, letters that are no base
 * letter with an accent spelled out, words apart by one space; null where nothing is left.
 */
export const plainWords = (value: Text): RawBuilder<string | null> =>
  sql`nullif(trim(regexp_replace(regexp_replace(replace(replace(replace(translate(
    strip_accents(lower(${value})), 'łøđðıħ', 'lodoih'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '[''’‘\`´.]', '', 'g'), '[^\\p{L}\\p{N}]+', ' ', 'g')), '')`

/** A person's name as it is compared: without titles before and generations behind it. */
export const personName = (value: Text): RawBuilder<string | null> =>
  sql`nullif(trim(regexp_replace(regexp_replace(${plainWords(value)},
    '^((dr|prof|mr|mrs|ms|miss|sir|herr|frau|mme|mlle|sig|dipl|ing) )+', ''),
    '( (jr|sr|ii|iii|phd|md|mba|cpa|esq))+$', '')), '')`

/** The first name in a name that is kept as one: `Berg, Anna` and `Anna Berg` give `Anna`. */
export const firstOfFull = (name: Text): RawBuilder<string | null> =>
  sql`nullif(trim(case when ${name} like '%,%' then split_part(${name}, ',', 2)
    else regexp_extract(trim(${name}), '^(.*\\S)\\s+\\S+$', 1) end), '')`

/** The last name in a name that is kept as one; a single word is a last name. */
export const lastOfFull = (name: Text): RawBuilder<string | null> =>
  sql`nullif(trim(case when ${name} like '%,%' then split_part(${name}, ',', 1)
    else regexp_extract(trim(${name}), '(\\S+)$', 1) end), '')`

/**
 * A name as it sounds, roughly: double letters once, umlauts in either spelling, vowels after the
 * first letter left out. Names that differ by a usual typing error often share it.
 */
export const soundOf = (name: Text): RawBuilder<string | null> =>
  sql`nullif(left(${name}, 1) || regexp_replace(translate(replace(replace(replace(
    substr(replace(${name}, ' ', ''), 2), 'ph', 'f'), 'ck', 'k'), 'th', 't'), 'zvyjd', 'sfiit'),
    '[aeiouhw]+', '', 'g'), '')`
