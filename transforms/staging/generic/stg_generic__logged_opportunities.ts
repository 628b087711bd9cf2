/** Opportunities of which only the generic log of stages, or the generic history, tells. */
import { pick } from '../../../src/columns.ts'
import { latest } from '../../../src/sql/latest.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawGenericOpportunities } from '../../sources/generic_opportunities.ts'
import { opportunityColumns } from '../objects/opportunities.ts'
import { stageEntries } from './stage_entries.ts'
import { stgGenericStages } from './stg_generic__stages.ts'

export const stgGenericLoggedOpportunities = defineTable({
  name: 'stg_generic__logged_opportunities',
  description:
    'The opportunities that enter stages and are in no file of opportunities: created with the first entry, in the last stage, closed with it where it is a won or lost one.',
  grain: ['opportunity_id'],
  columns: pick(
    opportunityColumns,
    'opportunity_id',
    'source_system',
    'source_instance',
    'source_id',
    'pipeline_name',
    'stage_id',
    'stage_name',
    'is_deleted',
    'created_at',
    'closes_at',
    'modified_at',
    'amount_local',
  ),
  query: (db) =>
    db
      .selectFrom(lastEntries(db).as('last'))
      .innerJoin(lives(db).as('life'), 'life.opportunity_id', 'last.opportunity_id')
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom(rawGenericOpportunities.as('known'))
              .whereRef('known.source_instance', '=', 'last.source_instance')
              .whereRef('known.opportunity_id', '=', 'last.source_id')
              .select('known.opportunity_id'),
          ),
        ),
      )
      .select(({ eb, lit, ref, val }) => [
        'last.opportunity_id',
        val('generic').as('source_system'),
        'last.source_instance',
        'last.source_id',
        'last.pipeline_name',
        'last.stage_id',
        'last.stage_name',
        lit(false).$castTo<boolean>().as('is_deleted'),
        'life.created_at',
        eb
          .case()
          .when('last.stage_type', '!=', 'open')
          .then(ref('last.entered_at'))
          .end()
          .as('closes_at'),
        'last.entered_at as modified_at',
        'life.amount_local',
      ]),
})

/** The last entry of each opportunity; of several at one instant, that of the last stage. */
const lastEntries = (db: Db) =>
  db
    .selectFrom(stageEntries(db).as('entry'))
    .leftJoin(stgGenericStages.as('stage'), 'stage.stage_id', 'entry.stage_id')
    .distinctOn('entry.opportunity_id')
    .orderBy('entry.opportunity_id')
    .orderBy('entry.entered_at', 'desc')
    .orderBy('stage.stage_number', 'desc')
    .orderBy('entry.stage_id')
    .select([
      'entry.opportunity_id',
      'entry.source_instance',
      'entry.source_id',
      'entry.pipeline_name',
      'entry.stage_id',
      'entry.stage_name',
      'entry.entered_at',
      'stage.stage_type',
    ])

const lives = (db: Db) =>
  db
    .selectFrom(stageEntries(db).as('entry'))
    .groupBy('entry.opportunity_id')
    .select(({ fn, ref }) => [
      'entry.opportunity_id',
      fn.min('entry.entered_at').as('created_at'),
      latest(ref('entry.amount_local'), ref('entry.entered_at')).as('amount_local'),
    ])
