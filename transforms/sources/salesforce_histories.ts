/** Salesforce: histories of opportunities, by the API and by two reports; and of contacts, which nothing reads. */
import { day, flag, integer, localMoney, number, text, timestamp } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import {
  copied,
  fieldChange,
  may,
  opportunityLabels,
  personalField,
  unread,
} from './salesforce_columns.ts'

const system = 'salesforce'

export const rawSalesforceOpportunityHistory = defineExport({
  name: 'raw_salesforce__opportunity_history',
  description:
    'What opportunities were after each change of stage, amount, close date, probability or forecast category.',
  system,
  object: 'opportunity_history',
  also: ['OpportunityHistory'],
  grain: ['id'],
  version: 'system_modstamp',
  observed: ['created_date'],
  columns: {
    id: from(text('Salesforce’s id of the change.'), 'Id'),
    opportunity_id: from(text('The opportunity.'), 'OpportunityId'),
    created_date: from(timestamp('When it changed.'), 'CreatedDate'),
    stage_name: from(text('The stage from then on.').nullable(), 'StageName'),
    amount: from(localMoney('The amount from then on.').nullable(), 'Amount'),
    close_date: from(day('The close date from then on.').nullable(), 'CloseDate'),
    probability: may(number('In percent, from then on.'), 'Probability'),
    forecast_category: may(text('The API’s name, from then on.'), 'ForecastCategory'),
    is_deleted: may(flag('Whether the opportunity is deleted.'), 'IsDeleted'),
    system_modstamp: may(timestamp('When the row last changed.'), 'SystemModstamp'),
    ...copied(),
    ...unread('CreatedById ExpectedRevenue CurrencyIsoCode PrevAmount PrevCloseDate'),
  },
})

export const rawSalesforceOpportunityHistoryReport = defineExport({
  name: 'raw_salesforce__opportunity_history_report',
  description: 'The same as the report “Opportunity History” tells it, mostly by day.',
  system,
  object: 'opportunity_history_report',
  grain: ['opportunity_id', 'last_modified', 'from_stage', 'to_stage', 'amount', 'close_date'],
  observed: ['last_modified'],
  columns: {
    opportunity_id: from(text('The opportunity.'), ...opportunityLabels.id),
    opportunity_name: may(text('As typed.'), ...opportunityLabels.name),
    from_stage: from(text('The stage before.').nullable(), 'Von Phase', 'Étape de départ'),
    to_stage: from(text('The stage after.').nullable(), 'In Phase', 'Zu Phase', 'Étape d’arrivée'),
    last_modified: from(
      timestamp('When it changed.'),
      'Last Modified Date',
      'Letzte Änderung',
      'Datum der letzten Änderung',
      'Dernière modification',
      'Date de la dernière modification',
    ),
    amount: may(localMoney('The amount.'), ...opportunityLabels.amount),
    close_date: may(day('The close date.'), ...opportunityLabels.closeDate),
    stage: may(text('The stage that the opportunity is in now.'), ...opportunityLabels.stage),
    created_date: may(
      timestamp('When the opportunity was created.'),
      ...opportunityLabels.createdDate,
    ),
    stage_duration: may(integer('Days in the stage.'), 'Phasendauer', 'Durée de l’étape'),
    probability: may(
      text('In percent, with or without the sign.'),
      'Probability (%)',
      'Wahrscheinlichkeit (%)',
    ),
    ...unread('OpportunityOwner AccountName LastModifiedBy Type'),
  },
})

export const rawSalesforceOpportunityFieldHistory = defineExport({
  name: 'raw_salesforce__opportunity_field_history',
  description: 'Changes of the tracked fields of opportunities, of the last 18 to 24 months.',
  system,
  object: 'opportunity_field_history',
  also: ['OpportunityFieldHistory'],
  grain: ['id'],
  observed: ['created_date'],
  columns: { opportunity_id: from(text('The opportunity.'), 'OpportunityId'), ...fieldChange() },
})

export const rawSalesforceOpportunityFieldHistoryReport = defineExport({
  name: 'raw_salesforce__opportunity_field_history_report',
  description: 'The same as the report “Opportunity Field History” tells it, mostly by day.',
  system,
  object: 'opportunity_field_history_report',
  grain: ['opportunity_id', 'field', 'edit_date', 'old_value', 'new_value'],
  observed: ['edit_date'],
  columns: {
    opportunity_id: from(text('The opportunity.'), ...opportunityLabels.id),
    opportunity_name: may(text('As typed.'), ...opportunityLabels.name),
    field: from(
      text('The field’s label, or `Created.`.').nullable(),
      'Field / Event',
      'Feld/Ereignis',
      'Champ/Événement',
    ),
    old_value: from(text('The value before.').nullable(), 'Alter Wert', 'Ancienne valeur'),
    new_value: from(text('The value after.').nullable(), 'Neuer Wert', 'Nouvelle valeur'),
    edit_date: from(
      timestamp('When it changed.'),
      'Bearbeitungsdatum',
      'Date de modification',
      'Edit Date/Time',
    ),
    stage: may(text('The stage that the opportunity is in now.'), ...opportunityLabels.stage),
    amount: may(localMoney('The amount now.'), ...opportunityLabels.amount),
    close_date: may(day('The close date now.'), ...opportunityLabels.closeDate),
    created_date: may(
      timestamp('When the opportunity was created.'),
      ...opportunityLabels.createdDate,
    ),
    ...unread('EditedBy OpportunityOwner AccountName Type'),
  },
})

export const rawSalesforceContactHistory = defineExport({
  name: 'raw_salesforce__contact_history',
  description: 'Changes of the tracked fields of contacts.',
  system,
  object: 'contact_history',
  also: ['ContactHistory'],
  grain: ['id'],
  person: {
    ids: ['contact_id'],
    clears: ['old_value', 'new_value'],
    only: { column: 'field', matches: personalField },
  },
  observed: ['created_date'],
  columns: { contact_id: from(text('The contact.'), 'ContactId'), ...fieldChange() },
})

export const rawSalesforceContactVersions = defineExport({
  name: 'raw_salesforce__contact_versions',
  description: 'The states of contacts over time, as the connector keeps them (type 2).',
  system,
  object: 'contact_versions',
  grain: ['id', '_fivetran_start'],
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
      'mailing_street',
      'mailing_postal_code',
      'description',
    ],
  },
  version: '_fivetran_synced',
  columns: {
    id: from(text('Salesforce’s id.'), 'Id'),
    last_name: from(text('As typed.').nullable(), 'LastName'),
    _fivetran_start: timestamp('From when on it was so.'),
    _fivetran_end: timestamp('Until when it was so.').nullable(),
    last_modified_date: may(timestamp('When it last changed.'), 'LastModifiedDate'),
    is_deleted: may(flag('Whether it is in the recycle bin.'), 'IsDeleted'),
    ...copied(),
    ...unread(`AccountId FirstName Name Email Phone MobilePhone HomePhone Title LeadSource OwnerId
      LastActivityDate LastModifiedById LastReferencedDate LastViewedDate MailingStreet MailingCity
      MailingState MailingPostalCode MailingCountry MailingCountryCode MasterRecordId ReportsToId
      Description IndividualId`),
  },
})
