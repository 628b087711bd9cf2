/** Units that are used and not billed: what fct_leaks makes findings of. */
import { sql } from 'kysely'
import type { Day, Local, Reporting } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { dayOf } from '../../src/sql/time.ts'
import { aMoney, aNumber, telling } from '../../src/sql/told.ts'
import type { Db } from '../../src/table.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { fctSubscriptions } from './fct_subscriptions.ts'
import type { Leak } from './leak.ts'
import { leakTold } from './leak_sentences.ts'
import { mapMrrRates } from './map_mrr_rates.ts'

/** Each unit is worth as much as one of those that are billed. */
export const leaksOfUsage = (db: Db) =>
  db
    .selectFrom(fctSubscriptions.as('subscription'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .innerJoin(stgSubscriptions.as('told'), 'told.subscription_id', 'subscription.subscription_id')
    .innerJoin(mapMrrRates.as('rate'), (join) =>
      join
        .onRef('rate.account_id', '=', 'subscription.account_id')
        .onRef('rate.currency_code', '=', 'subscription.currency_code'),
    )
    .where('subscription.subscription_state', '=', 'active')
    .where('told.quantity', '>', 0)
    .whereRef('told.used_quantity', '>', 'told.quantity')
    .select(({ ref, val }) => {
      const more = sql<number>`(${ref('told.used_quantity')} - ${ref('told.quantity')})`
      const amount = sql<Reporting>`cast(12 * ${ref('subscription.mrr')} * ${more} / ${ref('told.quantity')} as decimal(18, 2))`
      const local = sql<Local>`cast(${amount} / ${ref('rate.exchange_rate')} as decimal(18, 2))`
      const since = sql<Day>`least(${dayOf(ref('run.as_of'))}, coalesce(${dayOf(ref('told.period_starts_at'))}, ${ref('subscription.live_date')}))`
      const reason = telling(
        leakTold('usage_not_billed', {
          used: aNumber(ref('told.used_quantity').$castTo<number>()),
          billed: aNumber(ref('told.quantity').$castTo<number>()),
          worth: aMoney(local, ref('subscription.currency_code')),
        }),
      )
      return [
        sql<string>`'unbilled_usage:' || ${ref('subscription.subscription_id')}`.as('leak_id'),
        val<Leak['leak_type']>('unbilled_usage').as('leak_type'),
        'subscription.account_id',
        'subscription.subscription_id',
        'subscription.source_system',
        'subscription.currency_code',
        val<Leak['leak_status']>('open').as('leak_status'),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
        since.as('since_date'),
        since.as('first_seen_date'),
        local.as('amount_local'),
        amount.as('amount'),
      ]
    })
