/** Stalled deals: open for a month or more in one stage, and not for so long that they are over. */
import { type Expression, sql } from 'kysely'
import type { Day } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { settings } from '../../../src/settings.ts'
import { bandOf, featuresOf } from '../../../src/sql/scoring.ts'
import {
  dayOfPoint,
  greatestUntil,
  pointOf,
  pointsWithin,
  sumOfPoints,
} from '../../../src/sql/scoring_points.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { aNumber, aText, someDays, telling } from '../../../src/sql/told.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { following } from '../../../src/sql/window.ts'
import type { Db } from '../../../src/table.ts'
import { dimStages } from '../../conformed/dim_stages.ts'
import { fctActivities } from '../../conformed/fct_activities.ts'
import { fctOpportunities } from '../../conformed/fct_opportunities.ts'
import { fctOpportunityStages } from '../../conformed/fct_opportunity_stages.ts'
import { mapAccountAttributes } from '../../conformed/map_account_attributes.ts'
import { ago, daysFrom, horizonDays, inMoney, ofToday } from './cases.ts'
import { playbookTold } from './sentences.ts'

/** After so many days in a stage a deal is for tidying up, no longer for a call. */
const mostDaysInStage = 180

/**
 * A hit is a deal that does not get on: within the horizon it neither comes to a later stage nor is
 * won. The rule: longest without an activity.
 */
export const dealCases = (db: Db) =>
  db
    .selectFrom(standing(db).as('deal'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'deal.opportunity_id',
    )
    .leftJoin(mapAccountAttributes.as('attributes'), (join) =>
      join
        .onRef('attributes.account_id', '=', 'opportunity.account_id')
        .onRef('attributes.valid_from', '<=', 'deal.scored_date')
        .onRef('attributes.valid_to', '>', 'deal.scored_date'),
    )
    .where('deal.stage_name', 'is not', null)
    .where(({ eb, or }) =>
      or([eb('deal.points_back', '>', 0), eb('opportunity.outcome', '=', 'open')]),
    )
    .select(({ fn, ref, val }) => {
      const of = ref('deal.points_back')
      const today = ref('deal.scored_date')
      const stageDays = daysFrom(ref('deal.entered_date'), today)
      const age = daysFrom(ref('opportunity.created_date'), today)
      const facts = telling(
        playbookTold('deal_stands', {
          stage: aText(ref('deal.stage_name')),
          time: someDays(stageDays.$castTo<number>()),
          activity: ago(ref('deal.active_date'), today),
          contacts: aNumber(ref('deal.activity_count')),
          worth: inMoney(ref('opportunity.amount')),
        }),
      )
      return [
        val('stalled_deals' as const).as('playbook'),
        'deal.opportunity_id as subject_id',
        'opportunity.account_id',
        val('not_allocated').as('person_id'),
        val('not_allocated').as('product_id'),
        'deal.points_back',
        sql<
          boolean | null
        >`not coalesce(${ref('deal.got_on_date')} <= ${today} + ${sql.lit(horizonDays)}, false)`.as(
          'is_hit',
        ),
        sql<number>`coalesce(${daysFrom(ref('deal.active_date'), today)}, ${age})`.as('rule_order'),
        featuresOf({
          'days since the last activity': bandOf(
            daysFrom(ref('deal.active_date'), today),
            [14, 30, 60],

            'never',
          ),
          'days in the stage': bandOf(stageDays, [45, 60, 90, 120], 'unknown'),
          stage: sql<string>`${ref('deal.stage_name')}`,
          'days open': bandOf(age, [60, 120, 240], 'unknown'),
          size: fn.coalesce('attributes.segment', val('Unknown')),
          type: ref('opportunity.deal_type').$castTo<string>(),
        }).as('features'),
        ofToday(of, ref('opportunity.owner_id')).as('owner_id'),
        ofToday(of, sql<Day>`cast(${today} + 7 as date)`).as('due_date'),
        ofToday(of, ref('opportunity.amount')).as('amount'),
        ofToday(of, facts.words).as('facts'),
        ofToday(of, facts.parts).as('facts_parts'),
      ]
    })

interface Stand {
  readonly opportunity_id: string
  readonly points_back: number
  readonly stage_name: string | null
  readonly entered_date: Day | null
  readonly got_on_date: Day | null
  readonly active_date: Day | null
  readonly activity_count: number | null
}

/** Opportunities at points, where they stood and when they were last worked on; only the latter too. */
const standing = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(
          unionByName<Stand>(atPoints(db).$castTo<Stand>(), activities(db).$castTo<Stand>()).as(
            'told',
          ),
        )
        .groupBy(['told.opportunity_id', 'told.points_back'])
        .select(({ fn }) => [
          'told.opportunity_id',
          'told.points_back',
          fn.max('told.stage_name').as('stage_name'),
          fn.max('told.entered_date').as('entered_date'),
          fn.max('told.got_on_date').as('got_on_date'),
          fn.max('told.active_date').as('active_date'),
          fn.sum<number>('told.activity_count').as('activity_count'),
        ])
        .as('told'),
    )
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ ref }) => {
      const points = { of: [ref('told.opportunity_id')], by: ref('told.points_back') }
      return [
        'told.opportunity_id',
        'told.points_back',
        'told.stage_name',
        'told.entered_date',
        'told.got_on_date',
        dayOfPoint(ref('told.points_back'), dayOf(ref('run.as_of'))).as('scored_date'),
        greatestUntil(ref('told.active_date'), points).as('active_date'),
        sumOfPoints(ref('told.activity_count'), 3, points).as('activity_count'),
      ]
    })

const activities = (db: Db) =>
  db
    .selectFrom(fctActivities.as('activity'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('activity.opportunity_id', 'is not', null)
    .where('activity.is_automatic', '=', false)
    .select(({ ref }) => [
      ref('activity.opportunity_id').$notNull().as('opportunity_id'),
      pointOf(ref('activity.occurred_date'), dayOf(ref('run.as_of'))).as('points_back'),
      'activity.occurred_date as active_date',
      sql<number>`1`.as('activity_count'),
    ])

/** Stays in an open stage, at the points at which they had lasted for long enough to be a stall. */
const atPoints = (db: Db) =>
  db
    .selectFrom(visits(db).as('visit'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('visit.stage_type', '=', 'open')
    .select(({ ref }) => {
      const entered = ref('visit.entered_date')
      const later = (days: number): Expression<Day> =>
        sql`cast(${entered} + ${sql.lit(days)} as date)`
      const left = sql<Day>`least(${later(mostDaysInStage + 1)}, coalesce(${ref('visit.left_date')}, date '9999-01-01'))`
      return [
        'visit.opportunity_id',
        'visit.stage_name',
        'visit.entered_date',
        sql<Day | null>`case when ${ref('visit.next_type')} = 'won' or ${ref('visit.next_type')} = 'open'
          and ${ref('visit.next_number')} > ${ref('visit.stage_number')} then ${ref('visit.next_date')} end`.as(
          'got_on_date',
        ),
        pointsWithin(
          later(settings.stalledAfterDays),
          sql<Day>`greatest(${entered}, ${left})`,
          dayOf(ref('run.as_of')),
        ).as('points_back'),
      ]
    })

/** Visits of deals that are no renewals, each with the one after it. */
const visits = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'visit.opportunity_id',
    )
    .innerJoin(dimStages.as('stage'), 'stage.stage_id', 'visit.stage_id')
    .where('opportunity.deal_type', '<>', 'Renewal')
    .select(({ ref }) => {
      const rows = { by: [ref('visit.opportunity_id')], order: [ref('visit.visit_number')] }
      return [
        'visit.opportunity_id',
        'visit.stage_type',
        'stage.stage_name',
        'stage.stage_number',
        'visit.entered_date',
        'visit.left_date',
        following(ref('visit.entered_date'), rows).as('next_date'),
        following(ref('visit.stage_type'), rows).as('next_type'),
        following(ref('stage.stage_number'), rows).as('next_number'),
      ]
    })
