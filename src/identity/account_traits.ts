/** What a record of a company is compared by: its name, domains, numbers and address in one spelling. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { registrableDomain } from '../sql/addresses.ts'
import { companyName, legalFormOf } from '../sql/company_names.ts'
import { plainWords, soundOf } from '../sql/names.ts'
import { e164, streetName, taxNumber } from '../sql/phones.ts'
import type { Key } from './candidates.ts'
import { shareOf } from './share.ts'

interface Inputs {
  /** The records that are compared: `record`, `source_key` and `record_state`. */
  readonly records: Expression<unknown>
  /** Records of companies, with the columns of the business object. */
  readonly accounts: Expression<unknown>
  /** Records of people, with the columns of the business object. */
  readonly people: Expression<unknown>
  readonly emailDomains: Expression<unknown>
  readonly phoneCountries: Expression<unknown>
}

/** A domain or number that companies of so many different names have belongs to none of them. */
const sharedBy = 3

/**
 * One row a living record. What has no domain is left out of the lists, not of the rows: DuckDB
 * would move the condition to where domains are cut out, and cut each twice.
 */
export const accountTraits = (from: Inputs): RawBuilder<unknown> => {
  return sql`(
    with plain as (
      select numbered.record, company.source_system, company.source_instance, company.record_type,
        ${companyName(sql`company.account_name`)} as name,
        ${legalFormOf(sql`company.account_name`)} as legal_form,
        ${taxNumber(sql`company.tax_id`, sql`company.country`)} as tax_number,
        company.country,
        ${plainWords(sql`company.city`)} as city,
        replace(${plainWords(sql`company.postal_code`)}, ' ', '') as postal_code,
        ${streetName(plainWords(sql`company.street`))} as street,
        ${e164(sql`company.phone`, {
          callingCode: sql.ref('dialling.calling_code'),
          nationalPrefix: sql.ref('dialling.national_prefix'),
          internationalPrefix: sql.ref('dialling.international_prefix'),
        })} as any_phone,
        list_prepend(company.domain, string_split(coalesce(company.additional_domains, ''), ';')) as web,
        company.email, parent.record as parent_record
      from ${from.accounts} as company
      join ${from.records} as numbered
        on numbered.source_key = company.account_id and numbered.record_state = 'living'
      left join ${from.records} as parent on parent.source_key = company.parent_account_id
      left join ${from.phoneCountries} as dialling on dialling.country = company.country),
    compact as (
      select *, replace(name, ' ', '') as compact_name, ${soundOf(sql`name`)} as name_sound from plain),
    -- Whoever has no domain has that of most of its people.
    staff as (
      select record, mode(domain) as domain from (
        select numbered.record, ${registrableDomain(sql`person.email`)} as domain
        from ${from.people} as person
        join ${from.records} as numbered on numbered.source_key = person.account_id
        where not person.is_deleted)
      left join ${from.emailDomains} as provider using (domain)
      where provider.domain_type is null
      group by record),
    listed as (
      select record, name_sound, compact_name, record_type, ${registrableDomain(sql`page`)} as domain, true as is_web
      from (select *, unnest(web) as page from compact)
      union
      select record, name_sound, compact_name, record_type, ${registrableDomain(sql`email`)}, false from compact
      union
      select record, name_sound, compact_name, record_type, staff.domain, false
      from compact join staff using (record)
      where email is null and list_count(list_filter(web, lambda page: page <> '')) = 0),
    known as (
      select listed.*,
        count(distinct left(listed.name_sound, 3)) over (partition by listed.domain) as names,
        count(distinct compact_name) filter (where record_type = 'company') over (partition by listed.domain) as companies,
        count(distinct compact_name) filter (where record_type <> 'company') over (partition by listed.domain) as customers
      from listed
      left join ${from.emailDomains} as provider on provider.domain = listed.domain
      where provider.domain is null),
    own as (
      select record, list_distinct(list(domain order by is_web desc, domain) filter (where domain is not null)) as domains,
        coalesce(list(domain order by domain) filter (where domain is not null and companies = 1 and customers <= 1), []) as sole_domains
      from known where names < ${sql.lit(sharedBy)} group by record),
    number as (
      select record, any_phone as phone,
        count(distinct left(name_sound, 3)) over (partition by any_phone) >= ${sql.lit(sharedBy)} as is_shared
      from compact where any_phone is not null)
    select compact.record, source_system, source_instance, record_type, name, compact_name, name_sound,
      legal_form, tax_number, country, city, postal_code, street, number.phone, parent_record,
      coalesce(own.domains, []) as domains, coalesce(own.sole_domains, []) as sole_domains,
      compact_name is not null
        and count(distinct country) over (partition by compact_name) <= 1
        and count(distinct own.domains[1]) over (partition by compact_name) <= 1 as is_sole_name,
      ${shareOf('compact_name')} as name_share,
      ${shareOf('country')} as country_share,
      ${shareOf('city')} as city_share,
      ${shareOf('postal_code')} as postal_code_share,
      coalesce(compact_name, '') || ' ' || coalesce(own.domains[1], '') as sorting
    from compact
    left join own on own.record = compact.record
    left join number on number.record = compact.record and not number.is_shared)`
}

/** The keys under which records of companies meet. */
export const accountKeys: readonly Key[] = [
  { key: sql`item.domains` },
  { key: sql`list_transform(item.domains, lambda domain: split_part(domain, '.', 1))` },
  { key: sql`[item.tax_number]` },
  { key: sql`[item.phone]` },
  { key: sql`[item.compact_name]` },
  { key: sql`[item.name_sound]` },
  { key: sql`[split_part(item.name, ' ', 1)]` },
  { key: sql`[item.compact_name[1:5]]` },
  { key: sql`[item.street || ' ' || coalesce(item.postal_code, item.city)]` },
  { key: sql`[item.postal_code || ' ' || item.name[1:2]]` },
]
