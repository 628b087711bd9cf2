/** How good the lists would have been on days whose outcome is known, beside those of a simple rule. */
import { sql } from 'kysely'
import { dataAsOf } from '../../../src/run_tables.ts'
import { dayOfPoint } from '../../../src/sql/scoring_points.ts'
import { dayOf } from '../../../src/sql/time.ts'
import type { Db } from '../../../src/table.ts'
import { martPlaybookCases } from '../mart_playbook_cases.ts'
import { martPlaybookScores } from '../mart_playbook_scores.ts'
import { lengthOfList } from './cases.ts'

/** One row a playbook and day of the held-out slice: the lists by score and by rule, of one length. */
export const measuredLists = (db: Db) =>
  db
    .selectFrom(martPlaybookScores.as('score'))
    .innerJoin(martPlaybookCases.as('case'), 'case.case_number', 'score.case_number')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('score.slice', '=', 'held_out')
    .where('case.is_hit', 'is not', null)
    .groupBy(['case.playbook', 'case.points_back', 'run.as_of'])
    .select(({ fn, ref }) => {
      const countIf = (holds: unknown) =>
        sql<number>`cast(count(*) filter (where ${holds}) as bigint)`
      const isListed = sql`${ref('score.score_rank')} <= ${lengthOfList(ref('score.candidate_count'))}`
      const isByRule = sql`${ref('score.rule_rank')} <= ${lengthOfList(ref('score.candidate_count'))}`
      const isHit = ref('case.is_hit')
      return [
        'case.playbook',
        dayOfPoint(ref('case.points_back'), dayOf(ref('run.as_of'))).as('date'),
        fn.countAll<number>().as('candidate_count'),
        countIf(isHit).as('candidate_hit_count'),
        countIf(isListed).as('listed_count'),
        countIf(sql`${isHit} and ${isListed}`).as('listed_hit_count'),
        countIf(sql`${isHit} and ${isByRule}`).as('rule_hit_count'),
      ]
    })
