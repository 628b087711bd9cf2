/** People to write to: when they last answered, and what we last wrote about. */
import { sql } from 'kysely'
import type { Day } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { hourOf, timeZoneOf, weekdayOf } from '../../../src/sql/time_zones.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { dimPeople } from '../../conformed/dim_people.ts'
import { dealBand, localActivities } from './message_cases.ts'

/** Whom we have not written to for so many days is not one to be written to now. */
const recentDays = 365

/** Whom we may write to, with what they answered so far. */
export const writtenPeople = (db: Db) =>
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
      dealBand(ref('written.deal_type')).as('deal_band'),
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
        // The last message tells what we write about, as long as that deal is open.
        sql<
          string | null
        >`nullif(arg_max(if(${ref('activity.deal_outcome')} = 'open', ${ref('activity.deal_type')}, ''),
          {'at': ${ref('activity.occurred_at')}, 'id': ${ref('activity.activity_id')}}) ${where(ours)}, '')`.as(
          'deal_type',
        ),
        sql<number>`count(*) ${where(ours)}`.as('message_count'),
        sql<number>`count(*) ${where(sql`not ${ours}`)}`.as('answer_count'),
      ]
    })
