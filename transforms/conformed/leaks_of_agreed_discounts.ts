/** Subscriptions whose own discount is beyond the limit, where no bill tells of one. */
import { sql } from 'kysely'
import type { Local, Reporting } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { aDay, aMoney, aShare, telling } from '../../src/sql/told.ts'
import type { Db } from '../../src/table.ts'
import { stgInvoices } from '../staging/stg_invoices.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { fctSubscriptions } from './fct_subscriptions.ts'
import type { Leak } from './leak.ts'
import { leakTold } from './leak_sentences.ts'

/** What the subscription says that it takes off. */
export const leaksOfAgreedDiscounts = (db: Db) =>
  db
    .selectFrom(fctSubscriptions.as('subscription'))
    .innerJoin(
      stgSubscriptions.as('agreed'),
      'agreed.subscription_id',
      'subscription.subscription_id',
    )
    .innerJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'subscription.currency_code')
        .onRef('rate.rate_date', '=', 'subscription.live_date'),
    )
    .leftJoin(
      db
        .selectFrom(stgInvoices.as('bill'))
        .where('bill.subscription_id', 'is not', null)
        .where('bill.discount_local', '>', sql<Local>`0`)
        .groupBy('bill.subscription_id')
        .select('bill.subscription_id')
        .as('billed'),
      'billed.subscription_id',
      'subscription.subscription_id',
    )
    .where('billed.subscription_id', 'is', null)
    .where('agreed.discount_rate', '>', settings.discountLimit)
    .where('agreed.discount_rate', '<', 1)
    .where('subscription.subscription_state', 'in', ['active', 'paused', 'ended'])
    .select(({ ref, val }) => {
      const share = ref('agreed.discount_rate').$castTo<number>()
      // MRR is what the discount leaves.
      const amount = sql<Reporting>`cast(12 * ${ref('subscription.last_mrr')} * ${share} / (1 - ${share}) as decimal(18, 2))`
      const local = sql<Local>`cast(${amount} / ${ref('rate.exchange_rate')} as decimal(18, 2))`
      const reason = telling(
        leakTold('discount_agreed', {
          share: aShare(share),
          limit: aShare(sql.lit(settings.discountLimit)),
          since: aDay(ref('subscription.live_date')),
          taken: aMoney(local, ref('subscription.currency_code')),
        }),
      )
      return [
        sql<string>`'discount_beyond_limit:' || ${ref('subscription.subscription_id')}`.as(
          'leak_id',
        ),
        val<Leak['leak_type']>('discount_beyond_limit').as('leak_type'),
        'subscription.account_id',
        'subscription.subscription_id',
        'subscription.source_system',
        'subscription.currency_code',
        sql<
          Leak['leak_status']
        >`if(${ref('subscription.subscription_state')} = 'ended', 'ended', 'open')`.as(
          'leak_status',
        ),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
        'subscription.live_date as since_date',
        'subscription.live_date as first_seen_date',
        local.as('amount_local'),
        amount.as('amount'),
      ]
    })
