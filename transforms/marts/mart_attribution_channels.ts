/** What each channel has a part in, by how the ways through it end: the ground of `markov` and `shapley`. */
import { integer, number, text } from '../../src/columns.ts'
import { removalEffects, startState } from '../../src/sql/absorption.ts'
import { partOfOne, shareOf, totalOf } from '../../src/sql/credits.ts'
import { countOf } from '../../src/sql/history.ts'
import { countWhere } from '../../src/sql/latest.ts'
import { unionByName } from '../../src/sql/union.ts'
import { previous } from '../../src/sql/window.ts'
import { defineTable } from '../../src/table.ts'
import { endedWays } from './attribution_ways.ts'

export const martAttributionChannels = defineTable({
  name: 'mart_attribution_channels',
  description:
    'One row per channel of the ways that have ended: to opportunities won and lost, and of people without one for longer than the window of the settings, if it has one.',
  grain: ['channel'],
  columns: {
    channel: text('The channel.'),
    way_count: integer('How many ways lead through it.'),
    won_way_count: integer('How many of these were won.'),
    removal_effect: number(
      'The share of all won ways that would be lost without it, by a Markov chain of the channels.',
    ),
    markov_won_count: number('The ways won, divided in proportion to the removal effects.'),
    shapley_won_count: number('The ways won, each divided evenly among its channels.'),
  },
  query: (db) =>
    db
      .with('touch', (from) => from.selectFrom(endedWays(db).as('touch')).selectAll('touch'))
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
                      eb('touch.is_won', '=', true),
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
              .groupBy(['touch.way_id', 'touch.channel', 'touch.is_won'])
              .select(({ ref }) => [
                'touch.channel',
                'touch.is_won',
                countOf({ by: [ref('touch.way_id')] }).as('channel_count'),
              ])
              .as('passed'),
          )
          .groupBy('passed.channel')
          .select(({ eb, fn, ref }) => [
            'passed.channel',
            fn.countAll<number>().as('way_count'),
            countWhere(ref('passed.is_won')).as('won_way_count'),
            totalOf(
              eb
                .case()
                .when('passed.is_won', '=', true)
                .then(partOfOne(ref('passed.channel_count')))
                .end(),
            ).as('shapley_won_count'),
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
      .with('won', (from) =>
        from
          .selectFrom('touch')
          .where('touch.touch_number', '=', 1)
          .select(({ ref }) => countWhere(ref('touch.is_won')).as('way_count')),
      )
      .selectFrom('channel')
      .innerJoin('effect', 'effect.state', 'channel.channel')
      .innerJoin('total', (join) => join.onTrue())
      .innerJoin('won', (join) => join.onTrue())
      .select(({ ref }) => [
        'channel.channel',
        'channel.way_count',
        'channel.won_way_count',
        'effect.removal_effect',
        shareOf(ref('won.way_count'), ref('effect.removal_effect'), ref('total.removal_effect')).as(
          'markov_won_count',
        ),
        'channel.shapley_won_count',
      ]),
})
