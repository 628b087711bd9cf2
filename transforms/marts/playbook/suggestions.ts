/** The lists of today: the best scores of each playbook, with the reason in words. */
import { sql } from 'kysely'
import { keysOf, valuesOf } from '../../../src/sql/maps.ts'
import { shareOfLogOdds } from '../../../src/sql/scoring.ts'
import { sentence, shareWords } from '../../../src/sql/sentences.ts'
import type { Db } from '../../../src/table.ts'
import { martPlaybookCases } from '../mart_playbook_cases.ts'
import { martPlaybookScores } from '../mart_playbook_scores.ts'
import { martPlaybookWeights } from '../mart_playbook_weights.ts'
import { allCases, heldProducts, lengthOfList } from './cases.ts'
import { damping } from './damping.ts'

/** What a hit of each playbook is, after 'of N such cases N %'. */
const comesTrue = {
  renewals_at_risk: 'were not renewed',
  upsell: 'took more within 90 days',
  cross_sell: 'took the product within 90 days',
  stalled_deals: 'did not get on within 90 days',
  leads_to_call: 'became an opportunity within 90 days',
}

export const suggestions = (db: Db) =>
  db
    .selectFrom(listed(db).as('case'))
    .innerJoin(damping(db).as('damping'), 'damping.playbook', 'case.playbook')
    .innerJoin(wholes(db).as('whole'), 'whole.playbook', 'case.playbook')
    .leftJoin(telling(db).as('telling'), 'telling.case_number', 'case.case_number')
    .leftJoin(associations(db).as('association'), (join) =>
      join
        .onRef('association.product_id', '=', 'case.product_id')
        .onRef('association.held', '=', 'case.held'),
    )
    .select(({ ref }) => {
      const score = shareOfLogOdds(
        sql<number>`(${ref('case.base_weight')} + ${ref('damping.share')} * ${ref('case.weight')})`,
      )
      const support = ref('association.support_count')
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
        sentence(
          ref('case.facts'),
          sql`case when ${support} > 0 then concat('. Of ', ${ref('association.holder_count')},
            ' customers with the same products ', ${support}, ' took it next') end`,
          sql`'. Most telling: ' || ${ref('telling.most')}`,
          sql`case when ${ref('whole.case_count')} > 0 then concat('. Of ', ${ref('whole.case_count')}, ' past cases ',
            ${shareWords(ref('whole.share'))}, ' ', case ${ref('case.playbook')} ${sql.join(
              Object.entries(comesTrue).map(
                ([name, words]) => sql`when ${sql.lit(name)} then ${sql.lit(words)}`,
              ),
              sql` `,
            )} end, '; here the chance is ', ${shareWords(score)}) end`,
          '.',
        ).as('reason'),
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
const telling = (db: Db) =>
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
      return [
        'seen.case_number',
        sql<string>`string_agg(${factor}, '; ' order by abs(${weight}) desc, ${ref('seen.feature')})`.as(
          'features',
        ),
        sql<
          string | null
        >`array_to_string((list(${factor} order by ${weight} desc, ${ref('seen.feature')})
          filter (where ${weight} > 0.05))[:3], ', ')`.as('most'),
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
