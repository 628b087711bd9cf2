/** How two records of companies are compared, and which of them can be one company at all. */
import { type RawBuilder, sql } from 'kysely'
import type { Comparison } from './comparison.ts'
import { isOneErrorApart } from './typing_errors.ts'

const missing = (column: string) =>
  sql`${sql.ref(`one.${column}`)} is null or ${sql.ref(`other.${column}`)} is null`
const same = (column: string) => sql`${sql.ref(`one.${column}`)} = ${sql.ref(`other.${column}`)}`

/** Whether one name is the other with words behind it. Few begin alike, which is quickly seen. */
const isPartOf = (one: string, other: string) =>
  sql`(starts_with(${sql.ref(other)}, ${sql.ref(one)})
    and starts_with(${sql.ref(other)} || ' ', ${sql.ref(one)} || ' '))`

const name = sql<number>`case when ${missing('compact_name')} then 0
  when ${same('compact_name')} then 4
  when least(strlen(one.compact_name), strlen(other.compact_name)) >= 6
    and ${isOneErrorApart(sql`one.compact_name`, sql`other.compact_name`)} then 3
  when ${isPartOf('one.name', 'other.name')} or ${isPartOf('other.name', 'one.name')} then 2
  else 1 end`

/** Domains are mostly made of names: only the same one says more than those. */
const domain = sql<number>`case when len(one.domains) = 0 or len(other.domains) = 0 then 0
  when list_has_any(one.domains, other.domains) then 3
  when split_part(one.domains[1], '.', 1) = split_part(other.domains[1], '.', 1) then 2
  else 1 end`

const plain = (column: string, similar: RawBuilder<unknown>) =>
  sql<number>`case when ${missing(column)} then 0 when ${same(column)} then 3 when ${similar} then 2 else 1 end`

/** The comparisons of companies, over the traits `one` and `other`. */
export const accountComparisons: readonly Comparison[] = [
  {
    name: 'name',
    level: name,
    share: sql`one.name_share`,
    ofMatches: [0.05, 0.1, 0.15, 0.7],
    ofOthers: [0.989, 0.01, 0.0005, 0.0005],
  },
  {
    name: 'legal_form',
    level: sql`case when ${missing('legal_form')} then 0 when ${same('legal_form')} then 2 else 1 end`,
    ofMatches: [0.1, 0.9],
    ofOthers: [0.75, 0.25],
  },
  {
    name: 'domain',
    level: domain,
    ofMatches: [0.1, 0.05, 0.85],
    ofOthers: [0.9948, 0.005, 0.0002],
  },
  {
    name: 'phone',
    level: plain('phone', isOneErrorApart(sql`one.phone`, sql`other.phone`)),
    ofMatches: [0.3, 0.05, 0.65],
    ofOthers: [0.9989, 0.001, 0.0001],
  },
  {
    name: 'country',
    level: sql`case when ${missing('country')} then 0 when ${same('country')} then 2 else 1 end`,
    share: sql`one.country_share`,
    ofMatches: [0.03, 0.97],
    ofOthers: [0.8, 0.2],
  },
  {
    name: 'city',
    level: plain('city', sql`jaro_winkler_similarity(one.city, other.city) >= 0.88`),
    share: sql`one.city_share`,
    ofMatches: [0.15, 0.05, 0.8],
    ofOthers: [0.94, 0.01, 0.05],
  },
  {
    name: 'postal_code',
    level: plain('postal_code', isOneErrorApart(sql`one.postal_code`, sql`other.postal_code`)),
    share: sql`one.postal_code_share`,
    ofMatches: [0.15, 0.05, 0.8],
    ofOthers: [0.985, 0.01, 0.005],
  },
  {
    name: 'street',
    level: plain('street', sql`jaro_winkler_similarity(one.street, other.street) >= 0.9`),
    ofMatches: [0.2, 0.1, 0.7],
    ofOthers: [0.989, 0.01, 0.001],
  },
]

/**
 * Whether two companies cannot be one: a mother and her daughter cannot, nor can two numbers of one
 * tax office, nor two companies abroad from each other with a domain each.
 */
export const companiesContradict = sql<boolean>`(
  coalesce(one.parent_record = other.record or other.parent_record = one.record, false)
  or coalesce(one.tax_number <> other.tax_number and one.tax_number[1:2] = other.tax_number[1:2], false)
  or (coalesce(one.country <> other.country, false)
    and len(one.domains) > 0 and len(other.domains) > 0
    and not list_has_any(one.domains, other.domains)))`

/**
 * What is to be known before the comparisons. A sole domain
 * tells whom a bill is for, whatever the name on it; a sole name whom a record is of that is but a name.
 */
export const beforeComparing = sql`${companiesContradict} as is_contradiction,
  one.record_type <> other.record_type
    and list_has_any(one.sole_domains, other.sole_domains) as has_sole_domain,
  coalesce(one.tax_number = other.tax_number, false) as has_tax_number,
  (one.is_sole_name and other.is_sole_name
    and (one.country is null and len(one.domains) = 0
      or other.country is null and len(other.domains) = 0)) as has_sole_name`

export const canBeOneCompany = sql<boolean>`(not is_contradiction
  and (name_level >= 2 or has_tax_number or (domain_level = 3 and (name_level = 0 or has_sole_domain))))`

/** The rule by which a pair is one without weighing; null where it has to be weighed. */
export const statedCompany = sql<string | null>`case
  when has_tax_number then 'tax number'
  when domain_level = 3 and (name_level <> 2 or country_level <> 1) then 'domain'
  when name_level = 4 and legal_form_level <> 1 and has_sole_name then 'only one of the name' end`
