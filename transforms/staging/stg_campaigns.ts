/** Campaigns of all systems, as they name them. */
import type { NotNull } from 'kysely'
import { text } from '../../src/columns.ts'
import { chosen } from '../../src/sql/choice.ts'
import { scopedId } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgGoogleAdsCampaignDays } from './google_ads/stg_google_ads__campaign_days.ts'
import { stgHubspotContacts } from './hubspot/stg_hubspot__contacts.ts'
import { stgHubspotDeals } from './hubspot/stg_hubspot__deals.ts'

export const stgCampaigns = defineTable({
  name: 'stg_campaigns',
  description:
    'The campaigns that advertising platforms and CRMs name, with every channel they name them with.',
  grain: ['campaign_id', 'channel'],
  columns: {
    campaign_id: text('Scoped by system, by name where it has no other key: google_ads:<name>.'),
    campaign_name: text('As the system names it.'),
    channel: text('The channel; `Unknown` where the system does not say it.'),
    source_system: text('The system.'),
  },
  query: (db) =>
    db
      .selectFrom(unionByName(ofGoogleAds(db), ofDeals(db), ofContacts(db)).as('campaign'))
      .select(({ fn, val }) => [
        'campaign.campaign_id',
        'campaign.campaign_name',
        fn.coalesce('campaign.channel', val('Unknown')).as('channel'),
        'campaign.source_system',
      ])
      .where('campaign.campaign_name', 'is not', null)
      .$narrowType<{ campaign_id: NotNull; campaign_name: NotNull }>()
      .distinct(),
})

const googleChannels = [
  ['Search', 'Paid Search'],
  ['Shopping', 'Paid Search'],
  ['Performance Max', 'Paid Search'],
  ['Display', 'Paid Display'],
  ['Video', 'Paid Video'],
] as const

const ofGoogleAds = (db: Db) =>
  db
    .selectFrom(stgGoogleAdsCampaignDays.as('campaign'))
    .select(({ ref, val }) => [
      scopedId<string | null>('google_ads', ref('campaign.campaign_name')).as('campaign_id'),
      ref('campaign.campaign_name').$castTo<string | null>().as('campaign_name'),
      chosen(ref('campaign.campaign_type'), googleChannels, val('Paid Search')).as('channel'),
      val('google_ads').as('source_system'),
    ])

const ofDeals = (db: Db) =>
  db
    .selectFrom(stgHubspotDeals.as('deal'))
    .select(({ ref, val }) => [
      scopedId('hubspot', ref('deal.campaign_name')).as('campaign_id'),
      'deal.campaign_name',
      'deal.channel',
      val('hubspot').as('source_system'),
    ])

const ofContacts = (db: Db) =>
  db
    .selectFrom(stgHubspotContacts.as('contact'))
    .select(({ ref, val }) => [
      scopedId('hubspot', ref('contact.campaign_name')).as('campaign_id'),
      'contact.campaign_name',
      'contact.channel',
      val('hubspot').as('source_system'),
    ])
