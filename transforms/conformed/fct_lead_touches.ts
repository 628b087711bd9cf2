/** The way to each lead: its touches in order. */
import { integer, text, timestamp } from '../../src/columns.ts'
import { settings } from '../../src/settings.ts'
import { secondsLater } from '../../src/sql/duration.ts'
import { countOf } from '../../src/sql/history.ts'
import { beginningInstant } from '../../src/sql/versions.ts'
import { place } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { channelPriority } from './channel_rules.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { dimPeople } from './dim_people.ts'
import { fctLeadCycles } from './fct_lead_cycles.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'
import { marketingTouches } from './marketing_touches.ts'

const daySeconds = 86_400

export const fctLeadTouches = defineTable({
  name: 'fct_lead_touches',
  description:
    'One row per lead cycle and touch on the way to it: of the person, until the person became a lead, within the window of the settings, and not those that led to an earlier cycle in the same CRM; a form that is sent in a session is a part of that.',
  grain: ['person_id', 'cycle_number', 'touchpoint_id'],
  relations: [
    { column: 'person_id', to: dimPeople },
    { column: 'touchpoint_id', to: fctTouchpoints },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
  ],
  columns: {
    person_id: text('The person who became a lead.'),
    cycle_number: integer('The lead cycle of the person, over all CRMs, from 1.'),
    touchpoint_id: text('The touch.'),
    campaign_id: text('The campaign of the touch.'),
    touchpoint_type: fctTouchpoints.columns.touchpoint_type,
    channel: text('The channel of the touch.'),
    touch_number: integer(
      'Its place on the way, from 1: by time, of one instant by channel, paid ones first, then by id.',
    ),
    touch_count: integer('How many touches the way has; the last one made the lead.'),
    occurred_at: timestamp('When it began.'),
  },
  query: (db) =>
    db
      .selectFrom(leads(db).as('lead'))
      .innerJoin(marketingTouches(db).as('touch'), (join) =>
        join
          .onRef('touch.person_id', '=', 'lead.person_id')
          .onRef('touch.occurred_at', '<=', 'lead.lead_at')
          .onRef('touch.occurred_at', '>=', 'lead.begins_at')
          .onRef('touch.occurred_at', '>', 'lead.previous_at'),
      )
      .select(({ ref }) => {
        const by = [ref('lead.person_id'), ref('lead.cycle_number')]
        return [
          'lead.person_id',
          'lead.cycle_number',
          'touch.touchpoint_id',
          'touch.campaign_id',
          'touch.touchpoint_type',
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
          'touch.occurred_at',
        ]
      }),
})

/** When people became leads, and from when on touches count towards that. */
const leads = (db: Db) =>
  db
    .selectFrom(fctLeadCycles.as('cycle'))
    .leftJoin(earlierLeads(db).as('earlier'), (join) =>
      join
        .onRef('earlier.person_id', '=', 'cycle.person_id')
        .onRef('earlier.source_system', '=', 'cycle.source_system')
        .onRef('earlier.next_began_at', '=', 'cycle.began_at'),
    )
    .select(({ fn, ref }) => {
      const days = settings.attributionWindowDays
      return [
        'cycle.person_id',
        'cycle.cycle_number',
        'cycle.lead_at',
        fn.coalesce('earlier.lead_at', beginningInstant).as('previous_at'),
        (days === undefined
          ? beginningInstant
          : secondsLater(ref('cycle.lead_at'), -days * daySeconds)
        ).as('begins_at'),
      ]
    })

/** Two portals of one CRM may say that somebody came back at one instant. */
const earlierLeads = (db: Db) =>
  db
    .selectFrom(fctLeadCycles.as('cycle'))
    .where('cycle.next_began_at', 'is not', null)
    .groupBy(['cycle.person_id', 'cycle.source_system', 'cycle.next_began_at'])
    .select(({ fn }) => [
      'cycle.person_id',
      'cycle.source_system',
      'cycle.next_began_at',
      fn.max('cycle.lead_at').as('lead_at'),
    ])
