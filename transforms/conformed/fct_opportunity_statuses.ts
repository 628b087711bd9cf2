/** When opportunities were open, and when they stood won or lost. */
import { sql } from 'kysely'
import { flag, oneOf, text, timestamp } from '../../src/columns.ts'
import { firstInstantOf } from '../../src/sql/time.ts'
import { unionByName } from '../../src/sql/union.ts'
import { endInstant } from '../../src/sql/versions.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimStages } from './dim_stages.ts'
import { fctOpportunities } from './fct_opportunities.ts'
import { fctOpportunityOutcomes } from './fct_opportunity_outcomes.ts'
import { fctOpportunityStages } from './fct_opportunity_stages.ts'

const statuses = ['open', 'won', 'lost'] as const
type Status = (typeof statuses)[number]

export const fctOpportunityStatuses = defineTable({
  name: 'fct_opportunity_statuses',
  description:
    'The life of every opportunity from its creation on, without gaps: a row per visit to a stage while it is open, and one while it stands won or lost. From its close date on it is closed, whenever the CRM was told.',
  grain: ['opportunity_id', 'valid_from'],
  relations: [
    { column: 'opportunity_id', to: fctOpportunities },
    { column: 'stage_id', to: dimStages, unknown: 'unknown' },
  ],
  columns: {
    opportunity_id: text('The opportunity.'),
    stage_id: text('The stage that it is in; `unknown` before the first one that is known.'),
    opportunity_status: oneOf(statuses, 'Whether it is open, won or lost.'),
    is_final: flag('Whether it is the end that lasted: no reopening follows.'),
    stage_entered_at: timestamp('When it came to the stage.'),
    valid_from: timestamp('From when on it holds.'),
    valid_to: timestamp('When it holds no more.'),
  },
  audits: (self) => [
    {
      name: 'the statuses of an opportunity do not overlap, and leave no gap',
      severity: 'error',
      broken: (db) =>
        db
          .selectFrom(
            db
              .selectFrom(self.as('status'))
              .select(({ ref }) => [
                'status.opportunity_id',
                'status.valid_to',
                sql<Date>`lead(${ref('status.valid_from')}, 1, ${endInstant}) over (partition by ${ref('status.opportunity_id')} order by ${ref('status.valid_from')})`.as(
                  'next_from',
                ),
              ])
              .as('status'),
          )
          .whereRef('status.valid_to', '!=', 'status.next_from')
          .select('status.opportunity_id'),
    },
  ],
  query: (db) =>
    db
      .selectFrom(unionByName(beforeStages(db), inStages(db), closed(db)).as('stretch'))
      .whereRef('stretch.valid_from', '<', 'stretch.valid_to')
      .selectAll('stretch'),
})

/** When each opportunity closed for good; a date without a time is the day’s first instant. */
const lives = (db: Db) =>
  db.selectFrom(fctOpportunities.as('opportunity')).select(({ ref }) => [
    'opportunity.opportunity_id',
    'opportunity.outcome',
    'opportunity.stage_id',
    'opportunity.created_at',
    sql<Date>`coalesce(case
      when ${ref('opportunity.closed_at')} = date_trunc('day', ${ref('opportunity.closed_at')})
      then ${firstInstantOf(ref('opportunity.closed_date'))}
      else ${ref('opportunity.closed_at')} end, ${endInstant})`.as('closed_at'),
  ])

/** Open in a stage that nobody knows: the first one that is known is where it ended. */
const beforeStages = (db: Db) =>
  db
    .selectFrom(lives(db).as('life'))
    .leftJoin(fctOpportunityStages.as('first'), (join) =>
      join
        .onRef('first.opportunity_id', '=', 'life.opportunity_id')
        .on('first.visit_number', '=', 1),
    )
    .where(({ eb, or }) =>
      or([eb('first.stage_type', 'is', null), eb('first.stage_type', '!=', 'open')]),
    )
    .select(({ fn, lit, val }) => [
      'life.opportunity_id',
      val('unknown').as('stage_id'),
      val('open').$castTo<Status>().as('opportunity_status'),
      lit(false).$castTo<boolean>().as('is_final'),
      'life.created_at as stage_entered_at',
      'life.created_at as valid_from',
      fn<Date>('least', [fn.coalesce('first.entered_at', endInstant), 'life.closed_at']).as(
        'valid_to',
      ),
    ])

/** The visits until it closed; one that it has been in before it was created begins with it. */
const inStages = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(lives(db).as('life'), 'life.opportunity_id', 'visit.opportunity_id')
    .innerJoin(
      fctOpportunityOutcomes.as('outcome'),
      'outcome.opportunity_id',
      'visit.opportunity_id',
    )
    .select(({ eb, fn, lit, ref, val }) => [
      'visit.opportunity_id',
      'visit.stage_id',
      // Told of its end before the close date, it is open until then.
      eb
        .case()
        .when('visit.entered_at', '>=', ref('outcome.terminal_at'))
        .then(val('open').$castTo<Status>())
        .else(ref('visit.stage_type').$castTo<Status>())
        .end()
        .as('opportunity_status'),
      lit(false).$castTo<boolean>().as('is_final'),
      'visit.entered_at as stage_entered_at',
      eb
        .case()
        .when(eb.and([eb('visit.visit_number', '=', 1), eb('visit.stage_type', '=', 'open')]))
        .then(ref('life.created_at'))
        .else(fn<Date>('greatest', ['visit.entered_at', 'life.created_at']))
        .end()
        .as('valid_from'),
      fn<Date>('least', [fn.coalesce('visit.left_at', endInstant), 'life.closed_at']).as(
        'valid_to',
      ),
    ])

const closed = (db: Db) =>
  db
    .selectFrom(lives(db).as('life'))
    .where('life.outcome', '!=', 'open')
    .select(({ eb, lit, val }) => [
      'life.opportunity_id',
      'life.stage_id',
      eb
        .case()
        .when('life.outcome', '=', 'won')
        .then(val('won').$castTo<Status>())
        .else(val('lost').$castTo<Status>())
        .end()
        .as('opportunity_status'),
      lit(true).$castTo<boolean>().as('is_final'),
      'life.closed_at as stage_entered_at',
      'life.closed_at as valid_from',
      endInstant.as('valid_to'),
    ])
