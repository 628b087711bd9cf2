/** Opportunities coming to open stages and leaving them, visit by visit. */
import type { ExpressionBuilder } from 'kysely'
import type { Day, RowOf } from '../../src/columns.ts'
import { holdsForAny, leastWhere } from '../../src/sql/latest.ts'
import { asText } from '../../src/sql/text.ts'
import { dayOf } from '../../src/sql/time.ts'
import type { Db } from '../../src/table.ts'
import { dimStages } from '../conformed/dim_stages.ts'
import { fctOpportunityStages } from '../conformed/fct_opportunity_stages.ts'
import type { Event } from './pipeline_event.ts'

/**
 * One row per opportunity and open stage that it came to or past: a stage that was skipped is
 * entered, and passed, with the next recorded one. A stage no longer in use counts where visited.
 */
export const stagesEntered = (db: Db) =>
  db
    .selectFrom(reached(db).as('reached'))
    .select(({ ref, val, lit }) => [
      'reached.opportunity_id',
      val('stage_entered').$castTo<Event>().as('event'),
      'reached.stage_id as serial',
      'reached.at',
      dayOf(ref('reached.at')).as('date'),
      ref('reached.stage_id').$castTo<string | null>().as('stage_id'),
      'reached.is_passed',
      lit(null).$castTo<number | null>().as('visit_seconds'),
    ])

const reached = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(dimStages.as('visited'), 'visited.stage_id', 'visit.stage_id')
    .innerJoin(dimStages.as('stage'), 'stage.pipeline_id', 'visited.pipeline_id')
    .where('stage.stage_type', '=', 'open')
    .where(({ or, eb, and, ref }) =>
      or([
        eb('visited.stage_id', '=', ref('stage.stage_id')),
        and([eb('stage.is_in_use', '=', true), isBeyond(eb)]),
      ]),
    )
    .select((eb) => {
      const isOwn = eb('visited.stage_id', '=', eb.ref('stage.stage_id'))
      return [
        'visit.opportunity_id',
        'stage.stage_id',
        eb.fn
          .coalesce(
            leastWhere(eb.ref('visit.entered_at'), isOwn),
            leastWhere(eb.ref('visit.entered_at'), isBeyond(eb)),
          )
          .$castTo<Date>()
          .as('at'),
        holdsForAny(isBeyond(eb)).as('is_passed'),
      ]
    })
    .groupBy(['visit.opportunity_id', 'stage.stage_id'])

/** Whether a visit is to a later open stage, or to one in which the opportunity is won. */
const isBeyond = (
  eb: ExpressionBuilder<
    { visited: RowOf<typeof dimStages.columns>; stage: RowOf<typeof dimStages.columns> },
    'visited' | 'stage'
  >,
) =>
  eb.or([
    eb('visited.stage_type', '=', 'won'),
    eb.and([
      eb('visited.stage_type', '=', 'open'),
      eb('visited.stage_number', '>', eb.ref('stage.stage_number')),
    ]),
  ])

/** One row per visit to an open stage that has ended. */
export const stagesLeft = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .where('visit.stage_type', '=', 'open')
    .where('visit.left_at', 'is not', null)
    .select(({ ref, lit, val }) => [
      'visit.opportunity_id',
      val('stage_left').$castTo<Event>().as('event'),
      asText(ref('visit.visit_number')).as('serial'),
      ref('visit.left_at').$castTo<Date>().as('at'),
      ref('visit.left_date').$castTo<Day>().as('date'),
      ref('visit.stage_id').$castTo<string | null>().as('stage_id'),
      lit(false).$castTo<boolean>().as('is_passed'),
      'visit.visit_seconds',
    ])
