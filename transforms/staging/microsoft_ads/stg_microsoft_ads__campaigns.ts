/** Microsoft Ads: its campaigns. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { chosen } from '../../../src/sql/choice.ts'
import { midnightOf } from '../../../src/sql/days.ts'
import { firstKnown } from '../../../src/sql/known.ts'
import { comparable } from '../../../src/sql/text.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import {
  rawMicrosoftAdsCampaignHistory,
  rawMicrosoftAdsCampaignReport,
} from '../../sources/microsoft_ads.ts'
import {
  type CampaignState,
  lastCampaigns,
  noDay,
  platformCampaignColumns,
} from '../ad_platforms/last_campaigns.ts'

export const stgMicrosoftAdsCampaigns = defineTable({
  name: 'stg_microsoft_ads__campaigns',
  description:
    'The campaigns that Microsoft Ads’s reports and the connector tell of, in their last state.',
  grain: ['campaign_id'],
  columns: platformCampaignColumns,
  query: (db) => lastCampaigns(db, 'microsoft_ads', channelOf, ofReport(db), ofHistory(db)),
})

const channels = [
  ['audience', 'Paid Display'],
  ['display', 'Paid Display'],
  ['video', 'Paid Video'],
] as const

const channelOf = (type: Expression<string | null>): RawBuilder<string | null> =>
  firstKnown<string | null>(
    chosen(comparable(type), channels, sql.lit('Paid Search')),
    sql.lit('Paid Search'),
  )

const ofReport = (db: Db): Expression<CampaignState> =>
  db
    .selectFrom(rawMicrosoftAdsCampaignReport.as('report'))
    .where('report.is_gone', '=', false)
    .select(({ fn, ref }) => [
      'report.source_instance',
      fn.coalesce('report.campaign_id', 'report.campaign_name').as('campaign_key'),
      ref('report.campaign_name').$castTo<string | null>().as('campaign_name'),
      'report.campaign_type',
      noDay.as('starts_on'),
      noDay.as('ends_on'),
      midnightOf(ref('report.time_period')).as('told_at'),
    ])

const ofHistory = (db: Db): Expression<CampaignState> =>
  db
    .selectFrom(rawMicrosoftAdsCampaignHistory.as('history'))
    .select([
      'history.source_instance',
      'history.id as campaign_key',
      'history.name as campaign_name',
      'history.type as campaign_type',
      noDay.as('starts_on'),
      noDay.as('ends_on'),
      'history.modified_time as told_at',
    ])
