/** Ways that have ended, touch by touch: what channels lead to, and what they do not. */
import type { AliasedExpression, Expression } from 'kysely'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { secondsLater } from '../../src/sql/duration.ts'
import { countOf } from '../../src/sql/history.ts'
import { unionByName } from '../../src/sql/union.ts'
import { place } from '../../src/sql/window.ts'
import type { Db } from '../../src/table.ts'
import { channelPriority } from '../conformed/channel_rules.ts'
import { fctLeadCycles } from '../conformed/fct_lead_cycles.ts'
import { fctLeadTouches } from '../conformed/fct_lead_touches.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityPeople } from '../conformed/fct_opportunity_people.ts'
import { fctOpportunityTouches } from '../conformed/fct_opportunity_touches.ts'
import { fctTouchpoints } from '../conformed/fct_touchpoints.ts'
import { marketingTouches } from '../conformed/marketing_touches.ts'
import { leadKey } from './attribution_conversions.ts'

/** A touch of a way that has ended. */
export interface EndedStep {
  readonly way_id: string
  readonly channel: string
  readonly touch_number: number
  readonly touch_count: number
  /** Whether the way ended with what it is about: an opportunity won, or a lead. */
  readonly is_converted: boolean
}

/** People whose ways are told of already. */
type Known = AliasedExpression<{ person_id: string }, 'known'>

const daySeconds = 86_400

/**
 * The touches of opportunities that were won or lost, and of people who have no opportunity and
 * whose touches are too old to count towards one; without a window none is ever too old.
 */
export const endedWaysToOpportunities = (db: Db) =>
  withStrangers(
    db,
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
        eb('opportunity.outcome', '=', 'won').$castTo<boolean>().as('is_converted'),
      ]),
    db
      .selectFrom(fctOpportunityPeople.as('buyer'))
      .select('buyer.person_id')
      .distinct()
      .as('known'),
  )

/** The touches of leads, and in the same way of people who never were one. */
export const endedWaysToLeads = (db: Db) =>
  withStrangers(
    db,
    db
      .selectFrom(fctLeadTouches.as('touch'))
      .select(({ lit, ref }) => [
        leadKey(ref('touch.person_id'), ref('touch.cycle_number')).as('way_id'),
        'touch.channel',
        'touch.touch_number',
        'touch.touch_count',
        lit(true).$castTo<boolean>().as('is_converted'),
      ]),
    db.selectFrom(fctLeadCycles.as('cycle')).select('cycle.person_id').distinct().as('known'),
  )

const withStrangers = (db: Db, ended: Expression<EndedStep>, known: Known) => {
  const days = settings.attributionWindowDays
  return days === undefined
    ? unionByName<EndedStep>(ended)
    : unionByName<EndedStep>(ended, ofStrangers(db, known, days))
}

const ofStrangers = (db: Db, known: Known, days: number) =>
  db
    .selectFrom(marketingTouches(db).as('touch'))
    .innerJoin(strangers(db, known, days).as('stranger'), 'stranger.person_id', 'touch.person_id')
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
        lit(false).$castTo<boolean>().as('is_converted'),
      ]
    })

/** People beside those who are known, whose last touch is older than the window. */
const strangers = (db: Db, known: Known, days: number) =>
  db
    .selectFrom(fctTouchpoints.as('touch'))
    .leftJoin(known, 'known.person_id', 'touch.person_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('known.person_id', 'is', null)
    .where('touch.person_id', '!=', 'unknown')
    .groupBy(['touch.person_id', 'run.as_of'])
    .having(({ eb, fn, ref }) =>
      eb(fn.max('touch.occurred_at'), '<', secondsLater(ref('run.as_of'), -days * daySeconds)),
    )
    .select('touch.person_id')
