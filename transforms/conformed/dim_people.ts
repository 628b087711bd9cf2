/** The people whom we market and sell to. */
import { day, flag, text } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { isOneOf } from '../../src/sql/choice.ts'
import { countryName } from '../../src/sql/geography.ts'
import { emailDomain, joined } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { defineTable } from '../../src/table.ts'
import { stgPeople } from '../staging/stg_people.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimOwners } from './dim_owners.ts'
import { mapAccounts } from './map_accounts.ts'

const internalDomains = settings.internalDomains.map((domain) => domain.toLowerCase())

export const dimPeople = defineTable({
  name: 'dim_people',
  description: 'The people of the CRMs, without internal ones; and `unknown`.',
  grain: ['person_id'],
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'owner_id', to: dimOwners, unknown: 'unknown' },
  ],
  columns: {
    person_id: text('The person, scoped by system, or `unknown`.'),
    account_id: text('The account the person belongs to; `unknown` without one.'),
    owner_id: text('The current owner; `unknown` without one.'),
    person_name: text('First and last name; the e-mail address or id where there is none.'),
    email: text('Lower case.').nullable(),
    job_title: text('As typed.').nullable(),
    country_name: text('The country’s English name; `Unknown` without one.'),
    lifecycle_stage: text('As the CRM names it; `Unknown` without one.'),
    lead_source: text('Where the person came from, as the CRM names it; `Unknown` without one.'),
    channel: text('The channel of the lead source; `Unknown` without one.'),
    source_system: text('The CRM.'),
    is_opted_out: flag('Whether the person wants no e-mail at all.'),
    created_date: day('The day the person was created.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom(stgPeople.as('person'))
            .leftJoin(mapAccounts.as('map'), (join) =>
              join
                .onRef('map.source_system', '=', 'person.source_system')
                .onRef('map.source_id', '=', 'person.company_id'),
            )
            .leftJoin(dimOwners.as('owner'), 'owner.owner_name', 'person.owner_name')
            .leftJoin(dimOwners.as('addressed'), 'addressed.owner_email', 'person.owner_email')
            .where(({ eb, ref, not }) =>
              not(
                eb.or([
                  eb(eb.fn.coalesce('map.is_internal', eb.lit(false)), '=', true),
                  isOneOf(emailDomain(ref('person.email')), internalDomains),
                ]),
              ),
            )
            .select(({ fn, ref, val }) => [
              'person.person_id',
              fn.coalesce('map.account_id', val('unknown')).as('account_id'),
              fn.coalesce('addressed.owner_id', 'owner.owner_id', val('unknown')).as('owner_id'),
              fn
                .coalesce(
                  joined(ref('person.first_name'), ref('person.last_name')),
                  'person.email',
                  'person.person_id',
                )
                .as('person_name'),
              'person.email',
              'person.job_title',
              countryName(ref('person.country')).as('country_name'),
              fn.coalesce('person.lifecycle_stage', val('Unknown')).as('lifecycle_stage'),
              fn.coalesce('person.lead_source', val('Unknown')).as('lead_source'),
              fn.coalesce('person.channel', val('Unknown')).as('channel'),
              'person.source_system',
              'person.is_opted_out',
              dayOf(ref('person.created_at')).as('created_date'),
            ]),
          db.selectNoFrom(({ val, lit }) => [
            val('unknown').as('person_id'),
            val('unknown').as('account_id'),
            val('unknown').as('owner_id'),
            val('Unknown').as('person_name'),
            lit(null).$castTo<string | null>().as('email'),
            lit(null).$castTo<string | null>().as('job_title'),
            val('Unknown').as('country_name'),
            val('Unknown').as('lifecycle_stage'),
            val('Unknown').as('lead_source'),
            val('Unknown').as('channel'),
            val('unknown').as('source_system'),
            lit(false).$castTo<boolean>().as('is_opted_out'),
            lit(null).$castTo<never>().as('created_date'),
          ]),
        ).as('person'),
      )
      .selectAll('person'),
})
