/** HubSpot’s companies. */
import { integer, localMoney, text, texts, timestamp } from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'
import { historyColumns, property, required } from './hubspot_properties.ts'

export const rawHubspotCompanies = defineExport({
  name: 'raw_hubspot__companies',
  description: 'Every state of a company that an export tells of, archived companies included.',
  system: 'hubspot',
  object: 'companies',
  grain: ['id'],
  keep: 'versions',
  version: 'hs_lastmodifieddate',
  observed: ['createdate', 'hs_lastmodifieddate'],
  gathered: { custom_fields: declaredHeaders('hubspot', 'accounts') },
  columns: {
    id: from(
      text('HubSpot’s company id.'),
      'Record ID',
      'Company ID',
      'Datensatz-ID',
      'hs_object_id',
    ),
    name: required(
      text('As the rep typed it.').nullable(),
      'name',
      'Company name',
      'Unternehmensname',
      'Nom de l’entreprise',
    ),
    domain: property(
      text('The web domain.').nullable(),
      'domain',
      'Company Domain Name',
      'Domain-Name des Unternehmens',
      'Nom de domaine de l’entreprise',
    ),
    website: property(text('The address of the web site.').nullable(), 'website', 'Website URL'),
    phone: property(
      text('As typed.').nullable(),
      'phone',
      'Phone Number',
      'Telefonnummer',
      'Numéro de téléphone',
    ),
    address: property(text('Street and number.').nullable(), 'address', 'Street Address', 'Straße'),
    zip: property(
      text('As typed.').nullable(),
      'zip',
      'Postal Code',
      'Postleitzahl',
      'Code postal',
    ),
    city: property(text('As typed.').nullable(), 'city', 'City', 'Stadt', 'Ville'),
    state: property(text('As typed.').nullable(), 'state', 'State/Region', 'Bundesland/Region'),
    country: property(
      text('As typed: a name in some language, or a code.').nullable(),
      'country',
      'Country/Region',
      'Land/Region',
      'Pays/Région',
      'Country',
    ),
    industry: property(
      text('HubSpot’s industry, in capitals with underscores, or its label.').nullable(),
      'industry',
      'Industry',
      'Branche',
      'Secteur',
    ),
    numberofemployees: property(
      integer('How many people the company employs.').nullable(),
      'numberofemployees',
      'Number of Employees',
      'Anzahl der Mitarbeiter',
      'Nombre d’employés',
    ),
    annualrevenue: property(
      localMoney('The company’s own revenue a year.').nullable(),
      'annualrevenue',
      'Annual Revenue',
      'Jahresumsatz',
    ),
    type: property(text('PROSPECT, CUSTOMER, PARTNER or empty.').nullable(), 'type', 'Type'),
    lifecyclestage: property(
      text('Where the company is in its life with us.').nullable(),
      'lifecyclestage',
      'Lifecycle Stage',
      'Lifecycle-Phase',
    ),
    company_owner: optional(
      from(
        text('The owner’s display name.').nullable(),
        'Company owner',
        'Zuständiger Mitarbeiter für Unternehmen',
        'Propriétaire de l’entreprise',
      ),
    ),
    hubspot_owner_id: property(text('The owner’s id.').nullable(), 'hubspot_owner_id', 'owner_id'),
    hubspot_team_id: property(text('The owner’s team.').nullable(), 'hubspot_team_id'),
    hs_analytics_source: property(
      text('Where the first visit came from, by name or label.').nullable(),
      'hs_analytics_source',
      'Original Source',
      'Original Traffic Source',
    ),
    hs_parent_company_id: property(
      text('The parent company’s id.').nullable(),
      'hs_parent_company_id',
      'Parent Company ID',
    ),
    hs_merged_object_ids: property(
      text('Ids merged into this company, by semicolon.').nullable(),
      'hs_merged_object_ids',
      'Merged object IDs',
      'Merged Company IDs',
    ),
    hs_additional_domains: property(
      text('Further web domains, by semicolon.').nullable(),
      'hs_additional_domains',
      'Additional Domains',
    ),
    salesforce_account_id: property(
      text('The account in Salesforce, where the two are synced.').nullable(),
      'salesforceaccountid',
      'Salesforce Account ID',
    ),
    stripe_customer_id: property(
      text('The customer in Stripe, where the billing sync writes it.').nullable(),
      'stripe_customer_id',
      'Stripe Customer ID',
    ),
    createdate: required(
      timestamp('When the company was created.').nullable(),
      'createdate',
      'Create Date',
      'Erstellungsdatum',
      'Date de création',
    ),
    hs_lastmodifieddate: property(
      timestamp('When the company last changed.').nullable(),
      'hs_lastmodifieddate',
      'Last Modified Date',
      'Datum der letzten Änderung',
      'Date de dernière modification',
    ),
    archived: removed(),
    custom_fields: texts('The fields that the settings declare, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotCompanyPropertyHistory = defineExport({
  name: 'raw_hubspot__company_property_history',
  description: 'Every value that a tracked property of a company took, and when.',
  system: 'hubspot',
  object: 'company_property_history',
  grain: ['company_id', 'name', 'timestamp'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: { company_id: text('HubSpot’s company id.'), ...historyColumns() },
})
