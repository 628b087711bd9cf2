/** How each model shares the credit for an opportunity among the touches on the way to it (KPIS §9). */
import {
  centsOf,
  largestAt,
  moneyOf,
  oneCentMore,
  shareLeft,
  shareWith,
} from '../../src/sql/credits.ts'
import { countOf } from '../../src/sql/history.ts'
import { leastWhere } from '../../src/sql/latest.ts'
import { place } from '../../src/sql/window.ts'
import type { Db } from '../../src/table.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityTouches } from '../conformed/fct_opportunity_touches.ts'
import { attributionParts } from './attribution_parts.ts'
import { martAttributionChannels } from './mart_attribution_channels.ts'

/**
 * One row per opportunity, model and touch that has a part in it: `credit`, which adds up to exactly
 * 1, and `amount`, which adds up to the opportunity’s to the cent. What rounding leaves of 1 goes to
 * the touch with the largest part, of several alike to the last one.
 */
export const attributionCredits = (db: Db) =>
  db
    .with('way', ways)
    .with('touch', (from) =>
      from
        .selectFrom(fctOpportunityTouches.as('touch'))
        .innerJoin('way', 'way.opportunity_id', 'touch.opportunity_id')
        .leftJoin(martAttributionChannels.as('channel'), 'channel.channel', 'touch.channel')
        .select(({ fn, lit, ref }) => [
          'way.way',
          'touch.touch_number',
          'touch.occurred_at',
          countOf({ by: [ref('way.way'), ref('touch.channel')] }).as('channel_touch_count'),
          fn.coalesce('channel.removal_effect', lit(0)).$castTo<number>().as('removal_effect'),
        ]),
    )
    .with('part', (from) =>
      from
        .selectFrom(attributionParts(db).as('part'))
        .innerJoin('way', 'way.way', 'part.way')
        .where('part.part', '>', 0)
        .select(['part.way', 'part.touch_number', 'part.model', 'part.part', 'way.cents']),
    )
    .with('rounded', (from) =>
      from
        .selectFrom('part')
        .groupBy(['part.way', 'part.model'])
        .select(({ ref }) => [
          'part.way',
          'part.model',
          shareLeft(ref('part.part')).as('left_over'),
          largestAt(ref('part.part'), ref('part.touch_number')).as('largest'),
          oneCentMore(ref('part.part'), ref('part.cents'), ref('part.touch_number')).as('due'),
        ]),
    )
    .selectFrom('part')
    .innerJoin('rounded', (join) =>
      join.onRef('rounded.way', '=', 'part.way').onRef('rounded.model', '=', 'part.model'),
    )
    .innerJoin('way', 'way.way', 'part.way')
    .select(({ eb, ref }) => [
      'way.opportunity_id',
      'part.touch_number',
      'part.model',
      shareWith(
        ref('part.part'),
        ref('rounded.left_over'),
        eb('rounded.largest', '=', ref('part.touch_number')),
      ).as('credit'),
      moneyOf(ref('part.part'), ref('part.cents'), ref('part.touch_number'), ref('rounded.due')).as(
        'amount',
      ),
    ])

/** The way to each opportunity that has a touch. A number is a smaller key than an id. */
const ways = (db: Db) =>
  db
    .selectFrom(fctOpportunityTouches.as('touch'))
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'touch.opportunity_id',
    )
    .groupBy([
      'touch.opportunity_id',
      'touch.touch_count',
      'opportunity.amount',
      'opportunity.outcome',
    ])
    .select(({ eb, fn, ref }) => [
      place({ by: [], order: [ref('touch.opportunity_id')] }).as('way'),
      'touch.opportunity_id',
      'touch.touch_count',
      fn.count<number>('touch.channel').distinct().as('channel_count'),
      leastWhere(ref('touch.touch_number'), eb('touch.is_lead_creation', '=', true)).as(
        'lead_place',
      ),
      leastWhere(ref('touch.touch_number'), eb('touch.is_opportunity_creation', '=', true)).as(
        'creation_place',
      ),
      eb('opportunity.outcome', '!=', 'open').$castTo<boolean>().as('is_closed'),
      fn.max('touch.occurred_at').as('last_at'),
      centsOf(ref('opportunity.amount')).as('cents'),
    ])
