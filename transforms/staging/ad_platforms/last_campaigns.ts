/** The campaigns of an ad platform in their last state, of all exports that tell of them. */
import { type Expression, type RawBuilder, sql } from 'kysely'
import { type Day, pick } from '../../../src/columns.ts'
import { firstKnown } from '../../../src/sql/known.ts'
import { latest } from '../../../src/sql/latest.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import { campaignColumns } from '../objects/campaigns.ts'

/** What an export tells of a campaign at an instant. */
export interface CampaignState {
  source_instance: string
  /** The platform’s id, else the name. */
  campaign_key: string
  campaign_name: string | null
  campaign_type: string | null
  starts_on: Day | null
  ends_on: Day | null
  told_at: Date
}

/** What an export does not tell. */
export const noDay = sql<Day | null>`cast(null as date)`
export const noText = sql<string | null>`cast(null as varchar)`

/** The columns that platforms tell. */
export const platformCampaignColumns = pick(
  campaignColumns,
  'campaign_id',
  'source_system',
  'source_instance',
  'campaign_name',
  'channel',
  'campaign_type',
  'starts_on',
  'ends_on',
)

/**
 * The last state of each campaign, one row a campaign.
 *
 * @param channelOf the channel of a campaign type, which is null where no export tells it
 */
export const lastCampaigns = (
  db: Db,
  system: string,
  channelOf: (type: Expression<string | null>) => RawBuilder<string | null>,
  ...states: [Expression<CampaignState>, ...Expression<CampaignState>[]]
) =>
  db
    .selectFrom(unionByName(...states).as('told'))
    .groupBy(sql`1, 2, 3`)
    .select(({ ref, val }) => {
      const last = <T>(value: Expression<T>) => latest(value, ref('told.told_at'))
      const key = ref('told.campaign_key')
      return [
        sourceKey(system, ref('told.source_instance'), key).as('campaign_id'),
        val(system).as('source_system'),
        'told.source_instance',
        firstKnown<string>(last(ref('told.campaign_name')), latest(key, key)).as('campaign_name'),
        channelOf(last(ref('told.campaign_type'))).as('channel'),
        last(ref('told.campaign_type')).as('campaign_type'),
        last(ref('told.starts_on')).as('starts_on'),
        last(ref('told.ends_on')).as('ends_on'),
      ]
    })
