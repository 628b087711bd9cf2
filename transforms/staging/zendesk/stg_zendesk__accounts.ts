/** Zendesk’s organisations. */
import { pick } from '../../../src/columns.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { firstKnown } from '../../../src/sql/latest.ts'
import { bySemicolon, combined, idsOf } from '../../../src/sql/source_keys.ts'
import {
  bareDomain,
  comparable,
  emailDomain,
  firstOf,
  sourceKey,
  tidy,
} from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawZendeskDomainName,
  rawZendeskOrganizations,
  rawZendeskUsers,
} from '../../sources/zendesk.ts'
import { accountColumns } from '../objects/accounts.ts'
import { accountOf } from './external_ids.ts'

export const stgZendeskAccounts = defineTable({
  name: 'stg_zendesk__accounts',
  description: 'Zendesk’s organisations, deleted ones included.',
  grain: ['account_id'],
  columns: pick(
    accountColumns,
    'account_id',
    'source_system',
    'source_instance',
    'source_id',
    'record_type',
    'linked_account_ids',
    'account_name',
    'domain',
    'additional_domains',
    'custom_fields',
    'is_deleted',
    'created_at',
    'modified_at',
  ),
  query: (db) =>
    db
      .selectFrom(rawZendeskOrganizations.as('organization'))
      .leftJoin(domains(db).as('domain'), (join) =>
        join
          .onRef('domain.source_instance', '=', 'organization.source_instance')
          .onRef('domain.organization_id', '=', 'organization.id'),
      )
      .leftJoin(domainsOfUsers(db).as('mail'), (join) =>
        join
          .onRef('mail.source_instance', '=', 'organization.source_instance')
          .onRef('mail.organization_id', '=', 'organization.id'),
      )
      .select(({ ref, fn, val }) => {
        const listed = bySemicolon(ref('organization.domain_names'))
        return [
          sourceKey('zendesk', ref('organization.source_instance'), ref('organization.id')).as(
            'account_id',
          ),
          val('zendesk').as('source_system'),
          'organization.source_instance',
          'organization.id as source_id',
          val('organisation' as const).as('record_type'),
          accountOf(ref('organization.external_id')).as('linked_account_ids'),
          tidy(ref('organization.name')).as('account_name'),
          bareDomain(fn.coalesce('domain.first', firstOf(listed))).as('domain'),
          comparable(combined(ref('domain.names'), listed, ref('mail.domains'))).as(
            'additional_domains',
          ),
          customFieldsOf('zendesk', 'accounts', ref('organization.custom_fields')).as(
            'custom_fields',
          ),
          anyTrue(ref('organization._fivetran_deleted'), ref('organization.is_gone')).as(
            'is_deleted',
          ),
          'organization.created_at',
          'organization.updated_at as modified_at',
        ]
      }),
})

const domains = (db: Db) =>
  db
    .selectFrom(rawZendeskDomainName.as('domain'))
    .select(({ ref }) => [
      'domain.source_instance',
      'domain.organization_id',
      idsOf(ref('domain.domain_name')).as('names'),
      firstKnown(ref('domain.domain_name'), [ref('domain.index'), ref('domain.domain_name')]).as(
        'first',
      ),
    ])
    .where('domain.is_gone', '=', false)
    .groupBy(['domain.source_instance', 'domain.organization_id'])

/**
 * The domains at which at least half of an organisation’s users have their mail. Few companies
 * keep the domains of organisations; free-mail is told apart where domains are compared.
 */
const domainsOfUsers = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(
          db
            .selectFrom(rawZendeskUsers.as('user'))
            .where(({ or, eb }) =>
              or([eb('user.role', '=', 'end-user'), eb('user.role', 'is', null)]),
            )
            .select(({ ref }) => [
              'user.source_instance',
              'user.organization_id',
              emailDomain(ref('user.email')).as('domain'),
            ])
            .as('address'),
        )
        .where('address.organization_id', 'is not', null)
        .where('address.domain', 'is not', null)
        .select(({ fn }) => [
          'address.source_instance',
          'address.organization_id',
          'address.domain',
          fn.countAll<number>().as('users'),
          fn
            .sum<number>(fn.countAll())
            .over((over) =>
              over.partitionBy(['address.source_instance', 'address.organization_id']),
            )
            .as('all_users'),
        ])
        .groupBy(['address.source_instance', 'address.organization_id', 'address.domain'])
        .as('used'),
    )
    .where(({ eb, ref }) => eb(eb(ref('used.users'), '*', 2), '>=', ref('used.all_users')))
    .select(({ ref }) => [
      'used.source_instance',
      'used.organization_id',
      idsOf(ref('used.domain')).as('domains'),
    ])
    .groupBy(['used.source_instance', 'used.organization_id'])
