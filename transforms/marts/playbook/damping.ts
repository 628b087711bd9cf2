/** How much of what features add is believed: they overlap, and together they would say too much. */
import { sql } from 'kysely'
import type { Db } from '../../../src/table.ts'
import { martPlaybookCases } from '../mart_playbook_cases.ts'
import { martPlaybookScores } from '../mart_playbook_scores.ts'
import { type Playbook, playbooks } from './cases.ts'

/**
 * Of each playbook the share, in tenths, of the added log-odds with which the chances of the
 * held-out slice were the most likely (least logarithmic loss); all of it where nothing is known.
 * It changes no order, only what a score says.
 */
export const damping = (db: Db) =>
  db
    .selectFrom(
      sql<{
        playbook: Playbook
      }>`(select unnest([${sql.join(playbooks.map((name) => sql.lit(name)))}]) as playbook)`.as(
        'each',
      ),
    )
    .leftJoin(
      losses(db)
        .clearSelect()
        .groupBy('loss.playbook')
        .select(({ ref }) => [
          'loss.playbook',
          sql<number>`arg_min(${ref('loss.share')}, {'loss': ${ref('loss.loss')}, 'share': ${ref('loss.share')}})`.as(
            'share',
          ),
        ])
        .as('best'),
      'best.playbook',
      'each.playbook',
    )
    .select(({ fn, lit }) => ['each.playbook', fn.coalesce('best.share', lit(1)).as('share')])

const losses = (db: Db) =>
  db.selectFrom(
    db
      .selectFrom(martPlaybookScores.as('score'))
      .innerJoin(martPlaybookCases.as('case'), 'case.case_number', 'score.case_number')
      .innerJoin(
        sql<{ share: number }>`(select unnest(range(1, 11)) / 10 as share)`.as('damped'),
        (join) => join.onTrue(),
      )
      .where('score.slice', '=', 'held_out')
      .where('case.is_hit', 'is not', null)
      .groupBy(['case.playbook', 'damped.share'])
      .select(({ ref }) => {
        const logOdds = sql`${ref('score.base_weight')} + ${ref('damped.share')} * ${ref('score.weight')}`
        return [
          'case.playbook',
          'damped.share',
          // Of millionths, so that the order of rows does not decide.
          sql<number>`sum(cast(1000000 * ln(1 + exp(if(${ref('case.is_hit')}, -1, 1) * (${logOdds}))) as bigint))`.as(
            'loss',
          ),
        ]
      })
      .as('loss'),
  )
