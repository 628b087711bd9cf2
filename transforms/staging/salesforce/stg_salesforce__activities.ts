/** What people did, by Salesforce’s tasks and events. */
import { pick } from '../../../src/columns.ts'
import { isAnswer, isRemoved, salesforceKey, sameDay } from '../../../src/sql/salesforce.ts'
import { containsWord } from '../../../src/sql/text.ts'
import { unionByName } from '../../../src/sql/union.ts'
import { type Db, defineTable } from '../../../src/table.ts'
import { rawSalesforceEvents, rawSalesforceTasks } from '../../sources/salesforce_campaigns.ts'
import { rawSalesforceEmailMessages } from '../../sources/salesforce_other.ts'
import {
  activityColumns,
  type activityDirections,
  type activityTypes,
} from '../objects/activities.ts'

type ActivityType = (typeof activityTypes)[number]
type Direction = (typeof activityDirections)[number] | null

export const stgSalesforceActivities = defineTable({
  name: 'stg_salesforce__activities',
  description:
    'Tasks that are done, and events: calls, e-mails, meetings and other things; deleted ones, invitees’ copies and open tasks are out.',
  grain: ['activity_id'],
  columns: pick(
    activityColumns,
    'activity_id',
    'source_system',
    'source_instance',
    'person_id',
    'account_id',
    'opportunity_id',
    'owner_id',
    'activity_type',
    'direction',
    'outcome',
    'is_automatic',
    'occurred_at',
    'duration_minutes',
  ),
  query: (db) =>
    db
      .selectFrom(unionByName(tasks(db), events(db)).as('activity'))
      .distinctOn('activity.activity_id')
      .orderBy('activity.activity_id')
      .orderBy('activity.occurred_at', 'desc')
      .select(({ eb, fn, ref, val }) => {
        const instance = ref('activity.source_instance')
        const about = (prefix: string) =>
          eb
            .case()
            .when('activity.what_id', 'like', `${prefix}%`)
            .then(salesforceKey(instance, ref('activity.what_id')))
            .end()
        return [
          'activity.activity_id',
          val('salesforce').as('source_system'),
          'activity.source_instance',
          salesforceKey(instance, ref('activity.who_id')).as('person_id'),
          fn
            .coalesce(salesforceKey(instance, ref('activity.account_id')), about('001'))
            .as('account_id'),
          about('006').as('opportunity_id'),
          salesforceKey(instance, ref('activity.owner_id')).as('owner_id'),
          'activity.activity_type',
          'activity.direction',
          'activity.outcome',
          'activity.is_automatic',
          'activity.occurred_at',
          'activity.duration_minutes',
        ]
      }),
})

const tasks = (db: Db) =>
  db
    .selectFrom(rawSalesforceTasks.as('task'))
    .leftJoin(emails(db).as('email'), (join) =>
      join.on(({ eb, ref }) =>
        eb('email.activity_id', '=', salesforceKey(ref('task.source_instance'), ref('task.id'))),
      ),
    )
    .where(({ eb, fn }) =>
      eb(fn.coalesce('task.is_closed', eb('task.status', '=', 'Completed')), '=', true),
    )
    .where(isRemoved('task'), '=', false)
    .select(({ and, eb, fn, not, or, ref, lit, val }) => {
      const subtype = fn.coalesce('task.task_subtype', val(''))
      const says = (word: string) =>
        or([
          eb(containsWord(ref('task.type'), word), '=', true),
          eb(containsWord(ref('task.subject'), word), '=', true),
        ])
      const isCall = or([
        eb(subtype, '=', 'Call'),
        and([eb(subtype, 'not in', ['Email', 'ListEmail']), says('call')]),
      ])
      const isEmail = or([eb(subtype, 'in', ['Email', 'ListEmail']), says('email'), says('e-mail')])
      return [
        salesforceKey(ref('task.source_instance'), ref('task.id')).as('activity_id'),
        'task.source_instance',
        'task.who_id',
        'task.what_id',
        'task.account_id',
        'task.owner_id',
        eb
          .case()
          .when(isCall)
          .then<ActivityType>('call')
          .when(isEmail)
          .then<ActivityType>('email')
          .when(says('meeting'))
          .then<ActivityType>('meeting')
          .when(or([says('linkedin'), says('sms'), says('message')]))
          .then<ActivityType>('message')
          .else<ActivityType>('task')
          .end()
          .as('activity_type'),
        eb
          .case()
          .when('task.call_type', '=', 'Inbound')
          .then<Direction>('inbound')
          .when('task.call_type', '=', 'Outbound')
          .then<Direction>('outbound')
          .when('email.is_incoming', '=', true)
          .then<Direction>('inbound')
          .when('email.is_incoming', '=', false)
          .then<Direction>('outbound')
          .when(or([isCall, not(isEmail)]))
          .then<Direction>(null)
          // Without the message only the subject tells: an answer is the other side's.
          .when(isAnswer(ref('task.subject')), '=', true)
          .then<Direction>('inbound')
          .else<Direction>('outbound')
          .end()
          .as('direction'),
        fn.coalesce('task.call_disposition', 'task.status').as('outcome'),
        eb(subtype, '=', 'ListEmail').$castTo<boolean>().as('is_automatic'),
        // A task's day is what it was due; the record's time is better where it is of that day.
        fn
          .coalesce(
            'task.completed_date_time',
            eb
              .case()
              .when(sameDay(ref('task.activity_date'), ref('task.created_date')), '=', false)
              .then(ref('task.activity_date'))
              .end(),
            'task.created_date',
            'task.activity_date',
          )
          .as('occurred_at'),
        eb(ref('task.call_duration_in_seconds'), '/', lit(60)).as('duration_minutes'),
      ]
    })

/** The e-mails that tasks stand for. */
const emails = (db: Db) =>
  db
    .selectFrom(rawSalesforceEmailMessages.as('message'))
    .where('message.activity_id', 'is not', null)
    .where(isRemoved('message'), '=', false)
    .select(({ fn, ref }) => [
      salesforceKey(ref('message.source_instance'), ref('message.activity_id')).as('activity_id'),
      fn<boolean | null>('bool_or', ['message.incoming']).as('is_incoming'),
    ])
    .groupBy(({ ref }) => [
      salesforceKey(ref('message.source_instance'), ref('message.activity_id')),
    ])

const events = (db: Db) =>
  db
    .selectFrom(rawSalesforceEvents.as('event'))
    .where(({ eb, fn }) => eb(fn.coalesce('event.is_child', eb.lit(false)), '=', false))
    .where(isRemoved('event'), '=', false)
    .select(({ eb, fn, lit, ref }) => [
      salesforceKey(ref('event.source_instance'), ref('event.id')).as('activity_id'),
      'event.source_instance',
      'event.who_id',
      'event.what_id',
      'event.account_id',
      'event.owner_id',
      eb
        .case()
        .when('event.type', '=', 'Call')
        .then<ActivityType>('call')
        .else<ActivityType>('meeting')
        .end()
        .as('activity_type'),
      lit(null).$castTo<Direction>().as('direction'),
      lit(null).$castTo<string | null>().as('outcome'),
      lit(false).$castTo<boolean>().as('is_automatic'),
      fn.coalesce('event.start_date_time', 'event.activity_date').as('occurred_at'),
      ref('event.duration_in_minutes').as('duration_minutes'),
    ])
