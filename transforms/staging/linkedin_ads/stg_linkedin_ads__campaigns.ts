/** LinkedIn Ads: its campaigns. */
import { type Expression, type RawBuilder, sql } from 'kysely'

import { midnightOf } from '../../../src/sql/days.ts'

import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawLinkedinAdsCampaignHistory,
  rawLinkedinAdsCampaignReport,
} from '../../sources/linkedin_ads.ts'
import {
  type CampaignState,
  lastCampaigns,
  noDay,
  noText,
  platformCampaignColumns,
} from '../ad_platforms/last_campaigns.ts'

export const stgLinkedinAdsCampaigns = defineTable({
  name: 'stg_linkedin_ads__campaigns',
  description:
    'The campaigns that LinkedIn Ads’s reports and the connector tell of, in their last state.',
  grain: ['campaign_id'],
  columns: platformCampaignColumns,
  query: (db) => lastCampaigns(db, 'linkedin_ads', channelOf, ofReport(db), ofHistory(db)),
})

const channelOf = (): RawBuilder<string | null> => sql.lit('Paid Social')

const ofReport = (db: Db): Expression<CampaignState> =>
  db
    .selectFrom(rawLinkedinAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ fn, ref }) => [
      'report.source_instance',
      fn.coalesce('report.campaign_id', 'report.campaign_name').as('campaign_key'),
      ref('report.campaign_name').$castTo<string | null>().as('campaign_name'),
      'report.campaign_type',
      noDay.as('starts_on'),
      noDay.as('ends_on'),
      midnightOf(ref('report.day')).as('told_at'),
    ])

const ofHistory = (db: Db): Expression<CampaignState> =>
  db
    .selectFrom(rawLinkedinAdsCampaignHistory.as('history'))
    .select([
      'history.source_instance',
      'history.id as campaign_key',
      'history.name as campaign_name',
      noText.as('campaign_type'),
      noDay.as('starts_on'),
      noDay.as('ends_on'),
      'history.last_modified_time as told_at',
    ])
