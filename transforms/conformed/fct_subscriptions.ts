/** Subscriptions: what they are worth, since when, and until when they are agreed. */
import { sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  integer,
  type LocalRecurring,
  oneOf,
  type Rate,
  recurring,
  text,
} from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { convertRecurring } from '../../src/sql/money.ts'
import { dayOf } from '../../src/sql/time.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stgSubscriptions } from '../staging/stg_subscriptions.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimExchangeRates } from './dim_exchange_rates.ts'
import { dimPlans } from './dim_plans.ts'
import { fctSubscriptionChanges } from './fct_subscription_changes.ts'
import { fctSubscriptionTerms } from './fct_subscription_terms.ts'
import { mapMrrRates } from './map_mrr_rates.ts'

const states = ['signed', 'active', 'paused', 'ended', 'worthless'] as const
type State = (typeof states)[number]

export const fctSubscriptions = defineTable({
  name: 'fct_subscriptions',
  description:
    'One row per subscription that was ever worth something, or will be, in its last state; internal accounts are out.',
  grain: ['subscription_id'],
  columns: {
    subscription_id: text('The subscription, scoped by source.'),
    account_id: text('The account; unknown where the customer is none of ours.'),
    plan_id: text('The plan worth most of it, now or at its end.'),
    source_system: text('The billing system.'),
    currency_code: text('ISO 4217.'),
    subscription_state: oneOf(
      states,
      'signed: agreed, and not live yet; paused: without MRR, and not ended; worthless: it ended before it was live.',
    ),
    subscription_status: text('As the system names it.').nullable(),
    churn_reason: text(
      'Why it ended or will, as the system names it; `Unknown` where it says none, `Not allocated` where it goes on.',
    ),
    is_ending: flag('Whether it is live, and will end with what is paid for.'),
    signed_date: day('When it was agreed.').nullable(),
    live_date: day('The first day with MRR, or the day on which it begins.'),
    canceled_date: day('When its cancellation was asked for.').nullable(),
    ended_date: day('When its MRR ended; null while it lasts or pauses.').nullable(),
    term_start_date: day(
      'When the present term began; null where it has no terms, or ended.',
    ).nullable(),
    renewal_date: day('When the next term begins, if it is renewed; null likewise.').nullable(),
    term_months: integer('How long its terms are.').nullable(),
    mrr: recurring('Now.'),
    last_mrr: recurring('Now, or before it ended or paused.'),
    signed_mrr: recurring('What is agreed and not live yet, at the rate of the day it was signed.'),
  },
  relations: [
    { column: 'account_id', to: dimAccounts, unknown: 'unknown' },
    { column: 'plan_id', to: dimPlans, unknown: 'unknown' },
  ],
  query: (db) =>
    db
      .selectFrom(valued(db).as('value'))
      .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
      .leftJoin(
        stgSubscriptions.as('subscription'),
        'subscription.subscription_id',
        'value.subscription_id',
      )
      .leftJoin(mapMrrRates.as('rate'), (join) =>
        join
          .onRef('rate.account_id', '=', 'value.account_id')
          .onRef('rate.currency_code', '=', 'value.currency_code'),
      )
      .leftJoin(dimExchangeRates.as('signed_rate'), (join) =>
        join
          .onRef('signed_rate.currency_code', '=', 'value.currency_code')
          .on(
            ({ ref }) =>
              sql`${ref('signed_rate.rate_date')} = least(${dayOf(ref('run.as_of'))}, coalesce(${dayOf(ref('subscription.created_at'))}, ${ref('value.live_date')}))`,
          ),
      )
      .leftJoin(fctSubscriptionTerms.as('term'), (join) =>
        join
          .onRef('term.subscription_id', '=', 'value.subscription_id')
          .on('term.is_over', '=', false),
      )
      .select(({ ref }) => {
        const hasEnded = sql<boolean>`(${ref('value.mrr_local')} <= 0 and not ${ref('value.is_pending')}
          and (${ref('subscription.subscription_id')} is null or ${ref('subscription.ends_at')} <= ${ref('run.as_of')} or ${ref('subscription.subscription_status')} = 'canceled'))`
        const signedRate = ref('signed_rate.exchange_rate').$castTo<Rate>()
        const rate = sql<Rate>`coalesce(${ref('rate.exchange_rate')}, ${signedRate})`
        const isEnding = sql<boolean>`(${ref('value.mrr_local')} > 0 and coalesce(${ref('subscription.will_cancel')}, ${ref('subscription.ends_at')} is not null, false))`
        return [
          'value.subscription_id',
          'value.account_id',
          'value.plan_id',
          'value.source_system',
          'value.currency_code',
          sql<State>`case
            when ${ref('value.mrr_local')} > 0 then 'active'
            when ${ref('value.is_pending')} then 'signed'
            when not ${ref('value.was_live')} then 'worthless'
            when ${hasEnded} then 'ended'
            else 'paused' end`.as('subscription_state'),
          'subscription.subscription_status',
          sql<string>`if(${hasEnded} or ${isEnding}, coalesce(${ref('subscription.churn_reason')}, 'Unknown'), 'Not allocated')`.as(
            'churn_reason',
          ),
          isEnding.as('is_ending'),
          dayOf(ref('subscription.created_at')).as('signed_date'),
          'value.live_date',
          dayOf(ref('subscription.canceled_at')).as('canceled_date'),
          sql<Day | null>`if(${hasEnded}, ${ref('value.last_date')}, null)`.as('ended_date'),
          sql<Day | null>`if(${hasEnded}, null, ${ref('term.term_start_date')})`.as(
            'term_start_date',
          ),
          sql<Day | null>`if(${hasEnded}, null, ${ref('term.term_end_date')})`.as('renewal_date'),
          'term.term_months',
          convertRecurring(ref('value.mrr_local'), rate).as('mrr'),
          convertRecurring(ref('value.last_mrr_local'), rate).as('last_mrr'),
          convertRecurring(ref('value.signed_mrr_local'), signedRate).as('signed_mrr'),
        ]
      }),
})

/** What each instant changed in a subscription as a whole, and what it was worth then. */
const instants = (db: Db) =>
  db
    .selectFrom(fctSubscriptionChanges.as('change'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .groupBy(['change.subscription_id', 'change.recognised_at', 'run.as_of'])
    .select(({ ref }) => [
      'change.subscription_id',
      'change.recognised_at',
      sql<boolean>`(${ref('change.recognised_at')} > ${ref('run.as_of')})`.as('is_future'),
      sql<LocalRecurring>`cast(sum(${ref('change.mrr_change_local')}) as decimal(28, 8))`.as(
        'change_local',
      ),
      sql<LocalRecurring>`cast(sum(sum(${ref('change.mrr_change_local')})) over (partition by ${ref('change.subscription_id')} order by ${ref('change.recognised_at')}) as decimal(28, 8))`.as(
        'balance_local',
      ),
    ])

const valued = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(instants(db).as('instant'))
        .groupBy('instant.subscription_id')
        .select(({ ref }) => {
          const balance = ref('instant.balance_local')
          const at = ref('instant.recognised_at')
          const isFuture = ref('instant.is_future')
          return [
            'instant.subscription_id',
            sql<LocalRecurring>`cast(coalesce(arg_max(${balance}, ${at}) filter (where not ${isFuture}), 0) as decimal(28, 8))`.as(
              'mrr_local',
            ),
            sql<LocalRecurring>`cast(coalesce(arg_max(${balance}, ${at}) filter (where ${balance} > 0 and not ${isFuture}), 0) as decimal(28, 8))`.as(
              'last_mrr_local',
            ),
            sql<LocalRecurring>`cast(coalesce(sum(${ref('instant.change_local')}) filter (where ${isFuture} and ${ref('instant.change_local')} > 0), 0) as decimal(28, 8))`.as(
              'signed_mrr_local',
            ),
            sql<boolean>`coalesce(bool_or(${balance} > 0 and not ${isFuture}), false)`.as(
              'was_live',
            ),
            sql<boolean>`coalesce(bool_or(${balance} > 0 and ${isFuture}), false)`.as('is_pending'),
            sql<Day>`${dayOf(sql<Date>`coalesce(min(${at}) filter (where ${balance} > 0), min(${at}))`)}`.as(
              'live_date',
            ),
            sql<Day>`${dayOf(sql<Date>`coalesce(max(${at}) filter (where not ${isFuture}), max(${at}))`)}`.as(
              'last_date',
            ),
          ]
        })
        .as('value'),
    )
    .innerJoin(plans(db).as('plan'), 'plan.subscription_id', 'value.subscription_id')
    .selectAll('value')
    .select(['plan.account_id', 'plan.plan_id', 'plan.source_system', 'plan.currency_code'])

/** The plan that most was ever paid for at last: of equal ones the first by id. */
const plans = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctSubscriptionChanges.as('change'))
        .groupBy(['change.subscription_id', 'change.plan_id'])
        .select(({ ref }) => [
          'change.subscription_id',
          'change.plan_id',
          sql<string>`min(${ref('change.account_id')})`.as('account_id'),
          sql<string>`min(${ref('change.source_system')})`.as('source_system'),
          sql<string>`min(${ref('change.currency_code')})`.as('currency_code'),
          sql`max(${ref('change.recognised_at')}) filter (where ${ref('change.mrr_change_local')} > 0)`.as(
            'last_at',
          ),
          sql`sum(${ref('change.mrr_change_local')})`.as('balance'),
          sql`max(${ref('change.mrr_change_local')})`.as('greatest'),
        ])
        .as('plan'),
    )
    .groupBy('plan.subscription_id')
    .select(({ ref }) => [
      'plan.subscription_id',
      sql<string>`min(${ref('plan.account_id')})`.as('account_id'),
      sql<string>`min(${ref('plan.source_system')})`.as('source_system'),
      sql<string>`min(${ref('plan.currency_code')})`.as('currency_code'),
      sql<string>`first(${ref('plan.plan_id')} order by ${ref('plan.balance')} desc, ${ref('plan.last_at')} desc nulls last, ${ref('plan.greatest')} desc, ${ref('plan.plan_id')})`.as(
        'plan_id',
      ),
    ])
