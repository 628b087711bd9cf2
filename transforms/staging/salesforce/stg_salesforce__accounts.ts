/** Salesforce’s accounts. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { isRemoved, lastStates, salesforceId, salesforceKey } from '../../../src/sql/salesforce.ts'
import { bareDomain, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawSalesforceAccounts, sourceChannels } from '../../sources/salesforce.ts'
import { accountColumns, type accountRecordTypes } from '../objects/accounts.ts'

export const stgSalesforceAccounts = defineTable({
  name: 'stg_salesforce__accounts',
  description: 'Salesforce’s accounts in their last state, deleted and merged-away ones included.',
  grain: ['account_id'],
  columns: pick(
    accountColumns,
    'account_id',
    'source_system',
    'source_instance',
    'source_id',
    'record_type',
    'owner_id',
    'owner_name',
    'parent_account_id',
    'merged_into_account_id',
    'account_name',
    'domain',
    'phone',
    'street',
    'city',
    'postal_code',
    'state',
    'country',
    'industry',
    'lead_source',
    'channel',
    'custom_fields',
    'is_deleted',
    'created_at',
    'modified_at',
    'employee_count',
  ),
  query: (db) =>
    db
      .selectFrom(lastStates(rawSalesforceAccounts, 'version_at').as('account'))
      .select(({ fn, ref, val }) => {
        const key = (id: Parameters<typeof salesforceKey<string | null>>[1]) =>
          salesforceKey(ref('account.source_instance'), id)
        return [
          salesforceKey(ref('account.source_instance'), ref('account.id')).as('account_id'),
          val('salesforce').as('source_system'),
          'account.source_instance',
          salesforceId(ref('account.id')).as('source_id'),
          val('company').$castTo<(typeof accountRecordTypes)[number]>().as('record_type'),
          key(ref('account.owner_id')).as('owner_id'),
          tidy(ref('account.owner_name')).as('owner_name'),
          key(ref('account.parent_id')).as('parent_account_id'),
          key(ref('account.master_record_id')).as('merged_into_account_id'),
          tidy(ref('account.name')).as('account_name'),
          bareDomain(ref('account.website')).as('domain'),
          tidy(ref('account.phone')).as('phone'),
          tidy(ref('account.billing_street')).as('street'),
          tidy(ref('account.billing_city')).as('city'),
          tidy(ref('account.billing_postal_code')).as('postal_code'),
          tidy(ref('account.billing_state')).as('state'),
          countryCode(fn.coalesce('account.billing_country_code', 'account.billing_country')).as(
            'country',
          ),
          'account.industry',
          'account.account_source as lead_source',
          chosen(ref('account.account_source'), sourceChannels, val('Other')).as('channel'),
          customFieldsOf('salesforce', 'accounts', ref('account.custom_fields')).as(
            'custom_fields',
          ),
          isRemoved('account').as('is_deleted'),
          'account.created_date as created_at',
          'account.last_modified_date as modified_at',
          'account.number_of_employees as employee_count',
        ]
      }),
})
