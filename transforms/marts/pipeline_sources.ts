/** Which pipeline marketing brought, and which it had a part in, before it was created. */
import type { Reporting } from '../../src/columns.ts'
import { centsOf, knownTotal, moneyOf, oneCentMore, partOfOne } from '../../src/sql/credits.ts'
import { countOf } from '../../src/sql/history.ts'
import { serial } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { fctActivities } from '../conformed/fct_activities.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../conformed/fct_opportunity_people.ts'
import { fctOpportunityTouches } from '../conformed/fct_opportunity_touches.ts'

/** What marketing has of an opportunity. */
export interface Source {
  readonly opportunity_id: string
  /** What tells those of one opportunity apart. */
  readonly serial: string
  readonly campaign_id: string
  readonly channel: string
  readonly amount: Reporting | null
}

/**
 * Sourced: opportunities that began with marketing, whose first touch until they were created came
 * before any of ours turned to their people. It is of the first touch, with its whole amount.
 */
export const sourced = (db: Db) =>
  db
    .selectFrom(fctOpportunityTouches.as('touch'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'touch.opportunity_id',
    )
    .leftJoin(outreach(db).as('outreach'), 'outreach.opportunity_id', 'touch.opportunity_id')
    .where('touch.touch_number', '=', 1)
    .where('touch.is_before_creation', '=', true)
    .where(({ eb, or, ref }) =>
      or([
        eb('outreach.occurred_at', 'is', null),
        eb('outreach.occurred_at', '>=', ref('touch.occurred_at')),
      ]),
    )
    .select(({ val }) => [
      'touch.opportunity_id',
      val('').as('serial'),
      'touch.campaign_id',
      'touch.channel',
      'opportunity.amount',
    ])

/**
 * Influenced: opportunities with any touch until they were created. By channel and campaign the
 * amount is divided evenly among these touches, to the cent, so that it adds up.
 */
export const influenced = (db: Db) =>
  db
    .with('touch', before)
    .selectFrom('touch')
    .innerJoin(
      (from) =>
        from
          .selectFrom('touch')
          .groupBy('touch.opportunity_id')
          .select(({ ref }) => [
            'touch.opportunity_id',
            oneCentMore(ref('touch.part'), ref('touch.cents'), ref('touch.touch_number')).as('due'),
          ])
          .as('rounded'),
      (join) => join.onRef('rounded.opportunity_id', '=', 'touch.opportunity_id'),
    )
    .groupBy(['touch.opportunity_id', 'touch.campaign_id', 'touch.channel'])
    .select(({ ref }) => [
      'touch.opportunity_id',
      serial(ref('touch.channel'), ref('touch.campaign_id')).as('serial'),
      'touch.campaign_id',
      'touch.channel',
      knownTotal(
        moneyOf(
          ref('touch.part'),
          ref('touch.cents'),
          ref('touch.touch_number'),
          ref('rounded.due'),
        ),
      ).as('amount'),
    ])

const before = (db: Db) =>
  db
    .selectFrom(fctOpportunityTouches.as('touch'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'touch.opportunity_id',
    )
    .where('touch.is_before_creation', '=', true)
    .select(({ ref }) => [
      'touch.opportunity_id',
      'touch.campaign_id',
      'touch.channel',
      'touch.touch_number',
      partOfOne(countOf({ by: [ref('touch.opportunity_id')] })).as('part'),
      centsOf(ref('opportunity.amount')).as('cents'),
    ])

/** When one of ours first turned to somebody of an opportunity, or for it. */
const outreach = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(fctActivities.as('activity'))
          .innerJoin(fctOpportunityPeople.as('person'), 'person.person_id', 'activity.person_id')
          .where('activity.is_outreach', '=', true)
          .select(['person.opportunity_id', 'activity.occurred_at']),
        db
          .selectFrom(fctActivities.as('activity'))
          .where('activity.is_outreach', '=', true)
          .where('activity.opportunity_id', 'is not', null)
          .select(({ ref }) => [
            ref('activity.opportunity_id').$castTo<string>().as('opportunity_id'),
            'activity.occurred_at',
          ]),
      ).as('activity'),
    )
    .groupBy('activity.opportunity_id')
    .select(({ fn }) => [
      'activity.opportunity_id',
      fn.min('activity.occurred_at').as('occurred_at'),
    ])
