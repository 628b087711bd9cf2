/** What channels have a part in, by how the ways through them end: the ground of `markov` and `shapley`. */
import type { RawBuilder } from 'kysely'
import { removalEffects, startState } from '../../src/sql/absorption.ts'
import { partOfOne, shareOf, totalOf } from '../../src/sql/credits.ts'
import { countOf } from '../../src/sql/history.ts'
import { countWhere } from '../../src/sql/latest.ts'
import { unionByName } from '../../src/sql/union.ts'
import { previous } from '../../src/sql/window.ts'
import type { Db } from '../../src/table.ts'
import type { EndedStep } from './attribution_ended_ways.ts'

/**
 * One row per channel of ways that have ended: how many lead through it and how many of these
 * converted, the share of all converted ways that would be lost without it, by a Markov chain of the
 * channels, and the converted ways divided by both models.
 */
export const channelEffects = (db: Db, ended: RawBuilder<EndedStep>) =>
  db
    .with('touch', (from) => from.selectFrom(ended.as('touch')).selectAll('touch'))
    .with('state', (from) =>
      from
        .selectFrom(
          unionByName(
            from
              .selectFrom('touch')
              .groupBy('touch.channel')
              .select(({ and, eb, fn, ref }) => [
                'touch.channel as state',
                fn.countAll<number>().as('visits'),
                countWhere(
                  and([
                    eb('touch.touch_number', '=', ref('touch.touch_count')),
                    eb('touch.is_converted', '=', true),
                  ]),
                ).as('conversions'),
              ]),
            from
              .selectFrom('touch')
              .where('touch.touch_number', '=', 1)
              .select(({ fn, lit, val }) => [
                val<string>(startState).as('state'),
                fn.countAll<number>().as('visits'),
                lit(0).$castTo<number>().as('conversions'),
              ]),
          ).as('state'),
        )
        .selectAll('state'),
    )
    .with('step', (from) =>
      from
        .selectFrom(
          from
            .selectFrom('touch')
            .select(({ fn, ref, val }) => [
              fn
                .coalesce(
                  previous(ref('touch.channel'), {
                    by: [ref('touch.way_id')],
                    order: [ref('touch.touch_number')],
                  }),
                  val(startState),
                )
                .as('from_state'),
              'touch.channel as to_state',
            ])
            .as('step'),
        )
        .groupBy(['step.from_state', 'step.to_state'])
        .select(({ fn }) => [
          'step.from_state',
          'step.to_state',
          fn.countAll<number>().as('steps'),
        ]),
    )
    .with('channel', (from) =>
      from
        .selectFrom(
          from
            .selectFrom('touch')
            .groupBy(['touch.way_id', 'touch.channel', 'touch.is_converted'])
            .select(({ ref }) => [
              'touch.channel',
              'touch.is_converted',
              countOf({ by: [ref('touch.way_id')] }).as('channel_count'),
            ])
            .as('passed'),
        )
        .groupBy('passed.channel')
        .select(({ eb, fn, ref }) => [
          'passed.channel',
          fn.countAll<number>().as('way_count'),
          countWhere(ref('passed.is_converted')).as('converted_way_count'),
          totalOf(
            eb
              .case()
              .when('passed.is_converted', '=', true)
              .then(partOfOne(ref('passed.channel_count')))
              .end(),
          ).as('shapley_count'),
        ]),
    )
    .with('effect', (from) =>
      from
        .selectFrom(
          removalEffects(
            from.selectFrom('state').selectAll('state'),
            from.selectFrom('step').selectAll('step'),
          ).as('effect'),
        )
        .selectAll('effect'),
    )
    .with('total', (from) =>
      from
        .selectFrom('effect')
        .select(({ ref }) => totalOf(ref('effect.removal_effect')).as('removal_effect')),
    )
    .with('converted', (from) =>
      from
        .selectFrom('touch')
        .where('touch.touch_number', '=', 1)
        .select(({ ref }) => countWhere(ref('touch.is_converted')).as('way_count')),
    )
    .selectFrom('channel')
    .innerJoin('effect', 'effect.state', 'channel.channel')
    .innerJoin('total', (join) => join.onTrue())
    .innerJoin('converted', (join) => join.onTrue())
    .select(({ ref }) => [
      'channel.channel',
      'channel.way_count',
      'channel.converted_way_count',
      'effect.removal_effect',
      shareOf(
        ref('converted.way_count'),
        ref('effect.removal_effect'),
        ref('total.removal_effect'),
      ).as('markov_count'),
      'channel.shapley_count',
    ])
