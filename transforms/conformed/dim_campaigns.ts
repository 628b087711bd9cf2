/** Campaigns over all systems. */
import { text } from '../../src/columns.ts'
import { comparable } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgAdSpend } from '../staging/stg_ad_spend.ts'
import { stgCampaigns } from '../staging/stg_campaigns.ts'

export const dimCampaigns = defineTable({
  name: 'dim_campaigns',
  description:
    'Campaigns over all systems: those of one name are one, under the advertising platform’s key where one runs it; `not_allocated` and `unknown`.',
  grain: ['campaign_id'],
  columns: {
    campaign_id: text('The key in the system that it is of, `not_allocated` or `unknown`.'),
    campaign_name: text('As its system names it.'),
    campaign_key: text('The name as it is compared, by which facts find the campaign.'),
    channel: text('The channel; `Unknown` where no system says it.'),
    source_system: text('The system whose key it has.'),
  },
  audits: (self) => [
    {
      name: 'no two campaigns have the same name',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('campaign'))
          .select('campaign.campaign_key')
          .groupBy('campaign.campaign_key')
          .having(({ eb, fn }) => eb(fn.countAll(), '>', 1)),
    },
  ],
  query: (db) =>
    db
      .selectFrom((from) =>
        unionByName(
          from
            .selectFrom(
              from
                .selectFrom(stgCampaigns.as('campaign'))
                .leftJoin(billed(db).as('billed'), 'billed.campaign_id', 'campaign.campaign_id')
                .selectAll('campaign')
                .select(({ eb, ref, fn }) => [
                  fn
                    .coalesce(comparable(ref('campaign.campaign_name')), 'campaign.campaign_name')
                    .as('campaign_key'),
                  eb('billed.campaign_id', 'is not', null).$castTo<boolean>().as('is_billed'),
                ])
                .as('campaign'),
            )
            .distinctOn('campaign.campaign_key')
            .orderBy('campaign.campaign_key')
            // An advertising platform has the spend; a CRM only repeats the name.
            .orderBy('campaign.is_billed', 'desc')
            .orderBy('campaign.campaign_id')
            .orderBy('campaign.channel', (order) => order.asc().nullsLast())
            .select(({ fn, val }) => [
              'campaign.campaign_id',
              'campaign.campaign_name',
              'campaign.campaign_key',
              fn.coalesce('campaign.channel', val('Unknown')).as('channel'),
              'campaign.source_system',
            ]),
          db.selectNoFrom(({ val }) => [
            val('unknown').as('campaign_id'),
            val('Unknown').as('campaign_name'),
            val('unknown').as('campaign_key'),
            val('Unknown').as('channel'),
            val('unknown').as('source_system'),
          ]),
          db.selectNoFrom(({ val }) => [
            val('not_allocated').as('campaign_id'),
            val('Not allocated').as('campaign_name'),
            val('not allocated').as('campaign_key'),
            val('Not allocated').as('channel'),
            val('not_allocated').as('source_system'),
          ]),
        ).as('listed'),
      )
      .selectAll('listed'),
})

/** The campaigns that a platform bills by the day, which a cost spread over days is not. */
const billed = (db: Db) =>
  db
    .selectFrom(stgAdSpend.as('spend'))
    .where('spend.is_allocated', '=', false)
    .select('spend.campaign_id')
    .distinct()
