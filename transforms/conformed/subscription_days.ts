/** What subscriptions did day by day: what renewals and leaks are told by. */
import { sql } from 'kysely'
import type { Day, LocalRecurring } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import type { Db } from '../../src/table.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'

/** What each day changed in a subscription, by account and currency; its `is_first` row is what it began with, on `first_date`. */
export const subscriptionDays = (db: Db) =>
  db
    .selectFrom(fctSubscriptionChanges.as('change'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'change.changed_at'))
    .groupBy([
      'change.subscription_id',
      'change.account_id',
      'change.currency_code',
      'change.changed_date',
    ])
    .select(({ ref }) => [
      'change.subscription_id',
      'change.account_id',
      'change.currency_code',
      'change.changed_date as date',
      sql<LocalRecurring>`cast(sum(${ref('change.mrr_change_local')}) as decimal(28, 8))`.as(
        'change_local',
      ),
      sql<boolean>`row_number() over (partition by ${ref('change.subscription_id')} order by ${ref('change.changed_date')}, ${ref('change.currency_code')}) = 1`.as(
        'is_first',
      ),
      sql<Day>`min(${ref('change.changed_date')}) over (partition by ${ref('change.subscription_id')})`.as(
        'first_date',
      ),
    ])
