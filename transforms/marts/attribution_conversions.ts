/** What touches lead to, opportunities and leads, with the ways to both in one shape. */
import { type Expression, sql } from 'kysely'
import { centsOf } from '../../src/sql/credits.ts'
import { leastWhere } from '../../src/sql/latest.ts'
import { asText, serial } from '../../src/sql/text.ts'
import { unionByName } from '../../src/sql/union.ts'
import { place } from '../../src/sql/window.ts'
import type { Db } from '../../src/table.ts'
import { fctLeadTouches } from '../conformed/fct_lead_touches.ts'
import { fctOpportunities } from '../conformed/fct_opportunities.ts'
import { fctOpportunityTouches } from '../conformed/fct_opportunity_touches.ts'

/** What a way leads to, and its key among those of its kind. */
export interface Conversion {
  readonly conversion: 'opportunity' | 'lead'
  readonly conversion_id: string
}

/** The way to a conversion, under a number of its own; places are numbers of touches on it. */
export interface Way extends Conversion {
  /** A smaller key than an id. */
  readonly way: number
  readonly touch_count: number
  readonly channel_count: number
  /** The last touch until somebody became a lead; null where nobody had. */
  readonly lead_place: number | null
  /** The last touch until the opportunity was created; null where all came later, and of a lead. */
  readonly creation_place: number | null
  readonly is_closed: boolean
  readonly last_at: Date
  /** What the opportunity is worth; null where that is not said, and of a lead. */
  readonly cents: number | null
}

/** A touch on the way to a conversion. */
interface ConversionTouch extends Conversion {
  readonly touchpoint_id: string
  readonly campaign_id: string
  readonly touchpoint_type: string
  readonly channel: string
  readonly touch_number: number
  readonly occurred_at: Date
}

/** The key of a lead: the person and which time it is. */
export const leadKey = (person: Expression<string>, cycle: Expression<number>) =>
  serial(person, asText(cycle))

/** The ways to all conversions that have a touch. */
export const conversionWays = (db: Db) =>
  db
    .selectFrom(unionByName<Omit<Way, 'way'>>(waysToOpportunities(db), waysToLeads(db)).as('found'))
    .selectAll('found')
    .select(({ ref }) =>
      place({ by: [], order: [ref('found.conversion'), ref('found.conversion_id')] }).as('way'),
    )

/** Their touches. */
export const conversionTouches = (db: Db) =>
  unionByName<ConversionTouch>(
    db
      .selectFrom(fctOpportunityTouches.as('touch'))
      .select(({ ref }) => [
        ofOpportunity,
        'touch.opportunity_id as conversion_id',
        'touch.touchpoint_id',
        'touch.campaign_id',
        ref('touch.touchpoint_type').$castTo<string>().as('touchpoint_type'),
        'touch.channel',
        'touch.touch_number',
        'touch.occurred_at',
      ]),
    db
      .selectFrom(fctLeadTouches.as('touch'))
      .select(({ ref }) => [
        ofLead,
        leadKey(ref('touch.person_id'), ref('touch.cycle_number')).as('conversion_id'),
        'touch.touchpoint_id',
        'touch.campaign_id',
        ref('touch.touchpoint_type').$castTo<string>().as('touchpoint_type'),
        'touch.channel',
        'touch.touch_number',
        'touch.occurred_at',
      ]),
  )

const conversion = (name: Conversion['conversion']) =>
  sql<Conversion['conversion']>`${sql.lit(name)}`.as('conversion')
const ofOpportunity = conversion('opportunity')
const ofLead = conversion('lead')

const waysToOpportunities = (db: Db) =>
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
      ofOpportunity,
      'touch.opportunity_id as conversion_id',
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

/** The last touch made the lead; there is no opportunity to create or to close. */
const waysToLeads = (db: Db) =>
  db
    .selectFrom(fctLeadTouches.as('touch'))
    .groupBy(['touch.person_id', 'touch.cycle_number', 'touch.touch_count'])
    .select(({ fn, lit, ref }) => [
      ofLead,
      leadKey(ref('touch.person_id'), ref('touch.cycle_number')).as('conversion_id'),
      'touch.touch_count',
      fn.count<number>('touch.channel').distinct().as('channel_count'),
      ref('touch.touch_count').$castTo<number | null>().as('lead_place'),
      lit(null).$castTo<number | null>().as('creation_place'),
      lit(false).$castTo<boolean>().as('is_closed'),
      fn.max('touch.occurred_at').as('last_at'),
      lit(null).$castTo<number | null>().as('cents'),
    ])
