/** When to write to whom: the weekday and hour at which answers are likeliest. */
import { sql } from 'kysely'
import type { Day } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { shareOfLogOdds } from '../../../src/sql/scoring.ts'
import { sentence, shareWords } from '../../../src/sql/sentences.ts'
import { asText } from '../../../src/sql/text.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { hourOf, timeZoneOf, weekdayOf } from '../../../src/sql/time_zones.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { dimPeople } from '../../conformed/dim_people.ts'
import { martPlaybookWeights } from '../mart_playbook_weights.ts'
import { allCases, lengthOfList } from './cases.ts'
import { damping } from './damping.ts'
import { besideAnswer, localActivities } from './message_cases.ts'

/** Whom we have not written to for so many days is not one to be written to now. */
const recentDays = 365
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/**
 * The list of today: people whom we wrote to within a year, who have an address that takes mail and
 * have not opted out. The weekday and the hour add to the log-odds each by itself, so the best of
 * each make the best time. They are those of the person’s time zone.
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
        sentence(
          'Write on ',
          ref('time.weekday'),
          ' at ',
          ref('time.hour'),
          ' (',
          ref('time.time_zone'),
          '): ',
          asText(ref('time.answer_count')),
          ' answers to ',
          asText(ref('time.message_count')),
          ' messages so far. Of ',
          asText(ref('time.base_count')),
          ' past messages ',
          shareWords(ref('time.base_share')),
          ' were answered; at this time the chance is ',
          shareWords(ref('time.score')),
          '.',
        ).as('reason'),
      ]
    })

/** People with their best weekday and hour. */
const timed = (db: Db) =>
  db
    .selectFrom(best(db).as('part'))
    .innerJoin(people(db).as('person'), 'person.person_id', 'part.person_id')
    .groupBy([
      'person.person_id',
      'person.account_id',
      'person.owner_id',
      'person.time_zone',
      'person.answered_at',
      'person.answer_count',
      'person.message_count',
    ])
    .select(({ ref }) => {
      const of = (feature: string) =>
        sql<string>`max(${ref('part.slot')}) filter (where ${ref('part.feature')} = ${sql.lit(feature)})`
      return [
        'person.person_id',
        'person.account_id',
        'person.owner_id',
        'person.time_zone',
        'person.answered_at',
        'person.answer_count',
        'person.message_count',
        of('weekday').as('weekday'),
        of('hour').as('hour'),
        sql<number>`cast(sum(cast(${ref('part.weight')} as decimal(18, 4))) as double)`.as(
          'weight',
        ),
        sql<string>`string_agg(${ref('part.words')}, '; ' order by ${ref('part.feature')} desc)`.as(
          'features',
        ),
      ]
    })
    .having(({ ref }) => sql<boolean>`count(distinct ${ref('part.feature')}) = 2`)

/** Of each person the weekday and the hour that add most; of equal ones the more tried. */
const best = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(people(db).as('person'))
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
        .select(({ fn, lit, ref }) => {
          const weight = sql<number>`(${ref('slot.weight')} + ${fn.coalesce('beside.weight', lit(0))})`
          return [
            'person.person_id',
            'slot.feature',
            'slot.slot',
            weight.as('weight'),
            sql<string>`concat(${ref('slot.feature')} , ' ', ${ref('slot.slot')}, format(' (×{:.2f}', exp(${ref('slot.weight')})),
              '), beside the last answer ', format('(×{:.2f})', exp(coalesce(${ref('beside.weight')}, 0))))`.as(
              'words',
            ),
            sql<number>`row_number() over (partition by ${ref('person.person_id')}, ${ref('slot.feature')}
              order by round(${weight}, 4) desc, ${ref('slot.case_count')} desc, ${ref('slot.slot')})`.as(
              'place',
            ),
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

/** What it adds to be the weekday or hour of the last answer. */
const besides = (db: Db) =>
  weights(db)
    .where('weight.feature', 'like', '% of the last answer')
    .select(({ ref }) => [
      sql<string>`split_part(${ref('weight.feature')}, ' ', 1)`.as('feature'),
      'weight.band',
      'weight.weight',
    ])

/** Whom we may write to, with what they answered so far. */
const people = (db: Db) =>
  db
    .selectFrom(written(db).as('written'))
    .innerJoin(dimPeople.as('person'), 'person.person_id', 'written.person_id')
    .leftJoin(dimAccounts.as('account'), 'account.account_id', 'person.account_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('person.is_opted_out', '=', false)
    .where('person.is_call_refused', '=', false)
    .where('person.is_undeliverable', '=', false)
    .where('person.email_quality', 'in', ['valid', 'free_mail'])
    .where(
      ({ ref }) =>
        sql<boolean>`${ref('written.last_date')} > ${dayOf(ref('run.as_of'))} - ${sql.lit(recentDays)}`,
    )
    .select(({ fn, ref, val }) => [
      'person.person_id',
      'person.account_id',
      sql<string>`coalesce(nullif(${ref('person.owner_id')}, 'unknown'), ${ref('account.owner_id')}, 'unknown')`.as(
        'owner_id',
      ),
      fn.coalesce('account.segment', val('Unknown')).as('segment'),
      timeZoneOf(ref('person.time_zone'), fn.coalesce('person.country', 'account.country')).as(
        'time_zone',
      ),
      'written.answered_at',
      weekdayOf(ref('written.answered_at')).as('answer_weekday'),
      hourOf(ref('written.answered_at')).as('answer_hour'),
      'written.answer_count',
      'written.message_count',
    ])

const written = (db: Db) =>
  db
    .selectFrom(localActivities(db).as('activity'))
    .groupBy('activity.person_id')
    .select(({ ref }) => {
      const where = (holds: unknown) => sql`filter (where ${holds})`
      const ours = ref('activity.is_outreach')
      return [
        'activity.person_id',
        sql<Day | null>`max(${ref('activity.occurred_date')}) ${where(ours)}`.as('last_date'),
        sql<Date | null>`max(${ref('activity.local_at')}) ${where(sql`not ${ours}`)}`.as(
          'answered_at',
        ),
        sql<number>`count(*) ${where(ours)}`.as('message_count'),
        sql<number>`count(*) ${where(sql`not ${ours}`)}`.as('answer_count'),
      ]
    })
