/** What each channel has a part in, of leads: the ground of `markov` and `shapley` (KPIS §9). */
import { integer, number, text } from '../../src/columns.ts'
import { defineTable } from '../../src/table.ts'
import { channelEffects } from './attribution_channel_effects.ts'
import { endedWaysToLeads } from './attribution_ended_ways.ts'

export const martAttributionLeadChannels = defineTable({
  name: 'mart_attribution_lead_channels',
  description:
    'One row per channel of the ways that have ended: to leads, and of people who never were one for longer than the window of the settings, if it has one.',
  grain: ['channel'],
  columns: {
    channel: text('The channel.'),
    way_count: integer('How many ways lead through it.'),
    lead_way_count: integer('How many of these led to a lead.'),
    removal_effect: number(
      'The share of all leads that would be lost without it, by a Markov chain of the channels.',
    ),
    markov_lead_count: number('The leads, divided in proportion to the removal effects.'),
    shapley_lead_count: number('The leads, each divided evenly among the channels of its way.'),
  },
  query: (db) =>
    db
      .selectFrom(channelEffects(db, endedWaysToLeads(db)).as('effect'))
      .select([
        'effect.channel',
        'effect.way_count',
        'effect.converted_way_count as lead_way_count',
        'effect.removal_effect',
        'effect.markov_count as markov_lead_count',
        'effect.shapley_count as shapley_lead_count',
      ]),
})
