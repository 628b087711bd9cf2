/** What HubSpot remembers of companies, and what successive exports of them tell. */
import { pick } from '../../../src/columns.ts'
import { asText, sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { changesOf } from '../../../src/sql/version_changes.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawHubspotCompanies, rawHubspotCompanyPropertyHistory } from '../../sources/hubspot.ts'
import { accountHistoryColumns, type accountProperties } from '../objects/account_history.ts'

type Property = (typeof accountProperties)[number]

export const stgHubspotAccountHistory = defineTable({
  name: 'stg_hubspot__account_history',
  description:
    'Every owner and number of employees that a HubSpot company had: from the history of the property, else from successive exports of the company.',
  grain: ['account_id', 'property', 'changed_at'],
  columns: pick(accountHistoryColumns, 'account_id', 'property', 'changed_at', 'value'),
  query: (db) =>
    db
      .with('remembered', () => remembered(db))
      .with('exported', () => exported(db))
      .selectFrom((from) =>
        unionByName(
          from.selectFrom('remembered').selectAll('remembered'),
          from
            .selectFrom('exported')
            .selectAll('exported')
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('remembered as known')
                    .whereRef('known.account_id', '=', 'exported.account_id')
                    .whereRef('known.property', '=', 'exported.property')
                    .select('known.account_id'),
                ),
              ),
            ),
        ).as('change'),
      )
      .select(['change.account_id', 'change.property', 'change.changed_at', 'change.value']),
})

const remembered = (db: Db) =>
  db
    .selectFrom(rawHubspotCompanyPropertyHistory.as('change'))
    .where('change.name', 'in', ['hubspot_owner_id', 'numberofemployees'])
    .select(({ eb, ref }) => {
      const instance = ref('change.source_instance')
      return [
        sourceKey('hubspot', instance, ref('change.company_id')).as('account_id'),
        eb
          .case()
          .when('change.name', '=', 'hubspot_owner_id')
          .then<Property>('owner_id')
          .else<Property>('employee_count')
          .end()
          .as('property'),
        'change.timestamp as changed_at',
        eb
          .case()
          .when('change.name', '=', 'hubspot_owner_id')
          .then(sourceKey('hubspot', instance, ref('change.value')))
          .else(ref('change.value'))
          .end()
          .as('value'),
      ]
    })

const exported = (db: Db) =>
  db
    .selectFrom(changesOf(unionByName(owners(db), employees(db))).as('change'))
    .select(({ ref }) => [
      'change.id as account_id',
      ref('change.property').$castTo<Property>().as('property'),
      'change.changed_at',
      'change.value',
    ])

const owners = (db: Db) =>
  db
    .selectFrom(rawHubspotCompanies.as('company'))
    .select(({ ref, val }) => [
      sourceKey('hubspot', ref('company.source_instance'), ref('company.id')).as('id'),
      val('owner_id').as('property'),
      'company.createdate as begun_at',
      'company.version_at as state_at',
      sourceKey('hubspot', ref('company.source_instance'), ref('company.hubspot_owner_id')).as(
        'value',
      ),
    ])

const employees = (db: Db) =>
  db
    .selectFrom(rawHubspotCompanies.as('company'))
    .select(({ ref, val }) => [
      sourceKey('hubspot', ref('company.source_instance'), ref('company.id')).as('id'),
      val('employee_count').as('property'),
      'company.createdate as begun_at',
      'company.version_at as state_at',
      asText(ref('company.numberofemployees')).as('value'),
    ])
