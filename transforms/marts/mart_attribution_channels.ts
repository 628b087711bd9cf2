/** What each channel has a part in, of opportunities: the ground of `markov` and `shapley` (KPIS §9). */
import { integer, number, text } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { channelEffects } from './attribution_channel_effects.ts'
import { endedWaysToOpportunities } from './attribution_ended_ways.ts'

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
      .selectFrom(channelEffects(db, endedWaysToOpportunities(db)).as('effect'))
      .select([
        'effect.channel',
        'effect.way_count',
        'effect.converted_way_count as won_way_count',
        'effect.removal_effect',
        'effect.markov_count as markov_won_count',
        'effect.shapley_count as shapley_won_count',
      ]),
})
