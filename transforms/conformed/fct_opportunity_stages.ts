/** The visits of opportunities to stages. */
import { day, flag, integer, oneOf, text, timestamp } from '../../src/columns.ts'
import { dataAsOf } from '../../src/run_tables.ts'
import { secondsBetween } from '../../src/sql/duration.ts'
import { dayOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { following, isChange, place } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { stageTypes } from '../staging/objects/stages.ts'
import { stgOpportunities } from '../staging/stg_opportunities.ts'
import { stgOpportunityHistory } from '../staging/stg_opportunity_history.ts'
import { stgOpportunityStages } from '../staging/stg_opportunity_stages.ts'
import { dimStages } from './dim_stages.ts'
import { mapOpportunities } from './map_opportunities.ts'
import { stageLabels } from './stage_labels.ts'

export const fctOpportunityStages = defineTable({
  name: 'fct_opportunity_stages',
  description:
    'One row per visit of an opportunity to a stage, terminal stages included, from the history of the stage or else from the stage-entered columns, which tell the latest entry only, until data_as_of; without internal, merged-away and deleted opportunities.',
  grain: ['opportunity_id', 'visit_number'],
  relations: [
    { column: 'opportunity_id', to: mapOpportunities },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  audits: (self) => [
    {
      name: 'the visits of an opportunity do not overlap',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('visit'))
          .innerJoin(self.as('next'), (join) =>
            join
              .onRef('next.opportunity_id', '=', 'visit.opportunity_id')
              .on(({ eb, ref }) =>
                eb('next.visit_number', '=', eb(ref('visit.visit_number'), '+', 1)),
              ),
          )
          .whereRef('visit.left_at', 'is distinct from', 'next.entered_at')
          .select(['visit.opportunity_id', 'visit.visit_number']),
    },
    {
      name: 'no visit ends before it begins',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(self.as('visit'))
          .where('visit.visit_seconds', '<', 0)
          .select(['visit.opportunity_id', 'visit.visit_number']),
    },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    stage_id: text('The stage; `unknown` where the CRM lists it no more.'),
    stage_type: oneOf(stageTypes, 'Whether an opportunity in it is open, won or lost.'),
    has_history: flag('Whether the visit comes from a history.'),
    is_qualified: flag('Whether the stage is the qualifying one, a later open one, or won.'),
    entered_at: timestamp('When the opportunity came to the stage.'),
    entered_date: day('The day of entered_at.'),
    left_at: timestamp('When it went on to another stage; null while it is there.').nullable(),
    left_date: day('The day of left_at.').nullable(),
    visit_number: integer('The place of the visit, from 1.'),
    visit_seconds: integer('How long it stayed; null while it is there.').nullable(),
  },
  query: (db) =>
    db
      .with('entry', entries)
      .with('numbered', (from) =>
        from
          .selectFrom(
            from
              .selectFrom('entry')
              .innerJoin(dimStages.as('stage'), 'stage.stage_id', 'entry.stage_id')
              .select(({ ref }) => [
                'entry.opportunity_id',
                'entry.has_history',
                'entry.entered_at',
                'stage.stage_id',
                'stage.stage_type',
                'stage.is_qualified',
                'stage.stage_number',
                isChange([ref('stage.stage_id')], {
                  by: [ref('entry.opportunity_id')],
                  order: [
                    ref('entry.entered_at'),
                    ref('stage.stage_number'),
                    ref('stage.stage_id'),
                  ],
                }).as('is_change'),
              ])
              .as('entry'),
          )
          .where('entry.is_change', '=', true)
          .select(({ ref }) => {
            const visits = {
              by: [ref('entry.opportunity_id')],
              order: [ref('entry.entered_at'), ref('entry.stage_number'), ref('entry.stage_id')],
            }
            return [
              'entry.opportunity_id',
              'entry.stage_id',
              'entry.stage_type',
              'entry.is_qualified',
              'entry.has_history',
              'entry.entered_at',
              following(ref('entry.entered_at'), visits).as('left_at'),
              place(visits).as('visit_number'),
            ]
          }),
      )
      .selectFrom('numbered as visit')
      .select(({ ref }) => [
        'visit.opportunity_id',
        'visit.stage_id',
        'visit.stage_type',
        'visit.has_history',
        'visit.is_qualified',
        'visit.entered_at',
        dayOf(ref('visit.entered_at')).as('entered_date'),
        'visit.left_at',
        dayOf(ref('visit.left_at')).as('left_date'),
        'visit.visit_number',
        secondsBetween(ref('visit.entered_at'), ref('visit.left_at')).as('visit_seconds'),
      ]),
})

const entries = (db: Db) =>
  db
    .selectFrom(unionByName(fromHistory(db), fromColumns(db), fromLastExport(db)).as('known'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onRef('run.as_of', '>=', 'known.entered_at'))
    .selectAll('known')

const fromHistory = (db: Db) =>
  db
    .selectFrom(stgOpportunityHistory.as('history'))
    .innerJoin(mapOpportunities.as('map'), 'map.opportunity_id', 'history.opportunity_id')
    .leftJoin(dimStages.as('stage'), 'stage.stage_id', 'history.value')
    .where('map.is_in_facts', '=', true)
    .where('history.property', '=', 'stage_id')
    .where('history.value', 'is not', null)
    .select(({ fn, lit, val }) => [
      'history.opportunity_id',
      fn.coalesce('stage.stage_id', val('unknown')).as('stage_id'),
      'history.changed_at as entered_at',
      lit(true).$castTo<boolean>().as('has_history'),
    ])

const fromColumns = (db: Db) =>
  withoutHistory(db)
    .innerJoin(enteredStages(db).as('entry'), 'entry.opportunity_id', 'opportunity.opportunity_id')
    .select(({ fn, lit, val }) => [
      'opportunity.opportunity_id',
      fn.coalesce('entry.stage_id', val('unknown')).as('stage_id'),
      'entry.entered_at',
      lit(false).$castTo<boolean>().as('has_history'),
    ])

/** What the stage-entered columns tell, by the stages' ids. */
const enteredStages = (db: Db) =>
  db
    .selectFrom(stgOpportunityStages.as('entry'))
    .innerJoin(
      stgOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'entry.opportunity_id',
    )
    .leftJoin(stageLabels(db).as('labelled'), (join) =>
      join
        .onRef('labelled.source_system', '=', 'opportunity.source_system')
        .onRef('labelled.source_instance', '=', 'opportunity.source_instance')
        .onRef('labelled.pipeline_name', 'is not distinct from', 'entry.pipeline_name')
        .onRef('labelled.stage_name', '=', 'entry.stage_name'),
    )
    .where('entry.entered_at', 'is not', null)
    .select('entry.opportunity_id')
    .select(({ ref }) => [
      'labelled.stage_id',
      ref('entry.entered_at').$castTo<Date>().as('entered_at'),
    ])

/** The current stage of an opportunity whose columns do not tell when it was entered. */
const fromLastExport = (db: Db) =>
  withoutHistory(db)
    .leftJoin(stageLabels(db).as('labelled'), (join) =>
      join
        .onRef('labelled.source_system', '=', 'opportunity.source_system')
        .onRef('labelled.source_instance', '=', 'opportunity.source_instance')
        .onRef('labelled.pipeline_name', 'is not distinct from', 'opportunity.pipeline_name')
        .onRef('labelled.stage_name', '=', 'opportunity.stage_name'),
    )
    .leftJoin(dimStages.as('stage'), (join) =>
      join.on(({ eb, fn }) =>
        eb('stage.stage_id', '=', fn.coalesce('opportunity.stage_id', 'labelled.stage_id')),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(enteredStages(db).as('entry'))
            .whereRef('entry.opportunity_id', '=', 'opportunity.opportunity_id')
            .whereRef('entry.stage_id', '=', 'stage.stage_id')
            .select('entry.stage_id'),
        ),
      ),
    )
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ eb, fn, lit, ref, val }) => [
      'opportunity.opportunity_id',
      fn.coalesce('stage.stage_id', val('unknown')).as('stage_id'),
      eb
        .case()
        .when('stage.stage_type', 'in', ['won', 'lost'])
        .then(
          fn.coalesce(
            'opportunity.closes_at',
            'opportunity.modified_at',
            'opportunity.created_at',
            'run.as_of',
          ),
        )
        .when('opportunity.modified_at', '<=', ref('run.as_of'))
        .then(ref('opportunity.modified_at'))
        .else(fn.coalesce('opportunity.created_at', 'run.as_of'))
        .end()
        .$castTo<Date>()
        .as('entered_at'),
      lit(false).$castTo<boolean>().as('has_history'),
    ])

const withoutHistory = (db: Db) =>
  db
    .selectFrom(stgOpportunities.as('opportunity'))
    .innerJoin(mapOpportunities.as('map'), 'map.opportunity_id', 'opportunity.opportunity_id')
    .where('map.is_in_facts', '=', true)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(stgOpportunityHistory.as('history'))
            .whereRef('history.opportunity_id', '=', 'opportunity.opportunity_id')
            .where('history.property', '=', 'stage_id')
            .where('history.value', 'is not', null)
            .select('history.property'),
        ),
      ),
    )
