/** Salesforce: opportunities, their stages and contacts. */
import {
  day,
  flag,
  integer,
  localMoney,
  number,
  text,
  texts,
  timestamp,
} from '../../src/columns.ts'
import { declaredHeaders } from '../../src/custom_fields.ts'
import { defineExport, from } from '../../src/export.ts'
import { copied, may, opportunityLabels, record, unread } from './salesforce_columns.ts'

const system = 'salesforce'

/** Forecast categories: the API's names and the labels. */
export const forecastCategories = [
  ['BestCase', 'Best Case'],
  ['Forecast', 'Commit'],
  ['MostLikely', 'Most Likely'],
] as const

const opportunityColumns = () => ({
  id: from(text('Salesforce’s id, of 15 or 18 characters.'), 'Id', ...opportunityLabels.id),
  name: from(text('As typed.').nullable(), 'Name', ...opportunityLabels.name),
  stage_name: from(text('The stage.').nullable(), 'StageName', ...opportunityLabels.stage),
  close_date: from(
    day('When it closed, or is expected to.').nullable(),
    ...opportunityLabels.closeDate,
  ),
  account_id: may(text('The account.'), 'AccountId', 'ID du compte'),
  owner_id: may(text('The owner.'), 'OwnerId'),
  owner_name: may(
    text('The owner’s name, in reports.'),
    'Opportunity Owner',
    'Owner.Name',
    'Opportunity-Inhaber',
    'Opportunityinhaber',
    'Propriétaire de l’opportunité',
  ),
  owner_email: may(text('The owner’s address, in reports.'), 'Owner.Email', 'Owner Email'),
  campaign_id: may(text('The campaign that it is credited to.'), 'CampaignId'),
  campaign_name: may(
    text('Its name, in reports.'),
    'Primary Campaign Source',
    'Campaign.Name',
    'Primärkampagnenquelle',
  ),
  type: may(text('As the picklist names it.'), 'Type', 'Opportunity Type', 'Typ'),
  lead_source: may(
    text('Where it came from.'),
    'LeadSource',
    'Leadquelle',
    'Origine du prospect',
    'Origine de la piste',
  ),
  lost_reason: may(
    text('Why it was lost; a field of the organisation’s own.'),
    'Loss_Reason__c',
    'Lost_Reason__c',
    'Closed_Lost_Reason__c',
    'Closed Lost Reason',
  ),
  forecast_category: may(text('The API’s name, in reports the label.'), 'ForecastCategory'),
  forecast_category_name: may(
    text('The label.'),
    'ForecastCategoryName',
    'Prognosekategorie',
    'Catégorie de prévision',
  ),
  probability: may(
    text('In percent, with or without the sign: the two are one number.'),
    'Probability',
    'Probability (%)',
    'Wahrscheinlichkeit (%)',
    'Probabilité (%)',
  ),
  amount: may(localMoney('In the record’s currency.'), ...opportunityLabels.amount, 'Total Amount'),
  currency_iso_code: may(
    text('ISO 4217.'),
    'CurrencyIsoCode',
    'Amount Currency',
    'Total Amount Currency',
    'Opportunity Currency',
    'Betrag Währung',
    'Montant Devise',
  ),
  amount_converted: may(localMoney('In the currency of who ran the report.')),
  amount_converted_currency: may(
    text('ISO 4217.'),
    'Amount (converted) Currency',
    'Amount Currency (converted)',
  ),
  is_closed: may(flag('Whether the stage closes it.'), 'IsClosed', 'Closed'),
  is_won: may(flag('Whether the stage wins it.'), 'IsWon', 'Won'),
  ...record(),
  ...unread(`Description ExpectedRevenue NextStep HasOpportunityLineItem Pricebook2Id
    LastActivityDate FiscalQuarter FiscalYear Fiscal LastViewedDate LastReferencedDate
    HasOpenActivity HasOverdueTask TotalOpportunityQuantity Territory2Id
    IsExcludedFromTerritory2Filter RecordTypeId SyncedQuoteId ContactId ContractId
    IqScore LastStageChangeDate PushCount LastAmountChangedHistoryId LastCloseDateChangedHistoryId`),
})

export const rawSalesforceOpportunities = defineExport({
  name: 'raw_salesforce__opportunities',
  description:
    'Opportunities in each state that an export or a report shows, deleted ones included.',
  system,
  object: 'opportunities',
  grain: ['id'],
  keep: 'versions',
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  gathered: { custom_fields: declaredHeaders(system, 'opportunities') },
  columns: {
    ...opportunityColumns(),
    custom_fields: texts('The fields that the settings declare.'),
  },
})

export const rawSalesforceOpportunityVersions = defineExport({
  name: 'raw_salesforce__opportunity_versions',
  description: 'The states of opportunities over time, as the connector keeps them (type 2).',
  system,
  object: 'opportunity_versions',
  grain: ['id', '_fivetran_start'],
  version: '_fivetran_synced',
  columns: {
    ...opportunityColumns(),
    _fivetran_start: timestamp('From when on it was so.'),
    _fivetran_end: timestamp('Until when it was so.').nullable(),
  },
})

export const rawSalesforceOpportunityStages = defineExport({
  name: 'raw_salesforce__opportunity_stages',
  description: 'The stages of the organisation, those no longer in use included.',
  system,
  object: 'opportunity_stages',
  also: ['OpportunityStage'],
  grain: ['id'],
  version: 'last_modified_date',
  columns: {
    id: from(text('Salesforce’s id.'), 'Id'),
    master_label: from(text('What the stage is called.').nullable(), 'MasterLabel'),
    api_name: may(text('What opportunities hold.'), 'ApiName'),
    is_active: may(flag('Whether it is in use.'), 'IsActive'),
    sort_order: from(integer('Its place.').nullable(), 'SortOrder'),
    is_closed: from(flag('Whether it closes an opportunity.').nullable(), 'IsClosed'),
    is_won: from(flag('Whether it wins it.').nullable(), 'IsWon'),
    forecast_category: may(text('The API’s name.'), 'ForecastCategory'),
    forecast_category_name: may(text('The label.'), 'ForecastCategoryName'),
    default_probability: may(number('In percent.'), 'DefaultProbability'),
    last_modified_date: may(timestamp('When it last changed.'), 'LastModifiedDate'),
    ...copied(),
    ...unread('Description CreatedById CreatedDate LastModifiedById SystemModstamp'),
  },
})

export const rawSalesforceOpportunityContactRoles = defineExport({
  name: 'raw_salesforce__opportunity_contact_roles',
  description: 'The people of opportunities.',
  system,
  object: 'opportunity_contact_roles',
  also: ['OpportunityContactRole'],
  grain: ['id'],
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  columns: {
    id: from(text('Salesforce’s id.'), 'Id'),
    opportunity_id: from(text('The opportunity.'), 'OpportunityId'),
    contact_id: from(text('The contact.').nullable(), 'ContactId'),
    role: may(text('As the picklist names it.'), 'Role'),
    is_primary: may(flag('Whether it is the main contact.'), 'IsPrimary'),
    ...record(),
  },
})
