/** The columns of a business object over all systems: accounts. */
import { flag, integer, oneOf, text, texts, timestamp } from '../../../src/columns.ts'

export const accountRecordTypes = ['company', 'customer', 'organisation'] as const

/** Records that stand for a company: CRM companies and accounts, billing customers, support organisations. */
export const accountColumns = {
  account_id: text(
    'The record, scoped by source: `hubspot:12`, or `hubspot.emea:12` in an instance.',
  ),
  source_system: text('The system.'),
  source_instance: text('The portal or organisation; empty for the only one.'),
  source_id: text('The system’s own id.'),
  record_type: oneOf(accountRecordTypes, 'What the record is in its system.'),
  owner_id: text('The owner, scoped by source.').nullable(),
  owner_name: text('The owner’s display name, where the system gives no id.').nullable(),
  owner_email: text('The owner’s address, where the system gives no id.').nullable(),
  parent_account_id: text('The company that it belongs to, scoped by source.').nullable(),
  linked_account_ids: text(
    'Records of other systems that this one says it is, scoped, by semicolon.',
  ).nullable(),
  merged_account_ids: text('Records merged into this one, scoped, by semicolon.').nullable(),
  merged_into_account_id: text('The record that this one was merged into, scoped.').nullable(),
  account_name: text('As typed.').nullable(),
  domain: text('The web domain, lower case.').nullable(),
  additional_domains: text('Further web domains, by semicolon.').nullable(),
  email: text('The address for bills, lower case.').nullable(),
  phone: text('As typed.').nullable(),
  tax_id: text('VAT or other tax number, as typed.').nullable(),
  street: text('As typed.').nullable(),
  city: text('As typed.').nullable(),
  postal_code: text('As typed.').nullable(),
  state: text('As typed.').nullable(),
  country: text('ISO 3166-1 alpha-2.').nullable(),
  industry: text('As the system names it.').nullable(),
  segment: text('As the system names it, where it does.').nullable(),
  lead_source: text('Where it came from, as the system names it.').nullable(),
  channel: text('The channel of the lead source.').nullable(),
  custom_fields: texts('The fields that the settings declare, by name.').nullable(),
  is_deleted: flag('Whether the system deleted it.'),
  created_at: timestamp('When it was created.').nullable(),
  modified_at: timestamp('When it last changed.').nullable(),
  employee_count: integer('How many people it employs.').nullable(),
}
