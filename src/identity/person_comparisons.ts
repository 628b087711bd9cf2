/** How two records of persons are compared, and which of them can be one person at all. */
import { type RawBuilder, sql } from 'kysely'
import type { Comparison } from './comparison.ts'
import { isOneErrorApart } from './typing_errors.ts'

/** A column of the two records: those of `other` are crossed where the names stand the other way round. */
const both = (column: string) => [sql.ref(`one.${column}`), sql.ref(`other.${column}`)] as const

const missing = (column: string) => {
  const [one, other] = both(column)
  return sql`${one} is null or ${other} is null`
}

/** Whether two names are one with a typing error in it. */
const isSimilar = (one: RawBuilder<unknown>, other: RawBuilder<unknown>) =>
  sql`(jaro_winkler_similarity(${one}, ${other}) >= 0.88
    or (least(strlen(${one}), strlen(${other})) >= 4 and ${isNear(one, other, 1)}))`

/** Whether so many typing errors lie between two texts. The lengths are compared first: the distance is slow. */
const isNear = (one: RawBuilder<unknown>, other: RawBuilder<unknown>, errors: number) =>
  sql`(abs(strlen(${one}) - strlen(${other})) <= ${sql.lit(errors)}
    and jaro_winkler_similarity(${one}, ${other}) > 0.6
    and damerau_levenshtein(${one}, ${other}) <= ${sql.lit(errors)})`

/** Whether two names may be one with more typing errors in it, or in a short one. */
const isAkin = (one: RawBuilder<unknown>, other: RawBuilder<unknown>) =>
  sql`(${isNear(one, other, 1)}
    or (least(strlen(${one}), strlen(${other})) >= 5 and ${isNear(one, other, 2)}))`

/** Whether the first name of one record is the last name of the other, and the other way round. */
const isSwapped = sql<boolean>`(one.first_name is not null and one.last_name is not null
  and other.first_name is not null and other.last_name is not null
  and one.first_name[1] = other.last_name[1] and one.last_name[1] = other.first_name[1]
  and jaro_winkler_similarity(one.first_name, other.first_name) < 0.8
  and jaro_winkler_similarity(one.first_name, other.last_name) >= 0.88
  and jaro_winkler_similarity(one.last_name, other.first_name) >= 0.88)`

const crossed = (straight: string, across: string) =>
  sql`(case when pair.is_swapped then ${sql.ref(`other.${across}`)} else ${sql.ref(`other.${straight}`)} end)`

const first = (() => {
  const one = sql`one.first_name`
  const other = crossed('first_name', 'last_name')
  return sql<number>`case when ${one} is null or ${other} is null then 0
    when ${one} = ${other} then case when pair.is_swapped then 3 else 4 end
    when not pair.is_swapped and list_has_any(one.full_first_names, other.full_first_names) then 3
    when ${isSimilar(one, other)} or starts_with(${one}, ${other} || ' ') or starts_with(${other}, ${one} || ' ') then 3
    when least(strlen(${one}), strlen(${other})) = 1 and ${one}[1] = ${other}[1] then 2
    when ${isAkin(one, other)} then 2
    else 1 end`
})()

const last = (() => {
  const one = sql`one.last_name`
  const other = crossed('last_name', 'first_name')
  return sql<number>`case when ${one} is null or ${other} is null then 0
    when ${one} = ${other} then case when pair.is_swapped then 3 else 4 end
    when ${isSimilar(one, other)} then 3
    when list_has_any(string_split(${one}, ' '), string_split(${other}, ' ')) then 3
    when least(strlen(${one}), strlen(${other})) = 1 and ${one}[1] = ${other}[1] then 2
    when ${isAkin(one, other)} then 2
    else 1 end`
})()

const birth = (() => {
  const [one, other] = both('birth_digits')
  return sql<number>`case when ${missing('birth_digits')} then 0
    when ${one} = ${other} then 4
    when hamming(${one}, ${other}) = 1 then 3
    when hamming(${one}, ${other}) = 2 and damerau_levenshtein(${one}, ${other}) = 1 then 3
    when ${one}[1:4] = ${other}[1:4] and ${one}[5:6] = ${other}[7:8] and ${one}[7:8] = ${other}[5:6] then 3
    when hamming(${one}, ${other}) = 2 then 2
    else 1 end`
})()

/**
 * Mailboxes. An address that is but the name of its owner, with digits behind it where others of the
 * name came first, says no more than the name where it resembles another.
 */
const email = (() => {
  const [one, other] = both('mailbox')
  return sql<number>`case when len(one.mailboxes) = 0 or len(other.mailboxes) = 0 then 0
    when list_has_any(one.mailboxes, other.mailboxes) then 4
    when one.is_named_mailbox and other.is_named_mailbox then
      case when one.mailbox_digits <> other.mailbox_digits then 0
        when one.mailbox_digits <> '' and ${isNear(one, other, 2)} then 3
        else 0 end
    when one.mailbox_name = other.mailbox_name and strlen(one.mailbox_name) >= 4 then 3
    when least(strlen(one.mailbox_name), strlen(other.mailbox_name)) >= 3 and ${isNear(one, other, 1)} then 3
    when least(strlen(one.mailbox_name), strlen(other.mailbox_name)) >= 5 and ${isNear(one, other, 2)} then 3
    when jaro_winkler_similarity(${one}, ${other}) >= 0.92 then 2
    else 1 end`
})()

/** Telephone numbers; one without its country, or in a wrong one, is alike by its last digits. */
const phone = sql<number>`case when len(one.phones) = 0 or len(other.phones) = 0 then 0
  when list_has_any(one.phones, other.phones) then 3
  when right(one.phones[1], 8) = right(other.phones[1], 8) then 2
  when ${isOneErrorApart(sql`one.phones[1]`, sql`other.phones[1]`)} then 2
  else 1 end`

/** The employer, by the account it is, its domain or its name. */
const isSameCompany = sql`(coalesce(one.account_id = other.account_id, false)
  or coalesce(one.own_domain = other.own_domain, false)
  or coalesce(one.company_name = other.company_name, false))`
/** A common mailbox has its domain in common: that is no further sign. */
const company = sql<number>`case
  when one.account_id = other.account_id or one.company_name = other.company_name then 3
  when one.own_domain = other.own_domain and not list_has_any(one.mailboxes, other.mailboxes)
    and one.mailbox_name <> other.mailbox_name then 3
  when one.company_name is not null and other.company_name is not null then
    case when jaro_winkler_similarity(one.company_name, other.company_name) >= 0.92 then 2 else 1 end
  when one.account_id <> other.account_id then 1
  else 0 end`

/** A part of the address. Colleagues have theirs in common: then it says nothing. */
const place = (column: string, similar: RawBuilder<unknown>) =>
  sql<number>`case when ${missing(column)} or ${isSameCompany} then 0
    when ${sql.ref(`one.${column}`)} = ${sql.ref(`other.${column}`)} then 3
    when ${similar} then 2 else 1 end`

/** The comparisons of persons. `pair` is a row with `is_swapped`, `one` and `other` are traits. */
export const personComparisons: readonly Comparison[] = [
  {
    name: 'first_name',
    level: first,
    share: sql`one.first_name_share`,
    ofMatches: [0.04, 0.04, 0.17, 0.75],
    ofOthers: [0.94, 0.03, 0.02, 0.01],
  },
  {
    name: 'last_name',
    level: last,
    share: sql`one.last_name_share`,
    ofMatches: [0.04, 0.04, 0.12, 0.8],
    ofOthers: [0.97, 0.02, 0.005, 0.005],
  },
  {
    name: 'birth_date',
    level: birth,
    ofMatches: [0.05, 0.05, 0.1, 0.8],
    ofOthers: [0.982, 0.015, 0.0029, 0.0001],
  },
  {
    name: 'email',
    level: email,
    ofMatches: [0.2, 0.05, 0.15, 0.6],
    ofOthers: [0.996, 0.003, 0.0009, 0.0001],
  },
  {
    name: 'phone',
    level: phone,
    ofMatches: [0.25, 0.05, 0.7],
    ofOthers: [0.9989, 0.001, 0.0001],
  },
  {
    name: 'company',
    level: company,
    share: sql`case when one.account_id = other.account_id then one.account_share else one.company_share end`,
    ofMatches: [0.15, 0.05, 0.8],
    ofOthers: [0.98, 0.01, 0.01],
  },
  {
    name: 'street',
    level: place('street', sql`jaro_winkler_similarity(one.street, other.street) >= 0.9`),
    ofMatches: [0.25, 0.15, 0.6],
    ofOthers: [0.989, 0.01, 0.001],
  },
  {
    name: 'city',
    level: place('city', sql`jaro_winkler_similarity(one.city, other.city) >= 0.88`),
    share: sql`one.city_share`,
    ofMatches: [0.15, 0.1, 0.75],
    ofOthers: [0.93, 0.02, 0.05],
  },
  {
    name: 'postal_code',
    level: place('postal_code', isOneErrorApart(sql`one.postal_code`, sql`other.postal_code`)),
    share: sql`one.postal_code_share`,
    ofMatches: [0.15, 0.1, 0.75],
    ofOthers: [0.98, 0.01, 0.01],
  },
  {
    name: 'region',
    level: sql`case when one.region is null or other.region is null or ${isSameCompany} then 0
      when one.region = other.region then 2 else 1 end`,
    ofMatches: [0.1, 0.9],
    ofOthers: [0.8, 0.2],
  },
]

/**
 * Whether two have an address each at one employer, made of names that are not the same or told
 * apart by a digit: a firm gives Jan and Jana Berg two mailboxes, and the second Jan Berg another.
 */
const areRivals = sql<boolean>`coalesce(
  one.own_domain = other.own_domain and one.is_named_mailbox and other.is_named_mailbox
  and not list_has_any(one.mailboxes, other.mailboxes)
  and (one.mailbox_digits <> other.mailbox_digits
    or one.last_name <> other.last_name
    or one.first_name <> other.first_name
      and not list_has_any(one.full_first_names, other.full_first_names)), false)`

/** What is to be known of a pair before its comparisons: whether the names stand the other way round is one of them. */
export const beforeComparing = sql`${isSwapped} as is_swapped, ${areRivals} as are_rivals`

/**
 * Whether a pair, by its levels, can be one person: names that contradict each other need a sign
 * that belongs to one person alone. A common employer, address or telephone does not.
 */
export const canBeOnePerson = sql<boolean>`(not are_rivals and (
  (first_name_level <> 1 and last_name_level <> 1 and first_name_level + last_name_level > 0)
  or (email_level >= 3 and (first_name_level <> 1 or last_name_level <> 1))
  or (birth_date_level >= 3 and (first_name_level <> 1 or last_name_level <> 1))
  or (email_level >= 3 and first_name_level + last_name_level = 0)))`

/** Whether two full names have nothing in common, in either order. */
export const personsContradict = sql<boolean>`coalesce(
  strlen(one.first_name) > 1 and strlen(other.first_name) > 1
  and strlen(one.last_name) > 1 and strlen(other.last_name) > 1
  and greatest(
    jaro_winkler_similarity(one.first_name, other.first_name),
    jaro_winkler_similarity(one.last_name, other.last_name),
    jaro_winkler_similarity(one.first_name, other.last_name),
    jaro_winkler_similarity(one.last_name, other.first_name)) < 0.7
  and not list_has_any(one.full_first_names, other.full_first_names), false)`

/** The rule by which a pair is one without weighing; null where it has to be weighed. */
export const statedPerson = sql<string | null>`case
  when email_level = 4 and first_name_level <> 1 and last_name_level <> 1 then 'e-mail'
  when email_level = 4 and (first_name_level >= 3 or last_name_level >= 3) then 'e-mail'
  when phone_level = 3 and first_name_level >= 3 and last_name_level >= 3 then 'phone and name' end`
