/** How opportunities ended. */
import { flag, integer, oneOf, text, timestamp } from '../../src/columns.ts'
import { totalSecondsWhere } from '../../src/sql/duration.ts'
import { greatestWhere, holdsForAny, latest, leastWhere } from '../../src/sql/latest.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { fctOpportunityStages } from './fct_opportunity_stages.ts'
import { mapOpportunities } from './map_opportunities.ts'

const outcomes = ['open', 'won', 'lost', 'disqualified'] as const
type Outcome = (typeof outcomes)[number]

export const fctOpportunityOutcomes = defineTable({
  name: 'fct_opportunity_outcomes',
  description:
    'One row per opportunity that has been in a stage: its outcome so far, by the terminal state that lasted.',
  grain: ['opportunity_id'],
  relations: [{ column: 'opportunity_id', to: mapOpportunities }],
  columns: {
    opportunity_id: text('The opportunity.'),
    stage_id: text('The stage that it is in.'),
    outcome: oneOf(
      outcomes,
      'Where it stands; disqualified is lost without ever reaching the qualifying stage.',
    ),
    has_history: flag('Whether its visits come from a history.'),
    is_reopened: flag('Whether it was open again after it had been won or lost.'),
    first_entered_at: timestamp('When it came to its first stage.'),
    qualified_at: timestamp(
      'When it first reached the qualifying stage, a later one, or was won; null where it never did.',
    ).nullable(),
    terminal_at: timestamp(
      'When it came to the terminal state that lasted; a reopened one counts at its last. Null while open.',
    ).nullable(),
    closed_before_seconds: integer('How long it stood closed before it was reopened.'),
  },
  query: (db) =>
    db
      .selectFrom(fctOpportunityStages.as('visit'))
      .innerJoin(lastOpen(db).as('history'), 'history.opportunity_id', 'visit.opportunity_id')
      .select(({ and, eb, ref }) => {
        const isLast = eb('visit.visit_number', '>', ref('history.last_other_number'))
        return [
          'visit.opportunity_id',
          latest(ref('visit.stage_id'), ref('visit.visit_number')).$castTo<string>().as('stage_id'),
          eb
            .case()
            .when('history.last_type', '!=', 'lost')
            .then(ref('history.last_type').$castTo<Outcome>())
            .when(holdsForAny(ref('visit.is_qualified')))
            .then<Outcome>('lost')
            .else<Outcome>('disqualified')
            .end()
            .as('outcome'),
          holdsForAny(ref('visit.has_history')).as('has_history'),
          holdsForAny(
            and([
              eb('visit.stage_type', '!=', 'open'),
              eb('visit.visit_number', '<', ref('history.last_open_number')),
            ]),
          ).as('is_reopened'),
          eb.fn.min('visit.entered_at').as('first_entered_at'),
          leastWhere(ref('visit.entered_at'), ref('visit.is_qualified')).as('qualified_at'),
          leastWhere(
            ref('visit.entered_at'),
            and([eb('history.last_type', '!=', 'open'), isLast]),
          ).as('terminal_at'),
          totalSecondsWhere(
            ref('visit.visit_seconds'),
            and([
              eb('visit.stage_type', '!=', 'open'),
              eb('visit.visit_number', '<=', ref('history.last_other_number')),
            ]),
          ).as('closed_before_seconds'),
        ]
      })
      .groupBy(['visit.opportunity_id', 'history.last_type']),
})

/** The state that an opportunity is in, and the last visits of another state and of an open one. */
const lastOpen = (db: Db) =>
  db
    .selectFrom(fctOpportunityStages.as('visit'))
    .innerJoin(
      db
        .selectFrom(fctOpportunityStages.as('visit'))
        .select(({ ref }) => [
          'visit.opportunity_id',
          latest(ref('visit.stage_type'), ref('visit.visit_number'))
            .$castTo<'open' | 'won' | 'lost'>()
            .as('last_type'),
        ])
        .groupBy('visit.opportunity_id')
        .as('last'),
      'last.opportunity_id',
      'visit.opportunity_id',
    )
    .select(({ eb, fn, lit, ref }) => [
      'visit.opportunity_id',
      'last.last_type',
      fn
        .coalesce(
          greatestWhere(
            ref('visit.visit_number'),
            eb('visit.stage_type', '!=', ref('last.last_type')),
          ),
          lit(0),
        )
        .as('last_other_number'),
      fn
        .coalesce(
          greatestWhere(ref('visit.visit_number'), eb('visit.stage_type', '=', 'open')),
          lit(0),
        )
        .as('last_open_number'),
    ])
    .groupBy(['visit.opportunity_id', 'last.last_type'])
