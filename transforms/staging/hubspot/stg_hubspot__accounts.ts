/** HubSpot’s companies. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { latestOf } from '../../../src/sql/latest_versions.ts'
import { salesforceId } from '../../../src/sql/salesforce.ts'
import { combined, linkedKey, sourceKeys } from '../../../src/sql/source_keys.ts'
import { addressIn, bareDomain, sourceKey, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotCompanies } from '../../sources/hubspot.ts'
import { sourceChannels, sourceLabels } from '../../sources/hubspot_words.ts'
import { accountColumns } from '../objects/accounts.ts'

export const stgHubspotAccounts = defineTable({
  name: 'stg_hubspot__accounts',
  description: 'HubSpot’s companies as last exported, archived and internal ones included.',
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
    'owner_email',
    'parent_account_id',
    'linked_account_ids',
    'merged_account_ids',
    'account_name',
    'domain',
    'additional_domains',
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
    db.selectFrom(latestOf(db, rawHubspotCompanies).as('company')).select(({ ref, fn, val }) => {
      const instance = ref('company.source_instance')
      const source = ref('company.hs_analytics_source')
      return [
        sourceKey('hubspot', instance, ref('company.id')).as('account_id'),
        val('hubspot').as('source_system'),
        'company.source_instance',
        'company.id as source_id',
        val('company' as const).as('record_type'),
        sourceKey('hubspot', instance, ref('company.hubspot_owner_id')).as('owner_id'),
        withoutAddress(ref('company.company_owner')).as('owner_name'),
        addressIn(ref('company.company_owner')).as('owner_email'),
        sourceKey('hubspot', instance, ref('company.hs_parent_company_id')).as('parent_account_id'),
        combined(
          linkedKey('salesforce', salesforceId(ref('company.salesforce_account_id'))),
          linkedKey('stripe', ref('company.stripe_customer_id')),
        ).as('linked_account_ids'),
        sourceKeys('hubspot', instance, ref('company.hs_merged_object_ids')).as(
          'merged_account_ids',
        ),
        tidy(ref('company.name')).as('account_name'),
        fn
          .coalesce(bareDomain(ref('company.domain')), bareDomain(ref('company.website')))
          .as('domain'),
        'company.hs_additional_domains as additional_domains',
        'company.phone',
        tidy(ref('company.address')).as('street'),
        tidy(ref('company.city')).as('city'),
        tidy(ref('company.zip')).as('postal_code'),
        tidy(ref('company.state')).as('state'),
        countryCode(ref('company.country')).as('country'),
        'company.industry',
        chosen(source, sourceLabels, source).as('lead_source'),
        chosen(source, sourceChannels, val('Other')).as('channel'),
        customFieldsOf('hubspot', 'accounts', ref('company.custom_fields')).as('custom_fields'),
        anyTrue(ref('company.archived'), ref('company.is_gone')).as('is_deleted'),
        'company.createdate as created_at',
        'company.hs_lastmodifieddate as modified_at',
        'company.numberofemployees as employee_count',
      ]
    }),
})
