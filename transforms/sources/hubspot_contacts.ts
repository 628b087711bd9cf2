/** HubSpot’s contacts. */
import { flag, integer, text, texts, timestamp } from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'
import { historyColumns, personalProperty, property, required } from './hubspot_properties.ts'

const typed = () => text('As typed.').nullable()

export const rawHubspotContacts = defineExport({
  name: 'raw_hubspot__contacts',
  description: 'Contacts, one row each.',
  system: 'hubspot',
  object: 'contacts',
  grain: ['record_id'],
  person: {
    ids: ['record_id'],
    emails: ['email', 'additional_emails'],
    clears: [
      'first_name',
      'last_name',
      'phone',
      'mobile_phone',
      'street',
      'postal_code',
      'date_of_birth',
    ],
  },
  version: 'last_modified_date',
  observed: ['create_date', 'last_modified_date'],
  gathered: { custom_fields: declaredHeaders('hubspot', 'people') },
  columns: {
    record_id: from(
      text('HubSpot’s contact id.'),
      'Record ID',
      'Contact ID',
      'Datensatz-ID',
      'id',
      'hs_object_id',
    ),
    first_name: required(typed(), 'firstname', 'First Name', 'Vorname', 'Prénom'),
    last_name: required(typed(), 'lastname', 'Last Name', 'Nachname', 'Nom de famille'),
    email: required(typed(), 'email', 'Email', 'E-Mail', 'E-mail', 'E-Mail-Adresse'),
    additional_emails: property(
      text('Further addresses, by semicolon.').nullable(),
      'hs_additional_emails',
      'Additional email addresses',
    ),
    phone: property(typed(), 'phone', 'Phone Number', 'Telefonnummer', 'Numéro de téléphone'),
    mobile_phone: property(
      typed(),
      'mobilephone',
      'Mobile Phone Number',
      'Mobiltelefonnummer',
      'Numéro de téléphone mobile',
    ),
    job_title: property(typed(), 'jobtitle', 'Job Title', 'Position', 'Intitulé du poste'),
    company_name: property(
      typed(),
      'company',
      'Company Name',
      'Unternehmensname',
      'Nom de l’entreprise',
    ),
    associated_company_id: property(
      text('The companies, the first one first.').nullable(),
      'associatedcompanyid',
      'Associated Company ID',
      'Associated Company IDs',
      'Associated Company IDs (Primary)',
      'Primary Associated Company ID',
    ),
    street: property(typed(), 'address', 'Street Address', 'Straße'),
    city: property(typed(), 'city', 'City', 'Stadt', 'Ville'),
    postal_code: property(typed(), 'zip', 'Postal Code', 'Postleitzahl', 'Code postal'),
    state: property(typed(), 'state', 'State/Region', 'Bundesland/Region'),
    country: property(
      typed(),
      'country',
      'Country',
      'Country/Region',
      'Land/Region',
      'Pays/Région',
    ),
    time_zone: property(
      text('IANA name, or HubSpot’s spelling of it.').nullable(),
      'hs_timezone',
      'Time Zone',
    ),
    date_of_birth: property(
      text('As typed, for matching only.').nullable(),
      'date_of_birth',
      'Date of birth',
      'Geburtsdatum',
    ),
    contact_owner: optional(
      from(
        text('The owner’s display name.').nullable(),
        'Contact owner',
        'Zuständiger Mitarbeiter',
        'Zuständiger Mitarbeiter für Kontakt',
        'Propriétaire du contact',
      ),
    ),
    hubspot_owner_id: property(text('The owner’s id.').nullable(), 'hubspot_owner_id'),
    lifecycle_stage: property(
      text('The stage, by label or name.').nullable(),
      'lifecyclestage',
      'Lifecycle Stage',
      'Lifecycle-Phase',
      'Phase du cycle de vie',
    ),
    lead_status: property(
      text('The status, by label or name.').nullable(),
      'hs_lead_status',
      'Lead Status',
      'Lead-Status',
      'Statut du lead',
    ),
    original_source: property(
      text('Where the first visit came from, by label or name.').nullable(),
      'hs_analytics_source',
      'Original Source',
      'Original Traffic Source',
    ),
    original_source_drill_down_1: property(
      text('The campaign of paid and e-mail sources.').nullable(),
      'hs_analytics_source_data_1',
      'Original Source Drill-Down 1',
      'Original Traffic Source Drill-Down 1',
    ),
    original_source_drill_down_2: property(
      text('More on the source.').nullable(),
      'hs_analytics_source_data_2',
      'Original Source Drill-Down 2',
      'Original Traffic Source Drill-Down 2',
    ),
    self_reported_source: property(
      text('What the person answered when asked.').nullable(),
      'how_did_you_hear_about_us',
      'How did you hear about us?',
      'Self-reported source',
    ),
    create_date: required(
      timestamp('When the contact was created.').nullable(),
      'createdate',
      'Create Date',
      'Erstellungsdatum',
      'Date de création',
    ),
    last_modified_date: property(
      timestamp('When the contact last changed.').nullable(),
      'lastmodifieddate',
      'Last Modified Date',
      'Datum der letzten Änderung',
      'Date de dernière modification',
    ),
    became_a_subscriber_date: became('subscriber', 'a Subscriber'),
    became_a_lead_date: became('lead', 'a Lead'),
    became_a_marketing_qualified_lead_date: became(
      'marketingqualifiedlead',
      'a Marketing Qualified Lead',
    ),
    became_a_sales_qualified_lead_date: became('salesqualifiedlead', 'a Sales Qualified Lead'),
    became_an_opportunity_date: became('opportunity', 'an Opportunity'),
    became_a_customer_date: became('customer', 'a Customer'),
    became_an_evangelist_date: became('evangelist', 'an Evangelist'),
    became_an_other_lifecycle_date: became('other', 'an Other Lifecycle'),
    first_conversion: property(
      text('The first form that was filled in.').nullable(),
      'first_conversion_event_name',
      'First Conversion',
    ),
    first_conversion_date: property(
      timestamp('When it was.').nullable(),
      'first_conversion_date',
      'First Conversion Date',
    ),
    recent_conversion: property(
      text('The last form that was filled in.').nullable(),
      'recent_conversion_event_name',
      'Recent Conversion',
    ),
    recent_conversion_date: property(
      timestamp('When it was.').nullable(),
      'recent_conversion_date',
      'Recent Conversion Date',
    ),
    number_of_form_submissions: property(
      integer('How many forms were filled in.').nullable(),
      'num_conversion_events',
      'Number of Form Submissions',
    ),
    last_contacted: property(
      timestamp('When a rep last got in touch.').nullable(),
      'notes_last_contacted',
      'Last Contacted',
    ),
    unsubscribed_from_all_email: property(
      flag('Whether the person opted out.').nullable(),
      'hs_email_optout',
      'Unsubscribed from all email',
    ),
    has_bad_email: property(
      flag('Whether mail to the address came back.').nullable(),
      'hs_email_bad_address',
      'Invalid email address',
    ),
    merged_contact_ids: property(
      text('Contacts merged into this one, by semicolon.').nullable(),
      'hs_merged_object_ids',
      'Merged object IDs',
      'Merged Contact IDs',
    ),
    calculated_merged_vids: property(
      text('The same with the time of each merge: `12:1612345678901`.').nullable(),
      'hs_calculated_merged_vids',
      'Merged vids with timestamps of a contact',
    ),
    salesforce_contact_id: property(
      text('The contact in Salesforce, where the two are synced.').nullable(),
      'salesforcecontactid',
      'Salesforce Contact ID',
    ),
    salesforce_lead_id: property(
      text('The lead in Salesforce, where the two are synced.').nullable(),
      'salesforceleadid',
      'Salesforce Lead ID',
    ),
    archived: removed(),
    custom_fields: texts('The fields that the settings declare, by header.'),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotContactPropertyHistory = defineExport({
  name: 'raw_hubspot__contact_property_history',
  description: 'Every value that a tracked property of a contact took, and when.',
  system: 'hubspot',
  object: 'contact_property_history',
  grain: ['contact_id', 'name', 'timestamp'],
  person: {
    ids: ['contact_id'],
    clears: ['value'],
    only: { column: 'name', matches: personalProperty },
  },
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: { contact_id: text('HubSpot’s contact id.'), ...historyColumns() },
})

/** The day is older than the column of entries, which may say another one where a stage was set back. */
function became(internal: string, stage: string) {
  const column = timestamp(`When the contact first became ${stage.toLowerCase()}.`).nullable()
  return optional(
    from(
      column,
      `Became ${stage} Date`,
      `hs_lifecyclestage_${internal}_date`,
      `property_hs_lifecyclestage_${internal}_date`,
      `hs_date_entered_${internal}`,
      `property_hs_date_entered_${internal}`,
      `hs_v2_date_entered_${internal}`,
      `property_hs_v2_date_entered_${internal}`,
    ),
  )
}
