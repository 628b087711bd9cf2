/** What Salesforce remembers of accounts. */
import { apart, changesOf, countOf, sinceCreation } from '../../../src/sql/history.ts'
import { amountIn, earliest, ownerIdIn, salesforceKey } from '../../../src/sql/salesforce.ts'
import { asText, wholeNumberOf } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawSalesforceAccountHistory,
  rawSalesforceAccounts,
  rawSalesforceAccountVersions,
} from '../../sources/salesforce.ts'
import { accountHistoryColumns, type accountProperties } from '../objects/account_history.ts'
import { stgSalesforceAccounts } from './stg_salesforce__accounts.ts'

type Property = (typeof accountProperties)[number]

const tracked = ['owner_id', 'employee_count'] as const

export const stgSalesforceAccountHistory = defineTable({
  name: 'stg_salesforce__account_history',
  description:
    'Every value that the owner and the number of employees of an account took. Each attribute of an account has one source, the first that tells of it: AccountHistory, the connector’s versions, successive exports.',
  grain: ['account_id', 'property', 'changed_at'],
  columns: accountHistoryColumns,
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(
            unionByName(
              fieldValues(db),
              ranked(db, 2, changesOf(statesOfVersions(db), tracked)),
              ranked(db, 3, changesOf(statesOfExports(db), tracked)),
            ).as('change'),
          )
          .selectAll('change')
          .select(({ fn }) =>
            fn
              .min('change.source_rank')
              .filterWhere('change.value', 'is not', null)
              .over((over) => over.partitionBy(['change.record_id', 'change.property']))
              .as('best_rank'),
          )
          .as('change'),
      )
      .whereRef('change.source_rank', '=', 'change.best_rank')
      .select(({ ref }) => [
        'change.record_id as account_id',
        'change.property',
        apart(ref('change.changed_at'), {
          by: [ref('change.record_id'), ref('change.property'), ref('change.changed_at')],
          order: [ref('change.sequence')],
        }).as('changed_at'),
        'change.value',
      ]),
})

const ranked = (db: Db, rank: number, changes: ReturnType<typeof changesOf<Property>>) =>
  db
    .selectFrom(changes.as('change'))
    .select(({ lit }) => [
      'change.record_id',
      'change.property',
      'change.changed_at',
      'change.sequence',
      'change.value',
      lit(rank).$castTo<number>().as('source_rank'),
    ])

/** New values, and before the first one the old value since the account was created. */
const fieldValues = (db: Db) =>
  db
    .with('change', (from) =>
      from
        .selectFrom(rawSalesforceAccountHistory.as('change'))
        .where('change.is_gone', '=', false)
        .where('change.field', 'in', ['Owner', 'OwnerId', 'NumberOfEmployees', 'Employees'])
        .where(({ eb, or, ref }) =>
          or([
            eb('change.field', 'in', ['NumberOfEmployees', 'Employees']),
            eb(ownerIdIn(ref('change.old_value')), 'is not', null),
            eb(ownerIdIn(ref('change.new_value')), 'is not', null),
          ]),
        )
        .select(({ eb, ref }) => {
          const value = (column: 'old_value' | 'new_value') =>
            eb
              .case()
              .when('change.field', 'in', ['Owner', 'OwnerId'])
              .then(
                salesforceKey(ref('change.source_instance'), ownerIdIn(ref(`change.${column}`))),
              )
              .else(asText(wholeNumberOf(asText(amountIn(ref(`change.${column}`))))))
              .end()
          return [
            salesforceKey(ref('change.source_instance'), ref('change.account_id')).as('record_id'),
            eb
              .case()
              .when('change.field', 'in', ['Owner', 'OwnerId'])
              .then<Property>('owner_id')
              .else<Property>('employee_count')
              .end()
              .as('property'),
            'change.created_date as changed_at',
            'change.id as sequence',
            value('old_value').as('before'),
            value('new_value').as('after'),
          ]
        }),
    )
    .selectFrom((from) =>
      unionByName(
        from
          .selectFrom('change')
          .select([
            'change.record_id',
            'change.property',
            'change.changed_at',
            'change.sequence',
            'change.after as value',
          ]),
        from
          .selectFrom((first) =>
            first
              .selectFrom('change')
              .distinctOn(['change.record_id', 'change.property'])
              .orderBy('change.record_id')
              .orderBy('change.property')
              .orderBy('change.changed_at')
              .orderBy('change.sequence')
              .selectAll('change')
              .as('change'),
          )
          .leftJoin(stgSalesforceAccounts.as('account'), 'account.account_id', 'change.record_id')
          .select(({ fn, ref, val }) => [
            'change.record_id',
            'change.property',
            earliest(
              ref('change.changed_at'),
              fn.coalesce('account.created_at', 'change.changed_at'),
            ).as('changed_at'),
            val('').as('sequence'),
            'change.before as value',
          ]),
      ).as('told'),
    )
    .select(({ lit }) => [
      'told.record_id',
      'told.property',
      'told.changed_at',
      'told.sequence',
      'told.value',
      lit(1).$castTo<number>().as('source_rank'),
    ])

/** As the connector keeps them. */
const statesOfVersions = (db: Db) =>
  db.selectFrom(rawSalesforceAccountVersions.as('version')).select(({ ref }) => {
    const record = salesforceKey(ref('version.source_instance'), ref('version.id'))
    const began = ref('version._fivetran_start')
    return [
      record.as('record_id'),
      sinceCreation(began, ref('version.created_date'), { by: [record], order: [began] }).as(
        'changed_at',
      ),
      'version.id as sequence',
      salesforceKey(ref('version.source_instance'), ref('version.owner_id')).as('owner_id'),
      asText(ref('version.number_of_employees')).as('employee_count'),
    ]
  })

/** As successive exports show them, reports aside; nothing of an account that they show in one state only. */
const statesOfExports = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(rawSalesforceAccounts.as('version'))
        .where('version.owner_id', 'is not', null)
        .select(({ ref }) => {
          const record = salesforceKey(ref('version.source_instance'), ref('version.id'))
          const states = { by: [record], order: [ref('version.version_at'), ref('version.id')] }
          return [
            record.as('record_id'),
            sinceCreation(ref('version.version_at'), ref('version.created_date'), states).as(
              'changed_at',
            ),
            'version.id as sequence',
            salesforceKey(ref('version.source_instance'), ref('version.owner_id')).as('owner_id'),
            asText(ref('version.number_of_employees')).as('employee_count'),
            countOf({ by: [record] }).as('state_count'),
          ]
        })
        .as('state'),
    )
    .where('state.state_count', '>', 1)
    .select([
      'state.record_id',
      'state.changed_at',
      'state.sequence',
      'state.owner_id',
      'state.employee_count',
    ])
