/** Salesforce’s leads. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { isKnown } from '../../../src/sql/known.ts'
import { isRemoved, lastStates, salesforceId, salesforceKey } from '../../../src/sql/salesforce.ts'
import { comparable, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawSalesforceLeads, sourceChannels } from '../../sources/salesforce.ts'
import { personColumns, type personRecordTypes } from '../objects/people.ts'

export const stgSalesforceLeads = defineTable({
  name: 'stg_salesforce__leads',
  description:
    'Salesforce’s leads in their last state, linked to the contacts that they became; deleted and merged-away ones included.',
  grain: ['person_id'],
  columns: pick(
    personColumns,
    'person_id',
    'source_system',
    'source_instance',
    'source_id',
    'record_type',
    'account_id',
    'owner_id',
    'owner_name',
    'linked_person_ids',
    'merged_into_person_id',
    'first_name',
    'last_name',
    'full_name',
    'email',
    'phone',
    'mobile_phone',
    'company_name',
    'job_title',
    'street',
    'city',
    'postal_code',
    'state',
    'country',
    'lead_status',
    'lead_source',
    'channel',
    'custom_fields',
    'is_opted_out',
    'is_call_refused',
    'is_undeliverable',
    'is_deleted',
    'created_at',
    'modified_at',
  ),
  query: (db) =>
    db
      .selectFrom(lastStates(rawSalesforceLeads, 'last_modified_date').as('lead'))
      .select(({ fn, lit, ref, val }) => [
        salesforceKey(ref('lead.source_instance'), ref('lead.id')).as('person_id'),
        val('salesforce').as('source_system'),
        'lead.source_instance',
        salesforceId(ref('lead.id')).as('source_id'),
        val('lead').$castTo<(typeof personRecordTypes)[number]>().as('record_type'),
        salesforceKey(ref('lead.source_instance'), ref('lead.converted_account_id')).as(
          'account_id',
        ),
        salesforceKey(ref('lead.source_instance'), ref('lead.owner_id')).as('owner_id'),
        tidy(ref('lead.owner_name')).as('owner_name'),
        salesforceKey(ref('lead.source_instance'), ref('lead.converted_contact_id')).as(
          'linked_person_ids',
        ),
        salesforceKey(ref('lead.source_instance'), ref('lead.master_record_id')).as(
          'merged_into_person_id',
        ),
        tidy(ref('lead.first_name')).as('first_name'),
        tidy(ref('lead.last_name')).as('last_name'),
        tidy(ref('lead.name')).as('full_name'),
        comparable(ref('lead.email')).as('email'),
        tidy(ref('lead.phone')).as('phone'),
        tidy(ref('lead.mobile_phone')).as('mobile_phone'),
        tidy(ref('lead.company')).as('company_name'),
        tidy(ref('lead.title')).as('job_title'),
        tidy(ref('lead.street')).as('street'),
        tidy(ref('lead.city')).as('city'),
        tidy(ref('lead.postal_code')).as('postal_code'),
        tidy(ref('lead.state')).as('state'),
        countryCode(fn.coalesce('lead.country_code', 'lead.country')).as('country'),
        'lead.status as lead_status',
        'lead.lead_source',
        chosen(ref('lead.lead_source'), sourceChannels, val('Other')).as('channel'),
        customFieldsOf('salesforce', 'people', ref('lead.custom_fields')).as('custom_fields'),
        fn.coalesce('lead.has_opted_out_of_email', lit(false)).as('is_opted_out'),
        'lead.do_not_call as is_call_refused',
        isKnown(ref('lead.email_bounced_date')).as('is_undeliverable'),
        isRemoved('lead').as('is_deleted'),
        'lead.created_date as created_at',
        'lead.last_modified_date as modified_at',
      ]),
})
