/** The columns of a business object over all systems: people. */
import { day, flag, oneOf, text, texts, timestamp } from '../../../src/columns.ts'

export const personRecordTypes = ['contact', 'lead', 'user', 'visitor', 'member'] as const

/** Records that stand for a person: contacts, leads, support users, identified visitors. */
export const personColumns = {
  person_id: text(
    'The record, scoped by source: `hubspot:12`, or `hubspot.emea:12` in an instance.',
  ),
  source_system: text('The system.'),
  source_instance: text('The portal or organisation; empty for the only one.'),
  source_id: text('The system’s own id.'),
  record_type: oneOf(personRecordTypes, 'What the record is in its system.'),
  account_id: text('The company’s record, scoped by source.').nullable(),
  owner_id: text('The owner, scoped by source.').nullable(),
  owner_name: text('The owner’s display name, where the system gives no id.').nullable(),
  owner_email: text('The owner’s address, where the system gives no id.').nullable(),
  linked_person_ids: text(
    'Records that this one says it is, a converted lead’s contact among them, scoped, by semicolon.',
  ).nullable(),
  merged_person_ids: text('Records merged into this one, scoped, by semicolon.').nullable(),
  merged_into_person_id: text('The record that this one was merged into, scoped.').nullable(),
  first_name: text('As typed.').nullable(),
  last_name: text('As typed.').nullable(),
  full_name: text('As typed, where the system keeps one name.').nullable(),
  email: text('Lower case.').nullable(),
  additional_emails: text('Further addresses, lower case, by semicolon.').nullable(),
  phone: text('As typed.').nullable(),
  mobile_phone: text('As typed.').nullable(),
  company_name: text('The employer, as typed.').nullable(),
  job_title: text('As typed.').nullable(),
  street: text('As typed.').nullable(),
  city: text('As typed.').nullable(),
  postal_code: text('As typed.').nullable(),
  state: text('As typed.').nullable(),
  country: text('ISO 3166-1 alpha-2.').nullable(),
  time_zone: text('IANA name.').nullable(),
  lifecycle_stage: text('As the system names it.').nullable(),
  lead_status: text('As the system names it.').nullable(),
  lead_source: text('Where the person came from, as the system names it.').nullable(),
  channel: text('The channel of the lead source.').nullable(),
  campaign_name: text('The campaign that brought the person.').nullable(),
  self_reported_source: text('What the person answered when asked.').nullable(),
  custom_fields: texts('The fields that the settings declare, by name.').nullable(),
  is_opted_out: flag('Whether the person wants no e-mail at all.'),
  is_call_refused: flag(
    'Whether the person wants no calls; null where the system does not say.',
  ).nullable(),
  is_undeliverable: flag(
    'Whether mail to the address came back; null where the system does not say.',
  ).nullable(),
  is_deleted: flag('Whether the system deleted it.'),
  birth_date: day('For matching only, never published.').nullable(),
  created_at: timestamp('When it was created.').nullable(),
  modified_at: timestamp('When it last changed.').nullable(),
}
