/** The lists of today: the best scores of each playbook, with the reason in words. */
import { sql } from 'kysely'
import { keysOf, valuesOf } from '../../../src/sql/maps.ts'
import { shareOfLogOdds } from '../../../src/sql/scoring.ts'
import { aNumber, aShare, telling, toldBefore } from '../../../src/sql/told.ts'
import type { Db } from '../../../src/table.ts'
import { martPlaybookCases } from '../mart_playbook_cases.ts'
import { martPlaybookScores } from '../mart_playbook_scores.ts'
import { martPlaybookWeights } from '../mart_playbook_weights.ts'
import { allCases, heldProducts, lengthOfList } from './cases.ts'
import { damping } from './damping.ts'
import { chanceSentences, playbookTold } from './sentences.ts'

export const suggestions = (db: Db) =>
  db
    .selectFrom(listed(db).as('case'))
    .innerJoin(damping(db).as('damping'), 'damping.playbook', 'case.playbook')
    .innerJoin(wholes(db).as('whole'), 'whole.playbook', 'case.playbook')
    .leftJoin(tellingFeatures(db).as('telling'), 'telling.case_number', 'case.case_number')
    .leftJoin(associations(db).as('association'), (join) =>
      join
        .onRef('association.product_id', '=', 'case.product_id')
        .onRef('association.held', '=', 'case.held'),
    )
    .select(({ ref }) => {
      const score = shareOfLogOdds(
        sql<number>`(${ref('case.base_weight')} + ${ref('damping.share')} * ${ref('case.weight')})`,
      )
      const whole = {
        cases: aNumber(ref('whole.case_count')),
        share: aShare(ref('whole.share')),
        chance: aShare(score),
      }
      const reason = telling(
        toldBefore(ref('case.facts'), ref('case.facts_parts')),
        playbookTold(
          'bought_next',
          {
            holders: aNumber(ref('association.holder_count').$castTo<number>()),
            takers: aNumber(ref('association.support_count').$castTo<number>()),
          },
          sql<boolean>`${ref('association.support_count')} > 0`,
        ),
        playbookTold(
          'most_telling',
          {
            most: {
              words: ref('telling.most'),
              parts: [sql`'factors'`, ref('telling.most_factors')],
            },
          },
          sql<boolean>`${ref('telling.most')} is not null`,
        ),
        ...chanceSentences.map((name) =>
          playbookTold(
            name,
            whole,
            sql<boolean>`${ref('case.playbook')} = ${sql.lit(name)} and ${ref('whole.case_count')} > 0`,
          ),
        ),
      )
      return [
        'case.playbook',
        'case.subject_id',
        'case.account_id',
        'case.person_id',
        'case.product_id',
        'case.owner_id',
        'case.due_date',
        'case.amount',
        score.as('score'),
        'case.rank_number',
        'association.support_count',
        'association.confidence',
        sql<string>`coalesce(${ref('telling.features')}, '')`.as('features'),
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
      ]
    })

const listed = (db: Db) =>
  db
    .selectFrom(martPlaybookScores.as('score'))
    .innerJoin(martPlaybookCases.as('case'), 'case.case_number', 'score.case_number')
    .where('score.slice', '=', 'today')
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('score.score_rank')} <= ${lengthOfList(ref('score.candidate_count'))}`,
    )
    .select(({ ref }) => [
      'case.case_number',
      'case.playbook',
      'case.subject_id',
      'case.account_id',
      'case.person_id',
      'case.product_id',
      'case.owner_id',
      'case.due_date',
      'case.amount',
      'case.facts',
      'case.facts_parts',
      'case.features',
      heldOf(ref('case.features')).as('held'),
      'score.base_weight',
      'score.weight',
      'score.score_rank as rank_number',
    ])

const heldOf = (features: unknown) => sql<string | null>`${features}[${sql.lit(heldProducts)}]`

const wholes = (db: Db) =>
  db
    .selectFrom(martPlaybookWeights.as('weight'))
    .where('weight.feature', '=', allCases)
    .where('weight.model', '=', 'present')
    .select(['weight.playbook', 'weight.share', 'weight.case_count'])

/** The features of a suggestion with their factors on the odds, the most telling first. */
const tellingFeatures = (db: Db) =>
  db
    .selectFrom(
      listed(db)
        .clearSelect()
        .select(({ ref }) => [
          'case.case_number',
          'case.playbook',
          keysOf(ref('case.features')).as('feature'),
          valuesOf(ref('case.features')).as('band'),
        ])
        .as('seen'),
    )
    .innerJoin(damping(db).as('damping'), 'damping.playbook', 'seen.playbook')
    .innerJoin(martPlaybookWeights.as('weight'), (join) =>
      join
        .onRef('weight.playbook', '=', 'seen.playbook')
        .onRef('weight.feature', '=', 'seen.feature')
        .onRef('weight.band', '=', 'seen.band')
        .on('weight.model', '=', 'present'),
    )
    .groupBy('seen.case_number')
    .select(({ ref }) => {
      const weight = sql`(${ref('damping.share')} * ${ref('weight.weight')})`
      const factor = sql`concat(${ref('seen.feature')}, ': ', ${ref('seen.band')}, format(' (×{:.2f})', exp(${weight})))`
      const factors = sql`[${ref('seen.feature')}, ${ref('seen.band')}, format('{:.2f}', exp(${weight}))]`
      const mostOf = (what: unknown) =>
        sql`(list(${what} order by ${weight} desc, ${ref('seen.feature')}) filter (where ${weight} > 0.05))[:3]`
      return [
        'seen.case_number',
        sql<string>`string_agg(${factor}, '; ' order by abs(${weight}) desc, ${ref('seen.feature')})`.as(
          'features',
        ),
        sql<string | null>`array_to_string(${mostOf(factor)}, ', ')`.as('most'),
        sql<string | null>`to_json(${mostOf(factors)})`.as('most_factors'),
      ]
    })

/**
 * How many customers held just those products, and how many of them took which product next:
 * support and confidence of the rule 'who has these takes that', counted in customers.
 */
const associations = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(martPlaybookCases.as('case'))
        .where('case.playbook', '=', 'cross_sell')
        .where('case.is_hit', 'is not', null)
        .select(({ ref }) => [
          'case.account_id',
          'case.product_id',
          'case.is_hit',
          heldOf(ref('case.features')).as('held'),
        ])
        .as('case'),
    )
    .groupBy(['case.product_id', 'case.held'])
    .select(({ ref }) => {
      const customers = sql<number>`cast(count(distinct ${ref('case.account_id')}) as bigint)`
      const takers = sql<number>`cast(count(distinct ${ref('case.account_id')}) filter (where ${ref('case.is_hit')}) as bigint)`
      return [
        'case.product_id',
        'case.held',
        takers.as('support_count'),
        customers.as('holder_count'),
        sql<number>`(${takers} / ${customers})`.as('confidence'),
      ]
    })
