/**
 * What campaigns cost by day, of an ad platform that tells it at several levels of detail.
 *
 * A platform's exports tell of the same money more than once: by campaign, by ad group, by ad. Of an
 * account and a day only the first level in the order of `levels` counts, so the campaign's own
 * row where there is one. Rows that name no account, as some reports of the interface do, count
 * where no row of the same day and instance names one.
 */
import { type Expression, sql } from 'kysely'
import type { Day, Local } from '../../../src/columns.ts'
import { settings } from '../../../src/settings.ts'
import { hasOrNoneHas, isOfFirstLevel } from '../../../src/sql/levels.ts'
import { sumOfOneCurrency } from '../../../src/sql/local_money.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'

/** What a level tells: any number of rows of a campaign and day. */
export interface AdLevelRow {
  /** Its place among the levels: the lowest counts. */
  level: number
  source_instance: string
  ad_account_id: string | null
  /** The platform’s id, else the name; of an ad whose campaign is not known, the ad. */
  campaign_key: string
  campaign_name: string | null
  /** ISO 4217; null for the reporting currency. */
  currency_code: string | null
  spend_date: Day
  impression_count: number | null
  click_count: number | null
  cost_local: Local | null
  conversion_count: number | null
}

/** The campaign days of a platform, as the columns of `stg_ad_spend`. */
export const campaignDays = (
  db: Db,
  system: string,
  ...levels: [Expression<AdLevelRow>, ...Expression<AdLevelRow>[]]
) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(unionByName(...levels).as('told'))
        .selectAll('told')
        .select(({ ref }) => {
          const days = [ref('told.source_instance'), ref('told.spend_date')]
          return [
            isOfFirstLevel(ref('told.level'), [...days, ref('told.ad_account_id')]).as('is_first'),
            hasOrNoneHas(ref('told.ad_account_id'), days).as('is_of_account'),
          ]
        })
        .as('spend'),
    )
    .where('spend.is_first', '=', true)
    .where('spend.is_of_account', '=', true)
    .groupBy(sql`1, 2, 3, 4, 5, 6, 7`)
    .select(({ fn, lit, ref, val }) => [
      sourceKey(system, ref('spend.source_instance'), ref('spend.campaign_key')).as('campaign_id'),
      'spend.ad_account_id',
      val(system).as('source_system'),
      'spend.source_instance',
      fn
        .coalesce(
          fn<string | null>('upper', ['spend.currency_code']),
          val(settings.reportingCurrency),
        )
        .as('currency_code'),
      'spend.spend_date',
      lit(false).$castTo<boolean>().as('is_allocated'),
      fn.max('spend.campaign_name').as('campaign_name'),
      wholeSum(ref('spend.impression_count')).as('impression_count'),
      wholeSum(ref('spend.click_count')).as('click_count'),
      sumOfOneCurrency(ref('spend.cost_local')).as('cost_local'),
      fn.sum<number | null>('spend.conversion_count').as('conversion_count'),
    ])

const wholeSum = (count: Expression<number | null>) =>
  sql<number | null>`cast(sum(${count}) as bigint)`
