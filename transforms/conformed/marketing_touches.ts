/** Touches as attribution counts them: one a session, under what is known of where they came from. */
import { secondsLater } from '../../src/sql/duration.ts'
import type { Db } from '../../src/table.ts'
import { fctLeadCycles } from './fct_lead_cycles.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'

/**
 * The longest that a session may have lasted when a form was sent in it. Analytics tells when a
 * session began and ends it after half an hour without a page, so that is what a visit lasts.
 */
const sessionSeconds = 30 * 60

/** How soon after the form that made a person a lead the CRM records it. */
const leadSeconds = 24 * 60 * 60

/**
 * Touchpoints without the forms that were sent in a session, which is the touch then. A form of
 * which nobody saw the session has the channel and campaign that the CRM says brought the person,
 * if it made the person a lead.
 */
export const marketingTouches = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('touch'))
    .leftJoin(sessionForms(db).as('form'), 'form.touchpoint_id', 'touch.touchpoint_id')
    .leftJoin(leadForms(db).as('origin'), 'origin.touchpoint_id', 'touch.touchpoint_id')
    .where('form.touchpoint_id', 'is', null)
    .select(({ fn }) => [
      'touch.touchpoint_id',
      'touch.person_id',
      'touch.touchpoint_type',
      fn.coalesce('origin.channel', 'touch.channel').as('channel'),
      fn.coalesce('origin.campaign_id', 'touch.campaign_id').as('campaign_id'),
      'touch.occurred_at',
    ])

const sessionForms = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('form'))
    .innerJoin(fctTouchpoints.as('session'), (join) =>
      join
        .onRef('session.person_id', '=', 'form.person_id')
        .onRef('session.occurred_at', '<=', 'form.occurred_at')
        .on(({ eb, ref }) =>
          eb(
            secondsLater(ref('session.occurred_at'), sessionSeconds),
            '>=',
            ref('form.occurred_at'),
          ),
        ),
    )
    .where('form.touchpoint_type', '=', 'form')
    .where('session.touchpoint_type', '=', 'session')
    .where('form.person_id', '!=', 'unknown')
    .select('form.touchpoint_id')
    .distinct()

/** A CRM says of a person’s first time as a lead where it came from, and not of later ones. */
const leadForms = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('form'))
    .innerJoin(fctLeadCycles.as('cycle'), (join) =>
      join
        .onRef('cycle.person_id', '=', 'form.person_id')
        .on('cycle.cycle_number', '=', 1)
        .onRef('cycle.began_at', '>=', 'form.occurred_at')
        .on(({ eb, ref }) =>
          eb(ref('cycle.began_at'), '<=', secondsLater(ref('form.occurred_at'), leadSeconds)),
        ),
    )
    .where('form.touchpoint_type', '=', 'form')
    .where('form.channel', '=', 'Unknown')
    .select(['form.touchpoint_id', 'cycle.channel', 'cycle.campaign_id'])
