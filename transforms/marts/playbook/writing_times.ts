/** When to write to whom: the weekday and hour at which answers are likeliest. */
import { sql } from 'kysely'
import type { Day } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { shareOfLogOdds, sumOfLogOdds } from '../../../src/sql/scoring.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { aName, aNumber, aShare, aText, telling } from '../../../src/sql/told.ts'
import { place } from '../../../src/sql/window.ts'
import type { Db } from '../../../src/table.ts'
import { martPlaybookWeights } from '../mart_playbook_weights.ts'
import { allCases, lengthOfList } from './cases.ts'
import { damping } from './damping.ts'
import { besideAnswer } from './message_cases.ts'
import { playbookTold } from './sentences.ts'
import { writtenPeople } from './written_people.ts'

/** By their English names, from Monday on. */
export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
]

/**
 * The list of today: people whom we wrote to within a year, who have an address that takes mail and
 * have not opted out. The weekday and the hour add to the log-odds each by itself, so the best of
 * each make the best time. They are those of the person’s time zone. The deal that we last wrote
 * about decides with them who comes first.
 */
export const writingTimes = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(timed(db).as('time'))
        .innerJoin(base(db).as('base'), (join) => join.onTrue())
        .innerJoin(damping(db).as('damping'), (join) =>
          join.on('damping.playbook', '=', 'best_time_to_write'),
        )
        .selectAll('time')
        .select(({ ref }) => {
          const logOdds = sql<number>`(${ref('base.weight')} + ${ref('damping.share')} * ${ref('time.weight')})`
          return [
            shareOfLogOdds(logOdds).as('score'),
            'base.share as base_share',
            'base.case_count as base_count',
            sql<number>`count(*) over ()`.as('candidate_count'),
            sql<number>`row_number() over (order by round(${ref('time.weight')}, 4) desc, ${ref('time.answered_at')} desc nulls last, ${ref('time.person_id')})`.as(
              'rank_number',
            ),
          ]
        })
        .as('time'),
    )
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('time.rank_number')} <= ${lengthOfList(ref('time.candidate_count'))}`,
    )
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ ref, val }) => {
      const today = dayOf(ref('run.as_of'))
      const numbered = sql`list_position([${sql.join(weekdays.map((name) => sql.lit(name)))}], ${ref('time.weekday')})`
      const reason = telling(
        playbookTold('write_on', {
          weekday: aName(ref('time.weekday'), 'best_weekday'),
          hour: aText(ref('time.hour')),
          zone: aText(ref('time.time_zone')),
          answers: aNumber(ref('time.answer_count')),
          messages: aNumber(ref('time.message_count')),
        }),
        playbookTold('answered', {
          cases: aNumber(ref('time.base_count')),
          share: aShare(ref('time.base_share')),
          chance: aShare(ref('time.score')),
        }),
      )
      return [
        val('best_time_to_write' as const).as('playbook'),
        'time.person_id as subject_id',
        'time.account_id',
        'time.person_id',
        val('not_allocated').as('product_id'),
        'time.owner_id',
        sql<Day>`cast(${today} + cast(1 + (${numbered} - isodow(${today}) + 6) % 7 as integer) as date)`.as(
          'due_date',
        ),
        'time.score',
        'time.rank_number',
        'time.weekday as best_weekday',
        'time.hour as best_hour',
        'time.time_zone',
        'time.features',
        reason.words.as('reason'),
        reason.parts.as('reason_parts'),
      ]
    })

/** People with their best weekday and hour. */
const timed = (db: Db) =>
  db
    .selectFrom(best(db).as('part'))
    .leftJoin(deals(db).as('deal'), 'deal.band', 'part.deal_band')
    .groupBy([
      'part.person_id',
      'part.account_id',
      'part.owner_id',
      'part.time_zone',
      'part.answered_at',
      'part.answer_count',
      'part.message_count',
      'part.deal_band',
      'deal.weight',
    ])
    .select(({ fn, lit, ref }) => {
      const deal = fn.coalesce('deal.weight', lit(0))
      const of = (feature: string) =>
        sql<string>`max(${ref('part.slot')}) filter (where ${ref('part.feature')} = ${sql.lit(feature)})`
      const words = sql`concat(${ref('part.feature')}, ' ', ${ref('part.slot')}, format(' (×{:.2f}), beside the last answer (×{:.2f})',
        exp(${ref('part.slot_weight')}), exp(${ref('part.beside_weight')})))`
      return [
        'part.person_id',
        'part.account_id',
        'part.owner_id',
        'part.time_zone',
        'part.answered_at',
        'part.answer_count',
        'part.message_count',
        of('weekday').as('weekday'),
        of('hour').as('hour'),
        sql<number>`(${sumOfLogOdds(sql<number>`(${ref('part.slot_weight')} + ${ref('part.beside_weight')})`)} + ${deal})`.as(
          'weight',
        ),
        sql<string>`concat(string_agg(${words}, '; ' order by ${ref('part.feature')} desc),
          '; deal: ', ${ref('part.deal_band')}, format(' (×{:.2f})', exp(${deal})))`.as('features'),
      ]
    })
    .having(({ ref }) => sql<boolean>`count(distinct ${ref('part.feature')}) = 2`)

/** Of each person the weekday and the hour that add most; of equal ones the more tried. */
const best = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(writtenPeople(db).as('person'))
        .innerJoin(slots(db).as('slot'), 'slot.segment', 'person.segment')
        .leftJoin(besides(db).as('beside'), (join) =>
          join
            .onRef('beside.feature', '=', 'slot.feature')
            .on(
              ({ ref }) =>
                sql<boolean>`${ref('beside.band')} = ${besideAnswer(
                  ref('slot.slot'),
                  sql`if(${ref('slot.feature')} = 'weekday', ${ref('person.answer_weekday')}, ${ref('person.answer_hour')})`,
                )}`,
            ),
        )
        .selectAll('person')
        .select(({ fn, lit, ref }) => {
          const beside = fn.coalesce('beside.weight', lit(0))
          return [
            'slot.feature',
            'slot.slot',
            'slot.weight as slot_weight',
            beside.as('beside_weight'),
            place({
              by: [ref('person.person_id'), ref('slot.feature')],
              order: [
                sql`round(${ref('slot.weight')} + ${beside}, 4) desc`,
                sql`${ref('slot.case_count')} desc`,
                ref('slot.slot'),
              ],
            }).as('place'),
          ]
        })
        .as('part'),
    )
    .where('part.place', '=', 1)
    .selectAll('part')

const weights = (db: Db) =>
  db
    .selectFrom(martPlaybookWeights.as('weight'))
    .where('weight.playbook', '=', 'best_time_to_write')
    .where('weight.model', '=', 'present')

const base = (db: Db) =>
  weights(db)
    .where('weight.feature', '=', allCases)
    .select(['weight.weight', 'weight.share', 'weight.case_count'])

/** What weekdays and hours add, by segment. */
const slots = (db: Db) =>
  weights(db)
    .where('weight.feature', 'in', ['weekday', 'hour'])
    .select(({ ref }) => [
      'weight.feature',
      sql<string>`split_part(${ref('weight.band')}, ', ', 1)`.as('segment'),
      sql<string>`split_part(${ref('weight.band')}, ', ', 2)`.as('slot'),
      'weight.weight',
      'weight.case_count',
    ])

/** What it adds to write about a deal of a type, or about none. */
const deals = (db: Db) =>
  weights(db).where('weight.feature', '=', 'deal').select(['weight.band', 'weight.weight'])

/** What it adds to be the weekday or hour of the last answer. */
const besides = (db: Db) =>
  weights(db)
    .where('weight.feature', 'like', '% of the last answer')
    .select(({ ref }) => [
      sql<string>`split_part(${ref('weight.feature')}, ' ', 1)`.as('feature'),
      'weight.band',
      'weight.weight',
    ])
