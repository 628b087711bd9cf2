/** The companies that we sell to. */
import type { Expression } from 'kysely'
import { day, integer, text, texts } from '../../src/columns.ts'
import { firstKnownFields, noFields } from '../../src/sql/custom_fields.ts'
import { countryName, regionOf } from '../../src/sql/geography.ts'
import { firstKnown } from '../../src/sql/latest.ts'
import { emailDomain, words } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endDay } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAccounts } from '../staging/stg_accounts.ts'
import { type accountSurvivorship, survivorOrder } from './account_survivorship.ts'
import { dimAccountVersions } from './dim_account_versions.ts'
import { dimOwners } from './dim_owners.ts'
import { mapAccountParents } from './map_account_parents.ts'
import { mapAccounts } from './map_accounts.ts'

export const dimAccounts = defineTable({
  name: 'dim_accounts',
  description:
    'One row per company that any system has records of, and `unknown`; without deleted, merged-away and internal ones.',
  grain: ['account_id'],
  relations: [{ column: 'owner_id', to: dimOwners, unknown: 'unknown' }],
  columns: {
    account_id: text('The account: the id of its leading record, scoped by source, or `unknown`.'),
    owner_id: text('The current owner.'),
    parent_account_id: text('The account that it belongs to.').nullable(),
    ultimate_parent_id: text(
      'The account at the top of those it belongs to; itself where it belongs to none.',
    ),
    ultimate_parent_name: text('The name of that account.'),
    account_name: text('As the rep typed it; its domain or id where there is no name.'),
    domain: text('The web domain, lower case.').nullable(),
    country: text('ISO 3166-1 alpha-2.').nullable(),
    country_name: text('The country’s English name; `Unknown` without one.'),
    region: text('The region of the country, by the settings; `Unknown` without a country.'),
    industry: text('The industry; `Unknown` without one.'),
    segment: text('The current segment by number of employees; `Unknown` without one.'),
    lead_source: text('Where it came from, as the CRM names it; `Unknown` without one.'),
    channel: text('The channel of the lead source; `Unknown` without one.'),
    source_system: text('The system of the leading record.'),
    custom_fields: texts('The fields that the settings declare, by name.').nullable(),
    created_date: day('The day the first record of it was created.').nullable(),
    employee_count: integer('How many people it employs.').nullable(),
  },
  query: (db) =>
    db
      .with('listed', () =>
        db
          .selectFrom(unionByName(survivors(db), nobody(db)).as('account'))
          .selectAll('account')
          .select(({ fn }) =>
            fn
              .coalesce('account.known_name', 'account.domain', 'account.account_id')
              .as('account_name'),
          ),
      )
      .selectFrom('listed')
      .leftJoin(mapAccountParents.as('family'), 'family.account_id', 'listed.account_id')
      .leftJoin('listed as top', 'top.account_id', 'family.ultimate_parent_id')
      .innerJoin(dimAccountVersions.as('version'), (join) =>
        join
          .onRef('version.account_id', '=', 'listed.account_id')
          .on('version.valid_to', '=', endDay),
      )
      .select(({ fn, ref, val }) => [
        'listed.account_id',
        'version.owner_id',
        'family.parent_account_id',
        fn.coalesce('family.ultimate_parent_id', 'listed.account_id').as('ultimate_parent_id'),
        fn.coalesce('top.account_name', 'listed.account_name').as('ultimate_parent_name'),
        'listed.account_name',
        'listed.domain',
        'listed.country',
        countryName(ref('listed.country')).as('country_name'),
        regionOf(ref('listed.country')).as('region'),
        fn.coalesce('listed.industry', val('Unknown')).as('industry'),
        'version.segment',
        fn.coalesce('listed.lead_source', val('Unknown')).as('lead_source'),
        fn.coalesce('listed.channel', val('Unknown')).as('channel'),
        'listed.source_system',
        'listed.custom_fields',
        dayOf(ref('listed.created_at')).as('created_date'),
        'listed.employee_count',
      ]),
})

/** The account of records that name none that exists. */
const nobody = (db: Db) =>
  db.selectNoFrom(({ lit, val }) => [
    val('unknown').as('account_id'),
    val('Unknown').$castTo<string | null>().as('known_name'),
    lit(null).$castTo<string | null>().as('domain'),
    lit(null).$castTo<string | null>().as('country'),
    lit(null).$castTo<string | null>().as('industry'),
    lit(null).$castTo<string | null>().as('lead_source'),
    lit(null).$castTo<string | null>().as('channel'),
    val('unknown').as('source_system'),
    noFields.as('custom_fields'),
    lit(null).$castTo<Date | null>().as('created_at'),
    lit(null).$castTo<number | null>().as('employee_count'),
  ])

/** Each field of an account, from the record that survivorship chooses for it. */
const survivors = (db: Db) =>
  db
    .selectFrom(stgAccounts.as('record'))
    .innerJoin(mapAccounts.as('map'), (join) =>
      join
        .onRef('map.source_key', '=', 'record.account_id')
        .on('map.is_living', '=', true)
        .on('map.is_internal', '=', false),
    )
    .groupBy('map.account_id')
    .select(({ fn, ref }) => {
      const member = {
        account_id: ref('map.account_id'),
        source_key: ref('map.source_key'),
        record_type: ref('record.record_type'),
        source_system: ref('record.source_system'),
        created_at: ref('record.created_at'),
        modified_at: ref('record.modified_at'),
      }
      const surviving = <T>(field: keyof typeof accountSurvivorship, value: Expression<T>) =>
        firstKnown(value, survivorOrder(field, member))
      return [
        'map.account_id',
        surviving('account_name', ref('record.account_name')).as('known_name'),
        surviving('domain', fn.coalesce('record.domain', emailDomain(ref('record.email')))).as(
          'domain',
        ),
        surviving('country', ref('record.country')).as('country'),
        surviving('industry', words(ref('record.industry'))).as('industry'),
        surviving('lead_source', ref('record.lead_source')).as('lead_source'),
        surviving('channel', ref('record.channel')).as('channel'),
        surviving('source_system', ref('record.source_system'))
          .$castTo<string>()
          .as('source_system'),
        firstKnownFields(
          'accounts',
          ref('record.custom_fields'),
          survivorOrder('account_name', member),
        ).as('custom_fields'),
        fn.min('record.created_at').as('created_at'),
        surviving('employee_count', ref('record.employee_count')).as('employee_count'),
      ]
    })
