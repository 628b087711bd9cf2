/** The way to each opportunity: its touches in order, and the milestones among them. */
import type { Expression } from 'kysely'
import { flag, integer, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { settings } from '../../src/settings.ts'
import { secondsLater } from '../../src/sql/duration.ts'
import { countOf } from '../../src/sql/history.ts'
import { unionByName } from '../../src/sql/union.ts'
import { beginningInstant } from '../../src/sql/versions.ts'
import { greatestAmong, place } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { channelPriority } from './channel_rules.ts'
import { dimCampaigns } from './dim_campaigns.ts'
import { fctLeadCycles } from './fct_lead_cycles.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityPeople } from './fct_opportunity_people.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'
import { marketingTouches } from './marketing_touches.ts'

const daySeconds = 86_400

export const fctOpportunityTouches = defineTable({
  name: 'fct_opportunity_touches',
  description:
    'One row per opportunity that counts and touch on the way to it: of its people, else of its account, until it closed or the data ends, within the window of the settings; a form that is sent in a session is a part of that.',
  grain: ['opportunity_id', 'touchpoint_id'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'touchpoint_id', to: fctTouchpoints },
    { column: 'campaign_id', to: dimCampaigns, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    touchpoint_id: text('The touch.'),
    campaign_id: text('The campaign of the touch.'),
    touchpoint_type: fctTouchpoints.columns.touchpoint_type,
    channel: text('The channel of the touch.'),
    is_of_account: flag(
      'Whether it is one of the account, since none is known of the opportunity’s people.',
    ),
    is_lead_creation: flag(
      'Whether it is the last touch until the first of these people became a lead.',
    ),
    is_opportunity_creation: flag('Whether it is the last touch until the opportunity came to be.'),
    is_before_creation: flag('Whether it was there when the opportunity came to be.'),
    touch_number: integer(
      'Its place on the way, from 1: by time, of one instant by channel, paid ones first, then by id.',
    ),
    touch_count: integer('How many touches the way has.'),
    occurred_at: timestamp('When it began.'),
  },
  query: (db) =>
    db
      .with('deal', deals)
      .with('own', (from) =>
        from
          .selectFrom('deal')
          .innerJoin(
            fctOpportunityPeople.as('person'),
            'person.opportunity_id',
            'deal.opportunity_id',
          )
          .innerJoin(fctTouchpoints.as('touch'), (join) =>
            join
              .onRef('touch.person_id', '=', 'person.person_id')
              .onRef('touch.occurred_at', '>=', 'deal.begins_at')
              .onRef('touch.occurred_at', '<=', 'deal.ends_at'),
          )
          .select(({ lit }) => [
            'deal.opportunity_id',
            'touch.touchpoint_id',
            lit(false).$castTo<boolean>().as('is_of_account'),
          ]),
      )
      .with('borrowed', (from) =>
        from
          .selectFrom('deal')
          .leftJoin(
            from.selectFrom('own').select('own.opportunity_id').distinct().as('known'),
            'known.opportunity_id',
            'deal.opportunity_id',
          )
          .innerJoin(fctTouchpoints.as('touch'), (join) =>
            join
              .onRef('touch.account_id', '=', 'deal.account_id')
              .onRef('touch.occurred_at', '>=', 'deal.begins_at')
              .onRef('touch.occurred_at', '<=', 'deal.ends_at'),
          )
          .where('known.opportunity_id', 'is', null)
          .where('deal.account_id', '!=', 'unknown')
          .select(({ lit }) => [
            'deal.opportunity_id',
            'touch.touchpoint_id',
            lit(true).$castTo<boolean>().as('is_of_account'),
          ]),
      )
      .with('placed', (from) =>
        from
          .selectFrom(
            unionByName(
              from.selectFrom('own').selectAll('own'),
              from.selectFrom('borrowed').selectAll('borrowed'),
            ).as('way'),
          )
          .innerJoin(marketingTouches(db).as('touch'), 'touch.touchpoint_id', 'way.touchpoint_id')
          .innerJoin('deal', 'deal.opportunity_id', 'way.opportunity_id')
          .leftJoin(leadsOfPeople(db).as('person'), 'person.opportunity_id', 'way.opportunity_id')
          .leftJoin(leadsOfAccounts(db).as('account'), 'account.account_id', 'deal.account_id')
          .select(({ eb, fn, lit, ref }) => {
            const leadAt = eb
              .case()
              .when('way.is_of_account', '=', true)
              .then(ref('account.lead_at'))
              .else(ref('person.lead_at'))
              .end()
            const isUntil = (at: Expression<Date | null>) =>
              fn.coalesce(eb('touch.occurred_at', '<=', at), lit(false)).$castTo<boolean>()
            return [
              'way.opportunity_id',
              'way.touchpoint_id',
              'way.is_of_account',
              'touch.campaign_id',
              'touch.touchpoint_type',
              'touch.channel',
              'touch.occurred_at',
              // Who became a lead after the close was none on the way.
              eb
                .and([eb(leadAt, '<=', ref('deal.ends_at')), isUntil(leadAt)])
                .$castTo<boolean>()
                .as('is_until_lead'),
              isUntil(ref('deal.created_at')).as('is_before_creation'),
              place({
                by: [ref('way.opportunity_id')],
                order: [
                  ref('touch.occurred_at'),
                  channelPriority(ref('touch.channel')),
                  ref('way.touchpoint_id'),
                ],
              }).as('touch_number'),
            ]
          }),
      )
      .selectFrom('placed as touch')
      .select((eb) => {
        const { fn, lit, ref } = eb
        const by = [ref('touch.opportunity_id')]
        const isLast = (until: 'is_until_lead' | 'is_before_creation') => {
          const places = eb
            .case()
            .when(`touch.${until}`, '=', true)
            .then(ref('touch.touch_number'))
            .end()
          return fn
            .coalesce(eb('touch.touch_number', '=', greatestAmong(places, { by })), lit(false))
            .$castTo<boolean>()
        }
        return [
          'touch.opportunity_id',
          'touch.touchpoint_id',
          'touch.campaign_id',
          'touch.touchpoint_type',
          'touch.channel',
          'touch.is_of_account',
          isLast('is_until_lead').as('is_lead_creation'),
          isLast('is_before_creation').as('is_opportunity_creation'),
          'touch.is_before_creation',
          'touch.touch_number',
          countOf({ by }).as('touch_count'),
          'touch.occurred_at',
        ]
      }),
})

/** The opportunities that count, and when touches count towards them. */
const deals = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('opportunity.is_counted', '=', true)
    .select(({ fn, ref }) => {
      const endsAt = fn.coalesce('opportunity.closed_at', 'run.as_of').$castTo<Date>()
      const days = settings.attributionWindowDays
      return [
        'opportunity.opportunity_id',
        'opportunity.account_id',
        ref('opportunity.created_at').$castTo<Date>().as('created_at'),
        endsAt.as('ends_at'),
        (days === undefined ? beginningInstant : secondsLater(endsAt, -days * daySeconds)).as(
          'begins_at',
        ),
      ]
    })

const leadsOfPeople = (db: Db) =>
  db
    .selectFrom(fctOpportunityPeople.as('person'))
    .innerJoin(fctLeadCycles.as('cycle'), 'cycle.person_id', 'person.person_id')
    .groupBy('person.opportunity_id')
    .select(({ fn }) => ['person.opportunity_id', fn.min('cycle.lead_at').as('lead_at')])

const leadsOfAccounts = (db: Db) =>
  db
    .selectFrom(fctLeadCycles.as('cycle'))
    .groupBy('cycle.account_id')
    .select(({ fn }) => ['cycle.account_id', fn.min('cycle.lead_at').as('lead_at')])
