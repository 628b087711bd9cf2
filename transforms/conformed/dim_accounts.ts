/** The companies that we sell to. */
import { day, integer, text } from '../../src/columns.ts'
import { countryName, regionOf } from '../../src/sql/geography.ts'
import { emailDomain, words } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { stgBillingCustomers } from '../staging/stg_billing_customers.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { mapAccounts } from './map_accounts.ts'

export const dimAccounts = defineTable({
  name: 'dim_accounts',
  description:
    'The companies of the CRMs and the billed customers that are none of them; without deleted, merged-away and internal ones; and `unknown`.',
  grain: ['account_id'],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    account_id: text('The account: `hubspot:<id>`, `stripe:<id>`, or `unknown`.'),
    owner_id: text('The current owner.'),
    account_name: text('As the rep typed it; its domain or id where there is no name.'),
    domain: text('The web domain, lower case.').nullable(),
    country: text('ISO 3166-1 alpha-2.').nullable(),
    country_name: text('The country’s English name; `Unknown` without one.'),
    region: text('The region of the country, by the settings; `Unknown` without a country.'),
    industry: text('The industry; `Unknown` without one.'),
    segment: text('The current segment by number of employees; `Unknown` without one.'),
    lead_source: text('Where it came from, as the CRM names it; `Unknown` without one.'),
    channel: text('The channel of the lead source; `Unknown` without one.'),
    source_system: text('The system that it is of.'),
    created_date: day('The day it was created.').nullable(),
    employee_count: integer('How many people it employs.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(listed(db).as('listed'))
      .innerJoin(dimAccountVersions.as('version'), (join) =>
        join
          .onRef('version.account_id', '=', 'listed.account_id')
          .on('version.valid_to', '=', endDay),
      )
      .select(({ fn, ref, val }) => [
        'listed.account_id',
        'version.owner_id',
        fn.coalesce('listed.account_name', 'listed.domain', 'listed.account_id').as('account_name'),
        'listed.domain',
        'listed.country',
        countryName(ref('listed.country')).as('country_name'),
        regionOf(ref('listed.country')).as('region'),
        fn.coalesce('listed.industry', val('Unknown')).as('industry'),
        'version.segment',
        fn.coalesce('listed.lead_source', val('Unknown')).as('lead_source'),
        fn.coalesce('listed.channel', val('Unknown')).as('channel'),
        'listed.source_system',
        dayOf(ref('listed.created_at')).as('created_date'),
        'listed.employee_count',
      ]),
})

const listed = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgAccounts.as('company'))
          .innerJoin(mapAccounts.as('map'), (join) =>
            join
              .onRef('map.source_system', '=', 'company.source_system')
              .onRef('map.source_id', '=', 'company.source_id')
              .on('map.match_method', '=', 'own id')
              .on('map.is_internal', '=', false),
          )
          .select(({ ref }) => [
            'map.account_id',
            'company.account_name',
            'company.domain',
            'company.country',
            words(ref('company.industry')).as('industry'),
            'company.lead_source',
            'company.channel',
            'company.source_system',
            'company.created_at',
            'company.employee_count',
          ]),
        db
          .selectFrom(stgBillingCustomers.as('customer'))
          .innerJoin(mapAccounts.as('map'), (join) =>
            join
              .onRef('map.source_system', '=', 'customer.source_system')
              .onRef('map.source_id', '=', 'customer.source_id')
              .on('map.match_method', '=', 'no match')
              .on('map.is_internal', '=', false),
          )
          .select(({ ref, lit }) => [
            'map.account_id',
            'customer.customer_name as account_name',
            emailDomain(ref('customer.email')).as('domain'),
            lit(null).$castTo<string | null>().as('country'),
            lit(null).$castTo<string | null>().as('industry'),
            lit(null).$castTo<string | null>().as('lead_source'),
            lit(null).$castTo<string | null>().as('channel'),
            'customer.source_system',
            ref('customer.created_at').$castTo<Date | null>().as('created_at'),
            lit(null).$castTo<number | null>().as('employee_count'),
          ]),
        db.selectNoFrom(({ lit, val }) => [
          val('unknown').as('account_id'),
          val('Unknown').$castTo<string | null>().as('account_name'),
          lit(null).$castTo<string | null>().as('domain'),
          lit(null).$castTo<string | null>().as('country'),
          lit(null).$castTo<string | null>().as('industry'),
          lit(null).$castTo<string | null>().as('lead_source'),
          lit(null).$castTo<string | null>().as('channel'),
          val('unknown').as('source_system'),
          lit(null).$castTo<Date | null>().as('created_at'),
          lit(null).$castTo<number | null>().as('employee_count'),
        ]),
      ).as('account'),
    )
    .selectAll('account')
