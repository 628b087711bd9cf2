/** Google Ads: its campaigns. */
import { type Expression, sql } from 'kysely'
import { chosen } from '../../../src/sql/choice.ts'
import { midnightOf } from '../../../src/sql/days.ts'
import { comparable } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawGoogleAdsCampaignHistory,
  rawGoogleAdsCampaignReport,
} from '../../sources/google_ads.ts'
import {
  type CampaignState,
  lastCampaigns,
  noDay,
  platformCampaignColumns,
} from '../ad_platforms/last_campaigns.ts'

/** The channel of a campaign type, as the interface and the API name it, in en, de and fr. */
const channels = [
  ['search', 'Paid Search'],
  ['suchnetzwerk', 'Paid Search'],
  ['réseau de recherche', 'Paid Search'],
  ['shopping', 'Paid Search'],
  ['performance max', 'Paid Search'],
  ['performance_max', 'Paid Search'],
  ['display', 'Paid Display'],
  ['displaynetzwerk', 'Paid Display'],
  ['réseau display', 'Paid Display'],
  ['demand gen', 'Paid Display'],
  ['demand_gen', 'Paid Display'],
  ['discovery', 'Paid Display'],
  ['video', 'Paid Video'],
  ['vidéo', 'Paid Video'],
] as const

export const stgGoogleAdsCampaigns = defineTable({
  name: 'stg_google_ads__campaigns',
  description:
    'The campaigns that Google’s reports and the connector tell of, in their last state.',
  grain: ['campaign_id'],
  columns: platformCampaignColumns,
  query: (db) => lastCampaigns(db, 'google_ads', channelOf, ofReport(db), ofHistory(db)),
})

const channelOf = (type: Expression<string | null>) =>
  chosen(comparable(type), channels, sql.lit('Paid Search'))

const ofReport = (db: Db): Expression<CampaignState> =>
  db
    .selectFrom(rawGoogleAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ fn, ref }) => [
      'report.source_instance',
      fn.coalesce('report.campaign_id', 'report.campaign').as('campaign_key'),
      ref('report.campaign').$castTo<string | null>().as('campaign_name'),
      'report.campaign_type',
      noDay.as('starts_on'),
      noDay.as('ends_on'),
      midnightOf(ref('report.day')).as('told_at'),
    ])

const ofHistory = (db: Db): Expression<CampaignState> =>
  db
    .selectFrom(rawGoogleAdsCampaignHistory.as('history'))
    .select([
      'history.source_instance',
      'history.id as campaign_key',
      'history.name as campaign_name',
      'history.advertising_channel_type as campaign_type',
      'history.start_date as starts_on',
      'history.end_date as ends_on',
      'history.updated_at as told_at',
    ])
