/** The people whom we market and sell to. */
import type { Expression } from 'kysely'
import { day, flag, oneOf, text, texts } from '../../src/columns.ts'
import { localPart } from '../../src/sql/addresses.ts'
import { isSame } from '../../src/sql/choice.ts'
import { firstKnownFields, noFields } from '../../src/sql/custom_fields.ts'
import { type EmailQuality, emailQualities, emailQuality } from '../../src/sql/email_quality.ts'
import { countryName } from '../../src/sql/geography.ts'
import { firstKnown, holdsForAny } from '../../src/sql/latest.ts'
import { comparable, emailDomain, joined } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { refEmailDomains } from '../references/ref_email_domains.ts'
import { refMailServers } from '../references/ref_mail_servers.ts'
import { refRoleNames } from '../references/ref_role_names.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimOwners } from './dim_owners.ts'
import { mapAccounts } from './map_accounts.ts'
import { mapOwners } from './map_owners.ts'
import { mapPeople } from './map_people.ts'
import { personSurvivorOrder, type personSurvivorship } from './person_survivorship.ts'

export const dimPeople = defineTable({
  name: 'dim_people',
  description:
    'One row per person whom any system has records of, and `unknown`; without deleted, merged-away and internal ones.',
  grain: ['person_id'],
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  columns: {
    person_id: text('The person: the id of the oldest record, scoped by source, or `unknown`.'),
    account_id: text('The account the person belongs to; `unknown` without one.'),
    owner_id: text('The current owner; `unknown` without one.'),
    person_name: text('First and last name; the e-mail address or id where there is none.'),
    email: text('Lower case.').nullable(),
    email_quality: oneOf(
      emailQualities,
      'What the address is good for; `unknown` where there is none, or its domain takes no mail.',
    ),
    job_title: text('As typed.').nullable(),
    country: text('ISO 3166-1 alpha-2.').nullable(),
    country_name: text('The country’s English name; `Unknown` without one.'),
    lifecycle_stage: text('As the CRM names it; `Unknown` without one.'),
    lead_source: text('Where the person came from, as the CRM names it; `Unknown` without one.'),
    channel: text('The channel of the lead source; `Unknown` without one.'),
    source_system: text('The system of the leading record.'),
    custom_fields: texts('The fields that the settings declare, by name.').nullable(),
    time_zone: text('IANA name; null where no system says it.').nullable(),
    is_opted_out: flag('Whether the person wants no e-mail at all.'),
    is_call_refused: flag('Whether the person wants no calls.'),
    is_undeliverable: flag('Whether mail to an address of the person came back.'),
    created_date: day('The day the first record of the person was created.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(
        unionByName(
          survivors(db),
          db.selectNoFrom(({ lit, val }) => [
            val('unknown').as('person_id'),
            lit(null).$castTo<string | null>().as('account_id'),
            lit(null).$castTo<string | null>().as('owner_id'),
            val('Unknown').$castTo<string | null>().as('person_name'),
            lit(null).$castTo<string | null>().as('email'),
            lit(null).$castTo<string | null>().as('job_title'),
            lit(null).$castTo<string | null>().as('country'),
            lit(null).$castTo<string | null>().as('lifecycle_stage'),
            lit(null).$castTo<string | null>().as('lead_source'),
            lit(null).$castTo<string | null>().as('channel'),
            val('unknown').as('source_system'),
            lit(null).$castTo<string | null>().as('time_zone'),
            lit(false).$castTo<boolean>().as('is_opted_out'),
            lit(false).$castTo<boolean>().as('is_call_refused'),
            lit(false).$castTo<boolean>().as('is_undeliverable'),
            noFields.as('custom_fields'),
            lit(null).$castTo<Date | null>().as('created_at'),
          ]),
        ).as('person'),
      )
      .leftJoin(refEmailDomains.as('provider'), (join) =>
        join.on(({ eb, ref }) => eb('provider.domain', '=', emailDomain(ref('person.email')))),
      )
      .leftJoin(refRoleNames.as('role'), (join) =>
        join.on(({ eb, ref }) => eb('role.role_name', '=', localPart(ref('person.email')))),
      )
      .leftJoin(refMailServers.as('server'), (join) =>
        join.on(({ eb, ref }) => eb('server.domain', '=', emailDomain(ref('person.email')))),
      )
      .select(({ fn, ref, val }) => [
        'person.person_id',
        fn.coalesce('person.account_id', val('unknown')).as('account_id'),
        fn.coalesce('person.owner_id', val('unknown')).as('owner_id'),
        fn.coalesce('person.person_name', 'person.email', 'person.person_id').as('person_name'),
        'person.email',
        emailQuality({
          address: ref('person.email'),
          domainType: ref('provider.domain_type'),
          roleName: ref('role.role_name'),
          hasMailServer: isSame(ref('server.has_mail_server'), 'yes'),
        })
          .$castTo<EmailQuality>()
          .as('email_quality'),
        'person.job_title',
        'person.country',
        countryName(ref('person.country')).as('country_name'),
        fn.coalesce('person.lifecycle_stage', val('Unknown')).as('lifecycle_stage'),
        fn.coalesce('person.lead_source', val('Unknown')).as('lead_source'),
        fn.coalesce('person.channel', val('Unknown')).as('channel'),
        'person.source_system',
        'person.custom_fields',
        'person.time_zone',
        'person.is_opted_out',
        'person.is_call_refused',
        'person.is_undeliverable',
        dayOf(ref('person.created_at')).as('created_date'),
      ]),
})

/** Each field of a person, from the record that survivorship chooses for it. */
const survivors = (db: Db) =>
  db
    .selectFrom(stgPeople.as('record'))
    .innerJoin(mapPeople.as('map'), (join) =>
      join
        .onRef('map.source_key', '=', 'record.person_id')
        .on('map.is_living', '=', true)
        .on('map.is_internal', '=', false),
    )
    .leftJoin(mapAccounts.as('company'), (join) =>
      join
        .onRef('company.source_key', '=', 'record.account_id')
        .on('company.account_id', '!=', 'unknown'),
    )
    .leftJoin(mapOwners.as('owner'), 'owner.source_key', 'record.owner_id')
    .leftJoin(dimOwners.as('addressed'), 'addressed.owner_email', 'record.owner_email')
    .leftJoin(mapOwners.as('named'), (join) =>
      join
        .onRef('named.source_system', '=', 'record.source_system')
        .onRef('named.source_instance', '=', 'record.source_instance')
        .on(({ eb, ref }) => eb('named.owner_name', '=', comparable(ref('record.owner_name')))),
    )
    .groupBy('map.person_id')
    .select(({ fn, ref }) => {
      const member = {
        person_id: ref('map.person_id'),
        source_key: ref('map.source_key'),
        record_type: ref('record.record_type'),
        created_at: ref('record.created_at'),
        modified_at: ref('record.modified_at'),
      }
      const surviving = <T>(field: keyof typeof personSurvivorship, value: Expression<T>) =>
        firstKnown(value, personSurvivorOrder(field, member))
      return [
        'map.person_id',
        surviving('account_id', ref('company.account_id')).as('account_id'),
        surviving(
          'owner_id',
          fn.coalesce('owner.owner_id', 'addressed.owner_id', 'named.owner_id'),
        ).as('owner_id'),
        surviving(
          'person_name',
          fn.coalesce(
            joined(ref('record.first_name'), ref('record.last_name')),
            'record.full_name',
          ),
        ).as('person_name'),
        surviving('email', ref('record.email')).as('email'),
        surviving('job_title', ref('record.job_title')).as('job_title'),
        surviving('country', ref('record.country')).as('country'),
        surviving('lifecycle_stage', ref('record.lifecycle_stage')).as('lifecycle_stage'),
        surviving('lead_source', ref('record.lead_source')).as('lead_source'),
        surviving('channel', ref('record.channel')).as('channel'),
        surviving('source_system', ref('record.source_system'))
          .$castTo<string>()
          .as('source_system'),
        surviving('time_zone', ref('record.time_zone')).as('time_zone'),
        holdsForAny(ref('record.is_opted_out')).as('is_opted_out'),
        holdsForAny(ref('record.is_call_refused')).as('is_call_refused'),
        holdsForAny(ref('record.is_undeliverable')).as('is_undeliverable'),
        firstKnownFields(
          'people',
          ref('record.custom_fields'),
          personSurvivorOrder('person_name', member),
        ).as('custom_fields'),
        fn.min('record.created_at').as('created_at'),
      ]
    })
