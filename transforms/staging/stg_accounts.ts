/** Companies of all CRMs. */
import { flag, integer, text, timestamp } from '../../src/columns.ts'
import { scopedId } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgHubspotCompanies } from './hubspot/stg_hubspot__companies.ts'

export const stgAccounts = defineTable({
  name: 'stg_accounts',
  description: 'The companies of the CRMs, deleted, merged-away and internal ones included.',
  grain: ['source_system', 'source_id'],
  columns: {
    source_system: text('The CRM.'),
    source_id: text('The CRM’s id.'),
    owner_id: text('The owner, scoped by system.').nullable(),
    account_name: text('As the rep typed it.').nullable(),
    domain: text('The web domain, lower case.').nullable(),
    additional_domains: text('Further web domains, by semicolon.').nullable(),
    merged_ids: text('The CRM’s ids of companies merged into this one, by semicolon.').nullable(),
    country: text('ISO 3166-1 alpha-2.').nullable(),
    industry: text('As the CRM names it.').nullable(),
    lead_source: text('Where the account came from, as the CRM names it.').nullable(),
    channel: text('The channel of the lead source.').nullable(),
    is_deleted: flag('Whether the CRM deleted it.'),
    created_at: timestamp('When it was created.').nullable(),
    modified_at: timestamp('When it last changed.').nullable(),
    employee_count: integer('How many people it employs.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(stgHubspotCompanies.as('company'))
      .select(({ ref, val }) => [
        val('hubspot').as('source_system'),
        'company.company_id as source_id',
        scopedId('hubspot', ref('company.owner_id')).as('owner_id'),
        'company.company_name as account_name',
        'company.domain',
        'company.additional_domains',
        'company.merged_company_ids as merged_ids',
        'company.country',
        'company.industry',
        'company.lead_source',
        'company.channel',
        'company.is_deleted',
        'company.created_at',
        'company.modified_at',
        'company.employee_count',
      ]),
})
