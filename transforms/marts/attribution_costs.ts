/** What campaigns cost, beside what their touches have a part in. */
import { totalOrMissing } from '../../src/sql/money.ts'
import type { Db } from '../../src/table.ts'
import { dimAttributionModels } from '../conformed/dim_attribution_models.ts'
import { dimCampaigns } from '../conformed/dim_campaigns.ts'
import { fctAdSpend } from '../conformed/fct_ad_spend.ts'

/** What campaigns cost by day, under each model: none is added to another. */
export const attributionCosts = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(fctAdSpend.as('spend'))
        .innerJoin(dimCampaigns.as('campaign'), 'campaign.campaign_id', 'spend.campaign_id')
        .groupBy([
          'spend.campaign_id',
          'campaign.channel',
          'spend.source_system',
          'spend.spend_date',
        ])
        .select(({ ref }) => [
          'spend.campaign_id',
          'campaign.channel',
          'spend.source_system',
          'spend.spend_date',
          totalOrMissing(ref('spend.cost')).as('cost'),
        ])
        .as('spend'),
    )
    .innerJoin(dimAttributionModels.as('model'), (join) => join.onTrue())
    .select(({ lit, val }) => [
      val('cost').as('kind'),
      'model.model',
      'model.is_default as is_default_model',
      val('not_allocated').as('opportunity_id'),
      val('not_allocated').as('person_id'),
      lit(0).$castTo<number>().as('cycle_number'),
      val('not_allocated').as('touchpoint_id'),
      val('unknown').as('account_id'),
      val('unknown').as('owner_id'),
      'spend.campaign_id',
      'spend.channel',
      'spend.source_system',
      ...(
        [
          'touchpoint_type',
          'opportunity_name',
          'deal_type',
          'lead_source',
          'self_reported_source',
          'segment',
          'team',
          'country_name',
          'region',
        ] as const
      ).map((name) => val('Not allocated').as(name)),
      lit(true).$castTo<boolean>().as('is_touched'),
      lit(true).$castTo<boolean>().as('has_spend'),
      lit(true).$castTo<boolean>().as('is_compared'),
      'spend.spend_date as date',
      'spend.cost',
    ])
