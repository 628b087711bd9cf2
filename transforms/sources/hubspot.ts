/** HubSpot CRM: objects as its UI and API export them, histories and settings as its connector does. */
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
import { defineExport, from, optional } from '../../src/export.ts'

/** HubSpot's traffic sources: the API's name, the label of the UI, and the channel that it is for us. */
const trafficSources = [
  ['ORGANIC_SEARCH', 'Organic Search', 'Organic Search'],
  ['PAID_SEARCH', 'Paid Search', 'Paid Search'],
  ['PAID_SOCIAL', 'Paid Social', 'Paid Social'],
  ['SOCIAL_MEDIA', 'Organic Social', 'Organic Social'],
  ['EMAIL_MARKETING', 'Email Marketing', 'Email'],
  ['REFERRALS', 'Referrals', 'Referral'],
  ['AI_REFERRALS', 'AI Referrals', 'Referral'],
  ['DIRECT_TRAFFIC', 'Direct Traffic', 'Direct'],
  ['OFFLINE', 'Offline Sources', 'Offline'],
  ['OTHER_CAMPAIGNS', 'Other Campaigns', 'Other'],
] as const

/** The label of a traffic source, by the API's name. */
export const sourceLabels = trafficSources.map(([name, label]) => [name, label] as const)

/** The channel of a traffic source, by the API's name and by the label. */
export const sourceChannels = trafficSources.flatMap(([name, label, channel]) => [
  [name, channel] as const,
  [label, channel] as const,
])

/** The sources whose first drill-down is a campaign. */
export const campaignSources = [
  'PAID_SEARCH',
  'Paid Search',
  'PAID_SOCIAL',
  'Paid Social',
  'EMAIL_MARKETING',
  'Email Marketing',
  'OTHER_CAMPAIGNS',
  'Other Campaigns',
] as const

/** Forecast categories by HubSpot's internal names and labels. */
export const forecastCategories = [
  ['OMIT', 'Omitted'],
  ['Not forecasted', 'Omitted'],
  ['PIPELINE', 'Pipeline'],
  ['BEST_CASE', 'Best Case'],
  ['Best case', 'Best Case'],
  ['COMMIT', 'Commit'],
  ['CLOSED', 'Closed'],
  ['Closed won', 'Closed'],
] as const

const synced = () => optional(timestamp('When the connector last copied the row.').nullable())

export const rawHubspotCompanies = defineExport({
  name: 'raw_hubspot__companies',
  description: 'Companies under the API’s internal names, one row each, archived ones included.',
  system: 'hubspot',
  object: 'companies',
  grain: ['id'],
  version: 'hs_lastmodifieddate',
  observed: ['createdate', 'hs_lastmodifieddate'],
  columns: {
    id: text('HubSpot’s company id.'),
    name: text('As the rep typed it.').nullable(),
    domain: text('The web domain.').nullable(),
    website: optional(text('The address of the web site.').nullable()),
    country: optional(text('As typed: a name in some language, or a code.').nullable()),
    city: optional(text('As typed.').nullable()),
    industry: optional(text('HubSpot’s industry, in capitals with underscores.').nullable()),
    numberofemployees: optional(integer('How many people the company employs.').nullable()),
    annualrevenue: optional(localMoney('The company’s own revenue a year.').nullable()),
    type: optional(text('PROSPECT, CUSTOMER, PARTNER or empty.').nullable()),
    lifecyclestage: optional(text('Where the company is in its life with us.').nullable()),
    hubspot_owner_id: optional(text('The owner’s id.').nullable()),
    hubspot_team_id: optional(text('The owner’s team.').nullable()),
    hs_analytics_source: optional(text('Where the first visit came from, in capitals.').nullable()),
    hs_parent_company_id: optional(text('The parent company’s id.').nullable()),
    hs_merged_object_ids: optional(text('Ids merged into this company, by semicolon.').nullable()),
    hs_additional_domains: optional(text('Further web domains, by semicolon.').nullable()),
    createdate: timestamp('When the company was created.').nullable(),
    hs_lastmodifieddate: timestamp('When the company last changed.').nullable(),
    archived: optional(flag('Whether the company was deleted.').nullable()),
  },
})

export const rawHubspotContacts = defineExport({
  name: 'raw_hubspot__contacts',
  description: 'Contacts under the labels of the UI, one row each.',
  system: 'hubspot',
  object: 'contacts',
  grain: ['record_id'],
  version: 'last_modified_date',
  observed: ['create_date', 'last_modified_date'],
  columns: {
    record_id: from(text('HubSpot’s contact id.'), 'Record ID', 'Contact ID'),
    first_name: from(text('As typed.').nullable(), 'First Name'),
    last_name: from(text('As typed.').nullable(), 'Last Name'),
    email: from(text('As typed.').nullable(), 'Email'),
    job_title: optional(from(text('As typed.').nullable(), 'Job Title')),
    company_name: optional(from(text('As typed.').nullable(), 'Company Name')),
    associated_company_id: optional(
      from(text('The company’s id.').nullable(), 'Associated Company ID', 'Associated Company IDs'),
    ),
    country: optional(from(text('As typed.').nullable(), 'Country')),
    contact_owner: optional(from(text('The owner’s display name.').nullable(), 'Contact owner')),
    lifecycle_stage: optional(from(text('The stage’s label.').nullable(), 'Lifecycle Stage')),
    lead_status: optional(from(text('The status’s label.').nullable(), 'Lead Status')),
    original_source: optional(
      from(
        text('Where the first visit came from.').nullable(),
        'Original Source',
        'Original Traffic Source',
      ),
    ),
    original_source_drill_down_1: optional(
      from(
        text('The campaign of paid and e-mail sources.').nullable(),
        'Original Source Drill-Down 1',
        'Original Traffic Source Drill-Down 1',
      ),
    ),
    original_source_drill_down_2: optional(
      from(
        text('More on the source.').nullable(),
        'Original Source Drill-Down 2',
        'Original Traffic Source Drill-Down 2',
      ),
    ),
    create_date: from(timestamp('When the contact was created.').nullable(), 'Create Date'),
    last_modified_date: from(
      timestamp('When the contact last changed.').nullable(),
      'Last Modified Date',
    ),
    became_a_subscriber_date: became('Subscriber'),
    became_a_lead_date: became('Lead'),
    became_a_marketing_qualified_lead_date: became('Marketing Qualified Lead'),
    became_a_sales_qualified_lead_date: became('Sales Qualified Lead'),
    became_an_opportunity_date: became('Opportunity', 'an'),
    became_a_customer_date: became('Customer'),
    first_conversion: optional(
      from(text('The first form that was filled in.').nullable(), 'First Conversion'),
    ),
    first_conversion_date: optional(
      from(timestamp('When it was.').nullable(), 'First Conversion Date'),
    ),
    number_of_form_submissions: optional(
      from(integer('How many forms were filled in.').nullable(), 'Number of Form Submissions'),
    ),
    last_contacted: optional(
      from(timestamp('When a rep last got in touch.').nullable(), 'Last Contacted'),
    ),
    unsubscribed_from_all_email: optional(
      from(flag('Whether the person opted out.').nullable(), 'Unsubscribed from all email'),
    ),
  },
})

export const rawHubspotDeals = defineExport({
  name: 'raw_hubspot__deals',
  description: 'Deals under the labels of the UI, one row each, with the columns of stage entry.',
  system: 'hubspot',
  object: 'deals',
  grain: ['record_id'],
  version: 'last_modified_date',
  observed: ['create_date', 'last_modified_date'],
  gathered: { stages_entered: /^Date entered ["“'‘]/ },
  columns: {
    record_id: from(text('HubSpot’s deal id.'), 'Record ID', 'Deal ID'),
    deal_name: from(text('As the rep typed it.').nullable(), 'Deal Name'),
    pipeline: from(text('The pipeline’s label.').nullable(), 'Pipeline'),
    deal_stage: from(text('The stage’s label.').nullable(), 'Deal Stage'),
    deal_type: optional(from(text('New Business, Existing Business ….').nullable(), 'Deal Type')),
    deal_owner: optional(from(text('The owner’s display name.').nullable(), 'Deal owner')),
    hubspot_team: optional(from(text('The owner’s team.').nullable(), 'HubSpot Team')),
    amount: from(localMoney('In the currency of the deal.').nullable(), 'Amount'),
    currency: optional(from(text('ISO 4217.').nullable(), 'Currency')),
    amount_in_company_currency: optional(
      from(
        localMoney('HubSpot’s own conversion, unused.').nullable(),
        'Amount in company currency',
      ),
    ),
    annual_contract_value: optional(
      from(
        localMoney('The value a year, in the currency of the deal.').nullable(),
        'Annual contract value',
      ),
    ),
    total_contract_value: optional(
      from(
        localMoney('The value of the term, in the currency of the deal.').nullable(),
        'Total contract value',
      ),
    ),
    forecast_category: optional(from(text('The rep’s own.').nullable(), 'Forecast category')),
    deal_probability: optional(
      from(number('The stage’s probability.').nullable(), 'Deal probability'),
    ),
    create_date: from(timestamp('When the deal was created.').nullable(), 'Create Date'),
    close_date: from(
      timestamp('When the deal closed, or is expected to.').nullable(),
      'Close Date',
      'Close date',
    ),
    last_modified_date: from(
      timestamp('When the deal last changed.').nullable(),
      'Last Modified Date',
    ),
    closed_lost_reason: optional(from(text('As typed.').nullable(), 'Closed Lost Reason')),
    original_traffic_source: optional(
      from(text('Where the first visit came from.').nullable(), 'Original Traffic Source'),
    ),
    original_traffic_source_drill_down_1: optional(
      from(
        text('The campaign of paid and e-mail sources.').nullable(),
        'Original Traffic Source Drill-Down 1',
      ),
    ),
    hubspot_campaign: optional(from(text('The campaign’s name.').nullable(), 'HubSpot Campaign')),
    associated_company_ids: optional(
      from(
        text('Companies, by semicolon, the first one first.').nullable(),
        'Associated Company IDs',
      ),
    ),
    associated_contact_ids: optional(
      from(text('Contacts, by semicolon.').nullable(), 'Associated Contact IDs'),
    ),
    merged_deal_ids: optional(
      from(text('Deals merged into this one, by semicolon.').nullable(), 'Merged Deal IDs'),
    ),
    stages_entered: texts('Date entered "<Stage> (<Pipeline>)": the latest entry of each stage.'),
  },
})

export const rawHubspotDealPropertyHistory = defineExport({
  name: 'raw_hubspot__deal_property_history',
  description: 'Every value that a tracked property of a deal took, and when.',
  system: 'hubspot',
  object: 'deal_property_history',
  grain: ['deal_id', 'name', 'timestamp'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: { deal_id: text('HubSpot’s deal id.'), ...history() },
})

export const rawHubspotCompanyPropertyHistory = defineExport({
  name: 'raw_hubspot__company_property_history',
  description: 'Every value that a tracked property of a company took, and when.',
  system: 'hubspot',
  object: 'company_property_history',
  grain: ['company_id', 'name', 'timestamp'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: { company_id: text('HubSpot’s company id.'), ...history() },
})

export const rawHubspotContactPropertyHistory = defineExport({
  name: 'raw_hubspot__contact_property_history',
  description: 'Every value that a tracked property of a contact took, and when.',
  system: 'hubspot',
  object: 'contact_property_history',
  grain: ['contact_id', 'name', 'timestamp'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: { contact_id: text('HubSpot’s contact id.'), ...history() },
})

export const rawHubspotDealPipeline = defineExport({
  name: 'raw_hubspot__deal_pipeline',
  description: 'The pipelines, as the connector copies them.',
  system: 'hubspot',
  object: 'deal_pipeline',
  grain: ['pipeline_id'],
  version: '_fivetran_synced',
  columns: {
    pipeline_id: text('HubSpot’s pipeline id.'),
    label: text('What the pipeline is called.').nullable(),
    active: optional(flag('Whether it is in use.').nullable()),
    display_order: optional(integer('Its place among the pipelines.').nullable()),
    _fivetran_deleted: optional(flag('Whether it is gone.').nullable()),
    _fivetran_synced: synced(),
    created_at: optional(timestamp('When it was created.').nullable()),
    updated_at: optional(timestamp('When it last changed.').nullable()),
  },
})

export const rawHubspotDealPipelineStage = defineExport({
  name: 'raw_hubspot__deal_pipeline_stage',
  description: 'The stages of the pipelines, as the connector copies them.',
  system: 'hubspot',
  object: 'deal_pipeline_stage',
  grain: ['stage_id'],
  version: '_fivetran_synced',
  columns: {
    stage_id: text('HubSpot’s stage id.'),
    pipeline_id: text('The pipeline it belongs to.'),
    label: text('What the stage is called.').nullable(),
    display_order: integer('Its place in the pipeline.').nullable(),
    is_closed: flag(
      'Whether a deal in it is closed; a label “Closed …” does not say so.',
    ).nullable(),
    closed_won: flag('Whether a deal in it is won.').nullable(),
    probability: optional(number('The chance that a deal in it is won.').nullable()),
    active: optional(flag('Whether it is in use.').nullable()),
    _fivetran_deleted: optional(flag('Whether it is gone.').nullable()),
    _fivetran_synced: synced(),
    created_at: optional(timestamp('When it was created.').nullable()),
    updated_at: optional(timestamp('When it last changed.').nullable()),
  },
})

export const rawHubspotOwner = defineExport({
  name: 'raw_hubspot__owner',
  description: 'The owners on each day of export, as the connector copies them.',
  system: 'hubspot',
  object: 'owner',
  grain: ['owner_id', 'exported_date'],
  keep: 'snapshots',
  columns: {
    owner_id: text('HubSpot’s owner id.'),
    exported_date: day('The day of the export, from the name of its file.'),
    email: text('The owner’s e-mail address.').nullable(),
    first_name: text('The owner’s first name.').nullable(),
    last_name: text('The owner’s last name.').nullable(),
    active_user_id: text('The user’s id; empty for one who left.').nullable(),
    portal_id: optional(text('HubSpot’s account id.').nullable()),
    type: optional(text('PERSON or QUEUE.').nullable()),
    created_at: optional(timestamp('When the owner was created.').nullable()),
    updated_at: optional(timestamp('When the owner last changed.').nullable()),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotOwnerTeam = defineExport({
  name: 'raw_hubspot__owner_team',
  description: 'Who is in which team on each day of export, as the connector copies it.',
  system: 'hubspot',
  object: 'owner_team',
  grain: ['owner_id', 'team_id', 'exported_date'],
  keep: 'snapshots',
  columns: {
    owner_id: text('HubSpot’s owner id.'),
    team_id: text('HubSpot’s team id.'),
    exported_date: day('The day of the export, from the name of its file.'),
    is_team_primary: flag('Whether it is the owner’s main team.').nullable(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotTeam = defineExport({
  name: 'raw_hubspot__team',
  description: 'The teams, as the connector copies them.',
  system: 'hubspot',
  object: 'team',
  grain: ['id'],
  version: '_fivetran_synced',
  columns: {
    id: text('HubSpot’s team id.'),
    name: text('What the team is called.').nullable(),
    _fivetran_synced: synced(),
  },
})

function history() {
  return {
    name: text('The property’s internal name.'),
    timestamp: timestamp('When it took the value.'),
    value: text('The value; empty where it was cleared.').nullable(),
    source: optional(text('What set it.').nullable()),
    source_id: optional(text('Who set it.').nullable()),
    _fivetran_synced: synced(),
  }
}

function became(stage: string, article = 'a') {
  return optional(
    from(
      timestamp(`When the contact first became ${article} ${stage.toLowerCase()}.`).nullable(),
      `Became ${article} ${stage} Date`,
    ),
  )
}
