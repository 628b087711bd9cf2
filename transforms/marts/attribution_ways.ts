/** Ways that have ended, touch by touch: what channels lead to, and what they do not. */
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { secondsLater } from '../../src/sql/duration.ts'
import { countOf } from '../../src/sql/history.ts'
import { unionByName } from '../../src/sql/union.ts'
import { place } from '../../src/sql/window.ts'
import type { Db } from '../../src/table.ts'
import { channelPriority } from '../conformed/channel_rules.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../conformed/fct_opportunity_people.ts'
import { fctOpportunityTouches } from '../conformed/fct_opportunity_touches.ts'
import { fctTouchpoints } from '../conformed/fct_touchpoints.ts'
import { marketingTouches } from '../conformed/marketing_touches.ts'

/** A touch of a way that has ended. */
interface Step {
  readonly way_id: string
  readonly channel: string
  readonly touch_number: number
  readonly touch_count: number
  /** Whether the way ended with a won opportunity. */
  readonly is_won: boolean
}

const daySeconds = 86_400

/**
 * The touches of opportunities that were won or lost, and of people who have no opportunity and
 * whose touches are too old to count towards one; without a window none is ever too old.
 */
export const endedWays = (db: Db) => {
  const days = settings.attributionWindowDays
  return days === undefined
    ? unionByName<Step>(ofOpportunities(db))
    : unionByName<Step>(ofOpportunities(db), ofPeople(db, days))
}

const ofOpportunities = (db: Db) =>
  db
    .selectFrom(fctOpportunityTouches.as('touch'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'touch.opportunity_id',
    )
    .where('opportunity.outcome', 'in', ['won', 'lost'])
    .select(({ eb }) => [
      'touch.opportunity_id as way_id',
      'touch.channel',
      'touch.touch_number',
      'touch.touch_count',
      eb('opportunity.outcome', '=', 'won').$castTo<boolean>().as('is_won'),
    ])

const ofPeople = (db: Db, days: number) =>
  db
    .selectFrom(marketingTouches(db).as('touch'))
    .innerJoin(strangers(db, days).as('stranger'), 'stranger.person_id', 'touch.person_id')
    .select(({ lit, ref }) => {
      const by = [ref('touch.person_id')]
      return [
        'touch.person_id as way_id',
        'touch.channel',
        place({
          by,
          order: [
            ref('touch.occurred_at'),
            channelPriority(ref('touch.channel')),
            ref('touch.touchpoint_id'),
          ],
        }).as('touch_number'),
        countOf({ by }).as('touch_count'),
        lit(false).$castTo<boolean>().as('is_won'),
      ]
    })

/** People without an opportunity of whatever kind, whose last touch is older than the window. */
const strangers = (db: Db, days: number) =>
  db
    .selectFrom(fctTouchpoints.as('touch'))
    .leftJoin(
      db
        .selectFrom(fctOpportunityPeople.as('buyer'))
        .select('buyer.person_id')
        .distinct()
        .as('buyer'),
      'buyer.person_id',
      'touch.person_id',
    )
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('buyer.person_id', 'is', null)
    .where('touch.person_id', '!=', 'unknown')
    .groupBy(['touch.person_id', 'run.as_of'])
    .having(({ eb, fn, ref }) =>
      eb(fn.max('touch.occurred_at'), '<', secondsLater(ref('run.as_of'), -days * daySeconds)),
    )
    .select('touch.person_id')
