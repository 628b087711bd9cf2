/** Telephone and tax numbers as they are compared, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

type Text = Expression<string | null>

/** How a country dials. */
export interface Dialling {
  readonly callingCode: Text
  /** What stands before a number within the country: mostly 0. */
  readonly nationalPrefix: Text
  /** What stands before a number to another country: mostly 00. */
  readonly internationalPrefix: Text
}

/**
 * A telephone number in E.164: `+4930123456`. One written without its country takes that of
 * `dialling`; where that is not known its digits stay as they are. Null where it is no number.
 */
export const e164 = (
  phone: Text,
  { callingCode, nationalPrefix, internationalPrefix }: Dialling,
): RawBuilder<string | null> => {
  const bare = sql`regexp_replace(${phone}, '(?i)\\s*(ext|x|extension|durchwahl|poste|#)\\.?\\s*[0-9]+\\s*$', '')`
  // A zero in brackets is dialled within the country only.
  const digits = sql`regexp_replace(replace(${bare}, '(0)', ''), '[^0-9]', '', 'g')`
  const international = sql`coalesce(nullif(${internationalPrefix}, ''), '00')`
  const number = sql`case
    when ltrim(${bare}) like '+%' or ltrim(${bare}) like '(+%' then '+' || ${digits}
    when starts_with(${digits}, ${international}) then '+' || substr(${digits}, strlen(${international}) + 1)
    when starts_with(${digits}, '00') then '+' || substr(${digits}, 3)
    when ${callingCode} is null then ${digits}
    when starts_with(${digits}, ${callingCode}) and strlen(${digits}) > 10 then '+' || ${digits}
    when ${nationalPrefix} <> '' and starts_with(${digits}, ${nationalPrefix})
      then '+' || ${callingCode} || substr(${digits}, strlen(${nationalPrefix}) + 1)
    else '+' || ${callingCode} || ${digits} end`
  return sql`case when strlen(${digits}) between 7 and 17 and not regexp_full_match(${digits}, '(0+|1+|9+|0*123456789?0?)')
    then ${number} end`
}

/**
 * A tax number with its country before it: `DE123456789`, however it is punctuated; null where it
 * is too short to tell anyone apart.
 */
export const taxNumber = (number: Text, country: Text): RawBuilder<string | null> => {
  const bare = sql`regexp_replace(upper(${number}), '[^A-Z0-9]', '', 'g')`
  return sql`case when strlen(regexp_replace(${bare}, '[^0-9]', '', 'g')) >= 6
    and not regexp_full_match(${bare}, '[A-Z]{0,2}(0+|1+|9+|123456789?0?)') then
    case when regexp_matches(${bare}, '^[A-Z]{2}') then ${bare}
      else coalesce(upper(${country}), '') || ${bare} end end`
}

/** A street and house number as they are compared: plain words, the usual ones shortened. */
export const streetName = (words: Text): RawBuilder<string | null> =>
  sql`nullif(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(${words},
    '(strasse|strase)\\b', 'str', 'g'), '\\bstreet\\b', 'st', 'g'), '\\b(avenue|ave)\\b', 'av', 'g'),
    '\\broad\\b', 'rd', 'g')), '')`
