/** What Salesforce’s campaigns cost, by day. */
import { type Local, pick } from '../../../src/columns.ts'
import { settings } from '../../../src/settings.ts'
import { countOf } from '../../../src/sql/history.ts'
import { daysBetween, shareOfDay } from '../../../src/sql/salesforce.ts'
import { place } from '../../../src/sql/window.ts'
import { defineTable } from '../../../src/table.ts'
import { adSpendColumns } from '../objects/ad_spend.ts'
import { stgSalesforceCampaigns } from './stg_salesforce__campaigns.ts'

export const stgSalesforceCampaignSpend = defineTable({
  name: 'stg_salesforce__campaign_spend',
  description:
    'The actual cost of campaigns, in equal parts of whole cents over their days, or on the only day that is known; a budget is no cost, and cost without a day is left out.',
  grain: ['campaign_id', 'spend_date'],
  columns: pick(
    adSpendColumns,
    'campaign_id',
    'campaign_name',
    'source_system',
    'source_instance',
    'currency_code',
    'spend_date',
    'is_allocated',
    'cost_local',
  ),
  query: (db) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom(stgSalesforceCampaigns.as('campaign'))
          .where('campaign.cost_local', '>', '0' as Local)
          .where(({ or, eb }) =>
            or([eb('campaign.starts_on', 'is not', null), eb('campaign.ends_on', 'is not', null)]),
          )
          .select(({ fn, ref }) => [
            'campaign.campaign_id',
            'campaign.campaign_name',
            'campaign.source_system',
            'campaign.source_instance',
            'campaign.currency_code',
            ref('campaign.cost_local').$castTo<Local>().as('cost_local'),
            daysBetween(
              fn.coalesce('campaign.starts_on', 'campaign.ends_on').$notNull(),
              fn.coalesce('campaign.ends_on', 'campaign.starts_on').$notNull(),
            ).as('spend_date'),
          ])
          .as('campaign'),
      )
      .select(({ fn, lit, ref, val }) => [
        'campaign.campaign_id',
        'campaign.campaign_name',
        'campaign.source_system',
        'campaign.source_instance',
        fn.coalesce('campaign.currency_code', val(settings.reportingCurrency)).as('currency_code'),
        'campaign.spend_date',
        lit(true).$castTo<boolean>().as('is_allocated'),
        shareOfDay(
          ref('campaign.cost_local'),
          place({ by: [ref('campaign.campaign_id')], order: [ref('campaign.spend_date')] }),
          countOf({ by: [ref('campaign.campaign_id')] }),
        ).as('cost_local'),
      ]),
})
