/** What there is to share among touches: leads, pipeline created and revenue won. */
import type { Day, Reporting } from '../../src/columns.ts'
import { startOf } from '../../src/sql/calendar.ts'
import { noFields } from '../../src/sql/custom_fields.ts'
import { unionByName } from '../../src/sql/union.ts'
import type { Db } from '../../src/table.ts'
import { fctAdSpend } from '../conformed/fct_ad_spend.ts'
import { fctFunnelEvents } from '../conformed/fct_funnel_events.ts'
import { fctLeadCycles } from '../conformed/fct_lead_cycles.ts'
import { type Conversion, leadKey } from './attribution_conversions.ts'
import { attributedOpportunities } from './attribution_opportunities.ts'

/** Something to share, with what holds on its day. */
export interface Event extends Conversion {
  readonly kind: 'lead' | 'pipeline' | 'revenue'
  readonly opportunity_id: string
  readonly person_id: string
  readonly cycle_number: number
  readonly date: Day
  readonly account_id: string
  readonly owner_id: string
  readonly team: string
  readonly segment: string
  readonly country_name: string
  readonly region: string
  readonly opportunity_name: string
  readonly deal_type: string
  readonly lead_source: string
  readonly source_system: string
  readonly custom_fields: { key: string; value: string }[] | null
  readonly self_reported_source: string
  readonly worth: Reporting | null
  readonly gross_margin_rate: number | null
  /** Whether there was spend by then. */
  readonly is_compared: boolean
}

/**
 * One row per lead, one per opportunity that counts, and another if it was won, with the attributes
 * of the day.
 */
export const attributionEvents = (db: Db) =>
  db
    .selectFrom(unionByName<Omit<Event, 'is_compared'>>(opportunities(db), leads(db)).as('event'))
    .innerJoin(beginning(db).as('beginning'), (join) => join.onTrue())
    .selectAll('event')
    .select(({ eb, fn, lit, ref }) => [
      fn
        .coalesce(eb('event.date', '>=', ref('beginning.first_date')), lit(false))
        .$castTo<boolean>()
        .as('is_compared'),
    ])

const opportunities = (db: Db) =>
  db
    .selectFrom(attributedOpportunities(db).as('event'))
    .selectAll('event')
    .select(({ lit, ref, val }) => [
      val<Event['conversion']>('opportunity').as('conversion'),
      ref('event.opportunity_id').as('conversion_id'),
      val('not_allocated').as('person_id'),
      lit(0).$castTo<number>().as('cycle_number'),
    ])

/** As the funnel counts them: who became a lead again is one again. */
const leads = (db: Db) =>
  db
    .selectFrom(fctFunnelEvents.as('entry'))
    .innerJoin(fctLeadCycles.as('cycle'), (join) =>
      join
        .onRef('cycle.person_id', '=', 'entry.person_id')
        .onRef('cycle.cycle_number', '=', 'entry.cycle_number'),
    )
    .where('entry.stage', '=', 'lead')
    .select(({ fn, lit, ref, val }) => [
      val<Event['kind']>('lead').as('kind'),
      val<Event['conversion']>('lead').as('conversion'),
      leadKey(ref('entry.person_id'), ref('entry.cycle_number')).as('conversion_id'),
      val('not_allocated').as('opportunity_id'),
      'entry.person_id',
      'entry.cycle_number',
      'entry.date',
      'entry.account_id',
      'entry.owner_id',
      'entry.team',
      'entry.segment',
      'entry.country_name',
      'entry.region',
      val('Not allocated').as('opportunity_name'),
      val('Not allocated').as('deal_type'),
      'entry.lead_source',
      'entry.source_system',
      fn.coalesce('cycle.self_reported_source', val('Unknown')).as('self_reported_source'),
      noFields.as('custom_fields'),
      lit(null).$castTo<Reporting | null>().as('worth'),
      lit(null).$castTo<number | null>().as('gross_margin_rate'),
    ])

/** The first month with spend: what came before is compared with no cost. */
const beginning = (db: Db) =>
  db
    .selectFrom(fctAdSpend.as('spend'))
    .select(({ fn }) => startOf('month', fn.min('spend.spend_date')).as('first_date'))
