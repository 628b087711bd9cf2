/** Which campaign a campaign of a system is: those of one name are one. */
import { text } from '../../src/columns.ts'
import { comparable } from '../../src/sql/text.ts'
import { defineTable } from '../../src/table.ts'
import { stgCampaigns } from '../staging/stg_campaigns.ts'
import { dimCampaigns } from './dim_campaigns.ts'

export const mapCampaigns = defineTable({
  name: 'map_campaigns',
  description: 'Every campaign of an advertising platform or a CRM, and the campaign that it is.',
  grain: ['source_key'],
  relations: [{ column: 'campaign_id', to: dimCampaigns }],
  columns: {
    source_key: text('The campaign in its system, scoped by source.'),
    campaign_id: text('The campaign over all systems.'),
  },
  query: (db) =>
    db
      .selectFrom(stgCampaigns.as('named'))
      .innerJoin(dimCampaigns.as('campaign'), (join) =>
        join.on(({ eb, fn, ref }) =>
          eb(
            'campaign.campaign_key',
            '=',
            fn.coalesce(comparable(ref('named.campaign_name')), 'named.campaign_name'),
          ),
        ),
      )
      .groupBy('named.campaign_id')
      .select(({ fn }) => [
        'named.campaign_id as source_key',
        fn.min('campaign.campaign_id').as('campaign_id'),
      ]),
})
