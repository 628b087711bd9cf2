/** The generic files of campaigns, what they cost and whom they reached. */
import { adSpendColumns } from '../staging/objects/ad_spend.ts'
import { campaignMemberColumns } from '../staging/objects/campaign_members.ts'
import { campaignColumns } from '../staging/objects/campaigns.ts'
import { touchpointColumns } from '../staging/objects/touchpoints.ts'
import { defineFile } from './generic_files.ts'

const currency = ['currency'] as const

export const rawGenericCampaigns = defineFile(campaignColumns, {
  object: 'campaigns',
  rows: 'Campaigns',
  key: ['campaign_id'],
  words: {
    campaign_id: ['id'],
    campaign_name: ['name', 'campaign'],
    campaign_type: ['type'],
    currency_code: currency,
    starts_on: ['start_date'],
    ends_on: ['end_date'],
    budget_local: ['budget'],
    cost_local: ['cost'],
  },
})

export const rawGenericCampaignMembers = defineFile(campaignMemberColumns, {
  object: 'campaign_members',
  rows: 'The people whom campaigns reached',
  key: ['campaign_id', 'person_id'],
  observed: ['created_at', 'responded_at'],
  words: { person_id: ['contact_id', 'lead_id'], member_status: ['status'] },
})

export const rawGenericAdSpend = defineFile(
  { ...adSpendColumns, currency_code: adSpendColumns.currency_code.nullable() },
  {
    object: 'ad_spend',
    rows: 'What campaigns cost by day',
    key: ['campaign_id', 'ad_account_id', 'currency_code', 'spend_date'],
    observed: ['spend_date'],
    words: {
      campaign_name: ['campaign'],
      ad_account_id: ['account_id'],
      currency_code: currency,
      spend_date: ['date', 'day'],
      impression_count: ['impressions'],
      click_count: ['clicks'],
      cost_local: ['cost', 'spend'],
      conversion_count: ['conversions'],
    },
  },
)

export const rawGenericTouchpoints = defineFile(touchpointColumns, {
  object: 'touchpoints',
  rows: 'Sessions and other contacts with marketing',
  key: ['touchpoint_id'],
  observed: ['occurred_at'],
  words: {
    touchpoint_id: ['id', 'session_id'],
    touchpoint_type: ['type'],
    traffic_source: ['source', 'utm_source'],
    traffic_medium: ['medium', 'utm_medium'],
    campaign_name: ['campaign', 'utm_campaign'],
    occurred_at: ['timestamp', 'date'],
    page_view_count: ['page_views'],
  },
})
