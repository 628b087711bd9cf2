/** What changed of opportunities, by the generic history and by the generic log of stages. */
import type { Expression } from 'kysely'
import { microsecondsLater } from '../../../src/sql/days.ts'
import { sourceKey } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { place } from '../../../src/sql/window.ts'
import type { Db } from '../../../src/table.ts'
import { rawGenericOpportunityHistory } from '../../sources/generic_opportunities.ts'
import type { opportunityProperties } from '../objects/opportunity_history.ts'
import { stageEntries } from './stage_entries.ts'
import { reference } from './staged.ts'
import { stgGenericStages } from './stg_generic__stages.ts'

type Property = (typeof opportunityProperties)[number]

/** A value that a property took. */
export interface OpportunityChange {
  /** How well the file knows the property: 1 is best. */
  rank: number
  opportunity_id: string
  property: Property
  changed_at: Date
  value: string | null
}

/** The history’s own file. */
export const inHistory = (db: Db): Expression<OpportunityChange> =>
  unionByName(
    db
      .selectFrom(stageEntries(db).as('entry'))
      .where('entry.source', '=', 'history')
      .select(({ lit, val }) => [
        lit(1).$castTo<number>().as('rank'),
        'entry.opportunity_id',
        val<Property>('stage_id').as('property'),
        'entry.entered_at as changed_at',
        'entry.stage_id as value',
      ]),
    db
      .selectFrom(rawGenericOpportunityHistory.as('change'))
      .where('change.is_gone', '=', false)
      .where('change.property', '!=', 'stage_id')
      .select(({ eb, lit, ref }) => [
        lit(1).$castTo<number>().as('rank'),
        sourceKey('generic', ref('change.source_instance'), ref('change.opportunity_id')).as(
          'opportunity_id',
        ),
        'change.property',
        'change.changed_at',
        eb
          .case()
          .when('change.property', 'in', ['owner_id', 'pipeline_id'])
          .then(reference(ref('change.source_instance'), ref('change.value')))
          .else(ref('change.value'))
          .end()
          .as('value'),
      ]),
  )

/** The log of stages, where it tells of an opportunity that came back to a stage: then it is a history. */
export const inLog = (db: Db): Expression<OpportunityChange> =>
  db
    .selectFrom(stageEntries(db).as('entry'))
    .leftJoin(stgGenericStages.as('stage'), 'stage.stage_id', 'entry.stage_id')
    .where('entry.source', '=', 'log')
    .where(({ eb }) =>
      eb(
        'entry.opportunity_id',
        'in',
        db
          .selectFrom(stageEntries(db).as('visit'))
          .where('visit.source', '=', 'log')
          .groupBy(['visit.opportunity_id', 'visit.stage_id'])
          .having(({ eb: compare, fn }) => compare(fn.countAll(), '>', 1))
          .select('visit.opportunity_id'),
      ),
    )
    .select(({ lit, ref, val }) => [
      lit(2).$castTo<number>().as('rank'),
      'entry.opportunity_id',
      val<Property>('stage_id').as('property'),
      // What was entered on one day follows in the order of the stages.
      microsecondsLater(
        ref('entry.entered_at'),
        place({
          by: [ref('entry.opportunity_id'), ref('entry.entered_at')],
          order: [ref('stage.stage_number'), ref('entry.stage_id')],
        }),
      ).as('changed_at'),
      'entry.stage_id as value',
    ])
