/** Messages that we sent: on which weekday and at which hour of theirs people answered. */
import { type Expression, sql } from 'kysely'
import type { Day, Reporting } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { settings } from '../../../src/settings.ts'
import { featuresOf } from '../../../src/sql/scoring.ts'
import { mostPointsBack, pointOf } from '../../../src/sql/scoring_points.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { hourOf, localTimeOf, timeZoneOf, weekdayOf } from '../../../src/sql/time_zones.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { dimPeople } from '../../conformed/dim_people.ts'
import { fctActivities } from '../../conformed/fct_activities.ts'
import { fctOpportunities } from '../../conformed/fct_opportunities.ts'

/**
 * A hit is an answer within the days of the setting. The rule: the nearer to the hour of the
 * person’s last answer, the better. A case is a message; none is of today.
 */
export const messageCases = (db: Db) =>
  db
    .selectFrom(messages(db).as('message'))
    .where('message.points_back', '>=', 1)
    .where('message.points_back', '<=', mostPointsBack)
    .select(({ ref, val, lit }) => {
      const [at, answered] = [ref('message.local_at'), ref('message.last_answer_at')]
      return [
        val('best_time_to_write' as const).as('playbook'),
        'message.activity_id as subject_id',
        'message.account_id',
        'message.person_id',
        val('not_allocated').as('product_id'),
        'message.points_back',
        sql<boolean | null>`${ref('message.is_answered')}`.as('is_hit'),
        sql<number | null>`-abs(hour(${at}) - hour(${answered}))`.as('rule_order'),
        timeFeatures(
          ref('message.segment'),
          { weekday: weekdayOf(at), hour: hourOf(at) },
          { weekday: weekdayOf(answered), hour: hourOf(answered) },
          ref('message.deal_type').$castTo<string | null>(),
        ).as('features'),
        lit(null).$castTo<string | null>().as('owner_id'),
        lit(null).$castTo<Day | null>().as('due_date'),
        lit(null).$castTo<Reporting | null>().as('amount'),
        lit(null).$castTo<string | null>().as('facts'),
        lit(null).$castTo<string | null>().as('facts_parts'),
      ]
    })

interface Slot {
  readonly weekday: Expression<string | null>
  readonly hour: Expression<string | null>
}

/**
 * The bands of a message: of its time among people of a size of firm and beside the person’s own
 * last answer, and of the deal that it is about.
 */
const timeFeatures = (
  segment: Expression<string>,
  slot: Slot,
  answer: Slot,
  dealType: Expression<string | null>,
) =>
  featuresOf({
    deal: dealBand(dealType),
    weekday: sql<string>`concat(${segment}, ', ', ${slot.weekday})`,
    hour: sql<string>`concat(${segment}, ', ', ${slot.hour})`,
    'weekday of the last answer': besideAnswer(slot.weekday, answer.weekday),
    'hour of the last answer': besideAnswer(slot.hour, answer.hour),
  })

/** A weekday or an hour beside that of the person’s last answer. */
export const besideAnswer = (slot: Expression<unknown>, answer: Expression<unknown>) =>
  sql<string>`case when ${answer} is null then 'no answer yet' when ${slot} = ${answer} then 'the same' else 'another' end`

/** The type of deal that a message is about. */
export const dealBand = (dealType: Expression<string | null>) =>
  sql<string>`coalesce(${dealType}, 'no deal')`

/** What people wrote and we wrote to them, at the clocks of the person. */
export const localActivities = (db: Db) =>
  db
    .selectFrom(fctActivities.as('activity'))
    .innerJoin(dimPeople.as('person'), 'person.person_id', 'activity.person_id')
    .leftJoin(dimAccounts.as('account'), 'account.account_id', 'activity.account_id')
    .leftJoin(
      fctOpportunities.as('opportunity'),
      'opportunity.opportunity_id',
      'activity.opportunity_id',
    )
    .where('activity.person_id', '<>', 'unknown')
    .where('activity.activity_type', 'in', ['call', 'email', 'message'])
    .where('activity.is_automatic', '=', false)
    .select(({ fn, ref, val }) => [
      'activity.activity_id',
      'activity.person_id',
      'activity.account_id',
      'opportunity.deal_type',
      'opportunity.outcome as deal_outcome',
      'activity.is_outreach',
      'activity.is_answered as is_said_answered',
      'activity.occurred_at',
      'activity.occurred_date',
      fn.coalesce('account.segment', val('Unknown')).as('segment'),
      localTimeOf(
        ref('activity.occurred_at'),
        timeZoneOf(ref('person.time_zone'), fn.coalesce('person.country', 'account.country')),
      ).as('local_at'),
    ])

/** Our messages, with whether they were answered and when the person had last written before. */
const messages = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom(localActivities(db).as('activity'))
        .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
        .selectAll('activity')
        .select(({ ref }) => {
          const rows = sql`over (partition by ${ref('activity.person_id')} order by ${ref('activity.occurred_at')}, ${ref('activity.activity_id')}`
          const inbound = sql`filter (where not ${ref('activity.is_outreach')})`
          return [
            pointOf(ref('activity.occurred_date'), dayOf(ref('run.as_of'))).as('points_back'),
            sql<Date | null>`max(${ref('activity.local_at')}) ${inbound} ${rows} rows between unbounded preceding and 1 preceding)`.as(
              'last_answer_at',
            ),
            sql<boolean>`coalesce(${ref('activity.is_said_answered')}, min(${ref('activity.occurred_at')}) ${inbound} ${rows} rows between 1 following and unbounded following)
              <= ${ref('activity.occurred_at')} + to_days(${sql.lit(settings.answerDays)}), false)`.as(
              'is_answered',
            ),
          ]
        })
        .as('message'),
    )
    .where('message.is_outreach', '=', true)
    .selectAll('message')
