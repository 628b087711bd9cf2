/** Leads to call first: those of the last half year who have no opportunity yet. */
import { sql } from 'kysely'
import type { Day, Reporting } from '../../../src/columns.ts'
import { dataAsOf } from '../../../src/run_tables.ts'
import { settings } from '../../../src/settings.ts'
import { percentile } from '../../../src/sql/percentiles.ts'
import { bandOf, featuresOf } from '../../../src/sql/scoring.ts'
import {
  dayOfPoint,
  greatestUntil,
  pointOf,
  pointsWithin,
  sumOfPoints,
} from '../../../src/sql/scoring_points.ts'
import { emailDomain } from '../../../src/sql/text.ts'
import { dayOf } from '../../../src/sql/time.ts'
import { aName, aNumber, aText, someDays, telling } from '../../../src/sql/told.ts'
import { unionByName } from '../../../src/sql/union.ts'
import type { Db } from '../../../src/table.ts'
import { dimAccounts } from '../../conformed/dim_accounts.ts'
import { dimPeople } from '../../conformed/dim_people.ts'
import { fctActivities } from '../../conformed/fct_activities.ts'
import { fctLeadCycles } from '../../conformed/fct_lead_cycles.ts'
import { fctOpportunities } from '../../conformed/fct_opportunities.ts'
import { fctTouchpoints } from '../../conformed/fct_touchpoints.ts'
import { ago, daysFrom, horizonDays, ofToday } from './cases.ts'
import { playbookTold } from './sentences.ts'

/**
 * A hit is an opportunity of the lead within the horizon. The rule: who was last seen or spoken to
 * last. The firm counts as known only where its record was there on the day: a lead that is
 * converted gets one.
 */
export const leadCases = (db: Db) =>
  db
    .selectFrom(standing(db).as('lead'))
    .innerJoin(fctLeadCycles.as('cycle'), (join) =>
      join
        .onRef('cycle.person_id', '=', 'lead.person_id')
        .onRef('cycle.cycle_number', '=', 'lead.cycle_number'),
    )
    .innerJoin(mailedPeople(db).as('person'), 'person.person_id', 'lead.person_id')
    .leftJoin(firms(db).as('firm'), 'firm.domain', 'person.domain')
    .innerJoin(usualDeal(db).as('usual'), (join) => join.onTrue())
    .select(({ ref, val }) => {
      const of = ref('lead.points_back')
      const today = ref('lead.scored_date')
      const isBy = (at: unknown) => sql`cast(${at} as date) <= ${today}`
      const stage = sql<string>`case when ${isBy(ref('cycle.sql_at'))} then 'SQL' when ${isBy(ref('cycle.sal_at'))} then 'SAL'
        when ${isBy(ref('cycle.mql_at'))} then 'MQL' else 'lead' end`
      const stageDays = sql<number>`(${today} - cast(case ${stage} when 'SQL' then ${ref('cycle.sql_at')} when 'SAL' then ${ref('cycle.sal_at')}
        when 'MQL' then ${ref('cycle.mql_at')} else ${ref('cycle.began_at')} end as date))`
      const facts = telling(
        playbookTold('lead_stands', {
          stage: aText(sql`if(${stage} = 'lead', 'Lead', ${stage})`),
          time: someDays(stageDays),
          channel: aName(ref('cycle.channel'), 'channel'),
          visits: aNumber(ref('lead.visit_count')),
          contacts: aNumber(ref('lead.contact_count')),
          seen: ago(ref('lead.seen_date'), today),
        }),
      )
      return [
        val('leads_to_call' as const).as('playbook'),
        sql<string>`concat(${ref('lead.person_id')}, '/', ${ref('lead.cycle_number')})`.as(
          'subject_id',
        ),
        'cycle.account_id',
        'lead.person_id',
        val('not_allocated').as('product_id'),
        'lead.points_back',
        sql<
          boolean | null
        >`coalesce(cast(${ref('cycle.opportunity_at')} as date) <= ${today} + ${sql.lit(horizonDays)}, false)`.as(
          'is_hit',
        ),
        sql<number | null>`-${daysFrom(ref('lead.seen_date'), today)}`.as('rule_order'),
        featuresOf({
          'stage and days in it': sql<string>`concat(${stage}, ', ', ${bandOf(stageDays, [7, 14, 30, 60], 'unknown')})`,
          firm: sql<string>`case when ${ref('firm.first_date')} <= ${today} then 'known to us before' else 'not known to us' end`,
          channel: ref('cycle.channel'),
          'hand raised': sql<string>`case when ${isBy(ref('cycle.hand_raised_at'))} then 'yes' else 'no' end`,
          'visits in 30 days': bandOf(ref('lead.visit_count'), [0, 1], 'unknown'),
          'contacts in 30 days': bandOf(ref('lead.contact_count'), [0, 1], 'unknown'),
          'e-mail': ref('person.email_quality').$castTo<string>(),
        }).as('features'),
        ofToday(of, ref('cycle.owner_id')).as('owner_id'),
        ofToday(of, sql<Day>`cast(${today} + 7 as date)`).as('due_date'),
        ofToday(of, ref('usual.amount')).as('amount'),
        ofToday(of, facts.words).as('facts'),
        ofToday(of, facts.parts).as('facts_parts'),
      ]
    })

interface Stand {
  readonly person_id: string
  readonly points_back: number
  readonly cycle_number: number | null
  readonly seen_date: Day | null
  readonly visit_count: number | null
  readonly contact_count: number | null
}

/** Open leads at points, with what was seen of them until then. */
const standing = (db: Db) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom((of) =>
          of
            .selectFrom(
              unionByName<Stand>(
                open(db).$castTo<Stand>(),
                visits(db).$castTo<Stand>(),
                contacts(db).$castTo<Stand>(),
              ).as('told'),
            )
            .groupBy(['told.person_id', 'told.points_back'])
            .select(({ fn }) => [
              'told.person_id',
              'told.points_back',
              fn.max('told.cycle_number').as('cycle_number'),
              fn.max('told.seen_date').as('seen_date'),
              fn.sum<number>('told.visit_count').as('visit_count'),
              fn.sum<number>('told.contact_count').as('contact_count'),
            ])
            .as('told'),
        )
        .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
        .select(({ ref }) => {
          const points = { of: [ref('told.person_id')], by: ref('told.points_back') }
          return [
            'told.person_id',
            'told.points_back',
            'told.cycle_number',
            dayOfPoint(ref('told.points_back'), dayOf(ref('run.as_of'))).as('scored_date'),
            greatestUntil(ref('told.seen_date'), points).as('seen_date'),
            sumOfPoints(ref('told.visit_count'), 1, points).as('visit_count'),
            sumOfPoints(ref('told.contact_count'), 1, points).as('contact_count'),
          ]
        })
        .as('lead'),
    )
    .where('lead.cycle_number', 'is not', null)
    .select(({ ref }) => [
      'lead.person_id',
      ref('lead.cycle_number').$notNull().as('cycle_number'),
      'lead.points_back',
      'lead.scored_date',
      'lead.seen_date',
      'lead.visit_count',
      'lead.contact_count',
    ])

/** Lead cycles from their beginning to an opportunity, the next cycle or half a year. */
const open = (db: Db) =>
  db
    .selectFrom(fctLeadCycles.as('cycle'))
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ ref }) => {
      const end = (at: unknown) => sql`coalesce(cast(${at} as date), date '9999-01-01')`
      return [
        'cycle.person_id',
        'cycle.cycle_number',
        'cycle.began_date as seen_date',
        pointsWithin(
          ref('cycle.began_date'),
          sql<Day>`greatest(${ref('cycle.began_date')}, least(
            cast(${ref('cycle.began_date')} + ${sql.lit(settings.callableLeadDays)} as date),
            ${end(ref('cycle.opportunity_at'))}, ${end(ref('cycle.customer_at'))}, ${end(ref('cycle.next_began_at'))}))`,
          dayOf(ref('run.as_of')),
        ).as('points_back'),
      ]
    })

const visits = (db: Db) =>
  db
    .selectFrom(fctTouchpoints.as('touchpoint'))
    .innerJoin(leadPeople(db).as('lead'), 'lead.person_id', 'touchpoint.person_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .select(({ ref }) => [
      'touchpoint.person_id',
      'touchpoint.occurred_date as seen_date',
      pointOf(ref('touchpoint.occurred_date'), dayOf(ref('run.as_of'))).as('points_back'),
      sql<number>`1`.as('visit_count'),
    ])

const contacts = (db: Db) =>
  db
    .selectFrom(fctActivities.as('activity'))
    .innerJoin(leadPeople(db).as('lead'), 'lead.person_id', 'activity.person_id')
    .innerJoin(dataAsOf.as('run'), (join) => join.onTrue())
    .where('activity.is_automatic', '=', false)
    .select(({ ref }) => [
      'activity.person_id',
      'activity.occurred_date as seen_date',
      pointOf(ref('activity.occurred_date'), dayOf(ref('run.as_of'))).as('points_back'),
      sql<number>`1`.as('contact_count'),
    ])

const leadPeople = (db: Db) =>
  db.selectFrom(fctLeadCycles.as('cycle')).select('cycle.person_id').distinct()

/** People with the domain of their address, which is cut out once a person and not once a point. */
const mailedPeople = (db: Db) =>
  db
    .selectFrom(dimPeople.as('person'))
    .select(({ ref }) => [
      'person.person_id',
      'person.email_quality',
      emailDomain(ref('person.email')).as('domain'),
    ])

/** The first day on which we had a record of a firm, by its domain. */
const firms = (db: Db) =>
  db
    .selectFrom(dimAccounts.as('account'))
    .where('account.domain', 'is not', null)
    .groupBy('account.domain')
    .select(({ fn }) => ['account.domain', fn.min('account.created_date').as('first_date')])

/** What half of the new customers bought for at most. */
const usualDeal = (db: Db) =>
  db
    .selectFrom(fctOpportunities.as('opportunity'))
    .where('opportunity.outcome', '=', 'won')
    .where('opportunity.deal_type', '=', 'New Business')
    .select(({ ref }) =>
      sql<Reporting | null>`${percentile(ref('opportunity.amount').$castTo<number>(), 0.5)}`.as(
        'amount',
      ),
    )
