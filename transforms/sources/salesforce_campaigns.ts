/** Salesforce: campaigns and their members, tasks and events. */
import { day, flag, integer, localMoney, number, text, timestamp } from '../../src/columns.ts'
import { defineExport, from } from '../../src/export.ts'
import { may, record, unread } from './salesforce_columns.ts'

const system = 'salesforce'

/** Types of campaigns of the standard picklist, and the channel that each is for us. */
export const campaignChannels = [
  ['Advertisement', 'Other'],
  ['Banner Ads', 'Other'],
  ['Conference', 'Offline'],
  ['Direct Mail', 'Offline'],
  ['Email', 'Email'],
  ['Event', 'Offline'],
  ['Partners', 'Referral'],
  ['Public Relations', 'Offline'],
  ['Referral Program', 'Referral'],
  ['Seminar / Conference', 'Offline'],
  ['Social Media', 'Organic Social'],
  ['Telemarketing', 'Offline'],
  ['Trade Show', 'Offline'],
  ['Webinar', 'Other'],
] as const

export const rawSalesforceCampaigns = defineExport({
  name: 'raw_salesforce__campaigns',
  description: 'Campaigns as last exported, deleted ones included.',
  system,
  object: 'campaigns',
  grain: ['id'],
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  columns: {
    id: from(text('Salesforce’s id.'), 'Id', 'Campaign ID', 'Kampagnen-ID', 'ID de la campagne'),
    name: from(text('As typed.').nullable(), 'Name', 'Campaign Name', 'Kampagnenname'),
    type: may(text('As the picklist names it.'), 'Type', 'Campaign Type', 'Typ'),
    status: may(text('As the picklist names it.'), 'Status'),
    start_date: may(day('Its first day.'), 'StartDate', 'Startdatum', 'Date de début'),
    end_date: may(day('Its last day.'), 'EndDate', 'Enddatum', 'Date de fin'),
    budgeted_cost: may(
      localMoney('What is planned for it.'),
      'BudgetedCost',
      'Budgeted Cost in Campaign',
      'Budgetierte Kosten',
    ),
    actual_cost: may(
      localMoney('What it cost.'),
      'ActualCost',
      'Actual Cost in Campaign',
      'Tatsächliche Kosten',
    ),
    currency_iso_code: may(
      text('ISO 4217.'),
      'CurrencyIsoCode',
      'Campaign Currency',
      'Actual Cost Currency',
    ),
    is_active: may(flag('Whether it is in use.'), 'IsActive', 'Active'),
    owner_id: may(text('The owner.'), 'OwnerId'),
    parent_id: may(text('The campaign that it is part of.'), 'ParentId'),
    ...record(),
    ...unread(`ExpectedRevenue ExpectedResponse NumberSent Description NumberOfLeads
      NumberOfConvertedLeads NumberOfContacts NumberOfResponses NumberOfOpportunities
      NumberOfWonOpportunities AmountAllOpportunities AmountWonOpportunities LastActivityDate
      LastViewedDate LastReferencedDate CampaignMemberRecordTypeId BudgetedCostCurrency`),
  },
})

export const rawSalesforceCampaignMembers = defineExport({
  name: 'raw_salesforce__campaign_members',
  description: 'The leads and contacts of campaigns, deleted ones included.',
  system,
  object: 'campaign_members',
  also: ['CampaignMember'],
  grain: ['id'],
  person: {
    ids: ['lead_id', 'contact_id', 'lead_or_contact_id'],
    emails: ['email'],
    clears: [
      'salutation',
      'name',
      'first_name',
      'last_name',
      'street',
      'postal_code',
      'phone',
      'fax',
      'mobile_phone',
      'description',
    ],
  },
  version: 'last_modified_date',
  observed: ['created_date', 'last_modified_date'],
  columns: {
    id: from(text('Salesforce’s id.'), 'Id', 'Member ID'),
    campaign_id: from(text('The campaign.'), 'CampaignId'),
    lead_id: from(text('The lead.').nullable(), 'LeadId'),
    contact_id: from(text('The contact.').nullable(), 'ContactId'),
    status: may(text('As the campaign names it.'), 'Status', 'Member Status'),
    has_responded: may(flag('Whether the person responded.'), 'HasResponded', 'Responded'),
    first_responded_date: may(timestamp('When.'), 'FirstRespondedDate'),
    ...record(),
    ...unread(`Salutation Name FirstName LastName Title Street City State PostalCode Country Email
      Phone Fax MobilePhone Description DoNotCall HasOptedOutOfEmail HasOptedOutOfFax LeadSource
      CompanyOrAccount Type LeadOrContactId LeadOrContactOwnerId`),
  },
})

const activityColumns = () => ({
  id: from(text('Salesforce’s id.'), 'Id', 'Activity ID'),
  who_id: from(text('The contact or lead.').nullable(), 'WhoId'),
  what_id: from(text('The account, opportunity or other record.').nullable(), 'WhatId'),
  account_id: may(text('The account, also where the contact’s is meant.'), 'AccountId'),
  owner_id: may(text('Who did it.'), 'OwnerId'),
  subject: may(text('As typed.'), 'Subject', 'Betreff', 'Objet'),
  type: may(text('As the picklist names it.'), 'Type', 'Typ'),
  activity_date: may(timestamp('The day that it is for.'), 'ActivityDate'),
  ...record(),
  ...unread(`Description IsArchived ReminderDateTime IsReminderSet RecurrenceActivityId IsRecurrence
    RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType RecurrenceInterval
    RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance RecurrenceMonthOfYear
    RecordTypeId WhoCount WhatCount`),
})

export const rawSalesforceTasks = defineExport({
  name: 'raw_salesforce__tasks',
  description: 'Tasks: calls, e-mails and things to do, open and deleted ones included.',
  system,
  object: 'tasks',
  grain: ['id'],
  person: { ids: ['who_id'], clears: ['description'], redacts: ['subject'] },
  version: 'last_modified_date',
  observed: ['created_date'],
  columns: {
    ...activityColumns(),
    status: from(text('As the picklist names it.').nullable(), 'Status'),
    is_closed: may(flag('Whether it is done.'), 'IsClosed', 'Closed'),
    task_subtype: may(text('Task, Call, Email or ListEmail.'), 'TaskSubtype', 'Task Subtype'),
    completed_date_time: may(timestamp('When it was done.'), 'CompletedDateTime'),
    call_type: may(text('Inbound, Outbound or Internal.'), 'CallType'),
    call_disposition: may(text('How a call ended.'), 'CallDisposition', 'Call Result'),
    call_duration_in_seconds: may(number('How long a call took.'), 'CallDurationInSeconds'),
    ...unread(
      'Priority IsHighPriority CallObject RecurrenceStartDateOnly RecurrenceRegeneratedType',
    ),
  },
})

export const rawSalesforceEvents = defineExport({
  name: 'raw_salesforce__events',
  description: 'Events: meetings, deleted ones and those of recurrences included.',
  system,
  object: 'events',
  grain: ['id'],
  person: { ids: ['who_id'], clears: ['description'], redacts: ['subject'] },
  version: 'last_modified_date',
  observed: ['created_date'],
  columns: {
    ...activityColumns(),
    start_date_time: from(timestamp('When it begins.').nullable(), 'StartDateTime'),
    end_date_time: may(timestamp('When it ends.'), 'EndDateTime'),
    duration_in_minutes: may(integer('How long it takes.'), 'DurationInMinutes'),
    event_subtype: may(text('Event.'), 'EventSubtype'),
    is_child: may(flag('Whether it is an invitee’s copy.'), 'IsChild'),
    is_all_day_event: may(flag('Whether it takes the day.'), 'IsAllDayEvent'),
    ...unread(`Location ActivityDateTime IsPrivate ShowAs IsGroupEvent GroupEventType EndDate
      RecurrenceStartDateTime IsRecurrence2 IsRecurrence2Exception IsRecurrence2Exclusion
      Recurrence2PatternText Recurrence2PatternVersion Recurrence2PatternTimeZone
      Recurrence2PatternStartDate`),
  },
})
