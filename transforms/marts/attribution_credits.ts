/** How each model shares the credit for a conversion among the touches on the way to it (KPIS §9). */
import {
  largestAt,
  moneyOf,
  oneCentMore,
  shareLeft,
  shareWith,
  together,
} from '../../src/sql/credits.ts'
import { countOf } from '../../src/sql/history.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { conversionTouches } from './attribution_conversions.ts'
import { attributionParts } from './attribution_parts.ts'
import { ways } from './attribution_ways.ts'
import { martAttributionChannels } from './mart_attribution_channels.ts'
import { martAttributionLeadChannels } from './mart_attribution_lead_channels.ts'

/** More touches than a way has. */
const mostTouches = 2 ** 32

/**
 * Of the table `way` of a query: one row per way, model and touch that has a part in it. `credit` adds
 * up to exactly 1, and `amount` to the opportunity’s to the cent; of a lead it is null. What rounding
 * leaves of 1 goes to the touch with the largest part, of several alike to the last one.
 */
export const attributionCredits = (db: Db) =>
  db
    .with('touch', (from) =>
      from
        .selectFrom(conversionTouches(db).as('touch'))
        .innerJoin(ways, (join) =>
          join
            .onRef('way.conversion', '=', 'touch.conversion')
            .onRef('way.conversion_id', '=', 'touch.conversion_id'),
        )
        .leftJoin(removalEffects(db).as('channel'), (join) =>
          join
            .onRef('channel.conversion', '=', 'touch.conversion')
            .onRef('channel.channel', '=', 'touch.channel'),
        )
        .select(({ eb, fn, lit, ref }) => [
          'way.way',
          together(eb('way.way', '*', lit(mostTouches)), ref('touch.touch_number')).as('touch'),
          'touch.touch_number',
          'touch.touchpoint_id',
          'touch.campaign_id',
          'touch.touchpoint_type',
          'touch.channel',
          'touch.occurred_at',
          countOf({ by: [ref('way.way'), ref('touch.channel')] }).as('channel_touch_count'),
          fn.coalesce('channel.removal_effect', lit(0)).$castTo<number>().as('removal_effect'),
        ]),
    )
    .with('part', (from) =>
      from
        .selectFrom(attributionParts(db).as('part'))
        .innerJoin(ways, 'way.way', 'part.way')
        .where('part.part', '>', 0)
        .select(['part.way', 'part.touch', 'part.model_number', 'part.part', 'way.cents']),
    )
    .with('rounded', (from) =>
      from
        .selectFrom('part')
        .groupBy(['part.way', 'part.model_number'])
        .select(({ ref }) => [
          'part.way',
          'part.model_number',
          shareLeft(ref('part.part')).as('left_over'),
          largestAt(ref('part.part'), ref('part.touch')).as('largest'),
          oneCentMore(ref('part.part'), ref('part.cents'), ref('part.touch')).as('due'),
        ]),
    )
    .selectFrom('part')
    .innerJoin('rounded', (join) =>
      join
        .onRef('rounded.way', '=', 'part.way')
        .onRef('rounded.model_number', '=', 'part.model_number'),
    )
    .innerJoin('touch', 'touch.touch', 'part.touch')
    .select(({ eb, ref }) => [
      'part.way',
      'part.model_number',
      'touch.touchpoint_id',
      'touch.campaign_id',
      'touch.touchpoint_type',
      'touch.channel',
      shareWith(
        ref('part.part'),
        ref('rounded.left_over'),
        eb('rounded.largest', '=', ref('part.touch')),
      ).as('credit'),
      moneyOf(ref('part.part'), ref('part.cents'), ref('part.touch'), ref('rounded.due')).as(
        'amount',
      ),
    ])

/** What conversions of each kind would lose without a channel. */
const removalEffects = (db: Db) =>
  unionByName(
    db
      .selectFrom(martAttributionChannels.as('channel'))
      .select(({ val }) => [
        val('opportunity').as('conversion'),
        'channel.channel',
        'channel.removal_effect',
      ]),
    db
      .selectFrom(martAttributionLeadChannels.as('channel'))
      .select(({ val }) => [
        val('lead').as('conversion'),
        'channel.channel',
        'channel.removal_effect',
      ]),
  )
