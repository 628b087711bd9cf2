/** What HubSpot’s connector tells of records that belong to each other, or became one. */
import { text, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'
import { removed, synced } from './connector.ts'

/** The kind of a link: HubSpot’s number of it, and who defined it. */
const kind = () => ({
  type_id: optional(
    text('HubSpot’s number of the kind of link; 5 is a deal’s main company.').nullable(),
  ),
  category: optional(text('HUBSPOT_DEFINED or USER_DEFINED.').nullable()),
  _fivetran_deleted: removed(),
  _fivetran_synced: synced(),
})
const dealId = () => text('HubSpot’s deal id.')
const companyId = () => text('HubSpot’s company id.')
const contactId = () => text('HubSpot’s contact id.')
const ticketId = () => text('HubSpot’s ticket id.')
const engagementId = () => text('HubSpot’s id of the activity.')
const engagementType = () => optional(text('CALL, EMAIL, MEETING ….').nullable())

export const rawHubspotDealCompany = defineExport({
  name: 'raw_hubspot__deal_company',
  description: 'The companies of deals.',
  system: 'hubspot',
  object: 'deal_company',
  grain: ['deal_id', 'company_id', 'type_id'],
  version: '_fivetran_synced',
  columns: { deal_id: dealId(), company_id: companyId(), ...kind() },
})

export const rawHubspotDealContact = defineExport({
  name: 'raw_hubspot__deal_contact',
  description: 'The contacts of deals.',
  system: 'hubspot',
  object: 'deal_contact',
  grain: ['deal_id', 'contact_id', 'type_id'],
  version: '_fivetran_synced',
  columns: { deal_id: dealId(), contact_id: contactId(), ...kind() },
})

export const rawHubspotTicketCompany = defineExport({
  name: 'raw_hubspot__ticket_company',
  description: 'The companies of tickets.',
  system: 'hubspot',
  object: 'ticket_company',
  grain: ['ticket_id', 'company_id', 'type_id'],
  version: '_fivetran_synced',
  columns: { ticket_id: ticketId(), company_id: companyId(), ...kind() },
})

export const rawHubspotTicketContact = defineExport({
  name: 'raw_hubspot__ticket_contact',
  description: 'The contacts of tickets.',
  system: 'hubspot',
  object: 'ticket_contact',
  grain: ['ticket_id', 'contact_id', 'type_id'],
  version: '_fivetran_synced',
  columns: { ticket_id: ticketId(), contact_id: contactId(), ...kind() },
})

export const rawHubspotTicketDeal = defineExport({
  name: 'raw_hubspot__ticket_deal',
  description: 'The deals of tickets.',
  system: 'hubspot',
  object: 'ticket_deal',
  grain: ['ticket_id', 'deal_id', 'type_id'],
  version: '_fivetran_synced',
  columns: { ticket_id: ticketId(), deal_id: dealId(), ...kind() },
})

export const rawHubspotTicketEngagement = defineExport({
  name: 'raw_hubspot__ticket_engagement',
  description: 'The activities of tickets.',
  system: 'hubspot',
  object: 'ticket_engagement',
  grain: ['ticket_id', 'engagement_id', 'type_id'],
  version: '_fivetran_synced',
  columns: {
    ticket_id: ticketId(),
    engagement_id: engagementId(),
    engagement_type: engagementType(),
    ...kind(),
  },
})

export const rawHubspotEngagementCompany = defineExport({
  name: 'raw_hubspot__engagement_company',
  description: 'The companies of activities.',
  system: 'hubspot',
  object: 'engagement_company',
  grain: ['engagement_id', 'company_id', 'type_id'],
  version: '_fivetran_synced',
  columns: {
    engagement_id: engagementId(),
    company_id: companyId(),
    engagement_type: engagementType(),
    ...kind(),
  },
})

export const rawHubspotEngagementContact = defineExport({
  name: 'raw_hubspot__engagement_contact',
  description: 'The contacts of activities.',
  system: 'hubspot',
  object: 'engagement_contact',
  grain: ['engagement_id', 'contact_id', 'type_id'],
  person: { ids: ['contact_id'], links: { column: 'engagement_id', of: 'engagement' } },
  version: '_fivetran_synced',
  columns: {
    engagement_id: engagementId(),
    contact_id: contactId(),
    engagement_type: engagementType(),
    ...kind(),
  },
})

export const rawHubspotEngagementDeal = defineExport({
  name: 'raw_hubspot__engagement_deal',
  description: 'The deals of activities.',
  system: 'hubspot',
  object: 'engagement_deal',
  grain: ['engagement_id', 'deal_id', 'type_id'],
  version: '_fivetran_synced',
  columns: {
    engagement_id: engagementId(),
    deal_id: dealId(),
    engagement_type: engagementType(),
    ...kind(),
  },
})

export const rawHubspotMergedDeal = defineExport({
  name: 'raw_hubspot__merged_deal',
  description: 'Which deals were merged into which.',
  system: 'hubspot',
  object: 'merged_deal',
  grain: ['deal_id', 'merged_deal_id'],
  version: '_fivetran_synced',
  columns: {
    deal_id: text('The deal that stayed.'),
    merged_deal_id: text('The deal that became part of it.'),
    _fivetran_deleted: removed(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotContactMergeAudit = defineExport({
  name: 'raw_hubspot__contact_merge_audit',
  description: 'Which contacts were merged into which, and when.',
  system: 'hubspot',
  object: 'contact_merge_audit',
  grain: ['canonical_vid', 'vid_to_merge'],
  person: {
    ids: ['canonical_vid', 'vid_to_merge', 'contact_id'],
    clears: ['first_name', 'last_name'],
  },
  version: '_fivetran_synced',
  columns: {
    canonical_vid: text('The contact that stayed.'),
    vid_to_merge: text('The contact that became part of it.'),
    contact_id: optional(text('The contact that tells of it.').nullable()),
    timestamp: optional(timestamp('When.').nullable()),
    entity_id: optional(text('Who or what merged them.').nullable()),
    user_id: optional(text('The user who merged them.').nullable()),
    first_name: optional(text('Of the contact that went.').nullable()),
    last_name: optional(text('Of the contact that went.').nullable()),
    num_properties_moved: optional(text('How many properties went over.').nullable()),
    _fivetran_synced: synced(),
  },
})
