/** How much more often cases came to something where a feature was in a band: what scores are made of. */
import { type Expression, sql } from 'kysely'
import { integer, number, oneOf, text } from '../../src/columns.ts'
import { keysOf, valuesOf } from '../../src/sql/maps.ts'
import { logOddsOf, smoothedShare } from '../../src/sql/scoring.ts'
import { unionByName } from '../../src/sql/union.ts'
import { type Db, defineTable } from '../../src/table.ts'
import { martPlaybookCases } from './mart_playbook_cases.ts'
import { allCases, type Playbook, playbooks } from './playbook/cases.ts'

/** Learned from all that is known, or from what was known before the slice that is held out. */
const models = ['present', 'earlier'] as const

/**
 * A band is believed as far as it goes beyond so many hits, or misses where those are rarer, that
 * came out as cases on the whole do. Cases of one customer on successive days are much the same
 * case, so it takes more of them than it would of independent ones.
 */
const priorHits = 15

export const martPlaybookWeights = defineTable({
  name: 'mart_playbook_weights',
  description:
    'One row per playbook, model, feature and band: in how many cases it was so, how many of them were hits, and what that adds to the log-odds of a case; the row `all cases` has the log-odds of cases on the whole.',
  grain: ['playbook', 'model', 'feature', 'band'],
  columns: {
    playbook: oneOf(playbooks, 'The playbook.'),
    model: oneOf(
      models,
      'present: learned from every case whose outcome is known, for the lists of today; earlier: from those known before the held-out slice, on which it is measured.',
    ),
    feature: text('What is looked at; `all cases` for the playbook on the whole.'),
    band: text('What is seen; `all cases` likewise.'),
    case_count: integer('The cases in which it was so.'),
    hit_count: integer('Those of them that were hits.'),
    share: number('The share of hits, drawn towards that of all cases.'),
    weight: number('The log-odds of the share less those of all cases; of all cases the log-odds.'),
  },
  query: (db) =>
    db
      .selectFrom(counted(db).as('band'))
      .innerJoin(wholes(db).as('whole'), (join) =>
        join.onRef('whole.playbook', '=', 'band.playbook').onRef('whole.model', '=', 'band.model'),
      )
      .select(({ ref }) => {
        const isWhole = sql`${ref('band.feature')} = ${sql.lit(allCases)}`
        const whole = smoothedShare(
          ref('whole.hit_count'),
          ref('whole.case_count'),
          sql<number>`0.5`,
          sql<number>`2`,
        )
        const prior = sql<number>`(${sql.lit(priorHits)} / least(${whole}, 1 - ${whole}))`
        const share = sql<number>`if(${isWhole}, ${whole},
          ${smoothedShare(ref('band.hit_count'), ref('band.case_count'), whole, prior)})`
        return [
          'band.playbook',
          'band.model',
          'band.feature',
          'band.band',
          'band.case_count',
          'band.hit_count',
          share.as('share'),
          sql<number>`round(${logOddsOf(share)} - if(${isWhole}, 0, ${logOddsOf(whole)}), 4)`.as(
            'weight',
          ),
        ]
      }),
})

/** Cases and hits by band and on the whole, of each model. */
const counted = (db: Db) =>
  unionByName<Count>(bands(db).$castTo<Count>(), wholes(db).$castTo<Count>())

interface Count {
  readonly playbook: Playbook
  readonly model: (typeof models)[number]
  readonly feature: string
  readonly band: string
  readonly case_count: number
  readonly hit_count: number
}

/** Every case of which a model knows what came of it. */
const known = (db: Db) =>
  db
    .selectFrom(martPlaybookCases.as('case'))
    .innerJoin(eachModel.as('learner'), (join) =>
      join.on(
        ({ ref }) =>
          sql<boolean>`(${ref('learner.model')} = 'present' or ${ref('case.slice')} = 'before')`,
      ),
    )
    .where('case.is_hit', 'is not', null)

const eachModel = sql<{
  model: (typeof models)[number]
}>`(select unnest([${sql.join(models.map((name) => sql.lit(name)))}]) as model)`

const hits = (isHit: Expression<boolean | null>) =>
  sql<number>`cast(count(*) filter (where ${isHit}) as bigint)`

const bands = (db: Db) =>
  db
    .selectFrom(
      known(db)
        .select(({ ref }) => [
          'case.playbook',
          'learner.model',
          'case.is_hit',
          keysOf(ref('case.features')).as('feature'),
          valuesOf(ref('case.features')).as('band'),
        ])
        .as('seen'),
    )
    .groupBy(['seen.playbook', 'seen.model', 'seen.feature', 'seen.band'])
    .select(({ fn, ref }) => [
      'seen.playbook',
      'seen.model',
      'seen.feature',
      'seen.band',
      fn.countAll<number>().as('case_count'),
      hits(ref('seen.is_hit')).as('hit_count'),
    ])

/** One row a playbook, also where nothing is known: its cases are then an even chance. */
const wholes = (db: Db) =>
  db
    .selectFrom(
      sql<{
        playbook: Playbook
      }>`(select unnest([${sql.join(playbooks.map((name) => sql.lit(name)))}]) as playbook)`.as(
        'each',
      ),
    )
    .innerJoin(eachModel.as('learner'), (join) => join.onTrue())
    .leftJoin(
      known(db)
        .groupBy(['case.playbook', 'learner.model'])
        .select(({ fn, ref }) => [
          'case.playbook',
          'learner.model',
          fn.countAll<number>().as('case_count'),
          hits(ref('case.is_hit')).as('hit_count'),
        ])
        .as('told'),
      (join) =>
        join.onRef('told.playbook', '=', 'each.playbook').onRef('told.model', '=', 'learner.model'),
    )
    .select(({ fn, lit, val }) => [
      'each.playbook',
      'learner.model',
      val(allCases).as('feature'),
      val(allCases).as('band'),
      fn.coalesce('told.case_count', lit(0)).as('case_count'),
      fn.coalesce('told.hit_count', lit(0)).as('hit_count'),
    ])
