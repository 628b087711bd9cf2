/** Changes of recurring value, from the generic files. */
import { sql } from 'kysely'
import { changesOfSpans, type Discount, type Span } from '../../../src/sql/spans.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { subscriptionChangeColumns } from '../objects/subscription_changes.ts'
import { stgGenericLoggedSubscriptionChanges } from './stg_generic__logged_subscription_changes.ts'
import { stgGenericSubscriptionSpans } from './stg_generic__subscription_spans.ts'
import { stgGenericSubscriptions } from './stg_generic__subscriptions.ts'

export const stgGenericSubscriptionChanges = defineTable({
  name: 'stg_generic__subscription_changes',
  description:
    'The changes of generic/subscription_changes; of a subscription without any there, what follows from its states and its discount.',
  grain: ['subscription_line_id', 'changed_at'],
  columns: subscriptionChangeColumns,
  query: (db) => unionByName(logged(db), derived(db)),
})

const columns = [
  'change.subscription_line_id',
  'change.source_system',
  'change.account_id',
  'change.product_id',
  'change.plan_id',
  'change.currency_code',
  'change.changed_at',
  'change.mrr_change_local',
] as const

const logged = (db: Db) =>
  db
    .selectFrom(stgGenericLoggedSubscriptionChanges.as('change'))
    .select(columns)
    .select('change.subscription_id')

const derived = (db: Db) =>
  db
    .selectFrom(
      changesOfSpans(
        db.selectFrom(stgGenericSubscriptionSpans.as('span')).selectAll('span').$castTo<Span>(),
        discounts(db),
      ).as('change'),
    )
    .select(columns)
    .select(({ ref }) =>
      ref('change.subscription_id').$castTo<string | null>().as('subscription_id'),
    )

const discounts = (db: Db) =>
  db
    .selectFrom(stgGenericSubscriptions.as('subscription'))
    .where('subscription.discount_rate', 'is not', null)
    .select(({ ref }) => [
      'subscription.subscription_id',
      sql<Date>`coalesce(${ref('subscription.starts_at')}, ${ref('subscription.created_at')}, timestamp '1970-01-01')`.as(
        'starts_at',
      ),
      'subscription.discount_ends_at as ends_at',
      'subscription.discount_rate',
      sql<Discount['discount_local']>`cast(null as decimal(28, 8))`.as('discount_local'),
    ])
