/** The scores of cases, of today and of the days on which playbooks are measured. */
import { sql } from 'kysely'
import { integer, number, oneOf } from '../../src/columns.ts'
import { keysOf, valuesOf } from '../../src/sql/maps.ts'
import { sumOfLogOdds } from '../../src/sql/scoring.ts'
import { place } from '../../src/sql/window.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import { martPlaybookCases } from './mart_playbook_cases.ts'
import { martPlaybookWeights } from './mart_playbook_weights.ts'
import { allCases, playbooks } from './playbook/cases.ts'

export const martPlaybookScores = defineTable({
  name: 'mart_playbook_scores',
  description:
    'One row per case of today, scored by all that is known, and of the held-out slice, scored by what was known before it; of several products for one customer the one that scores best. Cases of today of people who want no mail or no calls, or whom we know no more, are out.',
  grain: ['case_number'],
  relations: [{ column: 'case_number', to: martPlaybookCases }],
  columns: {
    case_number: integer('The case.'),
    playbook: oneOf(playbooks, 'The playbook.'),
    slice: oneOf(['today', 'held_out'], 'Of which time it is.'),
    base_weight: number('The log-odds of cases on the whole.'),
    weight: number('What its features add to them.'),
    score_rank: integer('Its place among the cases of its playbook and day by the weight, from 1.'),
    rule_rank: integer('Its place by the rule of one column.'),
    candidate_count: integer('How many cases share its playbook and day.'),
  },
  query: (db) =>
    db.selectFrom(best(db).as('case')).select(({ ref }) => {
      const day = [ref('case.playbook'), ref('case.points_back')]
      const byRule = sql`${ref('case.rule_order')} desc nulls last`
      const byWeight = sql`${ref('case.weight')} desc`
      return [
        'case.case_number',
        'case.playbook',
        'case.slice',
        'case.base_weight',
        'case.weight',
        // Of scores that tie, the rule decides.
        place({ by: day, order: [byWeight, byRule, ref('case.case_number')] }).as('score_rank'),
        place({ by: day, order: [byRule, ref('case.case_number')] }).as('rule_rank'),
        sql<number>`count(*) over (partition by ${sql.join(day)})`.as('candidate_count'),
      ]
    }),
})

const best = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(martPlaybookCases.as('case'))
        .innerJoin(scores(db).as('scored'), 'scored.case_number', 'case.case_number')
        .select(({ ref }) => [
          'case.case_number',
          'case.playbook',
          'case.points_back',
          'case.rule_order',
          sql<'today' | 'held_out'>`${ref('case.slice')}`.as('slice'),
          'scored.base_weight',
          'scored.weight',
          place({
            by: [ref('case.playbook'), ref('case.points_back'), ref('case.subject_id')],
            order: [sql`${ref('scored.weight')} desc`, ref('case.case_number')],
          }).as('offer_number'),
        ])
        .as('case'),
    )
    .where('case.offer_number', '=', 1)
    .selectAll('case')

/** What the features of each case add; a band that was never seen adds nothing. */
const scores = (db: Db) =>
  db
    .selectFrom(seen(db).as('seen'))
    .leftJoin(martPlaybookWeights.as('weight'), (join) =>
      join
        .onRef('weight.playbook', '=', 'seen.playbook')
        .onRef('weight.model', '=', 'seen.model')
        .onRef('weight.feature', '=', 'seen.feature')
        .onRef('weight.band', '=', 'seen.band'),
    )
    .innerJoin(wholes(db).as('whole'), (join) =>
      join.onRef('whole.playbook', '=', 'seen.playbook').onRef('whole.model', '=', 'seen.model'),
    )
    .groupBy(['seen.case_number', 'whole.weight'])
    .select(({ ref }) => [
      'seen.case_number',
      'whole.weight as base_weight',
      sumOfLogOdds(ref('weight.weight')).as('weight'),
    ])

const wholes = (db: Db) =>
  db
    .selectFrom(martPlaybookWeights.as('weight'))
    .where('weight.feature', '=', allCases)
    .select(['weight.playbook', 'weight.model', 'weight.weight'])

/** The features of the cases to be scored, one a row, with the model that scores them. */
const seen = (db: Db) =>
  db
    .selectFrom(martPlaybookCases.as('case'))
    .leftJoin(dimPeople.as('person'), 'person.person_id', 'case.person_id')
    .where('case.slice', 'in', ['today', 'held_out'])
    .where(
      ({ ref }) =>
        sql<boolean>`(${ref('case.slice')} = 'held_out' or ${ref('case.person_id')} = 'not_allocated'
          or not coalesce(${ref('person.is_opted_out')} or ${ref('person.is_call_refused')}, true))`,
    )
    .select(({ ref }) => [
      'case.case_number',
      'case.playbook',
      sql<'present' | 'earlier'>`if(${ref('case.slice')} = 'today', 'present', 'earlier')`.as(
        'model',
      ),
      keysOf(ref('case.features')).as('feature'),
      valuesOf(ref('case.features')).as('band'),
    ])
