/** People of all systems. */
import { flag, text, timestamp } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotContacts } from './hubspot/stg_hubspot__contacts.ts'

export const stgPeople = defineTable({
  name: 'stg_people',
  description: 'The people of the CRMs, internal ones included.',
  grain: ['person_id'],
  columns: {
    person_id: text('The person, scoped by system.'),
    source_system: text('The CRM.'),
    company_id: text('The CRM’s id of the company.').nullable(),
    owner_name: text('The owner’s display name.').nullable(),
    owner_email: text('The owner’s address, where the CRM gives it.').nullable(),
    first_name: text('As typed.').nullable(),
    last_name: text('As typed.').nullable(),
    email: text('Lower case.').nullable(),
    job_title: text('As typed.').nullable(),
    country: text('ISO 3166-1 alpha-2.').nullable(),
    lifecycle_stage: text('As the CRM names it.').nullable(),
    lead_source: text('Where the person came from, as the CRM names it.').nullable(),
    channel: text('The channel of the lead source.').nullable(),
    campaign_name: text('The campaign that brought the person.').nullable(),
    is_opted_out: flag('Whether the person wants no e-mail at all.'),
    created_at: timestamp('When the person was created.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotContacts.as('contact'))
      .select(({ ref, val }) => [
        scopedId('hubspot', ref('contact.contact_id')).as('person_id'),
        val('hubspot').as('source_system'),
        'contact.company_id',
        'contact.owner_name',
        'contact.owner_email',
        'contact.first_name',
        'contact.last_name',
        'contact.email',
        'contact.job_title',
        'contact.country',
        'contact.lifecycle_stage',
        'contact.lead_source',
        'contact.channel',
        'contact.campaign_name',
        'contact.is_opted_out',
        'contact.created_at',
      ]),
})
