/** What a record of a person is compared by: its names, addresses and numbers in one spelling. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { localPart, mailbox, registrableDomain } from '../sql/addresses.ts'
import { companyName } from '../sql/company_names.ts'
import { firstOfFull, lastOfFull, personName, plainWords, soundOf } from '../sql/names.ts'
import { e164, streetName } from '../sql/phones.ts'
import type { Key } from './candidates.ts'
import { shareOf } from './share.ts'

interface Inputs {
  /** The records that are compared: `record`, `source_key` and `record_state`. */
  readonly records: Expression<unknown>
  /** Records of people, with the columns of the business object. */
  readonly people: Expression<unknown>
  /** Which account a record of a company is: `source_key` and `account_id`. */
  readonly accounts: Expression<unknown>
  readonly emailDomains: Expression<unknown>
  readonly roleNames: Expression<unknown>
  readonly nicknames: Expression<unknown>
  readonly phoneCountries: Expression<unknown>
}

/** A mailbox or number that so many different persons have belongs to none of them. */
const sharedBy = 4

/** Neighbours of a record under a key that many share. */
const few = 6

/**
 * One row a living record. What is no mailbox or number is left out of the lists, not of the rows:
 * DuckDB would move the condition to where they are mended, and mend each twice.
 */
export const personTraits = (from: Inputs): RawBuilder<unknown> => {
  const full = sql<string | null>`case when person.first_name is null or person.last_name is null
    then coalesce(person.full_name, case when person.first_name is null then
      case when person.last_name like '% %' then person.last_name end
      when person.first_name like '% %' then person.first_name end) end`
  return sql`(
    with named as (
      select numbered.record,
        ${personName(sql`coalesce(${firstOfFull(full)}, person.first_name)`)} as first_name,
        ${personName(sql`coalesce(${lastOfFull(full)}, person.last_name)`)} as last_name,
        list_prepend(person.email, string_split(person.additional_emails, ';')) as addresses,
        [person.phone, person.mobile_phone] as numbers, person.country,
        strftime(person.birth_date, '%Y%m%d') as birth_digits,
        nullif(account.account_id, 'unknown') as account_id,
        ${companyName(sql`person.company_name`)} as company_name,
        ${streetName(plainWords(sql`person.street`))} as street,
        ${plainWords(sql`person.city`)} as city,
        replace(${plainWords(sql`person.postal_code`)}, ' ', '') as postal_code,
        ${plainWords(sql`person.state`)} as region
      from ${from.people} as person
      join ${from.records} as numbered
        on numbered.source_key = person.person_id and numbered.record_state = 'living'
      left join ${from.accounts} as account on account.source_key = person.account_id),
    initialled as (
      select *, case when coalesce(first_name, last_name) is not null then
        least(coalesce(first_name[1], ''), coalesce(last_name[1], '')) || greatest(coalesce(first_name[1], ''), coalesce(last_name[1], '')) end as initials
      from named),
    address as (
      select distinct record, initials, ${mailbox(sql`address`)} as box
      from (select record, initials, unnest(addresses) as address from initialled)
      where address <> ''),
    box as (
      select record, box, ${localPart(sql`box`)} as local, ${registrableDomain(sql`box`)} as domain,
        count(distinct initials) over (partition by box) >= ${sql.lit(sharedBy)} as is_shared
      from address),
    own_box as (
      select box.record,
        coalesce(list(box.box order by box.box) filter (where box.box is not null and role.role_name is null and not box.is_shared), []) as mailboxes,
        min(box.domain) filter (where listed.domain is null) as own_domain
      from box
      left join ${from.roleNames} as role on role.role_name = box.local
      left join ${from.emailDomains} as listed on listed.domain = box.domain
      group by box.record),
    dialled as (
      select distinct record, initials, ${e164(sql`typed.number`, {
        callingCode: sql`dialling.calling_code`,
        nationalPrefix: sql`dialling.national_prefix`,
        internationalPrefix: sql`dialling.international_prefix`,
      })} as number
      from (select record, initials, country, unnest(numbers) as number from initialled) as typed
      left join ${from.phoneCountries} as dialling on dialling.country = typed.country
      where typed.number <> ''),
    number as (
      select record, list(number order by number) filter (where number is not null) as phones from (
        select record, number, count(distinct initials) over (partition by number) >= ${sql.lit(sharedBy)} as is_shared
        from dialled)
      where not is_shared group by record),
    nickname as (
      select first_name, list(full_name order by full_name) as full_names from ${from.nicknames} group by first_name)
    select record, first_name, last_name, full_first_names, mailboxes, mailbox, mailbox_name,
      coalesce(contains(mailbox_letters, replace(last_name, ' ', ''))
        or contains(mailbox_letters, replace(first_name, ' ', '')), false) as is_named_mailbox,
      regexp_replace(mailbox_name, '[^0-9]', '', 'g') as mailbox_digits,
      own_domain, phones, birth_digits, account_id, company_name, street, city, postal_code, region,
      ${shareOf('first_name')} as first_name_share,
      ${shareOf('last_name')} as last_name_share,
      ${shareOf('account_id')} as account_share,
      ${shareOf('company_key')} as company_share,
      ${shareOf('city')} as city_share,
      ${shareOf('postal_code')} as postal_code_share,
      ${soundOf(sql`last_name`)} as last_sound,
      ${soundOf(sql`first_name`)} as first_sound,
      coalesce(last_name, '') || ' ' || coalesce(first_name, '') || ' ' || coalesce(mailbox, '') as sorting
    from (
      select initialled.*, nickname.full_names,
        coalesce(nickname.full_names, [initialled.first_name]) as full_first_names,
        coalesce(own_box.mailboxes, []) as mailboxes,
        own_box.mailboxes[1] as mailbox,
        ${localPart(sql`own_box.mailboxes[1]`)} as mailbox_name,
        regexp_replace(${localPart(sql`own_box.mailboxes[1]`)}, '[^a-z]', '', 'g') as mailbox_letters,
        own_box.own_domain,
        coalesce(number.phones, []) as phones,
        coalesce(own_box.own_domain, initialled.company_name) as company_key
      from initialled
      left join own_box on own_box.record = initialled.record
      left join number on number.record = initialled.record
      left join nickname on nickname.first_name = initialled.first_name))`
}

/** The keys under which records of persons meet: what hardly anyone shares first. */
export const personKeys: readonly Key[] = [
  { key: sql`item.mailboxes` },
  { key: sql`case when strlen(item.mailbox_name) >= 5 then [item.mailbox_name] end` },
  { key: sql`list_transform(item.phones, lambda phone: right(phone, 8))` },
  {
    key: sql`[least(item.first_name, item.last_name) || ' ' || greatest(item.first_name, item.last_name)]`,
  },
  { key: sql`[item.last_sound || ' ' || item.first_sound]` },
  { key: sql`[item.birth_digits]` },
  {
    key: sql`list_transform([item.last_sound, item.first_sound], lambda sound: sound || ' ' || item.birth_digits[1:4])`,
  },
  {
    key: sql`list_transform([item.last_sound, item.first_sound], lambda sound: sound || ' ' || item.birth_digits[5:8])`,
  },
  {
    key: sql`list_transform([item.last_sound, item.first_sound], lambda sound: sound || ' ' || item.postal_code)`,
  },
  { key: sql`[item.street || ' ' || coalesce(item.postal_code, item.city)]` },
  { key: sql`[item.account_id]`, neighbours: few },
  { key: sql`[item.own_domain]`, neighbours: few },
  { key: sql`[item.company_name]`, neighbours: few },
  {
    key: sql`list_transform([item.last_sound, item.first_sound], lambda sound: sound || ' ' || item.city[1:2])`,
    neighbours: few,
  },
  { key: sql`[item.last_name, item.first_name]`, neighbours: few },
  { key: sql`[item.mailbox_name[1:4] || ' ' || item.own_domain[1:2]]`, neighbours: few },
]
