/**
 * Salesforce: accounts, contacts and leads, as Data Loader, reports and a connector write them. What
 * opportunities have stands in salesforce_opportunities.ts, their histories in
 * salesforce_histories.ts, users in salesforce_users.ts, campaigns and activities in
 * salesforce_campaigns.ts, what is not staged in salesforce_other.ts.
 *
 * Headers are matched without case, blanks and punctuation, and a column's own name is one: so only
 * API names (`CloseDate`) and labels that differ from it are listed. A report must have the
 * record's id as a column.
 */
import { day, flag, integer, localMoney, text, texts, timestamp } from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from } from '../../src/export.ts'
import { fieldChange, may, personalField, record, unread } from './salesforce_columns.ts'

const system = 'salesforce'

/** Lead sources of the standard picklist, and the channel that each is for us. */
export const sourceChannels = [
  ['Advertisement', 'Other'],
  ['Content Syndication', 'Other'],
  ['Conference', 'Offline'],
  ['Customer Event', 'Offline'],
  ['Direct', 'Direct'],
  ['Email', 'Email'],
  ['Email Marketing', 'Email'],
  ['Employee Referral', 'Referral'],
  ['Event', 'Offline'],
  ['External Referral', 'Referral'],
  ['Facebook', 'Paid Social'],
  ['Google AdWords', 'Paid Search'],
  ['Google Ads', 'Paid Search'],
  ['LinkedIn', 'Paid Social'],
  ['LinkedIn Ads', 'Paid Social'],
  ['Organic Search', 'Organic Search'],
  ['Organic Social', 'Organic Social'],
  ['Outbound', 'Offline'],
  ['Paid Search', 'Paid Search'],
  ['Paid Social', 'Paid Social'],
  ['Partner', 'Referral'],
  ['Partner Referral', 'Referral'],
  ['Phone Inquiry', 'Offline'],
  ['Public Relations', 'Offline'],
  ['Purchased List', 'Offline'],
  ['Referral', 'Referral'],
  ['Seminar - Internal', 'Offline'],
  ['Seminar - Partner', 'Offline'],
  ['Social Media', 'Organic Social'],
  ['Trade Show', 'Offline'],
  ['Web', 'Direct'],
  ['Website', 'Direct'],
  ['Word of mouth', 'Referral'],
] as const

const accountColumns = () => ({
  id: from(text('Salesforce’s id, of 15 or 18 characters.'), 'Id', 'Account ID', 'ID du compte'),
  name: from(text('As typed.').nullable(), 'Name', 'Account Name', 'Accountname', 'Nom du compte'),
  type: may(text('Prospect, Customer ….'), 'Type', 'Account Type'),
  master_record_id: may(text('The account that it was merged into.'), 'MasterRecordId'),
  parent_id: may(text('The parent account.'), 'ParentId', 'Parent Account ID'),
  owner_id: may(text('The owner.'), 'OwnerId', 'Account Owner ID'),
  owner_name: may(
    text('The owner’s name, in reports.'),
    'Account Owner',
    'Owner.Name',
    'Account-Inhaber',
    'Propriétaire du compte',
  ),
  website: may(text('The web site.'), 'Website', 'Webseite', 'Site Web'),
  phone: may(text('As typed.'), 'Phone', 'Account Phone', 'Telefon', 'Téléphone'),
  industry: may(text('As the picklist names it.'), 'Industry', 'Branche', 'Secteur d’activité'),
  account_source: may(text('Where it came from.'), 'AccountSource', 'Accountquelle'),
  number_of_employees: may(
    integer('How many people it employs.'),
    'NumberOfEmployees',
    'Employees',
    'Mitarbeiter',
    'Employés',
  ),
  annual_revenue: may(localMoney('Its own revenue a year.'), 'AnnualRevenue'),
  billing_street: may(text('As typed.'), 'BillingStreet'),
  billing_city: may(text('As typed.'), 'BillingCity'),
  billing_state: may(text('As typed.'), 'BillingState', 'Billing State/Province'),
  billing_postal_code: may(text('As typed.'), 'BillingPostalCode', 'Billing Zip/Postal Code'),
  billing_country: may(text('As typed, or of a picklist.'), 'BillingCountry'),
  billing_country_code: may(text('ISO 3166-1 alpha-2.'), 'BillingCountryCode'),
  currency_iso_code: may(text('ISO 4217.'), 'CurrencyIsoCode', 'Account Currency'),
  last_activity_date: may(day('When it was last worked on.'), 'LastActivityDate', 'Last Activity'),
  ...record(),
  ...unread(`BillingStateCode BillingLatitude BillingLongitude BillingGeocodeAccuracy BillingAddress
    ShippingStreet ShippingCity ShippingState ShippingStateCode ShippingPostalCode ShippingCountry
    ShippingCountryCode ShippingLatitude ShippingLongitude ShippingGeocodeAccuracy ShippingAddress
    Fax PhotoUrl Description LastViewedDate LastReferencedDate IsCustomerPortal Jigsaw
    JigsawCompanyId SicDesc Sic AccountNumber Ownership Rating RecordTypeId Site TickerSymbol`),
})

export const rawSalesforceAccounts = defineExport({
  name: 'raw_salesforce__accounts',
  description: 'Accounts in each state that an export shows, deleted and merged ones included.',
  system,
  object: 'accounts',
  grain: ['id'],
  keep: 'versions',
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  gathered: { custom_fields: declaredHeaders(system, 'accounts') },
  columns: { ...accountColumns(), custom_fields: texts('The fields that the settings declare.') },
})

export const rawSalesforceAccountVersions = defineExport({
  name: 'raw_salesforce__account_versions',
  description: 'The states of accounts over time, as the connector keeps them (type 2).',
  system,
  object: 'account_versions',
  grain: ['id', '_fivetran_start'],
  version: '_fivetran_synced',
  columns: {
    ...accountColumns(),
    _fivetran_start: timestamp('From when on it was so.'),
    _fivetran_end: timestamp('Until when it was so.').nullable(),
  },
})

export const rawSalesforceAccountHistory = defineExport({
  name: 'raw_salesforce__account_history',
  description: 'Changes of the tracked fields of accounts.',
  system,
  object: 'account_history',
  also: ['AccountHistory'],
  grain: ['id'],
  observed: ['created_date'],
  columns: { account_id: from(text('The account.'), 'AccountId'), ...fieldChange() },
})

const personColumns = () => ({
  first_name: may(text('As typed.'), 'FirstName', 'Vorname', 'Prénom'),
  last_name: from(text('As typed.').nullable(), 'LastName', 'Nachname', 'Nom'),
  name: may(text('The full name.'), 'Name', 'Full Name'),
  email: may(text('As typed.'), 'Email', 'E-Mail'),
  phone: may(text('As typed.'), 'Phone', 'Telefon', 'Téléphone'),
  mobile_phone: may(text('As typed.'), 'MobilePhone', 'Mobile', 'Mobiltelefon'),
  title: may(text('The job title.'), 'Title', 'Titel', 'Titre'),
  lead_source: may(text('Where it came from.'), 'LeadSource', 'Leadquelle', 'Origine du prospect'),
  owner_id: may(text('The owner.'), 'OwnerId'),
  has_opted_out_of_email: may(
    flag('Whether the person wants no e-mail.'),
    'HasOptedOutOfEmail',
    'Email Opt Out',
  ),
  do_not_call: may(flag('Whether the person wants no calls.'), 'DoNotCall', 'Do Not Call'),
  email_bounced_date: may(timestamp('When mail to the address came back.'), 'EmailBouncedDate'),
  master_record_id: may(text('The record that it was merged into.'), 'MasterRecordId'),
  ...record(),
})

export const rawSalesforceContacts = defineExport({
  name: 'raw_salesforce__contacts',
  description: 'Contacts as last exported, deleted and merged ones included.',
  system,
  object: 'contacts',
  grain: ['id'],
  person: {
    ids: ['id'],
    emails: ['email'],
    clears: [
      'first_name',
      'last_name',
      'name',
      'phone',
      'mobile_phone',
      'home_phone',
      'other_phone',
      'assistant_phone',
      'assistant_name',
      'fax',
      'salutation',
      'mailing_street',
      'mailing_postal_code',
      'mailing_latitude',
      'mailing_longitude',
      'mailing_address',
      'other_street',
      'other_postal_code',
      'other_latitude',
      'other_longitude',
      'other_address',
      'birthdate',
      'description',
      'photo_url',
    ],
  },
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  gathered: { custom_fields: declaredHeaders(system, 'people') },
  columns: {
    id: from(text('Salesforce’s id.'), 'Id', 'Contact ID', 'Kontakt-ID', 'ID du contact'),
    ...personColumns(),
    account_id: may(text('The account.'), 'AccountId', 'ID du compte'),
    owner_name: may(
      text('The owner’s name, in reports.'),
      'Contact Owner',
      'Owner.Name',
      'Kontaktinhaber',
      'Propriétaire du contact',
    ),
    mailing_street: may(text('As typed.'), 'MailingStreet'),
    mailing_city: may(text('As typed.'), 'MailingCity'),
    mailing_state: may(text('As typed.'), 'MailingState', 'Mailing State/Province'),
    mailing_postal_code: may(text('As typed.'), 'MailingPostalCode', 'Mailing Zip/Postal Code'),
    mailing_country: may(text('As typed, or of a picklist.'), 'MailingCountry'),
    mailing_country_code: may(text('ISO 3166-1 alpha-2.'), 'MailingCountryCode'),
    custom_fields: texts('The fields that the settings declare.'),
    ...unread(`Salutation OtherStreet OtherCity OtherState OtherPostalCode OtherCountry
      OtherLatitude OtherLongitude OtherGeocodeAccuracy OtherAddress MailingStateCode
      MailingLatitude MailingLongitude MailingGeocodeAccuracy MailingAddress Fax HomePhone
      OtherPhone AssistantPhone ReportsToId Department AssistantName Birthdate Description
      HasOptedOutOfFax CanAllowPortalSelfReg LastActivityDate LastCURequestDate
      LastCUUpdateDate LastViewedDate LastReferencedDate EmailBouncedReason
      IsEmailBounced PhotoUrl Jigsaw JigsawContactId IndividualId`),
  },
})

export const rawSalesforceLeads = defineExport({
  name: 'raw_salesforce__leads',
  description: 'Leads as last exported, converted, deleted and merged ones included.',
  system,
  object: 'leads',
  grain: ['id'],
  person: {
    ids: ['id'],
    emails: ['email'],
    clears: [
      'first_name',
      'last_name',
      'name',
      'phone',
      'mobile_phone',
      'salutation',
      'street',
      'postal_code',
      'latitude',
      'longitude',
      'address',
      'description',
      'photo_url',
    ],
  },
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  gathered: { custom_fields: declaredHeaders(system, 'people') },
  columns: {
    id: from(text('Salesforce’s id.'), 'Id', 'Lead ID', 'Lead-ID', 'ID de la piste'),
    ...personColumns(),
    company: from(
      text('The employer, as typed.').nullable(),
      'Company',
      'Company / Account',
      'Firma',
      'Société',
    ),
    status: may(text('As the picklist names it.'), 'Status', 'Lead Status', 'Leadstatus', 'Statut'),
    owner_name: may(text('The owner’s name, in reports.'), 'Lead Owner', 'Owner.Name'),
    industry: may(text('As the picklist names it.'), 'Industry'),
    website: may(text('The web site.'), 'Website'),
    number_of_employees: may(integer('How many people the employer has.'), 'NumberOfEmployees'),
    street: may(text('As typed.'), 'Street'),
    city: may(text('As typed.'), 'City'),
    state: may(text('As typed.'), 'State', 'State/Province'),
    postal_code: may(text('As typed.'), 'PostalCode', 'Zip/Postal Code'),
    country: may(text('As typed, or of a picklist.'), 'Country', 'Land', 'Pays'),
    country_code: may(text('ISO 3166-1 alpha-2.'), 'CountryCode'),
    is_converted: may(flag('Whether it became a contact.'), 'IsConverted', 'Converted'),
    converted_date: may(timestamp('When it became one.'), 'ConvertedDate'),
    converted_account_id: may(text('The account that it became.'), 'ConvertedAccountId'),
    converted_contact_id: may(text('The contact that it became.'), 'ConvertedContactId'),
    converted_opportunity_id: may(
      text('The opportunity that came with it.'),
      'ConvertedOpportunityId',
    ),
    custom_fields: texts('The fields that the settings declare.'),
    ...unread(`Salutation StateCode Latitude Longitude GeocodeAccuracy Address PhotoUrl Description
      Rating AnnualRevenue IsUnreadByOwner LastActivityDate LastViewedDate LastReferencedDate Jigsaw
      JigsawContactId EmailBouncedReason IndividualId`),
  },
})

export const rawSalesforceLeadHistory = defineExport({
  name: 'raw_salesforce__lead_history',
  description: 'Changes of the tracked fields of leads.',
  system,
  object: 'lead_history',
  also: ['LeadHistory'],
  grain: ['id'],
  person: {
    ids: ['lead_id'],
    clears: ['old_value', 'new_value'],
    only: { column: 'field', matches: personalField },
  },
  observed: ['created_date'],
  columns: { lead_id: from(text('The lead.'), 'LeadId'), ...fieldChange() },
})
