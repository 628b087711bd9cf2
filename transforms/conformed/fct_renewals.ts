/** What came up for renewal, and what of it was renewed. */
import { type Expression, sql } from 'kysely'
import {
  type Day,
  day,
  flag,
  type LocalRecurring,
  type Recurring,
  recurring,
  text,
} from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { convertRecurring } from '../../src/sql/money.ts'
import { totalRecurring } from '../../src/sql/recurring.ts'
import { dateOf } from '../../src/sql/time.ts'
import { beginningInstant } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimAccounts } from './dim_accounts.ts'
import { dimOpportunityVersions } from './dim_opportunity_versions.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctSubscriptionTerms } from './fct_subscription_terms.ts'
import { mapAccountAttributes } from './map_account_attributes.ts'
import { mapMrrRates } from './map_mrr_rates.ts'
import { subscriptionDays } from './subscription_days.ts'

/** How far a renewal opportunity’s first close date may lie from the end of the term that it renews. */
const opportunityDays = 45
/** How long before the end of a term the subscription that takes its place may begin. */
const overlapDays = 7

export const fctRenewals = defineTable({
  name: 'fct_renewals',
  description:
    'One row per term that has ended of a subscription with a value then; terms below the setting renewalTermMonths, and internal accounts, are out.',
  grain: ['subscription_id', 'due_date'],
  columns: {
    subscription_id: text('The subscription, scoped by source.'),
    account_id: text('The account.'),
    owner_id: text('Who owned the account on due_date.'),
    team: text('The owner’s team on that day.'),
    segment: text('The account’s segment on that day.'),
    opportunity_id: text(
      'The renewal opportunity in the CRM; null where none is found.',
    ).nullable(),
    is_on_time: flag(
      'Whether something was renewed by due_date; where the CRM has an opportunity, whether that was won by then.',
    ),
    due_date: day('The day after the term’s last one.'),
    renewed_date: day(
      'When it was renewed: the opportunity’s close date, else the start of the term or subscription that followed; null where it was not.',
    ).nullable(),
    renewable_mrr: recurring(
      'What the subscription was worth a month as its term’s last day began.',
    ),
    renewed_mrr: recurring(
      'What of that goes on at its old price: no more than before; also in a new subscription that began within the setting lateRenewalDays.',
    ),
  },
  relations: [{ column: 'account_id', to: dimAccounts, unknown: 'unknown' }],
  audits: (self) => [
    {
      name: 'no more is renewed than came up for renewal',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('renewal'))
          .whereRef('renewal.renewed_mrr', '>', 'renewal.renewable_mrr')
          .select('renewal.subscription_id'),
    },
  ],
  query: (db) =>
    db
      .selectFrom(withFollowers(db).as('renewal'))
      .leftJoin(opportunities(db).as('opportunity'), (join) =>
        join
          .onRef('opportunity.subscription_id', '=', 'renewal.subscription_id')
          .onRef('opportunity.due_date', '=', 'renewal.due_date'),
      )
      .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
        join
          .onRef('attributes.account_id', '=', 'renewal.account_id')
          .onRef('attributes.valid_from', '<=', 'renewal.due_date')
          .onRef('attributes.valid_to', '>', 'renewal.due_date'),
      )
      .select(({ ref }) => {
        const after = sql<Recurring>`if(${ref('renewal.mrr_after')} > 0, ${ref('renewal.mrr_after')}, ${ref('renewal.follower_mrr')})`
        const isRenewed = sql`${after} > 0`
        const begun = sql<Day>`if(${ref('renewal.mrr_after')} > 0, ${ref('renewal.due_date')}, ${ref('renewal.follower_date')})`
        const signed = sql<Day | null>`if(${ref('opportunity.outcome')} = 'won', ${ref('opportunity.closed_date')}, null)`
        return [
          'renewal.subscription_id',
          'renewal.account_id',
          'attributes.owner_id',
          'attributes.team',
          'attributes.segment',
          'opportunity.opportunity_id',
          sql<boolean>`coalesce(${isRenewed} and if(${ref('opportunity.opportunity_id')} is null, ${begun}, ${signed}) <= ${ref('renewal.due_date')}, false)`.as(
            'is_on_time',
          ),
          'renewal.due_date',
          sql<Day | null>`if(${isRenewed}, coalesce(${signed}, ${begun}), null)`.as('renewed_date'),
          'renewal.mrr_before as renewable_mrr',
          sql<Recurring>`cast(least(${ref('renewal.mrr_before')}, ${after}) as decimal(28, 8))`.as(
            'renewed_mrr',
          ),
        ]
      })
      .$narrowType<{ owner_id: string; team: string; segment: string }>(),
})

/** The terms that are over with a value, and what the subscription was worth on the day after. */
const due = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctSubscriptionTerms.as('term'))
        .innerJoin(subscriptionDays(db).as('day'), 'day.subscription_id', 'term.subscription_id')
        .innerJoin(mapMrrRates.as('rate'), (join) =>
          join
            .onRef('rate.account_id', '=', 'day.account_id')
            .onRef('rate.currency_code', '=', 'day.currency_code'),
        )
        .where('term.is_over', '=', true)
        .where('term.term_months', '>=', settings.renewalTermMonths)
        .groupBy([
          'term.subscription_id',
          'term.account_id',
          'term.term_end_date',
          'rate.exchange_rate',
        ])
        .select(({ ref }) => {
          const until = (last: Expression<unknown>) =>
            convertRecurring(
              sql<LocalRecurring>`cast(coalesce(sum(${ref('day.change_local')}) filter (where ${ref('day.date')} <= ${last}), 0) as decimal(28, 8))`,
              ref('rate.exchange_rate'),
            )
          return [
            'term.subscription_id',
            'term.account_id',
            'term.term_end_date as due_date',
            until(sql`${ref('term.term_end_date')} - 2`).as('mrr_before'),
            until(ref('term.term_end_date')).as('mrr_after'),
          ]
        })
        .as('part'),
    )
    .groupBy(['part.subscription_id', 'part.account_id', 'part.due_date'])
    .having(({ ref }) => sql<boolean>`sum(${ref('part.mrr_before')}) > 0`)
    .select(({ ref }) => [
      'part.subscription_id',
      'part.account_id',
      'part.due_date',
      totalRecurring(ref('part.mrr_before')).as('mrr_before'),
      totalRecurring(ref('part.mrr_after')).as('mrr_after'),
    ])

/** Subscriptions by the day on which they began, with what they were worth at its end. */
const begun = (db: Db) =>
  db
    .selectFrom(subscriptionDays(db).as('day'))
    .innerJoin(mapMrrRates.as('rate'), (join) =>
      join
        .onRef('rate.account_id', '=', 'day.account_id')
        .onRef('rate.currency_code', '=', 'day.currency_code'),
    )
    .where('day.is_first', '=', true)
    .select(({ ref }) => [
      'day.subscription_id',
      'day.account_id',
      'day.date',
      convertRecurring(ref('day.change_local'), ref('rate.exchange_rate')).as('mrr'),
    ])

/** A new subscription takes the place of the one of its account that ended last before it. */
const followers = (db: Db) =>
  db
    .selectFrom(due(db).as('ended'))
    .innerJoin(begun(db).as('next'), (join) =>
      join
        .onRef('next.account_id', '=', 'ended.account_id')
        .onRef('next.subscription_id', '!=', 'ended.subscription_id')
        .on(
          ({ ref }) =>
            sql`${ref('next.date')} between ${ref('ended.due_date')} - ${sql.lit(overlapDays)} and ${ref('ended.due_date')} + ${sql.lit(settings.lateRenewalDays)}`,
        ),
    )
    .where(({ ref }) => sql<boolean>`${ref('ended.mrr_after')} <= 0`)
    .where('ended.account_id', '!=', 'unknown')
    .select(({ ref }) => [
      'ended.subscription_id',
      'ended.due_date',
      'next.date',
      'next.mrr',
      sql<boolean>`row_number() over (partition by ${ref('next.subscription_id')} order by abs(${ref('next.date')} - ${ref('ended.due_date')}), ${ref('ended.due_date')}, ${ref('ended.subscription_id')}) = 1`.as(
        'is_nearest',
      ),
    ])

const withFollowers = (db: Db) =>
  db
    .selectFrom(due(db).as('due'))
    .leftJoin(
      db
        .selectFrom(followers(db).as('follower'))
        .where('follower.is_nearest', '=', true)
        .groupBy(['follower.subscription_id', 'follower.due_date'])
        .select(({ ref }) => [
          'follower.subscription_id',
          'follower.due_date',
          sql<Day>`min(${ref('follower.date')})`.as('date'),
          sql<Recurring>`sum(${ref('follower.mrr')})`.as('mrr'),
        ])
        .as('follower'),
      (join) =>
        join
          .onRef('follower.subscription_id', '=', 'due.subscription_id')
          .onRef('follower.due_date', '=', 'due.due_date'),
    )
    .selectAll('due')
    .select(({ ref }) => [
      'follower.date as follower_date',
      sql<Recurring>`coalesce(${ref('follower.mrr')}, 0)`.as('follower_mrr'),
    ])

/** The renewal opportunity of the account that was first expected to close nearest to the term’s end. */
const opportunities = (db: Db) =>
  db
    .selectFrom(candidates(db).as('candidate'))
    .where('candidate.is_nearest', '=', true)
    .selectAll('candidate')

const candidates = (db: Db) =>
  db
    .selectFrom(due(db).as('due'))
    .innerJoin(fctOpportunities.as('opportunity'), 'opportunity.account_id', 'due.account_id')
    .innerJoin(dimOpportunityVersions.as('first'), (join) =>
      join
        .onRef('first.opportunity_id', '=', 'opportunity.opportunity_id')
        .on('first.valid_from', '=', beginningInstant),
    )
    .where('opportunity.deal_type', '=', 'Renewal')
    .where('due.account_id', '!=', 'unknown')
    .where(
      ({ ref }) =>
        sql<boolean>`abs(${dateOf(ref('first.closes_at'))} - ${ref('due.due_date')}) <= ${sql.lit(opportunityDays)}`,
    )
    .select(({ ref }) => [
      'due.subscription_id',
      'due.due_date',
      'opportunity.opportunity_id',
      'opportunity.outcome',
      'opportunity.closed_date',
      sql<boolean>`row_number() over (partition by ${ref('due.subscription_id')}, ${ref('due.due_date')}
        order by abs(${dateOf(ref('first.closes_at'))} - ${ref('due.due_date')}), abs(coalesce(${ref('opportunity.amount')}, 0) - 12 * ${ref('due.mrr_before')}), ${ref('opportunity.opportunity_id')}) = 1`.as(
        'is_nearest',
      ),
    ])
