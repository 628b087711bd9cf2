/** Salesforce’s contacts. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { isKnown } from '../../../src/sql/known.ts'
import { isRemoved, lastStates, salesforceId, salesforceKey } from '../../../src/sql/salesforce.ts'
import { comparable, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawSalesforceContacts, sourceChannels } from '../../sources/salesforce.ts'
import { personColumns, type personRecordTypes } from '../objects/people.ts'

export const stgSalesforceContacts = defineTable({
  name: 'stg_salesforce__contacts',
  description: 'Salesforce’s contacts in their last state, deleted and merged-away ones included.',
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
    'merged_into_person_id',
    'first_name',
    'last_name',
    'full_name',
    'email',
    'phone',
    'mobile_phone',
    'job_title',
    'street',
    'city',
    'postal_code',
    'state',
    'country',
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
      .selectFrom(lastStates(rawSalesforceContacts, 'last_modified_date').as('contact'))
      .select(({ fn, lit, ref, val }) => [
        salesforceKey(ref('contact.source_instance'), ref('contact.id')).as('person_id'),
        val('salesforce').as('source_system'),
        'contact.source_instance',
        salesforceId(ref('contact.id')).as('source_id'),
        val('contact').$castTo<(typeof personRecordTypes)[number]>().as('record_type'),
        salesforceKey(ref('contact.source_instance'), ref('contact.account_id')).as('account_id'),
        salesforceKey(ref('contact.source_instance'), ref('contact.owner_id')).as('owner_id'),
        tidy(ref('contact.owner_name')).as('owner_name'),
        salesforceKey(ref('contact.source_instance'), ref('contact.master_record_id')).as(
          'merged_into_person_id',
        ),
        tidy(ref('contact.first_name')).as('first_name'),
        tidy(ref('contact.last_name')).as('last_name'),
        tidy(ref('contact.name')).as('full_name'),
        comparable(ref('contact.email')).as('email'),
        tidy(ref('contact.phone')).as('phone'),
        tidy(ref('contact.mobile_phone')).as('mobile_phone'),
        tidy(ref('contact.title')).as('job_title'),
        tidy(ref('contact.mailing_street')).as('street'),
        tidy(ref('contact.mailing_city')).as('city'),
        tidy(ref('contact.mailing_postal_code')).as('postal_code'),
        tidy(ref('contact.mailing_state')).as('state'),
        countryCode(fn.coalesce('contact.mailing_country_code', 'contact.mailing_country')).as(
          'country',
        ),
        'contact.lead_source',
        chosen(ref('contact.lead_source'), sourceChannels, val('Other')).as('channel'),
        customFieldsOf('salesforce', 'people', ref('contact.custom_fields')).as('custom_fields'),
        fn.coalesce('contact.has_opted_out_of_email', lit(false)).as('is_opted_out'),
        'contact.do_not_call as is_call_refused',
        isKnown(ref('contact.email_bounced_date')).as('is_undeliverable'),
        isRemoved('contact').as('is_deleted'),
        'contact.created_date as created_at',
        'contact.last_modified_date as modified_at',
      ]),
})
