/** Terms that end within the horizon, on the days of scoring, each with how its renewal deal stood. */
import { sql } from 'kysely'
import type { Day, Recurring } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { settings } from '../../../src/settings.ts'
import { pointsWithin } from '../../../src/sql/scoring_points.ts'
import { dateOf, dayOf } from '../../../src/sql/time.ts'
import { beginningInstant } from '../../../src/sql/versions.ts'
import type { Db } from '../../../src/table.ts'
import { dimExchangeRates } from '../../conformed/dim_exchange_rates.ts'
import { dimOpportunityVersions } from '../../conformed/dim_opportunity_versions.ts'
import { dimStages } from '../../conformed/dim_stages.ts'
import { fctBookings } from '../../conformed/fct_bookings.ts'
import { fctOpportunities } from '../../conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../../conformed/fct_opportunity_stages.ts'
import { fctSubscriptionTerms } from '../../conformed/fct_subscription_terms.ts'
import { mapMrrRates } from '../../conformed/map_mrr_rates.ts'
import { horizonDays } from './cases.ts'

/** How a renewal deal stands. */
export const renewalTypes = ['open', 'won', 'lost'] as const
export type RenewalType = (typeof renewalTypes)[number]

/** How far from the end of a term its renewal deal may at first have been expected to close. */
const dealDays = 45

/**
 * One row a term and point: `renewal_stage` and `renewal_type` (open, won or lost) of its renewal
 * deal on that day, null before there is one, and what a won one is worth a month.
 */
export const endingTerms = (db: Db) =>
  db
    .selectFrom(ending(db).as('term'))
    .leftJoin(deals(db).as('deal'), (join) =>
      join
        .onRef('deal.subscription_id', '=', 'term.subscription_id')
        .onRef('deal.term_end_date', '=', 'term.term_end_date'),
    )
    .leftJoin(visits(db).as('visit'), (join) =>
      join
        .onRef('visit.opportunity_id', '=', 'deal.opportunity_id')
        .onRef('visit.points_back', '=', 'term.points_back'),
    )
    .select([
      'term.subscription_id',
      'term.account_id',
      'term.term_end_date',
      'term.points_back',
      'visit.stage_name as renewal_stage',
      'visit.stage_type as renewal_type',
      'visit.signed_mrr',
    ])

const ending = (db: Db) =>
  db
    .selectFrom(fctSubscriptionTerms.as('term'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('term.term_months', '>=', settings.renewalTermMonths)
    .select(({ ref }) => {
      const ends = ref('term.term_end_date')
      const begins = sql<Day>`greatest(${ref('term.term_start_date')}, cast(${ends} - ${sql.lit(horizonDays)} as date))`
      return [
        'term.subscription_id',
        'term.account_id',
        'term.term_end_date',
        pointsWithin(begins, ends, dayOf(ref('run.as_of'))).as('points_back'),
      ]
    })

/** Of each term the renewal deal of the account that was first expected to close nearest to its end. */
const deals = (db: Db) =>
  db
    .selectFrom(fctSubscriptionTerms.as('term'))
    .innerJoin(fctOpportunities.as('opportunity'), 'opportunity.account_id', 'term.account_id')
    .innerJoin(dimOpportunityVersions.as('first'), (join) =>
      join
        .onRef('first.opportunity_id', '=', 'opportunity.opportunity_id')
        .on('first.valid_from', '=', beginningInstant),
    )
    .where('opportunity.deal_type', '=', 'Renewal')
    .where('term.account_id', '!=', 'unknown')
    .select(({ ref }) => [
      'term.subscription_id',
      'term.term_end_date',
      sql<number>`abs(${dateOf(ref('first.closes_at'))} - ${ref('term.term_end_date')})`.as('days'),
      'opportunity.opportunity_id',
    ])
    .$call((near) =>
      db
        .selectFrom(near.as('near'))
        .where('near.days', '<=', dealDays)
        .groupBy(['near.subscription_id', 'near.term_end_date'])
        .select(({ ref }) => [
          'near.subscription_id',
          'near.term_end_date',
          sql<string>`arg_min(${ref('near.opportunity_id')}, {'days': ${ref('near.days')}, 'id': ${ref('near.opportunity_id')}})`.as(
            'opportunity_id',
          ),
        ]),
    )

/** Where renewal deals stood at points; what a won one is worth, at the rate of the account’s MRR. */
const visits = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'visit.opportunity_id',
    )
    .innerJoin(dimStages.as('stage'), 'stage.stage_id', 'visit.stage_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .leftJoin(fctBookings.as('booking'), 'booking.opportunity_id', 'visit.opportunity_id')
    .leftJoin(dimExchangeRates.as('rate'), (join) =>
      join
        .onRef('rate.currency_code', '=', 'opportunity.currency_code')
        .onRef('rate.rate_date', '=', 'opportunity.created_date'),
    )
    .leftJoin(mapMrrRates.as('recurring'), (join) =>
      join
        .onRef('recurring.account_id', '=', 'opportunity.account_id')
        .onRef('recurring.currency_code', '=', 'opportunity.currency_code'),
    )
    .where('opportunity.deal_type', '=', 'Renewal')
    .select(({ fn, ref }) => [
      'visit.opportunity_id',
      'visit.stage_type',
      'stage.stage_name',
      sql<Recurring | null>`case when ${ref('visit.stage_type')} = 'won' then cast(${ref('booking.acv')}
        * ${ref('recurring.exchange_rate')} / ${ref('rate.exchange_rate')} / 12 as decimal(28, 8)) end`.as(
        'signed_mrr',
      ),
      pointsWithin(
        ref('visit.entered_date'),
        fn.coalesce('visit.left_date', sql<Day>`date '9999-01-01'`),
        dayOf(ref('run.as_of')),
      ).as('points_back'),
    ])
