/** HubSpot’s contacts. */
import { flag, text, timestamp } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { addressIn, comparable, firstOf, tidy, withoutAddress } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import {
  campaignSources,
  rawHubspotContacts,
  sourceChannels,
  sourceLabels,
} from '../../sources/hubspot.ts'

export const stgHubspotContacts = defineTable({
  name: 'stg_hubspot__contacts',
  description: 'HubSpot’s contacts, internal ones included.',
  grain: ['contact_id'],
  columns: {
    contact_id: text('HubSpot’s contact id.'),
    company_id: text('The first company that the contact belongs to.').nullable(),
    owner_name: text('The owner’s display name, without an address.').nullable(),
    owner_email: text('The address, where the display name has one.').nullable(),
    first_name: text('As typed, without stray spaces.').nullable(),
    last_name: text('As typed, without stray spaces.').nullable(),
    email: text('Lower case, without spaces around it.').nullable(),
    job_title: text('As typed, without stray spaces.').nullable(),
    country: text('ISO 3166-1 alpha-2; null where what was typed is no country.').nullable(),
    lifecycle_stage: text('The stage’s label.').nullable(),
    lead_source: text('Where the first visit came from, by HubSpot’s label.').nullable(),
    channel: text('The channel of the lead source.').nullable(),
    campaign_name: text('The campaign of paid and e-mail sources.').nullable(),
    is_opted_out: flag('Whether the person wants no e-mail at all.'),
    created_at: timestamp('When the contact was created.').nullable(),
    modified_at: timestamp('When the contact last changed.').nullable(),
  },
  query: (db) =>
    db.selectFrom(rawHubspotContacts.as('contact')).select(({ eb, ref, fn, lit, val }) => [
      'contact.record_id as contact_id',
      firstOf(ref('contact.associated_company_id')).as('company_id'),
      withoutAddress(ref('contact.contact_owner')).as('owner_name'),
      addressIn(ref('contact.contact_owner')).as('owner_email'),
      tidy(ref('contact.first_name')).as('first_name'),
      tidy(ref('contact.last_name')).as('last_name'),
      comparable(ref('contact.email')).as('email'),
      tidy(ref('contact.job_title')).as('job_title'),
      countryCode(ref('contact.country')).as('country'),
      'contact.lifecycle_stage',
      chosen(ref('contact.original_source'), sourceLabels, ref('contact.original_source')).as(
        'lead_source',
      ),
      chosen(ref('contact.original_source'), sourceChannels, val('Other')).as('channel'),
      eb
        .case()
        .when('contact.original_source', 'in', campaignSources)
        .then(tidy(ref('contact.original_source_drill_down_1')))
        .end()
        .as('campaign_name'),
      fn.coalesce('contact.unsubscribed_from_all_email', lit(false)).as('is_opted_out'),
      'contact.create_date as created_at',
      'contact.last_modified_date as modified_at',
    ]),
})
