/** Stripe’s subscriptions. */
import { pick } from '../../../src/columns.ts'
import { anyTrue } from '../../../src/sql/flags.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { instantIn } from '../../../src/sql/written_times.ts'
import { defineTable } from '../../../src/table.ts'
import { subscriptionColumns } from '../objects/subscriptions.ts'
import { latestSubscriptions } from './latest_subscriptions.ts'
import { stgStripePrices } from './stg_stripe__prices.ts'

export const stgStripeSubscriptions = defineTable({
  name: 'stg_stripe__subscriptions',
  description:
    'Stripe’s subscriptions in their last state; by their history where only that is exported.',
  grain: ['subscription_id'],
  columns: pick(
    subscriptionColumns,
    'subscription_id',
    'source_system',
    'source_instance',
    'source_id',
    'account_id',
    'plan_id',
    'currency_code',
    'subscription_status',
    'churn_reason',
    'is_deleted',
    'will_cancel',
    'created_at',
    'starts_at',
    'trial_ends_at',
    'period_starts_at',
    'period_ends_at',
    'canceled_at',
    'ends_at',
  ),
  query: (db) =>
    db
      .selectFrom(latestSubscriptions(db).as('subscription'))
      .leftJoin(stgStripePrices.as('price'), (join) =>
        join.on(({ eb, ref, fn }) =>
          eb(
            'price.price_id',
            '=',
            sourceKey(
              'stripe',
              ref('subscription.source_instance'),
              fn.coalesce('subscription.price_id', 'subscription.plan_id'),
            ),
          ),
        ),
      )
      .select(({ ref, eb, fn, val }) => {
        const instance = ref('subscription.source_instance')
        const cancelAt = instantIn(ref('subscription.cancel_at'))
        return [
          sourceKey('stripe', instance, ref('subscription.id')).as('subscription_id'),
          val('stripe').as('source_system'),
          'subscription.source_instance',
          'subscription.id as source_id',
          sourceKey('stripe', instance, ref('subscription.customer_id'))
            .$castTo<string | null>()
            .as('account_id'),
          sourceKey(
            'stripe',
            instance,
            fn.coalesce('subscription.price_id', 'subscription.plan_id'),
          ).as('plan_id'),
          fn
            .coalesce(fn<string | null>('upper', ['subscription.currency']), 'price.currency_code')
            .as('currency_code'),
          'subscription.status as subscription_status',
          fn
            .coalesce(
              'subscription.cancellation_details_feedback',
              'subscription.cancellation_details_reason',
            )
            .as('churn_reason'),
          anyTrue(
            ref('subscription.is_gone'),
            eb('subscription._fivetran_active', '=', false).$castTo<boolean | null>(),
          ).as('is_deleted'),
          fn
            .coalesce(
              'subscription.cancel_at_period_end',
              eb.case().when(cancelAt, 'is not', null).then(true).end(),
            )
            .as('will_cancel'),
          ref('subscription.created').$castTo<Date | null>().as('created_at'),
          fn
            .coalesce('subscription.start_date', 'subscription.created')
            .$castTo<Date | null>()
            .as('starts_at'),
          'subscription.trial_end as trial_ends_at',
          'subscription.current_period_start as period_starts_at',
          'subscription.current_period_end as period_ends_at',
          'subscription.canceled_at',
          fn.coalesce('subscription.ended_at', cancelAt).as('ends_at'),
        ]
      }),
})
