/** Who is known at each account, and when we were last in touch. */
import { dataAsOf } from '../../src/run_tables.ts'
import { daysLater } from '../../src/sql/calendar.ts'
import { countWhere, greatestWhere } from '../../src/sql/latest.ts'
import { dayOf } from '../../src/sql/time.ts'
import type { Db } from '../../src/table.ts'
import { dimPeople } from '../conformed/dim_people.ts'
import { fctActivities } from '../conformed/fct_activities.ts'
import { fctPlannedActivities } from '../conformed/fct_planned_activities.ts'
import { fctTouchpoints } from '../conformed/fct_touchpoints.ts'

/** The days over which people count as in contact. */
const contactDays = 365

export const peopleKnown = (db: Db) =>
  db
    .selectFrom(dimPeople.as('person'))
    .where('person.person_id', '!=', 'unknown')
    .groupBy('person.account_id')
    .select(({ fn, ref }) => [
      'person.account_id',
      fn.countAll().$castTo<number>().as('people_count'),
      countWhere(ref('person.is_opted_out')).as('opted_out_count'),
    ])

export const lastTouchpoints = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('touch'))
    .groupBy('touch.account_id')
    .select(({ fn }) => ['touch.account_id', fn.max('touch.occurred_date').as('date')])

/** What machines did is no contact, and neither is a note or a task that one of us wrote down. */
export const lastActivities = (db: Db) =>
  db
    .selectFrom(fctActivities.as('activity'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('activity.is_automatic', '=', false)
    .where('activity.activity_type', 'not in', ['note', 'task'])
    .groupBy('activity.account_id')
    .select(({ and, eb, fn, ref }) => {
      const date = ref('activity.occurred_date')
      return [
        'activity.account_id',
        fn.max('activity.occurred_date').as('date'),
        greatestWhere(date, ref('activity.is_outreach')).as('outreach_date'),
        greatestWhere(date, eb('activity.direction', '=', 'inbound')).as('inbound_date'),
        fn
          .count(
            eb
              .case()
              .when(
                and([
                  eb('activity.person_id', '!=', 'unknown'),
                  eb(date, '>', daysLater(dayOf(ref('run.as_of')), -contactDays)),
                ]),
              )
              .then(ref('activity.person_id'))
              .end(),
          )
          .distinct()
          .$castTo<number>()
          .as('people_count'),
      ]
    })

export const nextActivities = (db: Db) =>
  db
    .selectFrom(fctPlannedActivities.as('activity'))
    .groupBy('activity.account_id')
    .select(({ fn }) => ['activity.account_id', fn.min('activity.planned_date').as('date')])
