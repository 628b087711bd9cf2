/** Recurring revenue that is signed and not live yet, at month ends. */
import { type Expression, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  type Rate,
  type Recurring,
  recurring,
  text,
} from '../../src/columns.ts'
import { convertRecurring } from '../../src/sql/money.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimBalanceDates } from './dim_balance_dates.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimPlans } from './dim_plans.ts'
import { dimProducts } from './dim_products.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'

export const fctCommitmentMonths = defineTable({
  name: 'fct_commitment_months',
  description:
    'One row per account, product, plan and month end while a subscription of it is signed and not live, and a closing row of 0 at the first month end at which that no longer holds; trials are no commitment.',
  grain: ['account_id', 'product_id', 'plan_id', 'balance_date', 'owner_id', 'team', 'segment'],
  columns: {
    account_id: text('The account.'),
    product_id: text('The product.'),
    plan_id: text('The plan.'),
    owner_id: text('Who owned the account that day.'),
    team: text('The owner’s team that day.'),
    segment: text('The account’s segment that day.'),
    is_closing: flag(
      'Whether the row only says that nothing is signed under its attributes any longer.',
    ),
    balance_date: day('The month’s last day, or the day of data_as_of if that is earlier.'),
    signed_mrr: recurring('Signed by then and not live, at the rate of the day it was signed.'),
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'product_id', to: dimProducts, unknown: 'unknown' },
    { column: 'plan_id', to: dimPlans, unknown: 'unknown' },
  ],
  query: (db) =>
    db
      .selectFrom(withNext(db).as('month'))
      .innerJoin(
        sql<{ is_closing: boolean }>`(select unnest([false, true]) as is_closing)`.as('row'),
        (join) =>
          join.on(({ ref }) => sql`not ${ref('row.is_closing')} or ${ref('month.is_last')}`),
      )
      .select(({ ref }) => {
        const ofEither = <T>(closing: Expression<T>, open: Expression<T>) =>
          sql<T>`if(${ref('row.is_closing')}, ${closing}, ${open})`
        return [
          'month.account_id',
          'month.product_id',
          'month.plan_id',
          'month.owner_id',
          'month.team',
          'month.segment',
          'row.is_closing',
          ofEither(ref('month.next_balance_date').$castTo<Day>(), ref('month.balance_date')).as(
            'balance_date',
          ),
          sql<Recurring>`cast(${ofEither(sql<Recurring>`0`, ref('month.signed_mrr'))} as decimal(28, 8))`.as(
            'signed_mrr',
          ),
        ]
      }),
})

/** What begins later than it was signed, without a trial between. */
const commitments = (db: Db) =>
  db
    .selectFrom(fctSubscriptionChanges.as('change'))
    .innerJoin(
      stgSubscriptions.as('subscription'),
      'subscription.subscription_id',
      'change.subscription_id',
    )
    .leftJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'change.currency_code')
        .on(({ ref }) => sql`${ref('rate.rate_date')} = ${dayOf(ref('subscription.created_at'))}`),
    )
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('change.mrr_change_local')} > 0
          and ${ref('change.recognised_at')} > ${ref('subscription.created_at')}
          and ${ref('change.recognised_at')} <= ${ref('subscription.starts_at')}
          and coalesce(${ref('subscription.trial_ends_at')} <= ${ref('subscription.starts_at')}, true)`,
    )
    .select(({ ref }) => [
      'change.account_id',
      'change.product_id',
      'change.plan_id',
      dayOf(ref('subscription.created_at')).$castTo<Day>().as('signed_date'),
      'change.recognised_date as live_date',
      convertRecurring(
        ref('change.mrr_change_local'),
        ref('rate.exchange_rate').$castTo<Rate>(),
      ).as('mrr'),
    ])

const months = (db: Db) =>
  db
    .selectFrom(commitments(db).as('commitment'))
    .innerJoin(dimBalanceDates.as('month'), (join) =>
      join
        .onRef('month.balance_date', '>=', 'commitment.signed_date')
        .onRef('month.balance_date', '<', 'commitment.live_date'),
    )
    .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
      join
        .onRef('attributes.account_id', '=', 'commitment.account_id')
        .onRef('attributes.valid_from', '<=', 'month.balance_date')
        .onRef('attributes.valid_to', '>', 'month.balance_date'),
    )
    .groupBy([
      'commitment.account_id',
      'commitment.product_id',
      'commitment.plan_id',
      'attributes.owner_id',
      'attributes.team',
      'attributes.segment',
      'month.balance_date',
      'month.month_number',
    ])
    .select(({ ref }) => [
      'commitment.account_id',
      'commitment.product_id',
      'commitment.plan_id',
      'attributes.owner_id',
      'attributes.team',
      'attributes.segment',
      'month.balance_date',
      'month.month_number',
      sql<Recurring>`sum(${ref('commitment.mrr')})`.as('signed_mrr'),
    ])
    .$narrowType<{ owner_id: string; team: string; segment: string }>()

const withNext = (db: Db) =>
  db
    .selectFrom(months(db).as('held'))
    .leftJoin(dimBalanceDates.as('next'), (join) =>
      join.on(({ ref }) => sql`${ref('next.month_number')} = ${ref('held.month_number')} + 1`),
    )
    .selectAll('held')
    .select(({ ref }) => [
      'next.balance_date as next_balance_date',
      sql<boolean>`(${ref('next.balance_date')} is not null and lead(${ref('held.month_number')}) over (partition by ${ref('held.account_id')}, ${ref('held.product_id')}, ${ref('held.plan_id')}, ${ref('held.owner_id')}, ${ref('held.team')}, ${ref('held.segment')} order by ${ref('held.month_number')}) is distinct from ${ref('held.month_number')} + 1)`.as(
        'is_last',
      ),
    ])
