/** What lead cycles are made of: stages that were recorded, opportunities of people, and requests to be contacted. */
import type { Day } from '../../src/columns.ts'
import { firstKnown, leastWhere } from '../../src/sql/latest.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { following } from '../../src/sql/window.ts'
import type { Db } from '../../src/table.ts'
import type { CycleStage } from '../funnel_stages.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { stgOpportunityContacts } from '../staging/stg_opportunity_contacts.ts'
import { fctLeadStages } from './fct_lead_stages.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctTouchpoints } from './fct_touchpoints.ts'
import { mapPeople } from './map_people.ts'

/** What was recorded of each cycle: the first entry of each stage. */
export const recordedCycles = (db: Db) =>
  db
    .selectFrom(
      db
        .selectFrom(fctLeadStages.as('entry'))
        .groupBy(['entry.person_id', 'entry.cycle_number', 'entry.source_system'])
        .select(({ eb, fn, ref }) => {
          const first = (stage: CycleStage) =>
            leastWhere(ref('entry.entered_at'), eb('entry.stage', '=', stage))
          return [
            'entry.person_id',
            'entry.cycle_number',
            'entry.source_system',
            firstKnown(ref('entry.source_key'), [ref('entry.entered_at'), ref('entry.source_key')])
              .$castTo<string>()
              .as('source_key'),
            fn.min('entry.source_instance').as('source_instance'),
            fn.min('entry.entered_at').as('began_at'),
            first('lead').as('lead_at'),
            first('mql').as('mql_at'),
            first('sal').as('sal_at'),
            first('sql').as('sql_at'),
            first('opportunity').as('opportunity_at'),
            first('customer').as('customer_at'),
          ]
        })
        .as('told'),
    )
    .selectAll('told')
    .select(({ ref }) => [
      dayOf(ref('told.began_at')).$castTo<Day>().as('began_date'),
      following(ref('told.began_at'), {
        by: [ref('told.person_id'), ref('told.source_system'), ref('told.source_instance')],
        order: [ref('told.began_at'), ref('told.cycle_number')],
      }).as('next_began_at'),
    ])

/** The people of opportunities that are no renewals. */
export const dealsOfPeople = (db: Db) =>
  db
    .selectFrom(
      unionByName(
        db
          .selectFrom(stgOpportunityContacts.as('contact'))
          .select(({ ref }) => [
            'contact.opportunity_id',
            ref('contact.person_id').$castTo<string | null>().as('person_id'),
          ]),
        db
          .selectFrom(stgOpportunities.as('opportunity'))
          .where('opportunity.person_id', 'is not', null)
          .select(['opportunity.opportunity_id', 'opportunity.person_id']),
      ).as('link'),
    )
    .innerJoin(mapPeople.as('map'), 'map.source_key', 'link.person_id')
    .innerJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'link.opportunity_id',
    )
    .where('opportunity.deal_type', '!=', 'Renewal')
    .select([
      'opportunity.opportunity_id',
      'map.person_id',
      'opportunity.source_system',
      'opportunity.outcome',
      'opportunity.created_at',
      'opportunity.created_date',
      'opportunity.closed_at',
    ])
    .distinct()

/** A session in which a form was sent asks for nothing that the form of that day does not ask for. */
export const handRaises = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('touch'))
    .where('touch.is_hand_raise', '=', true)
    .where(({ and, eb, exists, not, selectFrom }) =>
      not(
        and([
          eb('touch.touchpoint_type', '=', 'session'),
          exists(
            selectFrom(fctTouchpoints.as('form'))
              .whereRef('form.person_id', '=', 'touch.person_id')
              .whereRef('form.occurred_date', '=', 'touch.occurred_date')
              .where('form.touchpoint_type', '=', 'form')
              .select('form.touchpoint_id'),
          ),
        ]),
      ),
    )
    .select([
      'touch.touchpoint_id',
      'touch.person_id',
      'touch.source_system',
      'touch.occurred_at',
      'touch.occurred_date',
    ])
