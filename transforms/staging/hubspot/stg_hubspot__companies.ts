/** HubSpot’s companies. */
import { flag, integer, text, timestamp } from '../../../src/columns.ts'
import { chosen } from '../../../src/sql/choice.ts'
import { countryCode } from '../../../src/sql/geography.ts'
import { bareDomain, tidy } from '../../../src/sql/text.ts'
import { defineTable } from '../../../src/table.ts'
import { rawHubspotCompanies, sourceChannels, sourceLabels } from '../../sources/hubspot.ts'

export const stgHubspotCompanies = defineTable({
  name: 'stg_hubspot__companies',
  description: 'HubSpot’s companies, archived and internal ones included.',
  grain: ['company_id'],
  columns: {
    company_id: text('HubSpot’s company id.'),
    owner_id: text('HubSpot’s owner id.').nullable(),
    company_name: text('As the rep typed it, without stray spaces.').nullable(),
    domain: text('The web domain, lower case.').nullable(),
    additional_domains: text('Further web domains, by semicolon.').nullable(),
    merged_company_ids: text('Companies merged into this one, by semicolon.').nullable(),
    country: text('ISO 3166-1 alpha-2; null where what was typed is no country.').nullable(),
    industry: text('HubSpot’s industry, in capitals with underscores.').nullable(),
    lead_source: text('Where the first visit came from, by HubSpot’s label.').nullable(),
    channel: text('The channel of the lead source.').nullable(),
    is_deleted: flag('Whether the company was archived.'),
    created_at: timestamp('When the company was created.').nullable(),
    modified_at: timestamp('When the company last changed.').nullable(),
    employee_count: integer('How many people the company employs.').nullable(),
  },
  query: (db) =>
    db
      .selectFrom(rawHubspotCompanies.as('company'))
      .select(({ ref, fn, lit, val }) => [
        'company.id as company_id',
        'company.hubspot_owner_id as owner_id',
        tidy(ref('company.name')).as('company_name'),
        bareDomain(ref('company.domain')).as('domain'),
        'company.hs_additional_domains as additional_domains',
        'company.hs_merged_object_ids as merged_company_ids',
        countryCode(ref('company.country')).as('country'),
        'company.industry',
        chosen(
          ref('company.hs_analytics_source'),
          sourceLabels,
          ref('company.hs_analytics_source'),
        ).as('lead_source'),
        chosen(ref('company.hs_analytics_source'), sourceChannels, val('Other')).as('channel'),
        fn.coalesce('company.archived', lit(false)).as('is_deleted'),
        'company.createdate as created_at',
        'company.hs_lastmodifieddate as modified_at',
        'company.numberofemployees as employee_count',
      ]),
})
