/** HubSpot’s contacts. */
import { pick } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { customFieldsOf } from '../../../src/sql/custom_fields.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { salesforceId } from '../../../src/sql/salesforce.ts'
import {
  combined,
  idsOf,
  linkedKey,
  sourceKeys,
  withoutInstants,
} from '../../../src/sql/source_keys.ts'
import {
  addressIn,
  comparable,
  firstOf,
  sourceKey,
  tidy,
  withoutAddress,
} from '../../../src/sql/text.ts'
import { writtenDay } from '../../../src/sql/written_times.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawHubspotContactMergeAudit, rawHubspotContacts } from '../../sources/hubspot.ts'
import {
  campaignSources,
  lifecycleStages,
  sourceChannels,
  sourceLabels,
} from '../../sources/hubspot_words.ts'
import { personColumns } from '../objects/people.ts'

export const stgHubspotPeople = defineTable({
  name: 'stg_hubspot__people',
  description: 'HubSpot’s contacts as last exported, deleted and internal ones included.',
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
    'owner_email',
    'linked_person_ids',
    'merged_person_ids',
    'first_name',
    'last_name',
    'email',
    'additional_emails',
    'phone',
    'mobile_phone',
    'company_name',
    'job_title',
    'street',
    'city',
    'postal_code',
    'state',
    'country',
    'time_zone',
    'lifecycle_stage',
    'lead_status',
    'lead_source',
    'channel',
    'campaign_name',
    'self_reported_source',
    'custom_fields',
    'is_opted_out',
    'is_undeliverable',
    'is_deleted',
    'birth_date',
    'created_at',
    'modified_at',
  ),
  query: (db) =>
    db
      .selectFrom(rawHubspotContacts.as('contact'))
      .leftJoin(audited(db).as('merged'), (join) =>
        join
          .onRef('merged.source_instance', '=', 'contact.source_instance')
          .onRef('merged.record_id', '=', 'contact.record_id'),
      )
      .select(({ eb, ref, val, fn, lit }) => {
        const instance = ref('contact.source_instance')
        const source = ref('contact.original_source')
        return [
          sourceKey('hubspot', instance, ref('contact.record_id')).as('person_id'),
          val('hubspot').as('source_system'),
          'contact.source_instance',
          'contact.record_id as source_id',
          val('contact' as const).as('record_type'),
          sourceKey('hubspot', instance, firstOf(ref('contact.associated_company_id'))).as(
            'account_id',
          ),
          sourceKey('hubspot', instance, ref('contact.hubspot_owner_id')).as('owner_id'),
          withoutAddress(ref('contact.contact_owner')).as('owner_name'),
          addressIn(ref('contact.contact_owner')).as('owner_email'),
          combined(
            linkedKey('salesforce', salesforceId(ref('contact.salesforce_contact_id'))),
            linkedKey('salesforce', salesforceId(ref('contact.salesforce_lead_id'))),
          ).as('linked_person_ids'),
          sourceKeys(
            'hubspot',
            instance,
            combined(
              ref('contact.merged_contact_ids'),
              withoutInstants(ref('contact.calculated_merged_vids')),
              ref('merged.contact_ids'),
            ),
          ).as('merged_person_ids'),
          tidy(ref('contact.first_name')).as('first_name'),
          tidy(ref('contact.last_name')).as('last_name'),
          comparable(ref('contact.email')).as('email'),
          comparable(ref('contact.additional_emails')).as('additional_emails'),
          'contact.phone',
          'contact.mobile_phone',
          tidy(ref('contact.company_name')).as('company_name'),
          tidy(ref('contact.job_title')).as('job_title'),
          tidy(ref('contact.street')).as('street'),
          tidy(ref('contact.city')).as('city'),
          tidy(ref('contact.postal_code')).as('postal_code'),
          tidy(ref('contact.state')).as('state'),
          countryCode(ref('contact.country')).as('country'),
          'contact.time_zone',
          chosen(
            ref('contact.lifecycle_stage'),
            lifecycleStages,
            ref('contact.lifecycle_stage'),
          ).as('lifecycle_stage'),
          'contact.lead_status',
          chosen(source, sourceLabels, source).as('lead_source'),
          chosen(source, sourceChannels, val('Other')).as('channel'),
          eb
            .case()
            .when('contact.original_source', 'in', campaignSources)
            .then(tidy(ref('contact.original_source_drill_down_1')))
            .end()
            .as('campaign_name'),
          tidy(ref('contact.self_reported_source')).as('self_reported_source'),
          customFieldsOf('hubspot', 'people', ref('contact.custom_fields')).as('custom_fields'),
          fn.coalesce('contact.unsubscribed_from_all_email', lit(false)).as('is_opted_out'),
          'contact.has_bad_email as is_undeliverable',
          anyTrue(ref('contact.archived'), ref('contact.is_gone')).as('is_deleted'),
          writtenDay(ref('contact.date_of_birth')).as('birth_date'),
          'contact.create_date as created_at',
          'contact.last_modified_date as modified_at',
        ]
      }),
})

/** The contacts that the audit of merges says became part of another. */
const audited = (db: Db) =>
  db
    .selectFrom(rawHubspotContactMergeAudit.as('merge'))
    .select(({ ref }) => [
      'merge.source_instance',
      'merge.canonical_vid as record_id',
      idsOf(ref('merge.vid_to_merge')).as('contact_ids'),
    ])
    .groupBy(['merge.source_instance', 'merge.canonical_vid'])
